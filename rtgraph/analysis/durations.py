"""How long a cascade takes, from the averages of plans and applies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rtgraph.analysis.flows import Flow
    from rtgraph.graph import Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """The time along the slowest path of a cascade, from the end of the start's apply to the end of the last one.

    Waiting for persons, for a free worker or for another run in the same workspace is not in it.

    Attributes:
        seconds: plan and apply averages of the workspaces on the path, added up; None where no average is known.
        path: the ids of the workspaces on it, the start first.
    """

    seconds: int | float | None
    path: tuple[str, ...]


def measure_slowest(graph: Graph, flow: Flow, components: Iterable[Sequence[int]], start: int) -> Duration:
    """Find the path of a flow without cycles that takes longest; a workspace without averages counts as no time.

    Args:
        graph: the graph.
        flow: what passes runs on, all of it within reach of the start.
        components: its strongly connected components in topological order.
        start: where the apply is.
    """
    known = [seconds_of(graph, each) for each in flow.workspaces]
    if len(known) > 1 and all(seconds is None for each, seconds in enumerate(known) if each != start):
        return Duration(seconds=None, path=())
    ends: list[int | float] = [0] * len(known)
    before: dict[int, int] = {}
    for (here,) in components:
        for each in flow.after[here]:
            end = ends[here] + (known[each] or 0)
            if each not in before or (end, before[each]) > (ends[each], here):  # of equals the first in graph order
                ends[each], before[each] = end, here
    path = [max((start, *sorted(before)), key=ends.__getitem__)]
    while path[-1] in before:
        path.append(before[path[-1]])
    return Duration(seconds=ends[path[0]], path=tuple(flow.workspaces[each] for each in reversed(path)))


def seconds_of(graph: Graph, workspace: str) -> int | float | None:
    """Give the average time of a run: its plan and its apply, as far as they are known; None where neither is."""
    node = graph.nodes[workspace]
    known = [each for each in (node["plan_seconds"], node["apply_seconds"]) if each is not None]
    return sum(known) if known else None
