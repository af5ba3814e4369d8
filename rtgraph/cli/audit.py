"""``rtgraph audit``: what is wrong with the run triggers, and how to mend it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from rtgraph.cli.loading import load_graph
from rtgraph.cli.output import emit, notice, output_option
from rtgraph.cli.selection import check_selections, choose_ids, selection_options
from rtgraph.cli.source import Source, source_options
from rtgraph.reports.formats import AUDIT_FORMATS

if TYPE_CHECKING:
    from rtgraph.audit.findings import Audit
    from rtgraph.audit.policy_file import Policy
    from rtgraph.graph import Graph

POLICY = Path("rtgraph.toml")
"""The policy that is read where it lies in the current folder."""

EPILOG = """\b
Examples:
  rtgraph audit --demo
  rtgraph audit -s acme.json --select project:payments --fail-on warning
  rtgraph audit -s acme.json --config policy.toml --baseline known.json
  rtgraph audit --org acme -f sarif --hcl terraform/ -o findings.sarif
\b
Exit codes:
  0  nothing found at or above --fail-on
  3  something was found
  4  nothing found, but not everything could be read (with --strict)
"""
COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}


def file_option(name: str, metavar: str, text: str) -> Callable[..., Any]:
    """Make an option that names a file or a folder."""
    return click.option(name, metavar=metavar, type=click.Path(path_type=Path), help=text)


OPTIONS = (
    click.option(
        "-f",
        "--format",
        "format_name",
        type=click.Choice(list(AUDIT_FORMATS)),
        help="What to write (default: text; github in GitHub Actions).",
    ),
    click.option(
        "--fail-on",
        type=click.Choice(["error", "warning", "info", "never"]),
        default="error",
        show_default=True,
        help="Exit with 3 where something as bad as this, or worse, is found.",
    ),
    click.option("--strict", is_flag=True, help="Exit with 4 where nothing is found but not everything could be read."),
    file_option(
        "--config", "FILE", "The policy: rules, thresholds, exceptions (default: rtgraph.toml, where there is one)."
    ),
    file_option(
        "--baseline", "FILE", "Findings that are known already: they are left out, and those that are gone are named."
    ),
    file_option("--write-baseline", "FILE", "Write what is found now as a baseline, and exit with 0."),
    file_option("--hcl", "DIR", "Point findings at the tfe_run_trigger resources in this folder's *.tf files."),
)


def audit_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of an audit."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@click.command(epilog=EPILOG)
@source_options
@selection_options
@audit_options
@output_option
@click.pass_context
def audit(
    ctx: click.Context,
    source: Source,
    select: tuple[str, ...],
    exclude: tuple[str, ...],
    format_name: str | None,
    fail_on: Literal["error", "warning", "info", "never"],
    strict: bool,
    config: Path | None,
    baseline: Path | None,
    write_baseline: Path | None,
    hcl: Path | None,
    output: Path | None,
) -> None:
    """Find what is wrong: cycles, cascades, limits, dead and redundant triggers, and what a policy forbids.

    Each finding says which workspaces and run triggers it is about, and the command that mends it or shows more;
    docs/findings.md explains every rule. With --select, only findings that concern a selected workspace are kept.
    """
    from rtgraph.audit.baseline import apply_baseline, dump_baseline, read_baseline

    policy = load_policy(config)
    known = read_baseline(baseline) if baseline else None
    check_selections(select, exclude)
    found = choose_findings(load_graph(source), policy, select, exclude)
    if write_baseline is not None:
        emit(dump_baseline(found), write_baseline)
        notice(f"wrote {write_baseline}: {len(found.findings):,} known findings")
        return
    if known is not None:
        found = apply_baseline(found, known)
    emit(render(found, format_name, hcl, output), output)
    if fail_on != "never" and found.has_at_least(fail_on):
        ctx.exit(3)
    if strict and not found.graph.graph["complete"]:
        ctx.exit(4)


def load_policy(config: Path | None) -> Policy | None:
    """Read the policy that was named, or the one in the current folder."""
    from rtgraph.audit.policy_file import read_policy
    from rtgraph.audit.rules import RULES

    path = config or (POLICY if POLICY.is_file() else None)
    return read_policy(shorten(path), [rule.id for rule in RULES]) if path else None


def shorten(path: Path) -> Path:
    """Give a path from the current folder on where it lies below: code hosts know no others."""
    try:
        return path.absolute().relative_to(Path.cwd())
    except ValueError:
        return path


def choose_findings(graph: Graph, policy: Policy | None, select: tuple[str, ...], exclude: tuple[str, ...]) -> Audit:
    """Audit the whole graph, and keep the findings that concern a selected workspace."""
    from rtgraph.audit.findings import audit_graph, keep_findings
    from rtgraph.times import now

    chosen = choose_ids(graph, select, exclude)
    found = audit_graph(graph, policy, today=now().date())
    if not select and not exclude:
        return found
    return keep_findings(found, lambda finding: not chosen.isdisjoint(finding.workspaces))


def render(found: Audit, format_name: str | None, hcl: Path | None, output: Path | None) -> str:
    """Write the report, with colour on a terminal."""
    from rtgraph.audit.declarations import find_declarations
    from rtgraph.reports.formats import write_audit

    chosen = format_name or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" and output is None else "text")
    text = write_audit(found, chosen, find_declarations(shorten(hcl), found.graph) if hcl else None)
    if chosen == "text" and output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        return re.sub(r"(?m)^(error|warning|info)(?=  )", colour, text)
    return text


def colour(severity: re.Match[str]) -> str:
    """Colour the word that begins a finding."""
    return click.style(severity[0], fg=COLOURS[severity[0]], bold=True)
