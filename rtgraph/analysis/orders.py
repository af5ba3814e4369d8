"""Orders of a tangle's workspaces in which few triggers lead backwards: cuts that are good, not proven best."""

from __future__ import annotations

import heapq
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from rtgraph.analysis.tangles import Edge

    Neighbours = list[dict[int, int]]


def gather_neighbours(count: int, costs: dict[Edge, int]) -> tuple[Neighbours, Neighbours]:
    """Give for each node its successors and its predecessors, each with the cost of the edge."""
    after: Neighbours = [{} for _ in range(count)]
    before: Neighbours = [{} for _ in range(count)]
    for (tail, head), cost in costs.items():
        after[tail][head] = cost
        before[head][tail] = cost
    return after, before


def find_order(
    after: Neighbours, before: Neighbours, visits: int, locked: AbstractSet[Edge] = frozenset()
) -> list[int]:
    """Find a good order.

    Args:
        after: successors with costs.
        before: predecessors with costs.
        visits: how many nodes to look at before it is good enough.
        locked: edges that lead forward in any case, each dearer than all others together; they have no cycle.
    """
    order = start_order(after, before)
    return improve(turn_forward(order, locked) if locked else order, after, before, visits)


def turn_forward(order: Sequence[int], locked: AbstractSet[Edge]) -> list[int]:
    """Change an order as little as may be so that some edges without a cycle lead forward."""
    place = number_places(order)
    blocked = [0] * len(order)
    following: list[list[int]] = [[] for _ in order]
    for tail, head in locked:
        following[tail].append(head)
        blocked[head] += 1
    ready = [(place[node], node) for node in order if not blocked[node]]
    result: list[int] = []
    while ready:
        _, node = heapq.heappop(ready)
        result.append(node)
        for other in following[node]:
            blocked[other] -= 1
            if not blocked[other]:
                heapq.heappush(ready, (place[other], other))
    return result


def start_order(after: Neighbours, before: Neighbours) -> list[int]:
    """Find the better of two orders that are found at once."""
    orders = (order_greedily(after, before), order_by_levels(after))
    return min(orders, key=lambda order: cost_backward(order, after))


def order_by_levels(after: Neighbours) -> list[int]:
    """Order nodes by how far they are from the first, which finds the seam of a ring of layers."""
    order: list[int] = []
    seen = [False] * len(after)
    for start in range(len(after)):
        if not seen[start]:
            seen[start] = True
            level = [start]
            while level:
                order += level
                fresh = sorted({each for node in level for each in after[node] if not seen[each]})
                for each in fresh:
                    seen[each] = True
                level = fresh
    return order


def order_greedily(after: Neighbours, before: Neighbours) -> list[int]:
    """Order nodes so that few edges lead backwards: sinks last, sources first, then whoever leads out most.

    Source: P. Eades, X. Lin, W. F. Smyth, "A fast and effective heuristic for the feedback arc set problem",
    Information Processing Letters 47 (1993), https://doi.org/10.1016/0020-0190(93)90079-O
    """
    out = [sum(each.values()) for each in after]
    into = [sum(each.values()) for each in before]
    waiting: defaultdict[int, list[int]] = defaultdict(list)
    for node in reversed(range(len(after))):
        waiting[out[node] - into[node]].append(node)
    ends = [node for node in range(len(after)) if not out[node] or not into[node]]
    best = max(waiting, default=0)
    alive = [True] * len(after)
    first: list[int] = []
    last: list[int] = []
    for _ in range(len(after)):
        while ends and not alive[ends[-1]]:
            ends.pop()
        if ends:
            node = ends.pop()
        else:
            node, best = pick_most(waiting, best, alive, out, into)
        alive[node] = False
        (last if into[node] and not out[node] else first).append(node)
        for other, cost in after[node].items():
            into[other] -= cost
        for other, cost in before[node].items():
            out[other] -= cost
        for other in (*after[node], *before[node]):
            if alive[other]:
                lead = out[other] - into[other]
                waiting[lead].append(other)
                best = max(best, lead)
                if not out[other] or not into[other]:
                    ends.append(other)
    return first + last[::-1]


def pick_most(
    waiting: dict[int, list[int]], best: int, alive: list[bool], out: list[int], into: list[int]
) -> tuple[int, int]:
    """Take the node whose triggers lead out most; entries that are no longer true are dropped on the way."""
    while True:
        while waiting.get(best):
            node = waiting[best].pop()
            if alive[node] and out[node] - into[node] == best:
                return node, best
        best -= 1


def improve(order: list[int], after: Neighbours, before: Neighbours, visits: int) -> list[int]:
    """Move single nodes to better places and stretch the order from both ends, until nothing gets better.

    Args:
        order: where the nodes stand at first.
        after: successors with costs.
        before: predecessors with costs.
        visits: how many nodes to look at before it is good enough.
    """
    previous = 0
    while True:
        for step in (sift, stretch, sift, stretch_back):
            if visits > 0:
                order = step(order, after, before)
                visits -= len(order)
        if visits <= 0:
            return order
        cost = cost_backward(order, after)
        if cost in (0, previous):
            return order
        previous = cost


def sift(order: list[int], after: Neighbours, before: Neighbours) -> list[int]:
    """Move each node once to the best place among its neighbours."""
    place = [0.0] * len(order)
    for index, node in enumerate(order):
        place[node] = float(index)
    for node in order:
        move_best(node, place, after[node], before[node])
    return sorted(order, key=place.__getitem__)


def stretch(order: list[int], after: Neighbours, before: Neighbours) -> list[int]:
    """Order the nodes anew so that forward edges stay forward and some backward ones turn forward.

    Among the nodes whose turn it may be, the one that the fewest backward edges still wait for comes first,
    of equals the one that stood last: that shakes the order up, where the other way round would keep it.
    """
    place = [0] * len(order)
    for index, node in enumerate(order):
        place[node] = -index
    blocked = [sum(place[other] > place[node] for other in each) for node, each in enumerate(before)]
    waits = [len(each) - count for each, count in zip(before, blocked, strict=True)]
    ready = [(waits[node], place[node], node) for node in order if not blocked[node]]
    heapq.heapify(ready)
    result: list[int] = []
    while ready:
        waiting, here, node = heapq.heappop(ready)
        if waiting != waits[node]:
            continue
        waits[node] = -1
        result.append(node)
        for other in after[node]:
            if place[other] < here:
                blocked[other] -= 1
            else:
                waits[other] -= 1
            if not blocked[other] and waits[other] >= 0:
                heapq.heappush(ready, (waits[other], place[other], other))
    return result


def stretch_back(order: list[int], after: Neighbours, before: Neighbours) -> list[int]:
    """Stretch the order from its other end."""
    return stretch(order[::-1], before, after)[::-1]


def move_best(node: int, place: list[float], after: dict[int, int], before: dict[int, int]) -> None:
    """Move a node between those two neighbours where the least leads backwards."""
    steps = sorted(
        [(place[other], cost) for other, cost in after.items()]
        + [(place[other], -cost) for other, cost in before.items()]
    )
    here = place[node]
    cost = least = sum(before.values())  # at the far left all that leads in leads backwards
    for where, change in steps:
        if where < here:
            least += change
    target = here
    previous = steps[0][0] - 2.0
    for where, change in steps:
        if cost < least and previous < (middle := (previous + where) / 2) < where:
            least, target = cost, middle
        cost += change
        previous = where
    place[node] = previous + 1.0 if cost < least else target


def cost_backward(order: Sequence[int], after: Neighbours) -> int:
    """Add up what leads backwards in an order."""
    place = number_places(order)
    return sum(cost for node in order for other, cost in after[node].items() if place[other] < place[node])


def number_places(order: Sequence[int]) -> list[int]:
    """Give for each node its place in the order."""
    place = [0] * len(order)
    for index, node in enumerate(order):
        place[node] = index
    return place
