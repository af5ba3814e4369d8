"""DiGraph → SVG, PNG or PDF, through a renderer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from rtgraph.errors import RtgraphError
from rtgraph.exports.dot import write_dot
from rtgraph.exports.engines import choose_renderer, run_renderer
from rtgraph.exports.pictures import Drawing, plan_picture
from rtgraph.exports.svg import finish_svg, parse_svg

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from rtgraph.exports.engines import Engine
    from rtgraph.graph import Graph

SHARP = 144
COARSE = 48
"""Dots an inch of a PNG: at best, and at least for text that can be read."""
PIXELS = 48_000_000
"""How large a PNG may become; drawing one takes about eight bytes of memory a pixel."""


def render_image(
    graph: Graph,
    drawing: Drawing | None = None,
    *,
    format_name: Literal["svg", "png", "pdf"] = "svg",
    engine: Engine = "auto",
    timeout: float = 60,
) -> bytes:
    """Draw a graph as SVG, PNG or PDF.

    Every drawing is made as SVG first, and what is in it counted: a picture that lacks something is an error.

    Args:
        graph: as ``build_graph`` makes it.
        drawing: what to draw and how.
        format_name: what to write; a PDF needs the system's Graphviz.
        engine: which renderer; ``auto`` takes the embedded one where it can write the format.
        timeout: seconds that a layout may take; a PNG or PDF takes two.

    Raises:
        RtgraphError: there are too many workspaces, the renderer is missing, failed or took too long.
    """
    drawing = drawing or Drawing()
    renderer = choose_renderer(engine, format_name)
    picture = plan_picture(graph, drawing)
    source = write_dot(picture, drawing)
    svg = run_renderer(renderer, source, "svg", timeout)
    if format_name == "svg":
        return finish_svg(svg, picture, drawing)
    root = parse_svg(svg, picture)
    if format_name == "pdf":
        return date_pdf(run_renderer(renderer, source, "pdf", timeout), graph.graph["crawled_at"])
    return run_renderer(renderer, source, "png", timeout, choose_dpi(root))


def date_pdf(data: bytes, crawled_at: str) -> bytes:
    """Put the crawl's date where the clock's was, so that the same graph gives the same bytes."""
    digits = "".join(each for each in crawled_at if each.isdigit())[:14].ljust(14, "0").encode()
    before, mark, after = data.rpartition(b"/CreationDate (D:")
    return before + mark + digits + after[14:] if mark else data


def choose_dpi(root: Element) -> int:
    """Give the dots an inch of a PNG of a drawing, as many as its size allows.

    Raises:
        RtgraphError: it is too large for a PNG that can be read.
    """
    width, height = (float(each) / 72 for each in root.get("viewBox", "").split()[2:])
    dpi = min(SHARP, int((PIXELS / (width * height)) ** 0.5))
    if dpi < COARSE:
        raise RtgraphError(
            f"the drawing is {width:,.0f} by {height:,.0f} inches, too large for a PNG that can be read; "
            "use -f svg or -f pdf, or draw less with --select or --cycles-only"
        )
    return dpi
