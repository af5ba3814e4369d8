"""Making a cut minimal: every trigger that closes no cycle is put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.analysis.orders import number_places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rtgraph.analysis.orders import Neighbours
    from rtgraph.analysis.tangles import Edge

ASKED = 8192
"""How many edges one sweep asks about, one bit each; a search for each would be quadratic."""
CHOSEN = 2048
"""How many edges are chosen among between two sweeps."""


def prune(order: Sequence[int], after: Neighbours) -> set[Edge]:
    """Find a cut among the edges that lead backwards, so that putting back any one of them closes a cycle.

    Args:
        order: the nodes.
        after: the successors of each, with costs; the dearest edges are put back first.
    """
    place = number_places(order)
    kept: list[list[int]] = [[] for _ in order]
    back: list[Edge] = []
    for tail, reached in enumerate(after):
        for head in reached:
            if place[tail] < place[head]:
                kept[tail].append(head)
            else:
                back.append((tail, head))
    back.sort(key=lambda edge: place[edge[1]])  # a sweep has less to do for heads that stand near each other
    loose = [edge for chunk in divide(back, ASKED) for edge in find_harmless(order, kept, chunk)]
    cut = set(back).difference(loose)
    for chunk in divide(sorted(loose, key=lambda edge: (-after[edge[0]][edge[1]], edge)), CHOSEN):
        order = sort_topologically(order, kept)
        chosen = choose_acyclic(find_causes(order, kept, chunk))
        for bit, (tail, head) in enumerate(chunk):
            if chosen >> bit & 1:
                kept[tail].append(head)
            else:
                cut.add((tail, head))
    return cut


def divide(edges: Sequence[Edge], size: int) -> Iterator[Sequence[Edge]]:
    """Divide edges into chunks."""
    return (edges[start : start + size] for start in range(0, len(edges), size))


def find_harmless(order: Sequence[int], kept: Sequence[Sequence[int]], edges: Sequence[Edge]) -> list[Edge]:
    """Find those edges that close no cycle with kept ones alone."""
    causes = find_causes(order, kept, edges)
    return [edge for bit, edge in enumerate(edges) if not causes[bit] >> bit & 1]


def find_causes(order: Sequence[int], kept: Sequence[Sequence[int]], edges: Sequence[Edge]) -> list[int]:
    """Find for each edge which of the edges lead to it along kept ones: one bit for each, maybe its own."""
    reach = [0] * len(order)
    for bit, (_, head) in enumerate(edges):
        reach[head] |= 1 << bit
    for node in order:
        bits = reach[node]
        if bits:
            for each in kept[node]:
                reach[each] |= bits
    return [reach[tail] for tail, _ in edges]


def choose_acyclic(causes: Sequence[int]) -> int:
    """Choose things one after the other, as long as none of those that are chosen is its own cause.

    Args:
        causes: for each thing the bits of those that directly cause it.

    Returns:
        the bits of what is chosen.
    """
    chosen = 0
    for number, direct in enumerate(causes):
        own = 1 << number
        seen = direct & (chosen | own)
        pending = seen
        while pending and not seen & own:
            least = pending & -pending
            fresh = causes[least.bit_length() - 1] & (chosen | own) & ~seen
            seen |= fresh
            pending = (pending ^ least) | fresh
        if not seen & own:
            chosen |= own
    return chosen


def sort_topologically(order: Sequence[int], kept: Sequence[Sequence[int]]) -> list[int]:
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
