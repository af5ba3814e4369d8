"""How an apply gets to some workspaces from outside."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from rtgraph.graph import Graph


def find_way_in(graph: Graph, workspaces: Collection[str]) -> tuple[str, ...] | None:
    """Find a shortest path from a root, which nothing triggers, to the first of some workspaces that it meets.

    Returns:
        the path with both ends, or None where no root leads there.
    """
    place = {workspace: index for index, workspace in enumerate(graph)}
    following: dict[str, str | None] = {each: None for each in sorted(workspaces, key=place.__getitem__)}
    queue = deque(following)
    while queue:
        here = queue.popleft()
        before = sorted((each for each in graph.predecessors(here) if each not in following), key=place.__getitem__)
        for each in before:
            following[each] = here
            if not graph.in_degree(each):
                return trace(following, each)
        queue += before
    return None


def trace(following: dict[str, str | None], start: str) -> tuple[str, ...]:
    """Walk from a workspace to the end of its path."""
    path = [start]
    while (after := following[path[-1]]) is not None:
        path.append(after)
    return tuple(path)
