"""Making a cut minimal: every trigger that closes no cycle is put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.analysis.orders import stretch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rtgraph.analysis.orders import Neighbours
    from rtgraph.analysis.tangles import Edge

CHUNK = 4096
"""How many edges one sweep asks about, one bit each."""


def prune(order: list[int], after: Neighbours) -> set[Edge]:
    """Find a cut among the edges that lead backwards, so that putting back any one of them closes a cycle.

    Args:
        order: the nodes.
        after: the successors of each, with costs; the dearest edges are put back first.
    """
    place = number_places(order)
    kept: Neighbours = [{} for _ in order]
    back: list[tuple[int, Edge]] = []
    for tail, reached in enumerate(after):
        for head, cost in reached.items():
            if place[tail] < place[head]:
                kept[tail][head] = cost
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
        order, loose = put_back(order, kept, loose)


def put_back(order: list[int], kept: Neighbours, loose: list[Edge]) -> tuple[list[int], list[Edge]]:
    """Put back at least the first of some edges, each of which alone closes no cycle, and as many as fit an order.

    Returns:
        an order in which all kept edges lead forward, and the edges that are still not put back.
    """
    tail, head = loose[0]
    kept[tail][head] = 1
    order = sort_topologically(order, kept)
    after: Neighbours = [dict(each) for each in kept]
    before: Neighbours = [{} for _ in order]
    for tail, head in loose:
        after[tail][head] = 1
    for tail, reached in enumerate(after):
        for head in reached:
            before[head][tail] = 1
    order = stretch(order, after, before)
    place = number_places(order)
    left: list[Edge] = []
    for tail, head in loose:
        if place[tail] < place[head]:
            kept[tail][head] = 1
        else:
            left.append((tail, head))
    return order, left


def sort_topologically(order: Sequence[int], kept: Neighbours) -> list[int]:
    """Order nodes so that every kept edge leads forward."""
    blocked = [0] * len(order)
    for reached in kept:
        for other in reached:
            blocked[other] += 1
    result = [node for node in order if not blocked[node]]
    for node in result:
        for other in kept[node]:
            blocked[other] -= 1
            if not blocked[other]:
                result.append(other)
    return result


def find_closing(order: Sequence[int], kept: Neighbours, cut: Sequence[Edge]) -> set[Edge]:
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


def number_places(order: Sequence[int]) -> list[int]:
    """Give for each node its place in the order."""
    place = [0] * len(order)
    for index, node in enumerate(order):
        place[node] = index
    return place
