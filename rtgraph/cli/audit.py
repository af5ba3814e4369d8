"""``rtgraph audit``: what is wrong with the run triggers, and how to mend it."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from rtgraph.cli.output import emit, output_option
from rtgraph.cli.source import Source, load_graph, source_options

if TYPE_CHECKING:
    from rtgraph.audit.findings import Audit

EPILOG = """\b
Examples:
  rtgraph audit --demo
  rtgraph audit -s acme.json
  rtgraph audit --org acme -f json -o findings.json --fail-on never
\b
Exit codes:
  0  nothing found at or above --fail-on
  3  something was found
  4  nothing found, but not everything could be read (with --strict)
"""
COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}


@click.command(epilog=EPILOG)
@source_options
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="What to write.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="error",
    show_default=True,
    help="Exit with 3 where something as bad as this, or worse, is found.",
)
@click.option("--strict", is_flag=True, help="Exit with 4 where nothing is found but not everything could be read.")
@output_option
@click.pass_context
def audit(
    ctx: click.Context,
    source: Source,
    format_name: str,
    fail_on: Literal["error", "warning", "info", "never"],
    strict: bool,
    output: Path | None,
) -> None:
    """Find what is wrong: cycles of run triggers, and where to cut them.

    Each group of workspaces that trigger one another in a circle is one finding, with its shortest cycle, the
    fewest run triggers to delete so that no cycle is left, and the commands that do it.
    """
    from rtgraph.audit.findings import audit_graph

    found = audit_graph(load_graph(source))
    emit(render(found, format_name, output), output)
    if fail_on != "never" and found.has_at_least(fail_on):
        ctx.exit(3)
    if strict and not found.graph.graph["complete"]:
        ctx.exit(4)


def render(found: Audit, format_name: str, output: Path | None) -> str:
    """Write the report, with colour on a terminal."""
    if format_name == "json":
        from rtgraph.reports.json import render_audit_json

        return render_audit_json(found)
    from rtgraph.reports.text_audit import render_audit

    text = render_audit(found)
    if output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        return re.sub(r"(?m)^(error|warning|info)(?=  )", colour, text)
    return text


def colour(severity: re.Match[str]) -> str:
    """Colour the word that begins a finding."""
    return click.style(severity[0], fg=COLOURS[severity[0]], bold=True)
