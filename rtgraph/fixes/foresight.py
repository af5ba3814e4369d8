"""What a new run trigger would do to a graph, told before it is created."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from rtgraph.analysis.flows import is_local
from rtgraph.audit.edges import describe_death
from rtgraph.fixes.looks import MOST_SOURCES
from rtgraph.graph import add_trigger, applies_by_itself, count_inbound, trigger_ids
from rtgraph.models import RunTrigger

if TYPE_CHECKING:
    from rtgraph.graph import Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Foresight:
    """What a run trigger from one workspace to another would do; workspaces are ids.

    Attributes:
        source: the sourceable.
        destination: the workspace.
        present: the run triggers that the pair has already.
        closes: a shortest cycle that it would close, from the source over the destination back to the source.
        self_sustaining: whether every workspace on that cycle applies triggered runs by itself.
        full: how many sources the destination has, where that is as many as it may have.
        implied_by: a longer way from the source to the destination that is there already.
        dead: why it would never fire: one end has local execution.
    """

    source: str
    destination: str
    present: tuple[str, ...]
    closes: tuple[str, ...] | None
    self_sustaining: bool
    full: int | None
    implied_by: tuple[str, ...] | None
    dead: str | None


def foresee(graph: Graph, source: str, destination: str) -> Foresight:
    """Foresee what a run trigger, sourceable → workspace, would do."""
    present = tuple(trigger_ids(graph, source, destination)) if graph.has_edge(source, destination) else ()
    back = find_way(graph, destination, source)
    cycle = (source, *back) if back else None
    sources = count_inbound(graph, destination)
    local = is_local(graph, source) or is_local(graph, destination)  # a source without runs may have one tomorrow
    way = None if present or source == destination else find_way(graph, source, destination)
    return Foresight(
        source=source,
        destination=destination,
        present=present,
        closes=cycle,
        self_sustaining=cycle is not None and all(applies_by_itself(graph, each) for each in cycle),
        full=sources if sources >= MOST_SOURCES and not present else None,
        implied_by=way,
        dead=describe_death(graph, source, destination) if local else None,
    )


def find_way(graph: Graph, start: str, end: str) -> tuple[str, ...] | None:
    """Find a shortest path of run triggers, both ends included; from a workspace to itself it has no hop."""
    try:
        return tuple(nx.shortest_path(graph, start, end))
    except nx.NetworkXNoPath:
        return None


def foresee_all(graph: Graph, pairs: list[tuple[str, str]]) -> list[Foresight]:
    """Foresee what run triggers would do that are created one after another, each on top of those before it."""
    ahead = graph.copy()
    found = []
    for number, (source, destination) in enumerate(pairs):
        found.append(foresee(ahead, source, destination))
        if not found[-1].present:
            add_trigger(ahead, RunTrigger(id=f"new {number}", sourceable_id=source, workspace_id=destination))
    return found
