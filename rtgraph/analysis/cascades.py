"""What one apply sets off, when every plan has changes and every gate is confirmed.

Each trigger path out of a workspace is one run at its end, so a diamond runs its sink twice, and k diamonds in a row
double at each step: HCP Terraform queues a run for each source and joins none. A cycle queues runs without end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.analysis.collector import pause_collector
from rtgraph.analysis.dominators import count_hanging
from rtgraph.analysis.durations import Duration, measure_slowest, seconds_of
from rtgraph.analysis.flows import count_arrivals, gather_flow, is_endless, is_local, keep_inner, order_flow
from rtgraph.analysis.waves import list_waves
from rtgraph.graph import trigger_ids

if TYPE_CHECKING:
    from rtgraph.analysis.flows import Flow
    from rtgraph.analysis.waves import Arrival, WavesEnd
    from rtgraph.graph import Graph

    Counts = Sequence[int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endless:
    """A strongly connected component that queues runs without end.

    Attributes:
        workspaces: its members in graph order.
        self_sustaining: whether a cycle in it keeps itself going with nobody confirming.
    """

    workspaces: tuple[str, ...]
    self_sustaining: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cascade:
    """What one apply sets off; workspaces are ids, in graph order.

    Attributes:
        start: where the apply happens.
        reached: the workspaces in which runs are queued, the start aside.
        runs: how many runs are queued in all, the apply not counted; None where a cycle queues them without end.
        unattended: how many of them are applied with nobody confirming; None where that has no end.
        gates: the workspaces where a run waits for a person.
        waves: wave k has the workspaces at the end of a path of k triggers.
        waves_end: whether they are all: see ``rtgraph.analysis.waves.list_waves``.
        totals: workspace → runs in all waves, None without end; with the start where a cycle leads back to it.
        totals_unattended: workspace → how many of them are applied with nobody confirming, None without end.
        hanging: workspace → how many reached workspaces are reached through it alone: what a plan without changes
            there would spare.
        endless: the components that queue runs without end.
        dead_ends: workspaces with local execution to which a trigger leads: no run is queued there.
        unknown: workspaces, the start with them, whose outbound run triggers could not be read.
        duration: the time along the slowest path; without seconds where there is no end.
        untimed: the reached workspaces without averages.
    """

    start: str
    reached: tuple[str, ...]
    runs: int | None
    unattended: int | None
    gates: tuple[str, ...]
    waves: tuple[tuple[Arrival, ...], ...]
    waves_end: WavesEnd
    totals: dict[str, int | None]
    totals_unattended: dict[str, int | None]
    hanging: dict[str, int]
    endless: tuple[Endless, ...]
    dead_ends: tuple[str, ...]
    unknown: tuple[str, ...]
    duration: Duration
    untimed: tuple[str, ...]


def find_cascade(graph: Graph, start: str) -> Cascade:
    """Find what one apply in a workspace sets off."""
    with pause_collector():
        flow = gather_flow(graph, start)
        place = flow.workspaces.index(start)
        components = order_flow(flow.after)
        endless = tuple(list_endless(flow, components))
        counts = count_arrivals(flow.after, components, place)
        alone = count_arrivals(flow.unattended, order_flow(flow.unattended), place)
        queued = [each for each, runs in enumerate(counts) if runs != 0]
        waves, waves_end = list_waves(flow, place, endless=bool(endless))
        reached = tuple(each for each in flow.workspaces if each != start)
        hanging = count_hanging(flow.after, place)
        return Cascade(
            start=start,
            reached=reached,
            runs=add_up(counts),
            unattended=add_up(alone),
            gates=tuple(flow.workspaces[each] for each in queued if not flow.alone[each]),
            waves=waves,
            waves_end=waves_end,
            totals={flow.workspaces[each]: counts[each] for each in queued},
            totals_unattended={flow.workspaces[each]: alone[each] for each in queued},
            hanging={each: hanging[number] for number, each in enumerate(flow.workspaces) if number != place},
            endless=endless,
            dead_ends=find_dead_ends(graph, flow),
            unknown=find_unknown(graph, flow),
            duration=Duration(seconds=None, path=()) if endless else measure_slowest(graph, flow, components, place),
            untimed=tuple(each for each in reached if seconds_of(graph, each) is None),
        )


def list_endless(flow: Flow, components: Sequence[Sequence[int]]) -> Iterator[Endless]:
    """Give the components that queue runs without end, in topological order."""
    for members in components:
        if is_endless(flow.after, members):
            inner = keep_inner(flow.unattended, members)
            yield Endless(
                workspaces=tuple(flow.workspaces[each] for each in members),
                self_sustaining=any(is_endless(inner, each) for each in order_flow(inner)),
            )


def add_up(counts: Counts) -> int | None:
    """Add up runs; None where some have no end."""
    known = [each for each in counts if each is not None]
    return sum(known) if len(known) == len(counts) else None


def trace_sources(graph: Graph, cascade: Cascade, workspace: str) -> dict[str, int | None]:
    """Give the sourceables over which a workspace's runs come, and how many over each; None without end."""
    sources: dict[str, int | None] = {}
    for source in graph.predecessors(workspace):
        if source == cascade.start or source in cascade.totals:
            runs = cascade.totals.get(source, 0)
            applies = runs + 1 if runs is not None and source == cascade.start else runs
            triggers = len(trigger_ids(graph, source, workspace))
            sources[source] = None if applies is None else applies * triggers
    return sources


def find_dead_ends(graph: Graph, flow: Flow) -> tuple[str, ...]:
    """Find the workspaces with local execution to which a trigger of the cascade leads."""
    live = [each for each in flow.workspaces if not is_local(graph, each)]
    found = {each for workspace in live for each in graph.successors(workspace) if is_local(graph, each)}
    return tuple(each for each in graph if each in found)


def find_unknown(graph: Graph, flow: Flow) -> tuple[str, ...]:
    """Find the workspaces whose outbound run triggers the crawl could not read, so that some may be missing."""
    hidden = {spot["workspace_id"] for spot in graph.graph["blind_spots"] if spot["what"] == "outbound"}
    return tuple(each for each in flow.workspaces if each in hidden or not graph.nodes[each]["readable"])
