"""All paths between two nodes one after another, the shortest first; never more of them than are asked for."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

STEPS = 1_000_000
"""How many steps paths are searched for where there are cycles, a few seconds; without, no step is in vain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What lies between two nodes.

    Attributes:
        start: the first node.
        target: the last node, which nothing leaves; never the start.
        after: for each node those that follow on the way, ascending.
        distances: for each node on the way the hops from there to the target.
        cyclic: whether there is a cycle on the way.
    """

    start: int
    target: int
    after: Sequence[Sequence[int]]
    distances: dict[int, int]
    cyclic: bool


class Trail(NamedTuple):
    """A path as its last node and the path to the one before."""

    node: int
    before: Trail | None

    def unwind(self) -> list[int]:
        """Give the nodes, the first one first."""
        path = [self.node]
        trail = self.before
        while trail is not None:
            path.append(trail.node)
            trail = trail.before
        return path[::-1]

    def meets_itself(self) -> bool:
        """Tell whether the last node was passed before."""
        trail = self.before
        while trail is not None and trail.node != self.node:
            trail = trail.before
        return trail is not None


def list_trails(way: Way, most: int) -> tuple[list[list[int]], int, bool]:
    """List the shortest paths; where there are cycles count the others by finding them.

    Returns:
        the paths that are listed, how many were found, and whether the search was given up before its end.
    """
    listed: list[list[int]] = []
    found = 0
    for path in search(way):
        if path is None:
            return listed, found, True
        found += 1
        if found <= most:
            listed.append(path)
        if found >= most and not way.cyclic:
            break
    return listed, found, False


def search(way: Way) -> Iterator[list[int] | None]:
    """Give all paths one after another, the shortest first, and None at the end if the search is given up.

    Best first, by the hops so far and those still needed; of equals what has come furthest. A path without a detour
    meets no node twice, so that only others have to be looked through for that.
    """
    number = itertools.count()  # of equals what was met first; it also keeps trails from being compared
    shortest = way.distances[way.start]
    heap = [(shortest, 0, next(number), Trail(way.start, None))]
    steps, found = STEPS, False
    while heap:
        length, ahead, _, trail = heapq.heappop(heap)
        if way.cyclic and found and steps < 0:
            yield None
            return
        if way.cyclic and length > shortest:
            if trail.meets_itself():
                continue
            steps += ahead
        if trail.node == way.target:
            found = True
            yield trail.unwind()
        for each in way.after[trail.node]:
            steps -= 2
            entry = (1 - ahead + way.distances[each], ahead - 1, next(number), Trail(each, trail))
            heapq.heappush(heap, entry)
