"""Making a cut minimal: every trigger that closes no cycle is put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.analysis.orders import number_places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rtgraph.analysis.orders import Neighbours
    from rtgraph.analysis.tangles import Edge

CHUNK = 8192
"""How many edges one sweep asks about, one bit each."""


def prune(order: Sequence[int], after: Neighbours) -> set[Edge]:
    """Find a cut among the edges that lead backwards, so that putting back any one of them closes a cycle.

    Args:
        order: the nodes.
        after: the successors of each, with costs; the dearest edges are put back first.
    """
    place = number_places(order)
    kept: list[list[int]] = [[] for _ in order]
    back: list[tuple[int, Edge]] = []
    for tail, reached in enumerate(after):
        for head, cost in reached.items():
            if place[tail] < place[head]:
                kept[tail].append(head)
            else:
                back.append((-cost, (tail, head)))
    loose = [edge for _, edge in sorted(back)]
    needed: set[Edge] = set()
    while True:
        closing = find_closing(order, kept, loose)
        needed |= closing
        loose = [edge for edge in loose if edge not in closing]
        if not loose:
            return needed
        order = order_with(kept, loose)
        place = number_places(order)
        for tail, head in loose:
            if place[tail] < place[head]:
                kept[tail].append(head)
        loose = [(tail, head) for tail, head in loose if place[tail] > place[head]]


def find_closing(order: Sequence[int], kept: Sequence[Sequence[int]], cut: Sequence[Edge]) -> set[Edge]:
    """Find which edges of a cut close a cycle with the edges that are kept.

    One sweep over the order answers for a whole chunk of edges; a search for each would be quadratic.
    """
    closing: set[Edge] = set()
    for start in range(0, len(cut), CHUNK):
        chunk = cut[start : start + CHUNK]
        reach = [0] * len(order)
        for bit, (_, head) in enumerate(chunk):
            reach[head] |= 1 << bit
        for node in order:
            bits = reach[node]
            if bits:
                for each in kept[node]:
                    reach[each] |= bits
        closing.update(edge for bit, edge in enumerate(chunk) if reach[edge[0]] >> bit & 1)
    return closing


def order_with(kept: Sequence[Sequence[int]], loose: Sequence[Edge]) -> list[int]:
    """Order nodes so that all kept edges lead forward, and the loose ones too but where they close a cycle.

    Where no loose edge closes a cycle with the kept ones alone, at least one of them leads forward.
    """
    before: list[list[int]] = [[] for _ in kept]
    for tail, reached in enumerate(kept):
        for head in reached:
            before[head].append(tail)
    for tail, head in loose:
        before[head].append(tail)
    free = set(loose)
    given_up: set[Edge] = set()
    unseen, waiting, placed = 0, 1, 2
    state = [unseen] * len(kept)
    order: list[int] = []
    for start in range(len(kept)):
        path = [start] if state[start] == unseen else []  # each node on it waits for the next
        while path:
            node = path[-1]
            state[node] = waiting
            asked = before[node]
            while asked and (state[asked[-1]] == placed or (asked[-1], node) in given_up):
                asked.pop()
            if not asked:
                state[node] = placed
                order.append(path.pop())
            elif state[asked[-1]] == unseen:
                path.append(asked[-1])
            else:
                weakest = find_weakest(path, asked[-1], free)
                given_up.add(weakest)
                while path[-1] != weakest[1]:
                    state[path.pop()] = unseen
    return order


def find_weakest(path: Sequence[int], closing: int, free: set[Edge]) -> Edge:
    """Find the last edge that may be given up on a path, each node of which waits for the next.

    Args:
        path: the nodes.
        closing: what the last of them waits for.
        free: the edges that may be given up.
    """
    following = closing
    for node in reversed(path):
        if (following, node) in free:
            return following, node
        following = node
    raise AssertionError("the kept edges close a cycle")
