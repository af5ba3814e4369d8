"""DiGraph → JSON: networkx's own node-link data, in an envelope that says what it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import networkx as nx

from rtgraph.exports.parts import keep_part
from rtgraph.exports.pictures import Drawing

if TYPE_CHECKING:
    from rtgraph.graph import Graph

GRAPH_FORMAT = "rtgraph.graph/1"


def render_json(graph: Graph, drawing: Drawing | None = None) -> str:
    """Write a graph as ``rtgraph.graph/1``; ``networkx.node_link_graph(data["graph"], edges="edges")`` reads it.

    Edges point from the sourceable to the workspace, whichever way arrows are drawn. What a selection and
    ``cycles_only`` leave out is counted under ``left_out``.

    Raises:
        RtgraphError: there are more workspaces than ``drawing.max_nodes``.
    """
    kept, left_out = keep_part(graph, drawing or Drawing())
    data = {"format": GRAPH_FORMAT, "left_out": left_out, "graph": nx.node_link_data(kept, edges="edges")}
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
