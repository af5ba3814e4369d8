"""DiGraph → DOT, through the graphviz package."""

from __future__ import annotations

from typing import TYPE_CHECKING

import graphviz
import networkx as nx

from rtgraph.exports.labels import FONT_SIZE, label_box, label_picture, measure_box
from rtgraph.exports.palette import GROUP_BORDER, GROUP_FILL, LINE, LOOKS, PAPER, QUIET, RED
from rtgraph.exports.pictures import Drawing, plan_picture
from rtgraph.exports.quoting import quote_label, quote_link, quote_tooltip, shorten

if TYPE_CHECKING:
    from rtgraph.exports.pictures import Arrow, Box, Picture
    from rtgraph.graph import Graph

FONT = "Helvetica"
GRAPH = {
    "nodesep": "0.25",
    "ranksep": "0.7",
    "bgcolor": PAPER,
    "pad": "0.3",
    "labelloc": "t",
    "labeljust": "l",
    "fontname": FONT,
    "fontsize": str(FONT_SIZE),
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
    "fontsize": str(FONT_SIZE),
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
    "fontsize": str(FONT_SIZE),
    "fontcolor": QUIET,
}
PACKED = {"pack": "16", "packmode": "graph"}
"""Each connected part by itself, then side by side: a forest of 10,000 takes 4 seconds instead of 86."""
RANKED = {"newrank": "true"}
"""One order through all groups, or arrows run back and forth; Graphviz 2.43 crashes where it meets pack."""
LIMITS = {"nslimit": "0.02", "nslimit1": "0.02", "mclimit": "0.01"}
"""What makes the layout stop trying; without them a large connected part takes minutes."""
LARGE = 2000
"""Above so many workspaces a layout at full quality takes too long."""


def render_dot(graph: Graph, drawing: Drawing | None = None) -> str:
    """Write a graph as DOT: boxes by project, colours by role, cycles thick, the cut dashed, with its legend.

    Raises:
        RtgraphError: there are more workspaces than ``drawing.max_nodes``.
    """
    drawing = drawing or Drawing()
    return write_dot(plan_picture(graph, drawing), drawing)


def write_dot(picture: Picture, drawing: Drawing) -> str:
    """Write a planned picture as DOT."""
    dot = graphviz.Digraph(
        name="run triggers",
        graph_attr={
            "rankdir": drawing.layout,
            **GRAPH,
            **choose_layout(picture),
            "label": label_picture(picture, drawing),
        },
        node_attr=NODE,
        edge_attr=EDGE,
    )
    for key in order_cycles(picture):
        dot.node(key)
    for index, (name, boxes) in enumerate(picture.groups):
        if name is None:
            add_boxes(dot, boxes)
            continue
        with dot.subgraph(name=f"cluster_{index}") as cluster:
            cluster.attr("graph", label=quote_label(shorten(name)), tooltip=quote_tooltip([name]), **GROUP)
            add_boxes(cluster, boxes)
    add_arrows(dot, picture, drawing)
    source: str = dot.source
    return source


def choose_layout(picture: Picture) -> dict[str, str]:
    """Give the attributes that decide how the layout goes about it, by the size of the graph."""
    graph = picture.part.graph
    grouped = any(name is not None for name, _ in picture.groups)
    if len(graph) <= LARGE:
        return {"splines": "true", **(RANKED if grouped else PACKED)}
    if max(map(len, nx.weakly_connected_components(graph))) > LARGE:
        return {"splines": "line", **PACKED, **LIMITS}
    return {"splines": "true", **PACKED}


def order_cycles(picture: Picture) -> list[str]:
    """Put the workspaces on cycles in the order that the cut leaves.

    Graphviz turns round the arrows that close a cycle as it meets them, so what comes first decides which ones
    lead back: this way they are those of the cut.
    """
    cycles: nx.DiGraph[str] = nx.DiGraph()
    cycles.add_edges_from((arrow.tail, arrow.head) for arrow in picture.arrows if arrow.line == "cycle")
    place = {box.key: index for index, box in enumerate(picture.boxes)}
    return list(nx.lexicographical_topological_sort(cycles, key=place.__getitem__))


def add_boxes(dot: graphviz.Digraph, boxes: tuple[Box, ...]) -> None:
    """Add workspaces to the graph or to a cluster."""
    for box in boxes:
        attributes = {"class": f"workspace {box.role}", "tooltip": quote_tooltip(box.facts), **LOOK[box.role]}
        link = quote_link(box.url)
        if link:
            attributes |= {"URL": link, "target": "_blank"}
        width = measure_box(box)
        if width:
            attributes["width"] = width
        dot.node(box.key, label_box(box), **attributes)


def add_arrows(dot: graphviz.Digraph, picture: Picture, drawing: Drawing) -> None:
    """Add the run triggers; those within a group weigh more, which keeps its chains straight."""
    tail, head = ("sw", "se") if drawing.layout == "LR" else ("ne", "se")
    pairs = {(arrow.tail, arrow.head) for arrow in picture.arrows}
    group_of = {box.key: name for name, boxes in picture.groups for box in boxes}
    for arrow in picture.arrows:
        attributes = describe_arrow(arrow)
        if arrow.line == "cut" and arrow.tail != arrow.head and (arrow.head, arrow.tail) in pairs:
            attributes |= {"tailport": tail, "headport": head}  # or the two would lie over each other
        elif group_of[arrow.tail] is not None and group_of[arrow.tail] == group_of[arrow.head]:
            attributes["weight"] = "2"
        dot.edge(arrow.tail, arrow.head, **attributes)


def describe_arrow(arrow: Arrow) -> dict[str, str]:
    """Give the look and the words of an arrow."""
    attributes = {"class": f"trigger {arrow.line}", **LINES[arrow.line], "tooltip": quote_tooltip(arrow.facts)}
    if arrow.words:
        attributes["label"] = quote_label(f" {' '.join(arrow.words)} ")
        attributes["labeltooltip"] = attributes["tooltip"]
    return attributes
