"""The fewest run triggers whose removal leaves a strongly connected component without a cycle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.analysis.bounds import pack_cycles
from rtgraph.analysis.orders import gather_neighbours, improve, start_order
from rtgraph.analysis.pruning import prune
from rtgraph.analysis.tangles import Edge, Tangle, build_tangle, rank_ages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rtgraph.graph import Graph

COVERED = 8_000
"""Up to so many edges linear programs look for the best cut; above, a good order must do."""
PREFERRED = 400
"""Up to so many edges the newest of equal cuts is looked for."""
VISITS = 300_000
"""How many workspaces the search for a better order looks at."""
EFFORT = 2_000_000
"""What the linear programs may spend on one cut, in steps of about a microsecond."""


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
    return cut_tangle(graph, build_tangle(graph, workspaces))


def cut_tangle(graph: Graph, tangle: Tangle) -> EdgeCut:
    """Find the cut of a tangle; whatever triggers itself is cut in any case."""
    found, at_least = cut_edges(graph, tangle) if tangle.costs else (set(), 0)
    edges = sorted([*found, *((number, number) for number in tangle.loops)])
    return EdgeCut(
        edges=tuple((tangle.workspaces[tail], tangle.workspaces[head]) for tail, head in edges),
        optimal=sum(tangle.costs[edge] for edge in found) == at_least,
        at_least=at_least + sum(tangle.loops.values()),
    )


def cut_edges(graph: Graph, tangle: Tangle) -> tuple[set[Edge], int]:
    """Find a cut, and what every cut costs at the least."""
    costs = tangle.costs
    if len(costs) == len(tangle.workspaces):  # strongly connected with an edge a node: one ring
        ages = rank_ages(graph, tangle)
        edge = min(costs, key=lambda each: (costs[each], ages[each]))
        return {edge}, costs[edge]
    cut, at_least = cut_by_order(len(tangle.workspaces), costs)
    cost = sum(costs[edge] for edge in cut)
    if len(costs) > COVERED or (at_least == cost and len(costs) > PREFERRED):
        return cut, at_least
    return cover_cycles(graph, tangle, cut, at_least)


def cut_by_order(count: int, costs: dict[Edge, int]) -> tuple[set[Edge], int]:
    """Find a good cut through an order of the workspaces, and a lower bound through disjoint cycles."""
    after, before = gather_neighbours(count, costs)
    cut = prune(improve(start_order(after, before), after, before, VISITS), after)
    return cut, pack_cycles(after, sum(costs[edge] for edge in cut))


def cover_cycles(graph: Graph, tangle: Tangle, cut: set[Edge], at_least: int) -> tuple[set[Edge], int]:
    """Better a cut by linear programs, and among equal ones find the newest."""
    from rtgraph.analysis.covers import Cover  # the solver takes as long to import as all the rest

    cover = Cover(len(tangle.workspaces), tangle.costs, cut, EFFORT)
    cover.search()
    at_least = max(at_least, cover.at_least)
    if cover.cost(cover.best) == at_least and len(tangle.costs) <= PREFERRED:
        # An uneven power: of two cuts with as many triggers hardly ever both weigh the same.
        ages = rank_ages(graph, tangle)
        cover.prefer({edge: ((age + 1) / len(ages)) ** 0.618 for edge, age in ages.items()})
    return cover.best, at_least
