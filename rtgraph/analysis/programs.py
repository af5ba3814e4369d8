"""The linear program behind the exact cut: cut something of every cycle found so far, at the least cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy

Fixing = tuple[int, float]

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One solution: how much of each edge is cut, what no solution weighs less than, and the effort it took."""

    values: list[float]
    bound: float
    effort: int


class Solver(highspy.Highs):
    """HiGHS without a word: it greets on standard output as soon as its callbacks are enabled."""

    def enableCallbacks(self) -> None:  # noqa: N802 - HiGHS's name; its constructor calls it
        """Switch the output off before anything is said."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


class CoverProgram:
    """A linear program with a variable an edge, from 0 to 1 for how much of it is cut, and a row a cycle.

    What is locked stays at 0.
    """

    def __init__(self, costs: Sequence[float], locked: Sequence[bool]) -> None:
        self.solver = Solver()  # type: ignore[no-untyped-call]
        self.solver.setOptionValue("threads", 1)
        self.solver.setOptionValue("random_seed", 0)
        for cost, is_locked in zip(costs, locked, strict=True):
            self.solver.addCol(float(cost), 0.0, 0.0 if is_locked else 1.0, 0, [], [])
        self.size = len(costs)
        self.cycles: set[tuple[int, ...]] = set()
        self.filled = 0
        self.fixed: set[Fixing] = set()

    def add_cycles(self, cycles: Iterable[tuple[int, ...]]) -> bool:
        """Demand that one edge of each cycle is cut, and tell whether any of that is new."""
        before = len(self.cycles)
        for cycle in cycles:
            if cycle not in self.cycles:
                self.cycles.add(cycle)
                self.filled += len(cycle)
                self.solver.addRow(1.0, highspy.kHighsInf, len(cycle), list(cycle), [1.0] * len(cycle))
        return len(self.cycles) > before

    def prefer(self, weights: Sequence[float], costs: Sequence[float], most: float) -> None:
        """From now on ask for the least weight among what costs no more than so much."""
        self.solver.addRow(0.0, most, self.size, list(range(self.size)), [float(each) for each in costs])
        for column, weight in enumerate(weights):
            self.solver.changeColCost(column, weight)

    def fix(self, fixings: Iterable[Fixing]) -> None:
        """Hold some edges at 0 or 1, and let go of all others."""
        wanted = set(fixings)
        for column, _ in self.fixed - wanted:
            self.solver.changeColBounds(column, 0.0, 1.0)
        for column, value in wanted - self.fixed:
            self.solver.changeColBounds(column, value, value)
        self.fixed = wanted

    def relax(self) -> Point | None:
        """Solve it; None where nothing will do."""
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        facts = self.solver.getInfo()
        return Point(
            values=list(self.solver.getSolution().col_value),
            bound=facts.objective_function_value,
            effort=facts.simplex_iteration_count * (self.size + len(self.cycles) + self.filled // 10) // 25,
        )
