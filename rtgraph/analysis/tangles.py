"""One SCC as integers: what the searches for its shortest cycle and its cut work on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rtgraph.graph import Graph

Edge = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tangle:
    """The run triggers among some workspaces, each workspace a number.

    Attributes:
        workspaces: number → workspace id.
        successors: for each workspace those that it triggers, ascending, itself left out.
        costs: edge → how many run triggers it holds (one, unless there are duplicates); no self-triggers.
        pairs: the edges whose ends trigger each other, from the lower number to the higher, ascending.
        loops: workspace that triggers itself → how many run triggers do it.
    """

    workspaces: tuple[str, ...]
    successors: tuple[tuple[int, ...], ...]
    costs: dict[Edge, int]
    pairs: tuple[Edge, ...]
    loops: dict[int, int]


def build_tangle(graph: Graph, workspaces: Sequence[str]) -> Tangle:
    """Number workspaces in the order in which they come, and gather the run triggers among them."""
    number = {workspace: index for index, workspace in enumerate(workspaces)}
    costs: dict[Edge, int] = {}
    loops: dict[int, int] = {}
    successors: list[list[int]] = [[] for _ in workspaces]
    for source, destination, data in graph.out_edges(workspaces, data=True):
        if destination not in number:
            continue
        tail, head = number[source], number[destination]
        cost = 1 + len(data["duplicates"]) if "duplicates" in data else 1
        if tail == head:
            loops[tail] = cost
            continue
        costs[tail, head] = cost
        successors[tail].append(head)
    return Tangle(
        workspaces=tuple(workspaces),
        successors=tuple(tuple(sorted(each)) for each in successors),
        costs=costs,
        pairs=tuple(sorted((tail, head) for tail, head in costs if tail < head and (head, tail) in costs)),
        loops=loops,
    )


def rank_ages(graph: Graph, tangle: Tangle) -> dict[Edge, int]:
    """Rank the edges of a tangle by age: 0 for the newest; what has no date counts as oldest."""

    def created(edge: Edge) -> tuple[str, str]:
        data = graph.edges[tangle.workspaces[edge[0]], tangle.workspaces[edge[1]]]
        return (data["created_at"] or "", data["id"])

    return {edge: age for age, edge in enumerate(sorted(tangle.costs, key=created, reverse=True))}
