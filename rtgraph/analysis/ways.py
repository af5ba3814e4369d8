"""How an apply gets to some workspaces from outside."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rtgraph.graph import Graph


def find_way_in(graph: Graph, workspaces: Iterable[str]) -> tuple[str, ...] | None:
    """Find a shortest path from a root, which nothing triggers, to the first of some workspaces that it meets.

    Returns:
        the path with both ends, or None where no root leads there.
    """
    following: dict[str, str | None] = dict.fromkeys(workspaces)
    queue = deque(following)
    while queue:
        here = queue.popleft()
        for before in graph.predecessors(here):
            if before not in following:
                following[before] = here
                if not graph.in_degree(before):
                    return trace(following, before)
                queue.append(before)
    return None


def trace(following: dict[str, str | None], start: str) -> tuple[str, ...]:
    """Walk from a workspace to the end of its path."""
    path = [start]
    while (after := following[path[-1]]) is not None:
        path.append(after)
    return tuple(path)
