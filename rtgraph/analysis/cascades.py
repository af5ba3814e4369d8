"""What one apply sets off, when every plan has changes and every gate is confirmed.

Each trigger path out of a workspace is one run at its end, so a diamond runs its sink twice: HCP Terraform queues a
run for each source and joins none. Local execution runs nothing, so no run arrives there and nothing passes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from rtgraph.graph import applies_by_itself, trigger_ids
from rtgraph.shapes import reach

if TYPE_CHECKING:
    from rtgraph.graph import Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """The runs that arrive in one workspace in one wave.

    Attributes:
        workspace: where they are queued.
        runs: how many.
        sources: the sourceables in the wave before, over which they come.
        gate: whether they wait for a person.
    """

    workspace: str
    runs: int
    sources: tuple[str, ...]
    gate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cascade:
    """What one apply sets off.

    Attributes:
        start: where the apply happens.
        reached: the workspaces in which runs are queued, in graph order, the start aside.
        runs: how many runs are queued in all, the apply not counted; None where a cycle queues them without end.
        unattended: how many of them are applied with nobody confirming; None where that has no end.
        gates: the reached workspaces where a run waits for a person.
        waves: wave k has the workspaces at the end of a path of k triggers; where there is no end, as many waves as
            it takes to see every reached workspace once.
        totals: workspace → runs in all waves, where there is an end.
        hanging: workspace → how many reached workspaces are reached through it alone: what a plan without changes
            there would spare.
        dead_ends: workspaces with local execution to which a trigger leads.
        unknown: reached workspaces that cannot be read: what lies behind them does not show.
        seconds: the time along the slowest path, from the averages of plans and applies, waiting for people aside;
            None where there is no end or no average is known.
        untimed: the reached workspaces without averages.
    """

    start: str
    reached: tuple[str, ...]
    runs: int | None
    unattended: int | None
    gates: tuple[str, ...]
    waves: tuple[tuple[Arrival, ...], ...]
    totals: dict[str, int]
    hanging: dict[str, int]
    dead_ends: tuple[str, ...]
    unknown: tuple[str, ...]
    seconds: float | None
    untimed: tuple[str, ...]


def find_cascade(graph: Graph, start: str) -> Cascade:
    """Find what one apply in a workspace sets off."""
    live = keep_live(graph, start)
    alone = keep_alone(graph, live, start)
    order = {node: number for number, node in enumerate(graph)}
    ends = nx.is_directed_acyclic_graph(live)
    totals = count_paths(live, start) if ends else {}
    reached = tuple(sorted(set(live) - {start}, key=order.__getitem__))
    return Cascade(
        start=start,
        reached=reached,
        runs=sum(totals.values()) if ends else None,
        unattended=sum(count_paths(alone, start).values()) if nx.is_directed_acyclic_graph(alone) else None,
        gates=tuple(each for each in reached if not applies_by_itself(graph, each)),
        waves=tuple(list_waves(graph, live, start, order, None if ends else measure_depth(live, start))),
        totals=totals,
        hanging=count_hanging(live, start),
        dead_ends=tuple(sorted(find_dead_ends(graph, live, start), key=order.__getitem__)),
        unknown=tuple(each for each in reached if not graph.nodes[each]["readable"]),
        seconds=measure_slowest(graph, live, start) if ends else None,
        untimed=tuple(each for each in reached if seconds_of(graph, each) is None),
    )


def is_local(graph: Graph, workspace: str) -> bool:
    """Tell whether a workspace has local execution, so that no run happens in it."""
    return bool(graph.nodes[workspace]["execution_mode"] == "local")


def keep_live(graph: Graph, start: str) -> Graph:
    """Keep what runs can reach from a workspace, each edge with the number of its triggers as ``times``."""
    live: Graph = nx.DiGraph()
    live.add_node(start)
    if is_local(graph, start):
        return live

    def follow(node: str) -> Iterable[str]:
        return (each for each in graph.successors(node) if not is_local(graph, each))

    members = reach(follow, [start])
    live.add_nodes_from(each for each in graph if each in members)
    for node in list(live):
        for each in follow(node):
            live.add_edge(node, each, times=len(trigger_ids(graph, node, each)))
    return live


def keep_alone(graph: Graph, live: Graph, start: str) -> Graph:
    """Keep the triggers whose runs are applied with nobody confirming, as far as that goes from the start."""

    def follow(node: str) -> Iterable[str]:
        return (each for each in live.successors(node) if applies_by_itself(graph, each))

    members = reach(follow, [start])
    alone: Graph = nx.DiGraph()
    alone.add_nodes_from(each for each in live if each in members)
    alone.add_edges_from((node, each, live.edges[node, each]) for node in list(alone) for each in follow(node))
    return alone


def find_dead_ends(graph: Graph, live: Graph, start: str) -> set[str]:
    """Find the workspaces with local execution to which a trigger of the cascade leads."""
    if is_local(graph, start):
        return set()
    return {each for node in live for each in graph.successors(node) if is_local(graph, each)}


def count_paths(live: Graph, start: str) -> dict[str, int]:
    """Count the trigger paths from the start to each workspace of an acyclic graph, the start aside; exact."""
    paths = dict.fromkeys(live, 0)
    paths[start] = 1
    for node in nx.topological_sort(live):
        if paths[node]:
            for each, edge in live.adj[node].items():
                paths[each] += paths[node] * edge["times"]
    del paths[start]
    return paths


def measure_depth(live: Graph, start: str) -> int:
    """Give the wave in which the last workspace is seen for the first time."""
    return int(max(nx.single_source_shortest_path_length(live, start).values()))


def list_waves(
    graph: Graph, live: Graph, start: str, order: dict[str, int], depth: int | None
) -> Iterator[tuple[Arrival, ...]]:
    """Give wave after wave, to the end or to a depth."""
    before = {start: 1}
    number = 0
    while depth is None or number < depth:
        number += 1
        after: dict[str, int] = {}
        sources: dict[str, list[str]] = {}
        for node, runs in before.items():
            for each, edge in live.adj[node].items():
                after[each] = after.get(each, 0) + runs * edge["times"]
                sources.setdefault(each, []).append(node)
        if not after:
            return
        before = {each: after[each] for each in sorted(after, key=order.__getitem__)}
        yield tuple(
            Arrival(
                workspace=each,
                runs=runs,
                sources=tuple(sorted(sources[each], key=order.__getitem__)),
                gate=not applies_by_itself(graph, each),
            )
            for each, runs in before.items()
        )


def count_hanging(live: Graph, start: str) -> dict[str, int]:
    """Count for each workspace those that every path from the start reaches through it (its dominated ones)."""
    children: dict[str, list[str]] = {}
    for node, parent in nx.immediate_dominators(live, start).items():
        if node != start and parent is not None:
            children.setdefault(parent, []).append(node)
    listed = [start]
    for node in listed:
        listed += children.get(node, [])
    counts: dict[str, int] = {}
    for node in reversed(listed):
        counts[node] = sum(counts[each] + 1 for each in children.get(node, []))
    del counts[start]
    return counts


def seconds_of(graph: Graph, workspace: str) -> float | None:
    """Give the average time of a run: plan and apply; None where neither is known."""
    node = graph.nodes[workspace]
    known = [each for each in (node["plan_seconds"], node["apply_seconds"]) if each is not None]
    return sum(known) if known else None


def measure_slowest(graph: Graph, live: Graph, start: str) -> float | None:
    """Add up the averages along the slowest path of an acyclic graph; None where none is known."""
    times = {each: seconds_of(graph, each) for each in live if each != start}
    if all(each is None for each in times.values()):
        return None
    ends: dict[str, float] = dict.fromkeys(live, 0)
    for node in nx.topological_sort(live):
        for each in live.successors(node):
            ends[each] = max(ends[each], ends[node] + (times[each] or 0))
    return max(ends.values())
