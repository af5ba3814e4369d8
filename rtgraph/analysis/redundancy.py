"""Run triggers that a longer way makes redundant: A → C beside A → … → C.

``networkx.transitive_reduction`` keeps the descendants of every node and needs minutes on a deep graph of 10,000
nodes; this sweeps the condensation with one bit a target instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.graph import applies_by_itself

if TYPE_CHECKING:
    from rtgraph.analysis.components import Condensation
    from rtgraph.graph import Graph

CHUNK = 8192
"""How many targets one sweep looks at, one bit each."""
EFFORT = 500_000
"""How many run triggers are followed to look at ways that begin or end in an SCC with a gate, about a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redundant:
    """A run trigger with a longer way beside it.

    Attributes:
        source: the sourceable's id.
        destination: the workspace's id.
        through: the first workspace of a longer way; one without a gate where there is one.
        gated: whether every longer way waits for a person somewhere between the two ends. Where it leads through an
            SCC with a gate in it, it may say so though there is a way around the gate; never the other way round.
    """

    source: str
    destination: str
    through: str
    gated: bool


def find_redundant(graph: Graph, condensation: Condensation) -> tuple[Redundant, ...]:
    """Find the run triggers between two steps that a longer way leads to as well, in graph order."""
    free = [all(applies_by_itself(graph, each) for each in step) for step in condensation.steps]
    found: dict[tuple[int, int], tuple[int, bool]] = {}
    for low in range(0, len(condensation.steps), CHUNK):
        found.update(sweep(condensation.successors, free, low))
    place, names = condensation.step_of, condensation.steps
    held = {index for index, step in enumerate(names) if len(step) > 1 and not free[index]}
    ways = FreeWays(graph, place)
    return tuple(
        Redundant(
            source=source,
            destination=destination,
            through=names[hit[0]][0],
            gated=hit[1]
            or (not held.isdisjoint((place[source], place[destination])) and not ways.lead(source, destination)),
        )
        for source, destination in graph.edges
        if (hit := found.get((place[source], place[destination]))) is not None
    )


class FreeWays:
    """Looks workspace by workspace for longer ways without a gate: at the ends, an SCC may have one inside."""

    def __init__(self, graph: Graph, place: Mapping[str, int]) -> None:
        self.graph = graph
        self.place = place
        self.effort = EFFORT

    def lead(self, source: str, destination: str) -> bool:
        """Tell whether a way without a gate leads over a third step; also False where the effort has ended."""
        first, last = self.place[source], self.place[destination]
        seen = {source}
        pending = [source]
        while pending and self.effort > 0:
            here = pending.pop()
            for each in self.graph.successors(here):
                self.effort -= 1
                if self.place[each] > last or (self.place[each] == last and self.place[here] == first):
                    continue
                if each == destination:
                    return True
                if each not in seen and applies_by_itself(self.graph, each):
                    seen.add(each)
                    pending.append(each)
        return False


def sweep(
    successors: Sequence[Sequence[int]], free: Sequence[bool], low: int
) -> Iterator[tuple[tuple[int, int], tuple[int, bool]]]:
    """Find the redundant edges into one chunk of steps: ``(from, to), (through, gated)``.

    ``below[s]`` has a bit for each target that ``s`` leads to, ``past[s]`` for each that it leads to through
    nothing but steps that apply by themselves, both ends aside.
    """
    high = min(low + CHUNK, len(successors))
    below, past = [0] * high, [0] * high
    for step in range(high - 1, -1, -1):
        direct = reached = unheld = inner = loose = 0
        for each in successors[step]:
            if each >= high:
                break
            if each >= low:
                direct |= 1 << (each - low)
            inner |= below[each]
            if free[each]:
                loose |= past[each]
        below[step] = reached = direct | inner
        past[step] = unheld = direct | loose
        hits = direct & inner if reached or unheld else 0
        while hits:
            bit = hits & -hits
            hits ^= bit
            gated = not bit & loose
            yield (
                (step, low + bit.bit_length() - 1),
                (find_through(successors[step], below, past, free, bit, gated), gated),
            )


def find_through(
    followers: Sequence[int], below: Sequence[int], past: Sequence[int], free: Sequence[bool], bit: int, gated: bool
) -> int:
    """Give the first step of a longer way to a target, one without a gate unless there is none."""
    if gated:
        return next(each for each in followers if each < len(below) and below[each] & bit)
    return next(each for each in followers if each < len(past) and free[each] and past[each] & bit)
