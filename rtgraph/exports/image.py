"""DiGraph → SVG, PNG or PDF, through a renderer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from rtgraph.exports.dot import write_dot
from rtgraph.exports.engines import choose_renderer, run_renderer
from rtgraph.exports.pictures import Drawing, plan_picture
from rtgraph.exports.svg import finish_svg, parse_svg

if TYPE_CHECKING:
    from rtgraph.exports.engines import Engine
    from rtgraph.graph import Graph

SHARP = 400
"""Up to so many workspaces a PNG has 144 dots an inch; above it 96, for its size grows with the square."""


def render_image(
    graph: Graph,
    drawing: Drawing | None = None,
    *,
    format_name: Literal["svg", "png", "pdf"] = "svg",
    engine: Engine = "auto",
    timeout: float = 60,
) -> bytes:
    """Draw a graph as SVG, PNG or PDF.

    Every drawing is made as SVG too, and what is in it counted: a picture that lacks something is an error.

    Args:
        graph: as ``build_graph`` makes it.
        drawing: what to draw and how.
        format_name: what to write; a PDF needs the system's Graphviz.
        engine: which renderer; ``auto`` takes the embedded one where it can write the format.
        timeout: seconds that the layout may take.

    Raises:
        RtgraphError: there are too many workspaces, the renderer is missing, failed or took too long.
    """
    drawing = drawing or Drawing()
    renderer = choose_renderer(engine, format_name)
    picture = plan_picture(graph, drawing)
    sharp = ["-Gdpi=144"] if format_name == "png" and len(picture.boxes) <= SHARP else []
    files = run_renderer(renderer, write_dot(picture, drawing), {"svg": [], format_name: sharp}, timeout)
    if format_name == "svg":
        return finish_svg(files["svg"], picture, drawing)
    parse_svg(files["svg"], picture)
    return files[format_name]
