"""``rtgraph path``: why one workspace's apply leads to another's run."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from rtgraph.cli.output import emit, output_option
from rtgraph.cli.selection import load_part, selection_options
from rtgraph.cli.source import Source, source_options

if TYPE_CHECKING:
    from rtgraph.graph import Graph

EPILOG = """\b
Examples:
  rtgraph path net-prod checkout-prod --demo
  rtgraph path net-prod checkout-prod --demo --all
  rtgraph path net-prod checkout-prod --demo --exclude eks-prod
\b
Exit codes:
  0  there is a path
  1  there is none
"""


@click.command(epilog=EPILOG)
@click.argument("start", metavar="FROM")
@click.argument("end", metavar="TO")
@source_options
@selection_options
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
    select: tuple[str, ...],
    exclude: tuple[str, ...],
    everything: bool,
    limit: int,
    format_name: Literal["text", "json"],
    output: Path | None,
) -> None:
    """Show the shortest way from FROM to TO along run triggers, hop by hop; with --all, every way.

    All ways are counted, and so are the runs that one apply in FROM queues in TO. From a workspace to itself the ways
    are the cycles through it. Where runs stop at a workspace with local execution, there is no way. With --select or
    --exclude, only ways over those workspaces count.
    """
    from rtgraph.analysis.paths import find_paths
    from rtgraph.cli.workspaces import find_workspace
    from rtgraph.errors import RtgraphError
    from rtgraph.reports.json_impact import render_paths_json
    from rtgraph.reports.text_paths import render_paths

    graph = load_part(source, select, exclude)
    one, other = find_workspace(graph, start), find_workspace(graph, end)
    found = find_paths(graph, one, other, limit if everything else 1)
    if not found.paths:
        raise RtgraphError(explain_none(graph, one, other))
    render = render_paths if format_name == "text" else render_paths_json
    emit(render(graph, one, other, found), output)


def explain_none(graph: Graph, start: str, end: str) -> str:
    """Say that no run gets from one workspace to another, why, and whether one gets the other way."""
    from rtgraph.analysis.paths import find_blocker, find_paths

    one, other = (str(graph.nodes[each]["name"]) for each in (start, end))
    blocker = find_blocker(graph, start, end)
    if blocker is not None:
        stop = "it" if blocker == start else str(graph.nodes[blocker]["name"])
        return f"no apply in {one} queues a run in {other}: {stop} has local execution, where no runs are queued"
    back = start != end and find_paths(graph, end, start).paths
    hint = f"; {other} leads to {one}: {shlex.join(('rtgraph', 'path', other, one))}" if back else ""
    among = " over the selected workspaces" if graph.graph.get("left_out") else ""
    return f"no run triggers lead from {one} to {other}{among}{hint}"
