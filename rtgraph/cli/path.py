"""``rtgraph path``: why one workspace's apply leads to another's run."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from rtgraph.cli.loading import load_graph
from rtgraph.cli.output import emit, output_option
from rtgraph.cli.source import Source, source_options

EPILOG = """\b
Examples:
  rtgraph path net-prod checkout-prod --demo
  rtgraph path net-prod checkout-prod --demo --all
\b
Exit codes:
  0  there is a path
  1  there is none
"""


@click.command(epilog=EPILOG)
@click.argument("start", metavar="FROM")
@click.argument("end", metavar="TO")
@source_options
@click.option("--all", "everything", is_flag=True, help="Show all paths, shortest first, up to --limit.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="Show no more than N paths."
)
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="What to write.",
)
@output_option
def path(
    start: str,
    end: str,
    source: Source,
    everything: bool,
    limit: int,
    format_name: Literal["text", "json"],
    output: Path | None,
) -> None:
    """Show the shortest way from FROM to TO along run triggers, hop by hop; with --all, every way."""
    from rtgraph.analysis.paths import find_paths
    from rtgraph.cli.workspaces import find_workspace
    from rtgraph.errors import RtgraphError
    from rtgraph.reports.json_impact import render_paths_json
    from rtgraph.reports.text_impact import render_paths

    graph = load_graph(source)
    one, other = find_workspace(graph, start), find_workspace(graph, end)
    found = find_paths(graph, one, other, limit if everything else 1)
    if not found.paths:
        back = find_paths(graph, other, one)
        hint = f"; {end} leads to {start}: rtgraph path {end} {start}" if back.paths else ""
        raise RtgraphError(f"no run triggers lead from {start} to {end}{hint}")
    render = render_paths if format_name == "text" else render_paths_json
    emit(render(graph, one, other, found), output)
