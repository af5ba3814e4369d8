"""Workspaces that one apply reaches on more than one path, so that it queues more than one run there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rtgraph.analysis.components import Condensation
    from rtgraph.graph import Graph

CHUNK = 16384
"""How many starts one sweep looks at, one bit each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """A workspace where paths meet.

    Attributes:
        workspace: where they meet: it gets more than one run.
        starts: how many workspaces there are whose one apply does that.
        example: the nearest of them.
        sources: the sourceables over which the runs of the example arrive.
    """

    workspace: str
    starts: int
    example: str
    sources: tuple[str, ...]


def find_overlaps(graph: Graph, condensation: Condensation) -> tuple[Overlap, ...]:
    """Find every workspace where paths from one start meet, in graph order; cycles, which repeat anyway, aside."""
    arrivals = list_arrivals(graph, condensation)
    starts = [0] * len(condensation.steps)
    nearest: dict[int, tuple[int, tuple[int, ...]]] = {}
    for low in range(0, len(condensation.steps), CHUNK):
        sweep(condensation, arrivals, low, starts, nearest)
    found = {}
    for step, (example, sources) in nearest.items():
        workspace = condensation.steps[step][0]
        names = tuple(each for each in graph.predecessors(workspace) if condensation.step_of[each] in sources)
        found[workspace] = Overlap(
            workspace=workspace, starts=starts[step], example=condensation.steps[example][0], sources=names
        )
    return tuple(found[each] for each in graph if each in found)


def list_arrivals(graph: Graph, condensation: Condensation) -> list[tuple[int, ...]]:
    """Give for each acyclic step the steps that trigger it, once for each run trigger."""
    arrivals: list[tuple[int, ...]] = []
    for step, cyclic in zip(condensation.steps, condensation.cyclic, strict=True):
        inbound: list[int] = []
        if not cyclic:
            for source, _, edge in graph.in_edges(step[0], data=True):
                place = condensation.step_of[source]
                inbound += [place] * (1 + len(edge.get("duplicates", ())))
        arrivals.append(tuple(inbound) if len(inbound) > 1 else ())
    return arrivals


def sweep(
    condensation: Condensation,
    arrivals: Sequence[Sequence[int]],
    low: int,
    starts: list[int],
    nearest: dict[int, tuple[int, tuple[int, ...]]],
) -> None:
    """Count for each step the starts in one chunk that reach it on more than one path, and note the latest."""
    high = min(low + CHUNK, len(condensation.steps))
    above = [0] * len(condensation.steps)
    for step in range(low, len(condensation.steps)):
        seen = 1 << (step - low) if step < high else 0
        for each in condensation.predecessors[step]:
            seen |= above[each]
        above[step] = seen
        once = twice = 0
        for each in arrivals[step]:
            twice |= once & above[each]
            once |= above[each]
        if twice:
            starts[step] += twice.bit_count()
            bit = 1 << (twice.bit_length() - 1)
            nearest[step] = (low + twice.bit_length() - 1, tuple(each for each in arrivals[step] if above[each] & bit))
