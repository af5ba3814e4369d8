"""The shortest cycle of a directed graph that is given as successor lists."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Successors = Sequence[Sequence[int]]

CHUNK = 4096
"""How many searches go side by side as the bits of one integer."""


def find_shortest(successors: Successors, cut: Iterable[tuple[int, int]]) -> list[int] | None:
    """Find a shortest cycle, the same one for the same graph, or None where there is none.

    Every cycle passes a trigger of the cut, so a search from the heads of the cut finds the shortest.

    Args:
        successors: for each node its successors, ascending.
        cut: edges without which the graph has no cycle; edges that are not in the graph do no harm.

    Returns:
        the nodes in order with the first repeated at the end; the least node comes first.
    """
    heads = sorted({head for tail, head in cut if head in successors[tail]})
    found: tuple[int, int] | None = None
    for start in range(0, len(heads), CHUNK):
        bound = found[0] - 1 if found else len(successors)
        found = measure(successors, heads[start : start + CHUNK], bound) or found
    return rotate(trace(successors, found[1])) if found else None


def measure(successors: Successors, heads: Sequence[int], bound: int) -> tuple[int, int] | None:
    """Find the length of the shortest cycle through any of the heads, and the first head that has it.

    All heads are searched from at once, breadth first, one bit for each.

    Args:
        successors: for each node its successors.
        heads: where to search from.
        bound: the longest cycle that is of interest.
    """
    seen: dict[int, int] = {}
    frontier = {head: 1 << bit for bit, head in enumerate(heads)}
    own = dict(frontier)
    for length in range(1, bound + 1):
        reached: dict[int, int] = {}
        for node, bits in frontier.items():
            for each in successors[node]:
                reached[each] = reached.get(each, 0) | bits
        frontier = {}
        for node, bits in reached.items():
            before = seen.get(node, 0)
            fresh = bits & ~before
            if fresh:
                seen[node] = before | fresh
                frontier[node] = fresh
        closed = [head for head in heads if frontier.get(head, 0) & own[head]]
        if closed:
            return length, closed[0]
        if not frontier:
            break
    return None


def trace(successors: Successors, start: int) -> list[int]:
    """Give a shortest way from a node back to itself; there must be one."""
    before: dict[int, int] = {}
    queue = deque([start])
    while start not in before:
        node = queue.popleft()
        for each in successors[node]:
            if each not in before:
                before[each] = node
                queue.append(each)
    path = [start, before[start]]
    while path[-1] != start:
        path.append(before[path[-1]])
    return path[::-1]


def rotate(cycle: list[int]) -> list[int]:
    """Turn a closed path so that its least node stands first and last."""
    place = cycle.index(min(cycle))
    return cycle[place:-1] + cycle[:place] + [cycle[place]]
