"""The exact cut, by covering lazily found cycles.

There are far too many cycles to write them all down, but few of them matter: cover those that are known at
the least cost, look for a cycle that is not covered, and begin again. What covers some cycles costs no more
than what covers all, so that each round proves a lower bound. Fractions of edges come first, which is fast
and mostly ends with whole edges by itself; where it does not, branch and bound decides.
Source: A. Baharev, H. Schichl, A. Neumaier, T. Achterberg, "An exact method for the minimum feedback arc set
problem", ACM Journal of Experimental Algorithmics 26 (2021), https://doi.org/10.1145/3446429
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rtgraph.analysis.orders import gather_neighbours, improve, start_order
from rtgraph.analysis.programs import CoverProgram
from rtgraph.analysis.pruning import prune
from rtgraph.analysis.uncovered import Uncovered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rtgraph.analysis.programs import Fixing, Point
    from rtgraph.analysis.tangles import Edge

VISITS = 50_000
"""How many nodes are looked at to complete one cut."""
TOLERANCE = 1e-6


class Cover:
    """The search for the cheapest cut; ``best`` and ``at_least`` close in on each other.

    Attributes:
        best: the cheapest cut so far; putting back any one edge of it closes a cycle.
        at_least: a proven lower bound of every cut's cost.
        effort: what is left to spend, in steps of about a microsecond; a clock would give other answers elsewhere.
    """

    def __init__(self, count: int, costs: dict[Edge, int], cut: set[Edge], effort: int) -> None:
        self.count = count
        self.costs = costs
        self.edges = list(costs)
        self.after, _ = gather_neighbours(count, costs)
        self.best = cut
        self.at_least = 1
        self.effort = effort
        self.uncovered = Uncovered(count, self.edges, cut)
        self.program = CoverProgram(list(costs.values()))
        self.weights: dict[Edge, float] = dict(costs)
        self.step = 1.0

    def cost(self, cut: Iterable[Edge]) -> int:
        """Count the run triggers on some edges."""
        return sum(self.costs[edge] for edge in cut)

    def weigh(self, cut: Iterable[Edge]) -> float:
        """Add up what the search makes least: costs, or later ages."""
        return sum(self.weights[edge] for edge in cut)

    def search(self) -> None:
        """Find the cheapest cut, as far as the effort goes."""
        root = self.relax()
        if root is None:
            return
        self.at_least = max(self.at_least, math.ceil(root.bound - TOLERANCE))
        self.offer(root)
        if self.weigh(self.best) > self.at_least and self.branch():
            self.at_least = round(self.weigh(self.best))

    def prefer(self, weights: dict[Edge, float]) -> None:
        """Among the cuts that cost as little as the best, look for the one that weighs least."""
        self.program.prefer([weights[edge] for edge in self.edges], list(self.costs.values()), self.cost(self.best))
        self.weights, self.step = weights, TOLERANCE
        self.branch()

    def branch(self) -> bool:
        """Try for one divided edge after the other what follows if it is cut and if it is not.

        Returns:
            whether all was tried, so that no cut weighs less than the best.
        """
        pending: list[tuple[Fixing, ...]] = [()]
        while pending:
            fixings = pending.pop()
            self.program.fix(fixings)
            point = self.relax()
            if self.effort <= 0:
                return False
            if point is None or self.is_hopeless(point):
                continue
            self.offer(point)
            column = find_divided(point.values)
            if column is not None and not self.is_hopeless(point):
                pending += [(*fixings, (column, 0.0)), (*fixings, (column, 1.0))]
        return True

    def relax(self) -> Point | None:
        """Cover cycles by fractions of edges until every cycle is covered; None where that cannot be."""
        while True:
            point = self.program.relax()
            if point is None:
                return None
            self.effort -= point.effort
            if self.effort <= 0 or self.is_hopeless(point):
                return point
            cycles, visited = self.uncovered.find(point.values)
            self.effort -= visited
            if not self.program.add_cycles(cycles):
                return point

    def is_hopeless(self, point: Point) -> bool:
        """Tell whether nothing better than the best cut can follow from here."""
        return point.bound > self.weigh(self.best) - self.step + TOLERANCE / 2

    def offer(self, point: Point) -> None:
        """Complete the edges that are cut by half or more to a cut, and keep it if it is the best so far."""
        chosen = {edge for edge, value in zip(self.edges, point.values, strict=True) if value > 0.5 - TOLERANCE}
        rest = {edge: cost for edge, cost in self.costs.items() if edge not in chosen}
        after, before = gather_neighbours(self.count, rest)
        cut = prune(improve(start_order(after, before), after, before, VISITS), self.after)
        if self.cost(cut) <= self.cost(self.best) and self.weigh(cut) < self.weigh(self.best):
            self.best = cut


def find_divided(values: Sequence[float]) -> int | None:
    """Find the edge whose fraction is nearest to a half, or None where all are whole."""
    column = min(range(len(values)), key=lambda each: abs(values[each] - 0.5))
    return column if TOLERANCE < values[column] < 1 - TOLERANCE else None
