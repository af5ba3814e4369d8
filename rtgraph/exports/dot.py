"""DiGraph → DOT, through the graphviz package."""

from __future__ import annotations

from typing import TYPE_CHECKING

import graphviz
import networkx as nx

from rtgraph.exports.labels import label_box, label_picture
from rtgraph.exports.palette import GROUP_BORDER, GROUP_FILL, LINE, LOOKS, PAPER, QUIET, RED
from rtgraph.exports.pictures import Drawing, plan_picture
from rtgraph.exports.quoting import quote_label, quote_link, quote_tooltip, shorten

if TYPE_CHECKING:
    from rtgraph.exports.pictures import Arrow, Box, Picture
    from rtgraph.graph import Graph

FONT = "Helvetica"
GRAPH = {
    "pack": "16",
    "packmode": "graph",
    "nodesep": "0.25",
    "ranksep": "0.7",
    "bgcolor": PAPER,
    "pad": "0.3",
    "labelloc": "t",
    "labeljust": "l",
    "fontname": FONT,
    "fontsize": "11",
    "fontcolor": QUIET,
}
NODE = {
    "shape": "box",
    "style": LOOKS["plain"].style,
    "fillcolor": LOOKS["plain"].fill,
    "color": LOOKS["plain"].border,
    "fontcolor": LOOKS["plain"].text,
    "penwidth": "1.1",
    "fontname": FONT,
    "fontsize": "11",
    "margin": "0.14,0.07",
    "height": "0.36",
}
EDGE = {"arrowsize": "0.7", "penwidth": "1.1", "fontname": FONT, "fontsize": "9", "color": LINE, "fontcolor": LINE}
LINES = {
    "plain": {},
    "cycle": {"color": RED, "fontcolor": RED, "penwidth": "2.4"},
    "cut": {"color": RED, "fontcolor": RED, "penwidth": "2.4", "style": "dashed"},
}
LOOK = {
    role: {
        key: value
        for key, value in (
            ("fillcolor", look.fill),
            ("color", look.border),
            ("fontcolor", look.text),
            ("style", look.style),
            ("peripheries", str(look.borders)),
        )
        if value != NODE.get(key, "1")
    }
    for role, look in LOOKS.items()
}
"""role → what makes its boxes differ from a plain one."""
GROUP = {
    "labeljust": "l",
    "labelloc": "t",
    "style": "rounded,filled",
    "fillcolor": GROUP_FILL,
    "color": GROUP_BORDER,
    "fontname": FONT,
    "fontsize": "11",
    "fontcolor": QUIET,
}
LARGE = 2000
"""Above so many workspaces in one connected part the layout is told to stop trying, or it takes minutes."""
LIMITS = {"nslimit": "0.02", "nslimit1": "0.02", "mclimit": "0.01", "splines": "line"}
FULL = {"newrank": "true", "splines": "true"}
"""One order for all groups: without it each group is ordered by itself and arrows run back and forth."""


def render_dot(graph: Graph, drawing: Drawing | None = None) -> str:
    """Write a graph as DOT: boxes by project, colours by role, cycles thick, the cut dashed, with its legend.

    Raises:
        RtgraphError: there are more workspaces than ``drawing.max_nodes``.
    """
    drawing = drawing or Drawing()
    return write_dot(plan_picture(graph, drawing), drawing)


def write_dot(picture: Picture, drawing: Drawing) -> str:
    """Write a planned picture as DOT."""
    limits = LIMITS if is_large(picture.part.graph) else FULL
    dot = graphviz.Digraph(
        name="run triggers",
        graph_attr={"rankdir": drawing.layout, **GRAPH, **limits, "label": label_picture(picture, drawing)},
        node_attr=NODE,
        edge_attr=EDGE,
    )
    for index, (name, boxes) in enumerate(picture.groups):
        if name is None:
            add_boxes(dot, boxes)
            continue
        with dot.subgraph(name=f"cluster_{index}") as cluster:
            cluster.attr("graph", label=quote_label(shorten(name)), tooltip=quote_tooltip([name]), **GROUP)
            add_boxes(cluster, boxes)
    side = "s" if drawing.layout == "LR" else "e"
    pairs = {(arrow.tail, arrow.head) for arrow in picture.arrows}
    for arrow in picture.arrows:
        add_arrow(dot, arrow, side, paired=(arrow.head, arrow.tail) in pairs)
    source: str = dot.source
    return source


def is_large(graph: Graph) -> bool:
    """Tell whether a connected part is too large for a layout at full quality."""
    return max(map(len, nx.weakly_connected_components(graph)), default=0) > LARGE


def add_boxes(dot: graphviz.Digraph, boxes: tuple[Box, ...]) -> None:
    """Add workspaces to the graph or to a cluster."""
    for box in boxes:
        attributes = {"class": f"workspace {box.role}", "tooltip": quote_tooltip(box.facts), **LOOK[box.role]}
        link = quote_link(box.url)
        if link:
            attributes |= {"URL": link, "target": "_blank"}
        dot.node(box.key, label_box(box), attributes)


def add_arrow(dot: graphviz.Digraph, arrow: Arrow, side: str, *, paired: bool) -> None:
    """Add a run trigger; a cut leads back, so it has no say in the order, unless it is one of a pair.

    Graphviz bends a pair apart by itself, and would draw one over the other where only one has a say.
    """
    attributes = {"class": f"trigger {arrow.line}", **LINES[arrow.line], "tooltip": quote_tooltip(arrow.facts)}
    if arrow.words:
        attributes["label"] = quote_label(f" {' '.join(arrow.words)} ")
        attributes["labeltooltip"] = attributes["tooltip"]
    if arrow.line == "cut" and arrow.tail != arrow.head:
        attributes |= {"tailport": side, "headport": side} if paired else {"constraint": "false"}
    dot.edge(arrow.tail, arrow.head, None, attributes)
