"""Which run triggers of a tangle a cut may take: some never, some only where nothing else breaks a cycle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.analysis.components import order_components

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from rtgraph.analysis.tangles import Edge, Tangle


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What a cut has to leave alone.

    Attributes:
        locked: edges that are never cut; there is no cycle among them.
        spared: edges of which as few as possible are cut, whatever that costs elsewhere.
    """

    locked: frozenset[Edge] = frozenset()
    spared: frozenset[Edge] = frozenset()


FREE = Guard()
"""Nothing is left alone."""


def guard_edges(tangle: Tangle, keep: AbstractSet[str]) -> Guard:
    """Guard the run triggers at workspaces that are to be kept: both ends lock one, a single end spares it.

    A single end locks it too where the run triggers at kept workspaces alone lead back over it in no cycle: each
    cycle through it has something else to cut.

    Raises:
        ValueError: some cycle lies wholly among the workspaces that are to be kept.
    """
    kept = [each in keep for each in tangle.workspaces]
    if not any(kept):
        return FREE
    touched = [edge for edge in tangle.costs if kept[edge[0]] or kept[edge[1]]]
    inner = [edge for edge in touched if kept[edge[0]] and kept[edge[1]]]
    if any(kept[each] for each in tangle.loops) or len(set(number_steps(len(kept), inner))) < len(kept):
        raise ValueError("a cycle lies wholly among the workspaces that are to be kept")
    step_of = number_steps(len(kept), touched)
    spared = {edge for edge in touched if step_of[edge[0]] == step_of[edge[1]]}.difference(inner)
    return Guard(locked=frozenset(touched).difference(spared), spared=frozenset(spared))


def number_steps(count: int, edges: list[Edge]) -> list[int]:
    """Give for each node the number of its strongly connected component."""
    successors: list[list[int]] = [[] for _ in range(count)]
    for tail, head in edges:
        successors[tail].append(head)
    step_of = [0] * count
    for step, members in enumerate(order_components(successors)):
        for node in members:
            step_of[node] = step
    return step_of


def weigh_costs(costs: dict[Edge, int], guard: Guard) -> dict[Edge, int]:
    """Make a spared edge dearer than all free ones together, and a locked one dearer than all others."""
    if guard == FREE:
        return costs
    dear = 1 + sum(cost for edge, cost in costs.items() if edge not in guard.locked and edge not in guard.spared)
    raised = {edge: cost * dear if edge in guard.spared else cost for edge, cost in costs.items()}
    return lock_costs(raised, guard)


def lock_costs(costs: dict[Edge, int], guard: Guard) -> dict[Edge, int]:
    """Make a locked edge dearer than all others together."""
    if not guard.locked:
        return costs
    most = 1 + sum(cost for edge, cost in costs.items() if edge not in guard.locked)
    return {edge: most if edge in guard.locked else cost for edge, cost in costs.items()}
