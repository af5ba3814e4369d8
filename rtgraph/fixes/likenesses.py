"""A snapshot as the picture of what there shall be, its own organization's or another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.errors import ConfigurationError
from rtgraph.fixes.names import find_workspace, gather_names
from rtgraph.snapshots import parse_snapshot

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from rtgraph.graph import Graph
    from rtgraph.models import Snapshot

SHOWN = 3
"""How many workspaces one line names."""


def read_likeness(data: bytes, name: str, graph: Graph) -> list[tuple[str, str, str]]:
    """Read the run triggers of a snapshot as source id, destination id and place.

    A workspace is matched by its id where the graph has it, else by its name.

    Raises:
        ConfigurationError: a workspace is not there, or the snapshot could not see a run trigger that is there now
            and would be deleted.
        RtgraphError: it is no snapshot.
    """
    snapshot = parse_snapshot(data, name)
    names, known = gather_names(graph), {each.id: each.name for each in snapshot.workspaces}
    found = []
    for trigger in snapshot.run_triggers:
        place = f"{name}: {trigger.id}"
        source, destination = (
            each if each in graph else find_workspace(known.get(each, each), place, graph, names)
            for each in (trigger.sourceable_id, trigger.workspace_id)
        )
        found.append((source, destination, place))
    refuse_unseen(snapshot, name, graph, {(source, destination) for source, destination, _ in found})
    return found


def refuse_unseen(snapshot: Snapshot, name: str, graph: Graph, wanted: Collection[tuple[str, str]]) -> None:
    """Stop where a run trigger would be deleted only because the snapshot could not see it.

    Raises:
        ConfigurationError: there is such a run trigger.
    """
    hidden = find_hidden(snapshot, graph)
    unseen = [edge for edge in graph.edges if edge not in wanted and edge[1] in hidden]
    if unseen:
        places = list(dict.fromkeys(str(graph.nodes[destination]["name"]) for _, destination in unseen))
        more = f" and {len(places) - SHOWN:,} more" if len(places) > SHOWN else ""
        raise ConfigurationError(
            f"{name} does not hold what queues runs in {', '.join(places[:SHOWN])}{more}: it was not read, or was left "
            f"out of the crawl, and {len(unseen):,} of the run triggers that are there now would be deleted unseen; "
            "crawl the whole organization with a token that reads it, or write a CSV"
        )


def find_hidden(snapshot: Snapshot, graph: Graph) -> set[str]:
    """Give the ids of the graph's workspaces whose inbound run triggers the snapshot could not see, or not all."""
    if not snapshot.complete and not snapshot.blind_spots:  # it does not say what is missing
        return set(graph)
    names, known = gather_names(graph), {each.id: each.name for each in snapshot.workspaces}
    unread = {spot.workspace_id for spot in snapshot.blind_spots if spot.what in ("workspace", "inbound")}
    unread |= {each.id for each in snapshot.workspaces if not each.readable}

    def match(ids: Iterable[str | None]) -> set[str]:
        return {
            workspace
            for each in ids
            if each is not None
            for workspace in ([each] if each in graph else names.get(known.get(each, each), []))
        }

    return match(unread) if snapshot.scope is None else set(graph) - match(known.keys() - unread)
