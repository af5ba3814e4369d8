"""Snapshot → networkx.DiGraph; the attribute schema is written here, once.

========== ====================================================================================
where      attributes
========== ====================================================================================
graph      ``host``, ``organization``, ``crawled_at``, ``directions``, ``complete``,
           ``blind_spots`` (tuple of dicts), ``scope`` (dict or None), ``state_consumers`` (tuple of
           dicts, or None where the crawl did not ask); of a part that was selected also ``left_out``
           (how many ``workspaces`` and ``run_triggers``) and ``beyond`` (``inbound`` and ``outbound``:
           workspace id → how many run triggers lead from and to what was left out)
node       key: the workspace's id; ``name``, ``project`` (dict of id and name, or None), ``tags``
           (tuple), ``auto_apply``, ``auto_apply_run_trigger``, ``execution_mode``, ``locked``,
           ``terraform_version``, ``resource_count``, ``plan_seconds``, ``apply_seconds``,
           ``has_runs``, ``global_remote_state``, ``url``, ``readable``
edge       sourceable id → workspace id; ``id``, ``created_at``, and ``duplicates`` (list of ids) where a
           server holds more than one run trigger for the same pair
========== ====================================================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import networkx as nx

from rtgraph.models import RunTrigger, Snapshot, Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    Graph = nx.DiGraph[str]


def build_graph(snapshot: Snapshot) -> Graph:
    """Build the directed graph of a snapshot, sourceable → workspace, in one order whatever the snapshot's.

    Nodes stand by name and then id, edges by their ends' places. A run trigger whose end is not among the
    workspaces brings that end in as an unreadable node.

    Returns:
        a plain ``networkx.DiGraph`` with the attributes that this module's docstring lists.
    """
    graph: Graph = nx.DiGraph()
    facts = msgspec.to_builtins(snapshot)
    for key in (
        "host",
        "organization",
        "crawled_at",
        "directions",
        "complete",
        "blind_spots",
        "scope",
        "state_consumers",
    ):
        graph.graph[key] = facts[key]
    graph.graph["blind_spots"] = tuple(
        sorted(facts["blind_spots"], key=lambda each: (each["what"], each["workspace_id"] or "", each["reason"]))
    )
    for workspace in sorted(all_workspaces(snapshot), key=lambda each: (each.name, each.id)):
        attributes = msgspec.to_builtins(workspace)
        graph.add_node(attributes.pop("id"), **attributes)
    place = {node: index for index, node in enumerate(graph)}
    for trigger in sorted(
        snapshot.run_triggers,
        key=lambda each: (
            place[each.sourceable_id],
            place[each.workspace_id],
            each.created_at or "",
            each.id,
        ),
    ):
        add_trigger(graph, trigger)
    return graph


def all_workspaces(snapshot: Snapshot) -> Iterator[Workspace]:
    """Give the snapshot's workspaces, and an unreadable one for each end that is not among them."""
    known = {workspace.id for workspace in snapshot.workspaces}
    yield from snapshot.workspaces
    for trigger in snapshot.run_triggers:
        for end in (trigger.sourceable_id, trigger.workspace_id):
            if end not in known:
                known.add(end)
                yield Workspace(id=end, name=end, readable=False)


def add_trigger(graph: Graph, trigger: RunTrigger) -> None:
    """Add the edge sourceable → workspace, or note a further trigger on an edge that is there."""
    source, destination = trigger.sourceable_id, trigger.workspace_id
    if graph.has_edge(source, destination):
        graph.edges[source, destination].setdefault("duplicates", []).append(trigger.id)
    else:
        graph.add_edge(source, destination, id=trigger.id, created_at=trigger.created_at)


def trigger_ids(graph: Graph, source: str, destination: str) -> list[str]:
    """Give the ids of every run trigger on one edge: one, unless the server holds duplicates."""
    edge = graph.edges[source, destination]
    return [edge["id"], *edge.get("duplicates", ())]


def applies_by_itself(graph: Graph, workspace: str) -> bool:
    """Tell whether a triggered run in this workspace is applied with nobody confirming.

    It is where ``auto_apply_run_trigger`` is true; anything else is a gate. A workspace with local execution
    runs nothing at all, so nothing passes through it.
    """
    node = graph.nodes[workspace]
    return node["auto_apply_run_trigger"] is True and node["execution_mode"] != "local"


def count_triggers(graph: Graph) -> int:
    """Count the run triggers of a graph, duplicates too."""
    return sum_triggers(graph.edges(data=True))


def count_inbound(graph: Graph, workspace: str) -> int:
    """Count the run triggers that queue runs in a workspace, those from left-out workspaces too."""
    beyond: int = graph.graph["beyond"]["inbound"].get(workspace, 0) if "beyond" in graph.graph else 0
    return beyond + sum_triggers(graph.in_edges(workspace, data=True))


def count_outbound(graph: Graph, workspace: str) -> int:
    """Count the run triggers by which a workspace queues runs, those in left-out workspaces too."""
    beyond: int = graph.graph["beyond"]["outbound"].get(workspace, 0) if "beyond" in graph.graph else 0
    return beyond + sum_triggers(graph.out_edges(workspace, data=True))


def sum_triggers(edges: Iterable[tuple[str, str, dict[str, Any]]]) -> int:
    """Count the run triggers of some edges; one with duplicates holds more than one."""
    return sum(1 + len(edge.get("duplicates", ())) for _, _, edge in edges)


def copy_part(graph: Graph, workspaces: Iterable[str]) -> Graph:
    """Copy some workspaces and the run triggers among them, in graph order.

    ``networkx.subgraph`` may go through a set, so that its order changes with the hash seed.
    """
    members = set(workspaces)
    part: Graph = graph.__class__(**graph.graph)
    part.add_nodes_from((node, data) for node, data in graph.nodes(data=True) if node in members)
    part.add_edges_from(each for each in graph.edges(data=True) if each[0] in members and each[1] in members)
    return part
