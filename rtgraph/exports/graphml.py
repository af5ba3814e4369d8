"""DiGraph → GraphML by networkx's own writer, with attributes that are texts, numbers or truth values.

Source: http://graphml.graphdrawing.org/specification.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from rtgraph.exports.legends import DIRECTIONS
from rtgraph.exports.parts import describe_gaps, keep_part
from rtgraph.exports.pictures import Drawing
from rtgraph.exports.quoting import show
from rtgraph.graph import trigger_ids

if TYPE_CHECKING:
    from typing import Any

    from rtgraph.graph import Graph

Value = str | bool | int | float


def render_graphml(graph: Graph, drawing: Drawing | None = None) -> str:
    """Write a graph as GraphML; ``networkx.read_graphml`` reads it.

    Edges point from the sourceable to the workspace, whichever way arrows are drawn.

    Raises:
        RtgraphError: there are more workspaces than ``drawing.max_nodes``.
    """
    kept, left_out = keep_part(graph, drawing or Drawing())
    flat: Graph = nx.DiGraph()
    flat.graph.update(flatten(describe_graph(kept, left_out)))
    flat.add_nodes_from((show(workspace), flatten(node)) for workspace, node in kept.nodes(data=True))
    for source, destination, edge in kept.edges(data=True):
        facts = {**edge, "run_triggers": len(trigger_ids(kept, source, destination))}
        flat.add_edge(show(source), show(destination), **flatten(facts))
    return "\n".join(nx.generate_graphml(flat)) + "\n"


def describe_graph(graph: Graph, left_out: dict[str, int]) -> dict[str, Any]:
    """Give the facts of the whole: what was crawled, which way edges point, what is missing."""
    facts = {key: graph.graph[key] for key in ("host", "organization", "crawled_at", "directions", "complete")}
    gaps = "; ".join(describe_gaps(graph, left_out)) or None
    return {**facts, "legend": DIRECTIONS["trigger"], "blind_spots": len(graph.graph["blind_spots"]), "missing": gaps}


def flatten(facts: dict[str, Any]) -> dict[str, Value]:
    """Turn attributes into what GraphML can hold: a project into two, lists into text, None into nothing."""
    project = facts.get("project") or {}
    flat = {key: value for key, value in facts.items() if key != "project"}
    flat |= {f"project_{key}": value for key, value in project.items()}
    return {key: hold(key, value) for key, value in flat.items() if value is not None}


def hold(key: str, value: Any) -> Value:
    """Turn an attribute into what GraphML can hold; seconds are always floats, so that the attribute has one type."""
    if isinstance(value, (list, tuple)):
        return show(", ".join(map(str, value)))
    if isinstance(value, str):
        return show(value)
    return float(value) if key.endswith("_seconds") else value
