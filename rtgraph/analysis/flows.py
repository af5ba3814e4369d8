"""The run triggers that pass runs on, as numbers: what every count of runs goes over.

A workspace with local execution runs nothing: no run arrives there and nothing passes on, so that run triggers
into it and out of it are no part of a flow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.analysis.components import order_components
from rtgraph.graph import applies_by_itself

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rtgraph.graph import Graph

    Passing = Sequence[dict[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What passes runs on; a workspace's number is its place in ``workspaces``.

    Attributes:
        workspaces: ids in graph order.
        after: for each workspace those in which its apply queues runs, ascending → by how many run triggers.
        alone: for each workspace whether a triggered run is applied there with nobody confirming.
    """

    workspaces: tuple[str, ...]
    after: tuple[dict[int, int], ...]
    alone: tuple[bool, ...]

    @property
    def unattended(self) -> list[dict[int, int]]:
        """The part of ``after`` whose runs are applied with nobody confirming."""
        return [{each: times for each, times in after.items() if self.alone[each]} for after in self.after]


def gather_flow(graph: Graph, start: str | None = None) -> Flow:
    """Gather what passes runs on in the whole graph, or in what an apply in one workspace can set off."""
    chosen = set(graph) if start is None else find_passed(graph, start)
    names = tuple(each for each in graph if each in chosen)
    number = {workspace: index for index, workspace in enumerate(names)}
    after: list[dict[int, int]] = []
    for workspace in names:
        edges = graph.adj[workspace]
        passed = sorted(number[each] for each in list_passed(graph, workspace))
        after.append({each: 1 + len(edges[names[each]].get("duplicates", ())) for each in passed})
    return Flow(
        workspaces=names,
        after=tuple(after),
        alone=tuple(applies_by_itself(graph, each) for each in names),
    )


def is_local(graph: Graph, workspace: str) -> bool:
    """Tell whether a workspace has local execution."""
    return bool(graph.nodes[workspace]["execution_mode"] == "local")


def list_passed(graph: Graph, workspace: str) -> list[str]:
    """Give the workspaces in which an apply queues a run."""
    if is_local(graph, workspace):
        return []
    return [each for each in graph.successors(workspace) if not is_local(graph, each)]


def find_passed(graph: Graph, start: str) -> set[str]:
    """Find the workspaces in which an apply can set off runs, with the start."""
    reached = {start}
    pending = [start]
    while pending:
        fresh = [each for each in list_passed(graph, pending.pop()) if each not in reached]
        reached.update(fresh)
        pending += fresh
    return reached


def order_flow(after: Passing) -> list[list[int]]:
    """Give the strongly connected components in topological order, each ascending."""
    return order_components([list(each) for each in after])


def is_endless(after: Passing, members: Sequence[int]) -> bool:
    """Tell whether a strongly connected component holds a cycle."""
    return len(members) > 1 or members[0] in after[members[0]]


def keep_inner(after: Passing, members: Sequence[int]) -> list[dict[int, int]]:
    """Give what passes runs on among some workspaces alone, numbered by their places."""
    place = {member: index for index, member in enumerate(members)}
    return [{place[each]: times for each, times in after[member].items() if each in place} for member in members]


def count_arrivals(after: Passing, components: Iterable[Sequence[int]], start: int) -> list[int | None]:
    """Count for each workspace the runs that one apply queues there: the paths that lead to it from the start.

    Args:
        after: what passes runs on.
        components: its strongly connected components in topological order.
        start: where the apply is; it counts where a cycle leads back to it.

    Returns:
        exact counts, 0 where no path leads and None where a cycle makes runs without end.
    """
    counts: list[int | None] = [0] * len(after)
    for members in components:
        if is_endless(after, members) and (start in members or any(counts[each] != 0 for each in members)):
            for each in members:
                counts[each] = None
        for each in members:
            runs = counts[each]
            applies = runs + 1 if runs is not None and each == start else runs
            if applies != 0:
                for reached, times in after[each].items():
                    here = counts[reached]
                    counts[reached] = None if here is None or applies is None else here + applies * times
    return counts


def add_following(passed: dict[int, int], following: Sequence[int | None]) -> int | None:
    """Add up what the workspaces that one apply queues runs in set off in their turn, these runs with it."""
    total = 0
    for each, times in passed.items():
        beyond = following[each]
        if beyond is None:
            return None
        total += times * (1 + beyond)
    return total
