"""The integer program behind the exact cut: take a trigger of every cycle found so far, at the least cost."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import highspy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# One thread, one seed, no gap and no clock: the same answer on every machine.
OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
    "mip_feasibility_tolerance": 1e-9,
}
TOLERANCE = 1e-6


class CoverProgram:
    """A program with a variable an edge, 1 where it is cut, and a row a cycle: at least one edge of it is cut."""

    def __init__(self, costs: Sequence[float]) -> None:
        self.solver = highspy.Highs()
        for option, value in OPTIONS.items():
            self.solver.setOptionValue(option, value)
        for cost in costs:
            self.solver.addCol(float(cost), 0.0, 1.0, 0, [], [])
        self.size = len(costs)
        self.cycles: set[tuple[int, ...]] = set()

    def add_cycles(self, cycles: Iterable[tuple[int, ...]]) -> bool:
        """Demand that an edge of each cycle is cut, and tell whether any of that is new."""
        before = len(self.cycles)
        for cycle in cycles:
            if cycle not in self.cycles:
                self.cycles.add(cycle)
                self.solver.addRow(1.0, highspy.kHighsInf, len(cycle), cycle, [1.0] * len(cycle))
        return len(self.cycles) > before

    def add_limit(self, costs: Sequence[int], most: int) -> None:
        """Demand that the cut costs no more than so much."""
        self.solver.addRow(0.0, float(most), self.size, list(range(self.size)), [float(each) for each in costs])

    def relax(self) -> tuple[list[float], int]:
        """Solve it with fractions of edges; give them, and a lower bound of what any cut costs."""
        self.solver.run()
        values = list(self.solver.getSolution().col_value)
        return values, round_up(self.solver.getInfo().objective_function_value)

    def solve(self, nodes: int) -> tuple[list[float], int]:
        """Solve it for whole edges; give 1 or 0 for each, and a lower bound of what any cut costs.

        Args:
            nodes: how far to branch before giving up.
        """
        self.solver.setOptionValue("mip_max_nodes", nodes)
        for column in range(self.size):
            self.solver.changeColIntegrality(column, highspy.HighsVarType.kInteger)
        self.solver.run()
        values = [float(value > 0.5) for value in self.solver.getSolution().col_value]
        return values, round_up(self.solver.getInfo().mip_dual_bound)


def round_up(bound: float) -> int:
    """Round a lower bound up: costs are whole."""
    return math.ceil(bound - TOLERANCE)
