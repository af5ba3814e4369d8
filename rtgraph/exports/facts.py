"""What there is to know about one workspace or one run trigger, as lines for a tooltip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.graph import count_inbound, count_outbound, trigger_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rtgraph.graph import Graph


def count(number: int, thing: str) -> str:
    """Say a number and its thing, in the singular where it is one: ``1 workspace``, ``2,000 workspaces``."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def describe_workspace(graph: Graph, workspace: str, blind: Sequence[str] = ()) -> tuple[str, ...]:
    """Give the facts of a workspace, its name first; ``blind`` are those of ``find_blind_spots``."""
    node = graph.nodes[workspace]
    home = [workspace]
    if node["project"]:
        home.append(f"project {node['project']['name']}")
    if node["tags"]:
        home.append(f"tags {', '.join(node['tags'])}")
    inbound, outbound = count_inbound(graph, workspace), count_outbound(graph, workspace)
    lines = [node["name"], " · ".join(home), f"{inbound:,} inbound, {outbound:,} outbound run triggers"]
    if not node["readable"]:
        return (*lines, "not readable: known only from run triggers")
    return (*lines, describe_applies(node), *describe_runs(node), *blind)


def find_blind_spots(graph: Graph) -> dict[str, list[str]]:
    """Name the lists of run triggers that could not be read, workspace → direction and reason of each."""
    found: dict[str, list[str]] = {}
    for spot in graph.graph["blind_spots"]:
        if spot["what"] in {"inbound", "outbound"}:
            line = f"{spot['what']} run triggers not readable: {spot['reason']}"
            found.setdefault(spot["workspace_id"], []).append(line)
    return found


def describe_applies(node: dict[str, object]) -> str:
    """Say what becomes of a triggered run."""
    if node["execution_mode"] == "local":
        return "local execution: no runs of its own"
    if node["auto_apply_run_trigger"] is None:
        return "not known whether triggered runs are applied with nobody confirming: taken for a gate"
    return (
        "triggered runs are applied with nobody confirming"
        if node["auto_apply_run_trigger"]
        else "triggered runs wait for a person"
    )


def describe_runs(node: dict[str, object]) -> tuple[str, ...]:
    """Say what runs there, where the server told."""
    words = [
        f"{node['execution_mode']} execution" if node["execution_mode"] not in {None, "local"} else "",
        f"Terraform {node['terraform_version']}" if node["terraform_version"] else "",
        count(node["resource_count"], "resource") if isinstance(node["resource_count"], int) else "",
        "locked" if node["locked"] else "",
    ]
    line = " · ".join(word for word in words if word)
    return (line,) if line else ()


def describe_trigger(graph: Graph, source: str, destination: str, line: str) -> tuple[str, ...]:
    """Give the facts of the run triggers on one edge, in the API's direction whichever way it is drawn."""
    edge = graph.edges[source, destination]
    names = f"{graph.nodes[source]['name']} → {graph.nodes[destination]['name']}"
    created = f" · created {edge['created_at'][:10]}" if edge["created_at"] else ""
    meaning = {"cycle": ("on a cycle",), "cut": ("on a cycle, and in the cut",)}
    return (names, ", ".join(trigger_ids(graph, source, destination)) + created, *meaning.get(line, ()))
