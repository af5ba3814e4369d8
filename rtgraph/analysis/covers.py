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

from rtgraph.analysis.orders import find_order, gather_neighbours
from rtgraph.analysis.programs import CoverProgram
from rtgraph.analysis.pruning import prune
from rtgraph.analysis.uncovered import Uncovered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from rtgraph.analysis.programs import Fixing, Point
    from rtgraph.analysis.tangles import Edge

VISITS = 50_000
"""How many nodes are looked at to complete one cut."""
TOLERANCE = 1e-6


class Cover:
    """The search for the best cut, first by one weight and then, among the best by that, by others.

    Attributes:
        best: the best cut so far; putting back any one edge of it closes a cycle.
        at_least: a proven lower bound of what any cut weighs, by the present weights.
        effort: what is left to spend, in steps of about a microsecond; a clock would give other answers elsewhere.
    """

    def __init__(
        self,
        count: int,
        costs: dict[Edge, int],
        cut: set[Edge],
        effort: int,
        *,
        locked: AbstractSet[Edge] = frozenset(),
        weights: Mapping[Edge, float] | None = None,
    ) -> None:
        """Begin with a cut.

        Args:
            count: how many nodes there are.
            costs: what completes a cut goes by; a locked edge costs more than all others together.
            cut: the best cut that is known.
            effort: what may be spent.
            locked: edges that are never cut; they have no cycle.
            weights: whole numbers that are made least at first; without them the costs.
        """
        self.count = count
        self.costs = costs
        self.locked = locked
        self.edges = list(costs)
        self.after, _ = gather_neighbours(count, costs)
        self.best = cut
        self.at_least = 1
        self.effort = effort
        self.uncovered = Uncovered(count, self.edges, cut)
        self.weights: Mapping[Edge, float] = costs if weights is None else weights
        self.program = CoverProgram([self.weights[each] for each in costs], [each in locked for each in costs])
        self.settled: list[Mapping[Edge, float]] = []
        self.step = 1.0

    def weigh(self, cut: Iterable[Edge]) -> float:
        """Add up what the search makes least."""
        return add_up(self.weights, cut)

    def search(self) -> bool:
        """Find the cut that weighs least in whole numbers, as far as the effort goes; tell whether it is proven."""
        root = self.relax()
        if root is None:
            return False
        self.at_least = max(self.at_least, math.ceil(root.bound - TOLERANCE))
        self.offer(root)
        if self.weigh(self.best) > self.at_least and self.branch():
            self.at_least = round(self.weigh(self.best))
        return self.weigh(self.best) == self.at_least

    def turn_to(self, weights: Mapping[Edge, float], step: float = 1.0) -> None:
        """From now on make something else least, without more of what was made least so far.

        Args:
            weights: what each edge weighs.
            step: by how much two weights differ at the least; 1 for whole numbers.
        """
        self.program.fix(())
        self.program.prefer(
            [weights[edge] for edge in self.edges],
            [self.weights[edge] for edge in self.edges],
            self.weigh(self.best),
        )
        self.settled.append(self.weights)
        self.weights, self.step, self.at_least = weights, step, 0

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
        cut = prune(find_order(*gather_neighbours(self.count, rest), VISITS, self.locked), self.after)
        as_good = all(add_up(each, cut) <= add_up(each, self.best) for each in self.settled)
        if as_good and self.weigh(cut) < self.weigh(self.best):
            self.best = cut


def add_up(weights: Mapping[Edge, float], cut: Iterable[Edge]) -> float:
    """Add up what some edges weigh."""
    return sum(weights[edge] for edge in cut)


def find_divided(values: Sequence[float]) -> int | None:
    """Find the edge whose fraction is nearest to a half, or None where all are whole."""
    column = min(range(len(values)), key=lambda each: abs(values[each] - 0.5))
    return column if TOLERANCE < values[column] < 1 - TOLERANCE else None
