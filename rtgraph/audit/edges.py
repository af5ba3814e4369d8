"""The rules about single run triggers and the workspaces at their ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.audit.facts import Evidence, command, delete_all, edges_between, name_of, name_path
from rtgraph.graph import count_inbound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rtgraph.audit.facts import Facts
    from rtgraph.graph import Graph


def find_self_triggers(facts: Facts) -> Iterator[Evidence]:
    """Find the workspaces that trigger themselves."""
    for workspace in facts.graph:
        if facts.graph.has_edge(workspace, workspace):
            triggers = edges_between(facts.graph, [(workspace, workspace)])
            yield Evidence(
                message=f"{name_of(facts.graph, workspace)} triggers itself: each of its applies queues its next run.",
                workspaces=(workspace,),
                run_triggers=triggers,
                mend=delete_all(triggers),
            )


def find_redundant_triggers(facts: Facts) -> Iterator[Evidence]:
    """Find the run triggers beside which a longer way leads to the same workspace."""
    for found in facts.redundant:
        ends = name_path(facts.graph, (found.source, found.destination))
        triggers = edges_between(facts.graph, [(found.source, found.destination)])
        change = (
            "Every longer way waits for a person, so removing it changes behaviour: the run would wait too"
            if found.gated
            else "A longer way applies by itself, so removing it changes behaviour only where a plan has no changes"
        )
        yield Evidence(
            message=f"{ends} is implied: an apply gets there over {name_of(facts.graph, found.through)} as well. "
            f"{change}.",
            workspaces=(found.source, found.destination),
            run_triggers=triggers,
            mend=delete_all(triggers),
            identity=(found.source, found.destination),
        )


def find_source_limits(facts: Facts) -> Iterator[Evidence]:
    """Find the workspaces that have nearly as many sources as they may have, or all of them."""
    limit = facts.thresholds.source_limit
    for workspace in facts.graph:
        sources = count_inbound(facts.graph, workspace)
        if sources * 100 >= limit * facts.thresholds.source_limit_percent and sources:
            left = max(limit - sources, 0)
            room = f"{left:,} more can be added" if left else "no more can be added"
            name = name_of(facts.graph, workspace)
            yield Evidence(
                message=f"{name} has {sources:,} of {limit:,} sources ({100 * sources // limit} %): {room}.",
                workspaces=(workspace,),
                run_triggers=edges_between(facts.graph, list(facts.graph.in_edges(workspace))),
                mend=(command("trigger", "list", name, "--inbound"),),
            )


def find_dead_triggers(facts: Facts) -> Iterator[Evidence]:
    """Find the run triggers that never fire: an end with local execution, or a source that never ran."""
    for source, destination in facts.graph.edges:
        reason = describe_death(facts.graph, source, destination)
        if reason is not None:
            triggers = edges_between(facts.graph, [(source, destination)])
            yield Evidence(
                message=f"{name_path(facts.graph, (source, destination))} never fires: {reason}.",
                workspaces=(source, destination),
                run_triggers=triggers,
                mend=delete_all(triggers),
                identity=(source, destination),
            )


def describe_death(graph: Graph, source: str, destination: str) -> str | None:
    """Say why a run trigger cannot fire, or None where it can.

    A workspace with local execution stores state and runs nothing:
    https://developer.hashicorp.com/terraform/cloud-docs/workspaces/settings#execution-mode
    """
    if graph.nodes[source]["execution_mode"] == "local":
        return f"{name_of(graph, source)} has local execution, so it has no runs that could be applied"
    if graph.nodes[destination]["execution_mode"] == "local":
        return f"{name_of(graph, destination)} has local execution, so no run can be queued there"
    if graph.nodes[source]["has_runs"] is False:
        return f"{name_of(graph, source)} has never had a run"
    return None


def find_locked_workspaces(facts: Facts) -> Iterator[Evidence]:
    """Find the locked workspaces in which run triggers queue runs."""
    locked = [workspace for workspace, node in facts.graph.nodes(data=True) if node["locked"]]
    for workspace in locked:
        inbound = list(facts.graph.in_edges(workspace))
        if inbound:
            yield Evidence(
                message=f"{name_of(facts.graph, workspace)} is locked: the runs that {len(inbound):,} "
                f"source{'' if len(inbound) == 1 else 's'} queue there wait until it is unlocked.",
                workspaces=(workspace,),
                run_triggers=edges_between(facts.graph, inbound),
                mend=(command("trigger", "list", name_of(facts.graph, workspace), "--inbound"),),
            )


def find_cross_project(facts: Facts) -> Iterator[Evidence]:
    """Find the run triggers that lead from one project into another, one finding for each pair of projects."""
    pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
    homes = {workspace: node["project"] for workspace, node in facts.graph.nodes(data=True)}
    for source, destination in facts.graph.edges:
        one, other = homes[source], homes[destination]
        if one and other and one["id"] != other["id"]:
            pairs.setdefault((one["name"], other["name"]), []).append((source, destination))
    for (one, other), edges in pairs.items():
        count = f"{len(edges):,} run trigger{'' if len(edges) == 1 else 's'}"
        home, abroad = (facts.graph.nodes[end]["project"]["id"] for end in edges[0])
        yield Evidence(
            message=f"{count} from project {one} into project {other}, such as {name_path(facts.graph, edges[0])}.",
            workspaces=tuple(dict.fromkeys(end for edge in edges for end in edge)),
            run_triggers=edges_between(facts.graph, edges),
            mend=(command("export", "--select", f"project:{one} project:{other}"),),
            identity=(home, abroad),
        )
