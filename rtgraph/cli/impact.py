"""``rtgraph impact``: what one apply sets off, wave by wave."""

from __future__ import annotations

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
  rtgraph impact net-prod --demo
  rtgraph impact net-prod dns-prod -s acme.json -f json
  rtgraph impact net-prod -s acme.json -f mermaid -o net-prod.mmd
  rtgraph impact -s acme.json --top 20
"""


@click.command(epilog=EPILOG)
@click.argument("workspaces", metavar="[WORKSPACE]...", nargs=-1)
@source_options
@selection_options
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(["text", "json", "mermaid"]),
    default="text",
    show_default=True,
    help="What to write.",
)
@click.option("--top", type=click.IntRange(min=1), metavar="N", help="Rank all workspaces and show the first N.")
@output_option
def impact(
    workspaces: tuple[str, ...],
    source: Source,
    select: tuple[str, ...],
    exclude: tuple[str, ...],
    format_name: Literal["text", "json", "mermaid"],
    top: int | None,
    output: Path | None,
) -> None:
    """Tell what one successful apply in WORKSPACE sets off, wave by wave.

    Runs are counted as if every plan had changes and every person confirmed: a diamond runs its sink twice. What is
    applied with nobody confirming is counted apart. With --top, all workspaces are ranked by it, or those of --select
    and --exclude by what happens among them.
    """
    if bool(workspaces) == bool(top):
        raise click.UsageError("Name a WORKSPACE, or rank all with --top N; not both.")
    if workspaces and (select or exclude):
        raise click.UsageError("--select and --exclude go with --top: one apply goes through the whole organization.")
    if format_name == "mermaid" and len(workspaces) != 1:
        raise click.UsageError("A Mermaid diagram shows one WORKSPACE: name one, or use -f text or -f json.")
    graph = load_part(source, select, exclude)
    emit(rank(graph, format_name, top) if top else spread(graph, format_name, workspaces), output)


def spread(graph: Graph, format_name: str, workspaces: tuple[str, ...]) -> str:
    """Write what an apply in each of some workspaces sets off."""
    from rtgraph.analysis.cascades import find_cascade
    from rtgraph.cli.workspaces import find_workspace
    from rtgraph.reports.json_impact import render_impacts_json
    from rtgraph.reports.mermaid import render_impact_mermaid
    from rtgraph.reports.text_impact import render_impacts

    found = [find_workspace(graph, each) for each in workspaces]
    cascades = [find_cascade(graph, each) for each in dict.fromkeys(found)]
    if format_name == "mermaid":
        return render_impact_mermaid(graph, cascades[0])
    return render_impacts(graph, cascades) if format_name == "text" else render_impacts_json(graph, cascades)


def rank(graph: Graph, format_name: str, top: int) -> str:
    """Write the workspaces whose applies set off most."""
    from rtgraph.analysis.rankings import rank_impacts
    from rtgraph.reports.json_impact import render_ranking_json
    from rtgraph.reports.text_impact import render_ranking

    ranking = rank_impacts(graph, top)
    return render_ranking(graph, ranking) if format_name == "text" else render_ranking_json(graph, ranking)
