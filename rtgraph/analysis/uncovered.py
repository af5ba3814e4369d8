"""Cycles that some weights on the edges do not cover: what the search for the exact cut adds round by round."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rtgraph.analysis.tangles import Edge

TOLERANCE = 1e-6
SHORT = 1e-5
"""What each edge weighs at the least, so that of equal cycles the shorter one is found."""


class Uncovered:
    """Finds cycles whose edges weigh less than 1 together, given a cut that every cycle passes."""

    def __init__(self, count: int, edges: Sequence[Edge], cut: Iterable[Edge]) -> None:
        self.edges = edges
        self.out: list[list[tuple[int, int]]] = [[] for _ in range(count)]
        for number, (tail, head) in enumerate(edges):
            self.out[tail].append((head, number))
        chosen = set(cut)
        self.starts = [number for number, edge in enumerate(edges) if edge in chosen]
        self.visited = 0

    def find(self, weights: Sequence[float]) -> tuple[list[tuple[int, ...]], int]:
        """Find for each edge of the cut the lightest cycle through it, if that weighs less than 1.

        Returns:
            the cycles as ascending edge numbers, and how many nodes were visited.
        """
        padded = [max(weight, 0.0) + SHORT for weight in weights]
        self.visited = 0
        cycles: list[tuple[int, ...]] = []
        for number in self.starts:
            path = self.find_lightest(number, padded)
            if path is not None and sum(weights[each] for each in path) < 1 - TOLERANCE:
                cycles.append(tuple(sorted(path)))
        return cycles, self.visited

    def find_lightest(self, number: int, weights: Sequence[float]) -> list[int] | None:
        """Find the lightest cycle through an edge, as edge numbers, if it weighs less than 1."""
        goal, start = self.edges[number]
        room = 1.0 - weights[number] + SHORT * len(self.out)
        reached: dict[int, tuple[float, int]] = {start: (0.0, number)}
        waiting = [(0.0, start)]
        while waiting:
            weight, node = heapq.heappop(waiting)
            if node == goal:
                return self.trace(reached, goal, number)
            if weight > reached[node][0]:
                continue
            self.visited += 1
            for other, edge in self.out[node]:
                total = weight + weights[edge]
                if total < room and (other not in reached or total < reached[other][0]):
                    reached[other] = (total, edge)
                    heapq.heappush(waiting, (total, other))
        return None

    def trace(self, reached: dict[int, tuple[float, int]], goal: int, number: int) -> list[int]:
        """Give the edges of a cycle, from its closing edge backwards."""
        path = [number]
        node = goal
        while (edge := reached[node][1]) != number:
            path.append(edge)
            node = self.edges[edge][0]
        return path
