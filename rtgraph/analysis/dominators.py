"""What hangs on one workspace alone: the workspaces that every path from the start passes through.

``networkx.immediate_dominators`` walks up the tree anew for each edge, which is quadratic on long chains.
Source: T. Lengauer, R. Tarjan, "A fast algorithm for finding dominators in a flowgraph", ACM Transactions on
Programming Languages and Systems 1 (1979), https://doi.org/10.1145/357062.357071
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def count_hanging(after: Sequence[Iterable[int]], start: int) -> list[int]:
    """Count for each node how many others are reached from the start only through it; for the start, all others."""
    order, parents = number_depth_first(after, start)
    counts = [0] * len(after)
    dominators = find_dominators(after, order, parents)
    for place in range(len(order) - 1, 0, -1):
        counts[order[dominators[place]]] += counts[order[place]] + 1
    return counts


def number_depth_first(after: Sequence[Iterable[int]], start: int) -> tuple[list[int], list[int]]:
    """Give the nodes that can be reached in the order of a depth-first search, and the place of each one's parent."""
    order = [start]
    parents = [0]
    seen = {start}
    path = [(0, iter(after[start]))]
    while path:
        place, rest = path[-1]
        node = next((each for each in rest if each not in seen), None)
        if node is None:
            path.pop()
            continue
        seen.add(node)
        order.append(node)
        parents.append(place)
        path.append((len(order) - 1, iter(after[node])))
    return order, parents


def find_dominators(after: Sequence[Iterable[int]], order: Sequence[int], parents: Sequence[int]) -> list[int]:
    """Give for each place in the order that of the last node that all paths to it pass before it; 0 for the start."""
    place = {node: index for index, node in enumerate(order)}
    before: list[list[int]] = [[] for _ in order]
    for index, node in enumerate(order):
        for each in after[node]:
            before[place[each]].append(index)
    forest = Forest(len(order))
    least = forest.least
    dominators = [0] * len(order)
    waiting: list[list[int]] = [[] for _ in order]
    for node in range(len(order) - 1, 0, -1):
        least[node] = min(least[forest.find_least(each)] for each in before[node])
        waiting[least[node]].append(node)
        parent = parents[node]
        forest.above[node] = parent
        for each in waiting[parent]:
            lowest = forest.find_least(each)
            dominators[each] = lowest if least[lowest] < least[each] else parent
        waiting[parent] = []
    for node in range(1, len(order)):
        if dominators[node] != least[node]:
            dominators[node] = dominators[dominators[node]]
    return dominators


class Forest:
    """The part of a depth-first tree that is done, with shortcuts towards its roots.

    Attributes:
        least: for each node the least node from which a path of greater ones leads to it (its semidominator).
        above: for each node one further up, or -1 for a root.
    """

    def __init__(self, size: int) -> None:
        self.least = list(range(size))
        self.above = [-1] * size
        self._best = list(range(size))

    def find_least(self, node: int) -> int:
        """Give the node with the least ``least`` on the way up to the root, the root aside, and shorten the way."""
        if self.above[node] < 0:
            return node
        way = []
        while self.above[self.above[node]] >= 0:
            way.append(node)
            node = self.above[node]
        for each in reversed(way):
            further = self._best[self.above[each]]
            if self.least[further] < self.least[self._best[each]]:
                self._best[each] = further
            self.above[each] = self.above[node]
            node = each
        return self._best[node]
