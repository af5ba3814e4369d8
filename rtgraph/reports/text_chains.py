"""Chains → text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from rtgraph.analysis.chains import rank_spreads
from rtgraph.reports.columns import align, count, wrap
from rtgraph.reports.coverage import LEGEND, describe_coverage, describe_size, name_of
from rtgraph.reports.text_trees import draw_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rtgraph.analysis.chains import Chains, Step
    from rtgraph.analysis.trees import Row
    from rtgraph.graph import Graph

STEPS = 24
"""How many steps of the longest chain are written out."""
MEMBERS = 5
"""How many members of an SCC are named."""
ROWS = 200
"""How many rows of a tree are written unless all are asked for."""


def render_overview(graph: Graph, chains: Chains, rows: Sequence[Row], top: int | None) -> str:
    """Write the chains of a whole graph: the longest, the widest, the deepest, and the trees of some roots.

    Args:
        graph: the graph.
        chains: its chains.
        rows: the trees of the roots that are drawn.
        top: how many lines each table has and how many roots were asked for; None for all.
    """
    shown = sum(row.depth == 0 for row in rows)
    left_out = len(chains.starts) - shown
    trees = draw_tree(graph, chains, rows, None if top is None else ROWS)
    if left_out:
        trees += ["", f"… {count(left_out, 'root')} more; --all draws them, or name a WORKSPACE"]
    blocks = [render_longest(graph, chains)]
    if chains.longest:
        blocks += [
            *rank_block("Widest fan-out", graph, chains, "outbound", top),
            *rank_block("Deepest downstream", graph, chains, "depth", top),
            [f"What starts at {count(shown, 'root')} of {len(chains.starts):,}", "", *trees],
        ]
    return finish(graph, blocks)


def render_trees(graph: Graph, chains: Chains, rows: Sequence[Row], most: int | None = ROWS) -> str:
    """Write what some workspaces set off."""
    return finish(graph, [draw_tree(graph, chains, rows, most), render_longest(graph, chains)])


def finish(graph: Graph, blocks: Sequence[Sequence[str]]) -> str:
    """Add what the report is about and what could not be read."""
    end = [describe_size(graph), *describe_coverage(graph), LEGEND]
    return "\n\n".join("\n".join(block) for block in (*blocks, end)) + "\n"


def render_longest(graph: Graph, chains: Chains) -> list[str]:
    """Write the longest chain."""
    if not any(step.run_trigger for step in chains.longest):
        cycle = [describe_step(graph, step) for step in chains.longest if step.cyclic]
        return wrap(f"No chain leads out of {cycle[0]}.", "", "  ") if cycle else ["No chain: nothing is triggered."]
    hops = len(chains.longest) - 1
    steps = [describe_step(graph, step) for step in chains.longest]
    if len(steps) > STEPS:
        steps = [*steps[: STEPS - 4], f"… {len(steps) - STEPS:,} more …", *steps[-4:]]
    note = " (a cycle counts as one step)" if any(step.cyclic for step in chains.longest) else ""
    return [f"Longest chain: {count(hops, 'hop')}{note}", *wrap(" → ".join(steps), "  ", "    ")]


def describe_step(graph: Graph, step: Step) -> str:
    """Name a step of a chain."""
    names = [name_of(graph, each) for each in step.workspaces]
    if not step.cyclic:
        return names[0]
    if len(names) > MEMBERS:
        names = [*names[: MEMBERS - 1], f"{len(names) - MEMBERS + 1:,} more"]
    return f"[cycle: {', '.join(names)}]"


def rank_block(
    title: str, graph: Graph, chains: Chains, by: Literal["outbound", "depth"], top: int | None
) -> list[list[str]]:
    """Write a table of the workspaces that trigger most directly, or that reach deepest; nothing where none does."""
    rows = []
    for each in rank_spreads(chains, by, top):
        spread = chains.spreads[each]
        cells = {
            "outbound": f"triggers {spread.outbound:,}",
            "depth": f"{count(spread.depth, 'hop')} deep",
        }
        rows.append((name_of(graph, each), cells[by], f"reaches {count(spread.downstream, 'workspace')}"))
    return [[title, *(f"  {line}" for line in align(rows))]] if rows else []
