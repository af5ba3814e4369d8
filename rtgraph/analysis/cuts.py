"""The fewest run triggers whose removal leaves a strongly connected component without a cycle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.analysis.bounds import pack_cycles
from rtgraph.analysis.guards import FREE, Guard, guard_edges, lock_costs, weigh_costs
from rtgraph.analysis.orders import find_order, gather_neighbours
from rtgraph.analysis.preferences import weigh_edges
from rtgraph.analysis.pruning import prune
from rtgraph.analysis.tangles import Edge, Tangle, build_tangle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from rtgraph.analysis.preferences import Preference
    from rtgraph.graph import Graph

COVERED = 8_000
"""Up to so many edges linear programs look for the best cut; above, a good order must do."""
PREFERRED = 400
"""Up to so many edges the best of equal cuts is looked for."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be cut, in numbers.

    Attributes:
        count: how many nodes there are.
        costs: edge → what it costs to cut it.
        guard: which edges are left alone.
        preferences: gives what tells equal cuts apart, whole numbers first; asked only where there may be several.
    """

    count: int
    costs: dict[Edge, int]
    guard: Guard = FREE
    preferences: Callable[[], list[dict[Edge, float]]]

    def cost(self, cut: Iterable[Edge]) -> int:
        """Add up what a cut costs."""
        return sum(self.costs[edge] for edge in cut)


def find_cut(
    graph: Graph, workspaces: Sequence[str], *, keep: AbstractSet[str] = frozenset(), prefer: Preference = "newest"
) -> EdgeCut:
    """Find the fewest run triggers to delete so that no cycle is left among some workspaces.

    An edge with duplicates counts as many as there are run triggers on it. Minimal whatever the size: putting back
    any one edge closes a cycle.

    Args:
        graph: the graph.
        workspaces: the workspaces of one SCC, in graph order.
        keep: workspaces whose run triggers stay: one with both ends among them is never cut, one with a single end
            only where nothing else breaks a cycle, and of those as few as possible.
        prefer: which of equal cuts to take, in tangles of up to ``PREFERRED`` edges.

    Raises:
        ValueError: some cycle lies wholly among the workspaces to keep.
    """
    tangle = build_tangle(graph, workspaces)
    return cut_tangle(graph, tangle, guard_edges(tangle, keep), prefer)


def cut_tangle(graph: Graph, tangle: Tangle, guard: Guard = FREE, prefer: Preference = "newest") -> EdgeCut:
    """Find the cut of a tangle; whatever triggers itself is cut in any case."""
    task = Task(
        count=len(tangle.workspaces),
        costs=tangle.costs,
        guard=guard,
        preferences=lambda: weigh_edges(graph, tangle, prefer),
    )
    found, at_least, optimal = cut_edges(task) if tangle.costs else (set(), 0, True)
    edges = sorted([*found, *((number, number) for number in tangle.loops)])
    return EdgeCut(
        edges=tuple((tangle.workspaces[tail], tangle.workspaces[head]) for tail, head in edges),
        optimal=optimal,
        at_least=at_least + sum(tangle.loops.values()),
    )


def cut_edges(task: Task) -> tuple[set[Edge], int, bool]:
    """Find a cut, what every cut costs at the least, and whether it is proven that none is better."""
    costs = task.costs
    if len(costs) == task.count:  # strongly connected with an edge a node: one ring
        weights = task.preferences()
        able = [edge for edge in costs if edge not in task.guard.locked]
        edge = min(able, key=lambda each: (costs[each], *(weight[each] for weight in weights)))
        return {edge}, costs[edge], True
    cut, at_least, settled = cut_by_order(task)
    optimal = settled and at_least == task.cost(cut)
    if len(costs) > COVERED or (optimal and len(costs) > PREFERRED):
        return cut, at_least, optimal
    return cover_cycles(task, cut, at_least)


def cut_by_order(task: Task) -> tuple[set[Edge], int, bool]:
    """Find a good cut through an order of the nodes, and lower bounds through disjoint cycles.

    Returns:
        the cut, what every cut costs at the least, and whether it is proven that none takes fewer spared edges.
    """
    after, before = gather_neighbours(task.count, weigh_costs(task.costs, task.guard))
    cut = prune(find_order(after, before, VISITS, task.guard.locked), after)
    if task.guard == FREE:
        return cut, pack_cycles(after, task.cost(cut)), True
    after, _ = gather_neighbours(task.count, lock_costs(task.costs, task.guard))
    spared = task.cost(cut & task.guard.spared)
    return cut, pack_cycles(after, task.cost(cut)), spared == bound_spared(task, spared)


def bound_spared(task: Task, most: int) -> int:
    """Give what every cut takes of the spared edges at the least, as far as disjoint cycles show it."""
    costs = {edge: cost for edge, cost in task.costs.items() if edge in task.guard.locked or edge in task.guard.spared}
    after, _ = gather_neighbours(task.count, lock_costs(costs, task.guard))
    return pack_cycles(after, most) if most else 0


def cover_cycles(task: Task, cut: set[Edge], at_least: int) -> tuple[set[Edge], int, bool]:
    """Better a cut by linear programs, first by its spared edges, then by its costs, and among equal ones by taste."""
    from rtgraph.analysis.covers import TOLERANCE, Cover  # the solver takes as long to import as all the rest

    costs, guard = task.costs, task.guard
    first = {edge: cost if edge in guard.spared else 0 for edge, cost in costs.items()} if guard.spared else costs
    cover = Cover(task.count, weigh_costs(costs, guard), cut, EFFORT, locked=guard.locked, weights=first)
    settled = cover.search()
    if guard.spared:
        cover.turn_to(costs)
        cover.search()
    at_least = max(at_least, cover.at_least)
    optimal = task.cost(cover.best) == at_least and (settled or not guard.spared)
    if optimal and len(costs) <= PREFERRED:
        *whole, last = task.preferences()
        for weights in whole:
            cover.turn_to(weights)
            cover.branch()
        cover.turn_to(last, TOLERANCE)
        cover.branch()
    return cover.best, at_least, optimal
