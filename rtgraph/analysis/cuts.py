"""The fewest run triggers whose removal leaves a strongly connected component without a cycle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.analysis.bounds import pack_cycles
from rtgraph.analysis.orders import gather_neighbours, improve, order_greedily
from rtgraph.analysis.pruning import prune
from rtgraph.analysis.tangles import Edge, Tangle, build_tangle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rtgraph.graph import Graph

VISITS = 300_000
"""How many workspaces the search for a better order looks at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeCut:
    """Edges, sourceable → workspace, without which there is no cycle.

    Attributes:
        edges: the edges in graph order.
        optimal: no cut takes fewer run triggers.
        at_least: what any cut takes, in run triggers; proven.
    """

    edges: tuple[tuple[str, str], ...]
    optimal: bool
    at_least: int


def find_cut(graph: Graph, workspaces: Sequence[str]) -> EdgeCut:
    """Find the fewest run triggers to delete so that no cycle is left among some workspaces.

    An edge with duplicates counts as many as there are run triggers on it. Of equal cuts the one with newer
    run triggers is preferred. Minimal whatever the size: putting back any one edge closes a cycle.

    Args:
        graph: the graph.
        workspaces: the workspaces of one SCC, in graph order.
    """
    return cut_tangle(build_tangle(graph, workspaces))


def cut_tangle(tangle: Tangle) -> EdgeCut:
    """Find the cut of a tangle."""
    found, at_least = cut_edges(len(tangle.workspaces), tangle.costs)
    forced = sum(tangle.loops.values())
    cost = sum(tangle.costs[edge] for edge in found)
    name = tangle.workspaces
    edges = sorted([*found, *((node, node) for node in tangle.loops)])
    return EdgeCut(
        edges=tuple((name[tail], name[head]) for tail, head in edges),
        optimal=cost == at_least,
        at_least=at_least + forced,
    )


def cut_edges(count: int, costs: dict[Edge, int]) -> tuple[set[Edge], int]:
    """Find a cut and a proven lower bound of every cut's cost."""
    after, before = gather_neighbours(count, costs)
    order = improve(order_greedily(after, before), after, before, VISITS)
    return prune(order, after), pack_cycles(after)
