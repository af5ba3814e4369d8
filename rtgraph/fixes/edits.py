"""A graph and some changes → the graph that they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rtgraph.graph import trigger_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rtgraph.graph import Graph
    from rtgraph.models import Change

    Edge = tuple[str, str, dict[str, Any]]

UNMADE = "new:"
"""What the placeholder ids of run triggers begin with that are not created yet."""


def edit_graph(graph: Graph, changes: Iterable[Change]) -> Graph:
    """Copy a graph with some changes made, in graph order.

    A created run trigger has a placeholder id, ``new:SOURCEABLE:WORKSPACE``. Of a pair with several run triggers only
    those are gone that are deleted.
    """
    wanted = tuple(changes)
    edited: Graph = graph.__class__(**graph.graph)
    edited.add_nodes_from(graph.nodes(data=True))
    for change in wanted:
        if change.action == "update":
            edited.nodes[change.workspace_id]["auto_apply_run_trigger"] = change.auto_apply_run_trigger
    deleted = {change.run_trigger_id for change in wanted if change.action == "delete"}
    edges = {(source, destination): data for source, destination, data in keep_edges(graph, deleted)}
    created = [
        (change.sourceable_id, change.workspace_id)
        for change in wanted
        if change.action == "create" and change.sourceable_id is not None
    ]
    for pair in created:
        edges[pair] = add_unmade(edges.get(pair), ":".join((UNMADE[:-1], *pair)))
    if created:
        place = {workspace: index for index, workspace in enumerate(graph)}
        edges = dict(sorted(edges.items(), key=lambda each: (place[each[0][0]], place[each[0][1]])))
    edited.add_edges_from((*pair, data) for pair, data in edges.items())
    return edited


def keep_edges(graph: Graph, deleted: set[str | None]) -> Iterator[Edge]:
    """Give the edges on which a run trigger is left, without those that are deleted."""
    for source, destination, data in graph.edges(data=True):
        if data["id"] not in deleted and "duplicates" not in data:
            yield source, destination, data
            continue
        left = [each for each in trigger_ids(graph, source, destination) if each not in deleted]
        if left:
            yield source, destination, hold(left, data["created_at"] if left[0] == data["id"] else None)


def add_unmade(data: dict[str, Any] | None, identity: str) -> dict[str, Any]:
    """Give the attributes of an edge with one more run trigger, or of a new one."""
    if data is None:
        return hold([identity], None)
    return hold([data["id"], *data.get("duplicates", ()), identity], data["created_at"])


def hold(triggers: list[str], created_at: str | None) -> dict[str, Any]:
    """Give the attributes of an edge that holds some run triggers."""
    attributes: dict[str, Any] = {"id": triggers[0], "created_at": created_at}
    return {**attributes, "duplicates": triggers[1:]} if triggers[1:] else attributes
