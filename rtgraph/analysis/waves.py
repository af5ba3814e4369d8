"""A cascade wave by wave: what is queued after one trigger, after two, and so on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rtgraph.analysis.flows import Flow

    WavesEnd = Literal["complete", "repeats", "cut"]

FOLLOWED = 400_000
"""How many run triggers are followed, one of a workspace in several waves each time; then the waves are cut off.

A workspace is in one wave for each length of a path that leads to it: on long chains with shortcuts that is quadratic.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """The runs that arrive in one workspace in one wave.

    Attributes:
        workspace: where they are queued.
        runs: how many.
        sources: the sourceables in the wave before, over which they come, in graph order.
        gate: whether they wait for a person.
    """

    workspace: str
    runs: int
    sources: tuple[str, ...]
    gate: bool


def list_waves(flow: Flow, start: int, *, endless: bool) -> tuple[tuple[tuple[Arrival, ...], ...], WavesEnd]:
    """Follow the runs of one apply wave by wave; the workspaces of a wave stand in graph order.

    Args:
        flow: what passes runs on, all of it within reach of the start.
        start: where the apply is.
        endless: whether there is a cycle in it.

    Returns:
        the waves, and how they end: ``complete`` with the last run; ``repeats``, where a cycle queues runs without
        end, with the wave that follows the last run trigger for the first time; ``cut`` after so much work.
    """
    waves: list[tuple[Arrival, ...]] = []
    left = sum(map(len, flow.after))
    followed: set[int] = set()
    steps = 0
    current = {start: 1}
    while True:
        steps += sum(len(flow.after[each]) for each in current)
        left -= sum(len(flow.after[each]) for each in current if each not in followed)
        followed.update(current)
        current, sources = queue_runs(flow, current)
        if not current:
            return tuple(waves), "complete"
        waves.append(tuple(describe_wave(flow, current, sources)))
        if endless and not left:
            return tuple(waves), "repeats"
        if steps > FOLLOWED:
            return tuple(waves), "cut"


def queue_runs(flow: Flow, current: dict[int, int]) -> tuple[dict[int, int], dict[int, list[int]]]:
    """Give for each workspace of the next wave its runs, and its sources in graph order."""
    runs: dict[int, int] = {}
    sources: dict[int, list[int]] = {}
    for each in sorted(current):
        for reached, times in flow.after[each].items():
            runs[reached] = runs.get(reached, 0) + current[each] * times
            sources.setdefault(reached, []).append(each)
    return runs, sources


def describe_wave(flow: Flow, runs: dict[int, int], sources: dict[int, list[int]]) -> Iterator[Arrival]:
    """Give the arrivals of one wave."""
    for each in sorted(runs):
        yield Arrival(
            workspace=flow.workspaces[each],
            runs=runs[each],
            sources=tuple(flow.workspaces[source] for source in sources[each]),
            gate=not flow.alone[each],
        )
