"""``rtgraph fix plan``: what to change, and what that does to the graph; it changes nothing."""

from __future__ import annotations

import os
import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rtgraph.cli.output import emit, output_option
from rtgraph.cli.selection import load_part, selection_options
from rtgraph.cli.source import Source, source_options

if TYPE_CHECKING:
    from rtgraph.models import Plan

EPILOG = """\b
Examples:
  rtgraph fix plan --demo --cycles
  rtgraph fix plan -s acme.json --cycles -o plan.json
"""
COLOURS = {"+": "green", "-": "red", "~": "yellow"}


@click.command(epilog=EPILOG)
@source_options
@selection_options
@click.option("--cycles", is_flag=True, help="Delete the fewest run triggers that leave no cycle.")
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="What to write to standard output; FILE is always JSON.",
)
@output_option
def plan(
    source: Source,
    select: tuple[str, ...],
    exclude: tuple[str, ...],
    cycles: bool,
    format_name: str,
    output: Path | None,
) -> None:
    """Work out what to change, and what that does to the graph; changes nothing."""
    from rtgraph.fixes.planning import plan_changes
    from rtgraph.fixes.plans import dump_plan
    from rtgraph.reports.text_plan import render_plan_text

    if not cycles:
        raise click.UsageError("Say what to mend: --cycles.")
    graph = load_part(source, select, exclude)
    made = plan_changes(graph, cycles=cycles)
    data = dump_plan(made)
    to_file = output is not None and output != Path("-")
    if to_file:
        emit(data, output)
    if format_name == "json" or (output is not None and not to_file):
        emit(data, None)
        return
    emit(colour_marks(render_plan_text(made, graph)) + hint(made, output), None)


def hint(made: Plan, output: Path | None) -> str:
    """Say how the plan is kept or applied."""
    if not made.changes:
        return ""
    if output is None:
        return "\nNothing is changed yet. Keep the plan with -o FILE, and apply it with: rtgraph fix apply FILE\n"
    return f"\nNothing is changed yet. Apply it with: rtgraph fix apply {shlex.quote(str(output))}\n"


def colour_marks(text: str) -> str:
    """Colour the mark that begins a change, on a terminal."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return text
    return re.sub(r"(?m)^[-+~](?= )", lambda mark: click.style(mark[0], fg=COLOURS[mark[0]], bold=True), text)
