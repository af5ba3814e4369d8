"""The table of export formats, and the one function that writes any of them."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rtgraph.exports.pictures import Drawing
    from rtgraph.graph import Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format: what file names end in, where its function is, and what kind of thing comes out.

    Attributes:
        endings: of file names, with the dot.
        renderer: ``module:function``; the module is imported when it is used.
        drawn: it is made by a layout program, which can be chosen and may take long.
        binary: it is nothing for a terminal.
        most: how many workspaces one such picture can hold and still be read; None is no limit.
    """

    endings: tuple[str, ...]
    renderer: str
    drawn: bool = False
    binary: bool = False
    most: int | None = None


IMAGE = "rtgraph.exports.image:render_image"
FORMATS = {
    "dot": Format(endings=(".dot", ".gv"), renderer="rtgraph.exports.dot:render_dot"),
    "svg": Format(endings=(".svg",), renderer=IMAGE, drawn=True, most=400),
    "png": Format(endings=(".png",), renderer=IMAGE, drawn=True, binary=True, most=400),
    "pdf": Format(endings=(".pdf",), renderer=IMAGE, drawn=True, binary=True, most=400),
    "html": Format(endings=(".html", ".htm"), renderer="rtgraph.exports.html:render_html"),
    "json": Format(endings=(".json",), renderer="rtgraph.exports.json:render_json"),
    "graphml": Format(endings=(".graphml",), renderer="rtgraph.exports.graphml:render_graphml"),
    "csv": Format(endings=(".csv",), renderer="rtgraph.exports.csv:render_csv"),
    "hcl": Format(endings=(".tf",), renderer="rtgraph.exports.hcl:render_hcl"),
}
"""name → format; the choices of ``--format`` in this order."""


def guess_format(path: PurePath) -> str | None:
    """Tell the format by a file's name, or None."""
    return next((name for name, each in FORMATS.items() if path.suffix.lower() in each.endings), None)


def export_graph(
    graph: Graph,
    format_name: str,
    drawing: Drawing,
    *,
    engine: Literal["auto", "embedded", "system"] = "auto",
    timeout: float = 60,
) -> bytes:
    """Write a graph in the format of that name.

    Args:
        graph: as ``build_graph`` makes it.
        format_name: a key of ``FORMATS``.
        drawing: what to draw and how.
        engine: which renderer draws; only for svg, png and pdf.
        timeout: seconds that the layout may take; only for svg, png and pdf.

    Raises:
        RtgraphError: the graph is too large, or its renderer is missing, failed or took too long.
    """
    form = FORMATS[format_name]
    module, _, function = form.renderer.partition(":")
    render = getattr(importlib.import_module(module), function)
    if form.drawn:
        data: bytes = render(graph, drawing, format_name=format_name, engine=engine, timeout=timeout)
        return data
    text: str = render(graph, drawing)
    return text.encode("utf-8")
