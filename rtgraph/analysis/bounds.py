"""How many triggers any cut must hold at the least: cycles that share no trigger."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rtgraph.analysis.orders import Neighbours

EFFORT = 200_000
"""How many edges the search for short cycles looks at; after that it takes the cycles that come."""


def pack_cycles(after: Neighbours, most: int) -> int:
    """Take disjoint cycles out of a graph, short ones first, and give the sum of their cheapest edges.

    Every cut holds an edge of each of them, so no cut costs less.

    Args:
        after: the successors of each node, with costs.
        most: what a cut is known to cost: more will not be found.
    """
    free = [dict(each) for each in after]
    found = pack_pairs(free)
    if found < most:
        found += pack_short(free, most - found)
    return found + (pack_any(free) if found < most else 0)


def pack_pairs(free: Neighbours) -> int:
    """Take out the cycles of two nodes."""
    found = 0
    for node, reached in enumerate(free):
        for other in [each for each in reached if each > node and node in free[each]]:
            found += take_out(free, [node, other, node])
    return found


def pack_short(free: Neighbours, most: int) -> int:
    """Take out cycles in the order of their lengths, as far as the effort allows."""
    found = 0
    effort = EFFORT
    for length in (3, 4, 5, 6, 8, 12, 20):
        for node in range(len(free)):
            while effort > 0 and found < most:
                cycle, looked_at = find_through(free, node, length)
                effort -= looked_at
                if cycle is None:
                    break
                found += take_out(free, cycle)
    return found


def find_through(free: Neighbours, start: int, longest: int) -> tuple[list[int] | None, int]:
    """Find a shortest cycle through a node, if one has no more edges than that; and what it took to look."""
    before: dict[int, int] = {}
    frontier = [start]
    looked_at = 0
    for _ in range(longest):
        fresh: list[int] = []
        for node in frontier:
            looked_at += len(free[node])
            for each in free[node]:
                if each not in before:
                    before[each] = node
                    fresh.append(each)
        if start in before:
            path = [start, before[start]]
            while path[-1] != start:
                path.append(before[path[-1]])
            return path[::-1], looked_at
        frontier = fresh
    return None, looked_at


def pack_any(free: Neighbours) -> int:
    """Walk along free edges and take out every cycle that the walk closes; each edge is walked once."""
    found = 0
    for start in range(len(free)):
        path = [start]
        on_path = {start: 0}
        while path:
            node = path[-1]
            if not free[node]:
                path.pop()
                del on_path[node]
                if path:
                    free[path[-1]].pop(node)  # a dead end: nothing comes back from there
                continue
            following = next(iter(free[node]))
            if following not in on_path:
                on_path[following] = len(path)
                path.append(following)
                continue
            back_to = on_path[following]
            found += take_out(free, [*path[back_to:], following])
            for each in path[back_to + 1 :]:
                del on_path[each]
            del path[back_to + 1 :]
    return found


def take_out(free: Neighbours, cycle: list[int]) -> int:
    """Take a cycle out as often as its cheapest edge allows, and give how often that is."""
    edges = list(itertools.pairwise(cycle))
    least = min(free[tail][head] for tail, head in edges)
    for tail, head in edges:
        free[tail][head] -= least
        if not free[tail][head]:
            del free[tail][head]
    return least
