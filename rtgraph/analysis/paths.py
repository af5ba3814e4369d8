"""Why one workspace's apply leads to another's run: the paths between them.

A path passes no workspace twice; from a workspace to itself it is a cycle. Like a run, it gets into no workspace with
local execution.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.analysis.components import order_components
from rtgraph.analysis.flows import count_arrivals, gather_flow, is_local, order_flow
from rtgraph.analysis.trails import Way, list_trails

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rtgraph.analysis.flows import Flow
    from rtgraph.graph import Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """The paths from one workspace to another.

    Attributes:
        paths: the first ones, shortest first, each with both ends; fewer than asked for where there are no more,
            or where cycles make it too long a search.
        shortest: how many are as short as the first.
        total: how many there are; None where cycles make it too long a search.
        at_least: how many there are at the least: ``total`` where that is known.
        runs: how many runs one apply queues at the end: a path has several where a hop has several run triggers;
            None where a cycle queues them without end.
    """

    paths: tuple[tuple[str, ...], ...]
    shortest: int
    total: int | None
    at_least: int
    runs: int | None


NONE = Paths(paths=(), shortest=0, total=0, at_least=0, runs=0)


def find_paths(graph: Graph, start: str, end: str, most: int = 1) -> Paths:
    """Find the shortest paths, at most so many, and count all; none where no run gets to the end.

    A workspace's path to itself is a cycle through it, which is what this asks for when both ends are one.
    """
    flow = gather_flow(graph, start)
    if end not in flow.workspaces:
        return NONE
    first, last = flow.workspaces.index(start), flow.workspaces.index(end)
    way = find_way(flow, first, last)
    if first not in way.distances:
        return NONE
    shortest = count_shortest(way)
    trails, found, given_up = list_trails(way, most)
    total = max(found, shortest) if way.cyclic else count_all(way)
    names = (*flow.workspaces, end)
    return Paths(
        paths=tuple(tuple(names[each] for each in trail) for trail in trails),
        shortest=shortest,
        total=None if given_up else total,
        at_least=total,
        runs=count_arrivals(flow.after, order_flow(flow.after), first)[last],
    )


def find_blocker(graph: Graph, start: str, end: str) -> str | None:
    """Find the workspace with local execution that stops the runs on a shortest path of run triggers.

    Returns:
        the first one on the path, or None where no path leads there at all.
    """
    before: dict[str, str] = {}
    queue = deque([start])
    while queue and end not in before:
        here = queue.popleft()
        for each in graph.successors(here):
            if each not in before:
                before[each] = here
                queue.append(each)
    if end not in before:
        return None
    path = [end, before[end]]
    while path[-1] != start:
        path.append(before[path[-1]])
    return next((each for each in reversed(path) if is_local(graph, each)), None)


def find_way(flow: Flow, start: int, end: int) -> Way:
    """Keep what lies between two workspaces; what comes back to the start or goes on from the end does not."""
    target = len(flow.workspaces)
    after: list[list[int]] = [
        sorted(target if each == end else each for each in reached if each == end or each != start)
        if node == start or node != end
        else []
        for node, reached in enumerate(flow.after)
    ]
    after.append([])
    before: list[list[int]] = [[] for _ in after]
    for node in measure_distances(after, start):
        for each in after[node]:
            before[each].append(node)
    distances = measure_distances(before, target)
    kept = [
        [each for each in reached if each in distances] if node in distances else []
        for node, reached in enumerate(after)
    ]
    cyclic = any(len(members) > 1 or members[0] in kept[members[0]] for members in order_components(kept))
    return Way(start=start, target=target, after=kept, distances=distances, cyclic=cyclic)


def measure_distances(after: Sequence[Sequence[int]], start: int) -> dict[int, int]:
    """Give for each node that can be reached the hops to it, the nearest first."""
    distances = {start: 0}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for each in after[node]:
            if each not in distances:
                distances[each] = distances[node] + 1
                queue.append(each)
    return distances


def count_shortest(way: Way) -> int:
    """Count the paths that are as short as the shortest."""
    counts = {way.target: 1}
    for node, distance in way.distances.items():
        if distance:
            counts[node] = sum(counts[each] for each in way.after[node] if way.distances[each] == distance - 1)
    return counts[way.start]


def count_all(way: Way) -> int:
    """Count all paths where there is no cycle."""
    counts = [0] * len(way.after)
    counts[way.target] = 1
    for (node,) in reversed(order_components(way.after)):
        if way.after[node]:
            counts[node] = sum(counts[each] for each in way.after[node])
    return counts[way.start]
