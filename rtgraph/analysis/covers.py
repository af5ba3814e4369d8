"""The exact cut, by covering lazily found cycles.

There are far too many cycles to write them all down, but few of them matter: start with some, cover them at
the least cost, look for a cycle that is not covered, and begin again. What covers the cycles found so far
costs no more than what covers all, so that each round proves a lower bound.
Source: A. Baharev, H. Schichl, A. Neumaier, T. Achterberg, "An exact method for the minimum feedback arc set
problem", ACM Journal of Experimental Algorithmics 26 (2021), https://doi.org/10.1145/3446429
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.analysis.orders import find_order, gather_neighbours
from rtgraph.analysis.programs import CoverProgram
from rtgraph.analysis.pruning import prune
from rtgraph.analysis.uncovered import Uncovered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rtgraph.analysis.orders import Neighbours
    from rtgraph.analysis.tangles import Edge

BRANCHING = 400
"""Up to so many edges the program is solved for whole edges where the fractions do not suffice."""
NODES = 500
"""How far one such program branches."""
VISITS = 50_000
"""How many nodes are looked at to complete one cut."""
ROUNDS = 20
"""How many such programs are solved."""


class Cover:
    """The search for the cheapest cut; ``best`` and ``at_least`` close in on each other.

    Attributes:
        best: the cheapest cut so far; putting back any one edge of it closes a cycle.
        at_least: a proven lower bound of every cut's cost.
    """

    def __init__(self, count: int, costs: dict[Edge, int], cut: set[Edge]) -> None:
        self.count = count
        self.costs = costs
        self.edges = list(costs)
        self.neighbours = gather_neighbours(count, costs)
        self.best = cut
        self.at_least = 1
        self.uncovered = Uncovered(count, self.edges, cut)

    @property
    def optimal(self) -> bool:
        """Tell whether nothing can be cheaper than the best cut."""
        return self.cost(self.best) == self.at_least

    def cost(self, cut: Iterable[Edge]) -> int:
        """Count the run triggers on some edges."""
        return sum(self.costs[edge] for edge in cut)

    def search(self) -> None:
        """Cover the cycles by fractions of edges first, which is fast and mostly suffices, then by whole edges."""
        program = CoverProgram(list(self.costs.values()))
        values, bound = self.relax(program)
        self.at_least = max(self.at_least, bound)
        self.offer([edge for edge, value in zip(self.edges, values, strict=True) if value > 0.5])
        if not self.optimal and len(self.edges) <= BRANCHING:
            self.branch(program)

    def relax(self, program: CoverProgram) -> tuple[list[float], int]:
        """Cover cycles by fractions of edges until every cycle is covered, or the effort is spent."""
        values, bound = [0.0] * len(self.edges), 0
        while program.add_cycles(self.uncovered.find(values)):
            values, bound = program.relax()
        return values, bound

    def branch(self, program: CoverProgram) -> None:
        """Cover cycles by whole edges until every cycle is covered, or the rounds are over."""
        for _ in range(ROUNDS):
            values, bound = program.solve(NODES)
            self.at_least = max(self.at_least, bound)
            self.offer([edge for edge, value in zip(self.edges, values, strict=True) if value > 0.5])
            if self.optimal or not program.add_cycles(self.uncovered.find(values)):
                break

    def offer(self, chosen: Sequence[Edge]) -> None:
        """Complete some edges to a cut and keep it if it is the cheapest so far."""
        cut = complete_cut(self.count, self.costs, chosen, self.neighbours[0])
        if self.cost(cut) < self.cost(self.best):
            self.best = cut


def complete_cut(
    count: int, costs: dict[Edge, int], chosen: Iterable[Edge], after: Neighbours
) -> set[Edge]:
    """Add to some edges what is still needed to cut every cycle, and drop what is not needed."""
    taken = set(chosen)
    rest = {edge: cost for edge, cost in costs.items() if edge not in taken}
    return prune(find_order(*gather_neighbours(count, rest), VISITS), after)
