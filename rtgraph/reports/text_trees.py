"""Rows → a tree in text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.graph import applies_by_itself, trigger_ids
from rtgraph.reports.columns import align, count
from rtgraph.reports.coverage import name_of
from rtgraph.reports.quoting import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rtgraph.analysis.chains import Chains
    from rtgraph.analysis.trees import Row
    from rtgraph.graph import Graph

DEEPEST = 20
"""How many hops deep a tree is drawn; each more would move the text to the right for little use."""


def draw_tree(graph: Graph, chains: Chains, rows: Sequence[Row], most: int | None = None) -> list[str]:
    """Draw rows as trees, an empty line before each further start.

    Args:
        graph: the graph.
        chains: how far workspaces spread, for the starts and for what is too deep.
        rows: the rows, in order.
        most: how many to draw; the others are counted.
    """
    drawn = rows if most is None else rows[:most]
    lines: list[str] = []
    block: list[tuple[str, ...]] = []
    for row, branch in zip(drawn, draw_branches(rows), strict=False):
        if row.source is None:
            lines += align(block)
            block = []
            lines += [*([""] if lines else []), describe_start(graph, chains, row.workspace)]
        else:
            block.append((branch + name_of(graph, row.workspace), *describe_row(graph, chains, row, row.source)))
    lines += align(block)
    if len(rows) > len(drawn):
        lines += ["", f"… {count(len(rows) - len(drawn), 'row')} more; --all writes them"]
    return lines


def describe_start(graph: Graph, chains: Chains, workspace: str) -> str:
    """Name the start of a tree, and say how far it spreads."""
    spread = chains.spreads[workspace]
    reach = f"reaches {count(spread.downstream, 'workspace')}, {count(spread.depth, 'hop')} deep"
    return f"{name_of(graph, workspace)} · {reach}" + (" · on a cycle" if spread.cyclic else "")


def draw_branches(rows: Sequence[Row]) -> list[str]:
    """Draw for each row the lines that lead to it; whether it is the last of its kind shows only further down."""
    branches: list[str] = []
    goes_on: list[bool] = []  # for each depth whether a sibling comes further down
    for row in reversed(rows):
        goes_on += [False] * (row.depth + 1 - len(goes_on))
        if row.depth:
            stems = "".join("│   " if each else "    " for each in goes_on[1 : row.depth])
            branches.append(stems + ("├── " if goes_on[row.depth] else "╰── "))
        else:
            branches.append("")
        del goes_on[row.depth + 1 :]
        goes_on[row.depth] = row.depth > 0
    return branches[::-1]


def describe_row(graph: Graph, chains: Chains, row: Row, source: str) -> tuple[str, ...]:
    """Give what stands beside a workspace's name in the tree."""
    identity, *duplicates = trigger_ids(graph, source, row.workspace)
    notes = []
    if duplicates:
        notes.append(f"and {count(len(duplicates), 'duplicate')}")
    if applies_by_itself(graph, row.workspace):
        notes.append("auto-apply")
    if not graph.nodes[row.workspace]["readable"]:
        notes.append("not readable")
    if row.closes_cycle:
        notes.append("(closes a cycle)")
    elif row.repeated:
        notes.append("(see above)")
    if row.cut_off:
        spread = chains.spreads[row.workspace]
        notes.append(f"… goes on {count(spread.depth, 'hop')} deep, to {count(spread.downstream, 'workspace')}")
    return (plain(identity), " ".join(notes))
