"""``rtgraph chains``: how far an apply can spread."""

from __future__ import annotations

from pathlib import Path

import click

from rtgraph.cli.output import emit, output_option
from rtgraph.cli.selection import load_part, selection_options
from rtgraph.cli.source import Source, source_options

EPILOG = """\b
Examples:
  rtgraph chains --demo
  rtgraph chains network-prod --demo
  rtgraph chains -s acme.json --select project:payments --top 20
  rtgraph chains -s acme.json --all -f json -o chains.json
\b
A hop is one run trigger. A cycle counts as one step: a walk in it need never end.
"""


@click.command(epilog=EPILOG)
@click.argument("workspaces", metavar="[WORKSPACE]...", nargs=-1)
@source_options
@selection_options
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
    "--top",
    type=click.IntRange(min=1),
    metavar="N",
    default=5,
    show_default=True,
    help="How many lines each table has, and how many roots are drawn.",
)
@click.option("--all", "everything", is_flag=True, help="Write all lines, all roots and all rows of their trees.")
@output_option
def chains(
    workspaces: tuple[str, ...],
    source: Source,
    select: tuple[str, ...],
    exclude: tuple[str, ...],
    format_name: str,
    top: int,
    everything: bool,
    output: Path | None,
) -> None:
    """Show the fan-out chains: longest, widest, deepest, and as a tree.

    With WORKSPACE, a name or a ws- id, only what an apply there can set off. A workspace that is repeated in a
    tree is marked and not unfolded again.
    """
    from rtgraph.analysis.chains import find_chains
    from rtgraph.analysis.trees import list_tree
    from rtgraph.cli.workspaces import find_workspace
    from rtgraph.reports.text_trees import DEEPEST

    graph = load_part(source, select, exclude)
    found = find_chains(graph, [find_workspace(graph, each) for each in workspaces])
    most = None if everything else top
    starts = found.starts if workspaces else found.starts[:most]
    if format_name == "json":
        from rtgraph.reports.json import render_chains_json

        emit(render_chains_json(graph, found, list_tree(graph, starts), most), output)
        return
    from rtgraph.reports.text_chains import ROWS, render_overview, render_trees

    rows = list(list_tree(graph, starts, DEEPEST))
    if workspaces:
        emit(render_trees(graph, found, rows, None if everything else ROWS), output)
    else:
        emit(render_overview(graph, found, rows, most), output)
