"""The rules about cycles: one finding for each strongly connected component, never two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.audit.facts import Evidence, delete_all, edges_between, join, name_path
from rtgraph.graph import trigger_ids

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rtgraph.analysis.cycles import CyclicComponent
    from rtgraph.audit.facts import Facts
    from rtgraph.graph import Graph


def find_auto_apply_cycles(facts: Facts) -> Iterator[Evidence]:
    """Find the components in which some cycle applies all its triggered runs by itself."""
    for component in facts.cycles:
        if component.self_sustaining is not None:
            path = name_path(facts.graph, component.self_sustaining)
            message = (
                f"{path} keeps itself going: each apply queues the next run, and nobody has to confirm one"
                f"{describe_tangle(facts.graph, component, component.self_sustaining)}."
            )
            yield gather(facts.graph, component, component.self_sustaining, message)


def find_gated_cycles(facts: Facts) -> Iterator[Evidence]:
    """Find the components in which every cycle has a gate."""
    for component in facts.cycles:
        if component.self_sustaining is None:
            message = (
                f"{name_path(facts.graph, component.shortest)} is a cycle that goes on when a person confirms "
                f"the run in {join([describe_gate(facts.graph, each) for each in component.gates])}"
                f"{describe_tangle(facts.graph, component, component.shortest)}."
            )
            yield gather(facts.graph, component, component.shortest, message)


def gather(graph: Graph, component: CyclicComponent, cycle: tuple[str, ...], message: str) -> Evidence:
    """Put the evidence of one component together."""
    return Evidence(
        message=message,
        workspaces=component.workspaces,
        run_triggers=edges_between(graph, component.edges),
        cycle=cycle,
        cut=component.cut,
        mend=delete_all(component.cut.run_triggers),
    )


def describe_gate(graph: Graph, workspace: str) -> str:
    """Name a gate, and say where it is only presumed to be one."""
    node = graph.nodes[workspace]
    if node["execution_mode"] == "local":
        return f"{node['name']} (local execution: it runs nothing by itself)"
    if not node["readable"]:
        return f"{node['name']} (a gate only by presumption: the workspace cannot be read)"
    if node["auto_apply_run_trigger"] is None:
        return f"{node['name']} (a gate only by presumption: the server does not tell auto-apply-run-trigger)"
    return str(node["name"])


def describe_tangle(graph: Graph, component: CyclicComponent, cycle: tuple[str, ...]) -> str:
    """Say what else is in the component, beside the one cycle that is shown."""
    members = len(component.workspaces)
    if len(component.edges) == len(cycle) - 1:
        return ""
    triggers = sum(len(trigger_ids(graph, *edge)) for edge in component.edges)
    unread = sum(not graph.nodes[each]["readable"] for each in component.workspaces)
    note = f", {unread:,} of which cannot be read" if unread else ""
    if members == 1:
        return f"; {triggers:,} run triggers do it"
    return f"; it is the shortest such cycle among {members:,} workspaces{note} and {triggers:,} run triggers"
