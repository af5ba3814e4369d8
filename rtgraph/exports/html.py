"""DiGraph → one interactive page: a single file that opens from disk and asks no network for anything."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

import jinja2

from rtgraph.analysis.collector import pause_collector
from rtgraph.exports.legends import DIRECTIONS, write_headline, write_key, write_notes
from rtgraph.exports.page_data import gather_page
from rtgraph.exports.page_quoting import embed_json, name_source
from rtgraph.exports.palette import DARK, GROUP_BORDER, GROUP_FILL, INK, LINE, LOOKS, PAPER, QUIET, RED
from rtgraph.exports.pictures import Drawing, plan_picture
from rtgraph.exports.quoting import show

if TYPE_CHECKING:
    from rtgraph.graph import Graph

SCRIPTS = (
    "model",
    "grammar",
    "selection",
    "components",
    "cascade",
    "state",
    "colours",
    "geometry",
    "arrows",
    "drawing",
    "canvas",
    "gestures",
    "outline",
    "lists",
    "panel",
    "waves",
    "search",
    "filters",
    "commands",
    "address",
    "main",
)
"""The page's scripts in the order in which they stand: a name is used only after the script that defines it."""

COLOURS = {
    "paper": PAPER,
    "ink": INK,
    "quiet": QUIET,
    "line": LINE,
    "frame-fill": GROUP_FILL,
    "frame-border": GROUP_BORDER,
    "red": RED,
    **{f"{role}-fill": look.fill for role, look in LOOKS.items()},
    **{f"{role}-border": look.border for role, look in LOOKS.items()},
    **{f"{role}-text": look.text for role, look in LOOKS.items()},
}
"""Name of a CSS variable → light colour."""


def render_html(graph: Graph, drawing: Drawing | None = None) -> str:
    """Write a graph as one interactive page: HTML, style, script and data in a single text.

    Its Content-Security-Policy allows this script and this style by their hashes and nothing else.

    Raises:
        RtgraphError: there are more workspaces than ``drawing.max_nodes``.
    """
    drawing = drawing or Drawing()
    with pause_collector():
        picture = plan_picture(graph, drawing)
        data = embed_json(gather_page(picture, drawing))
    title, counts = write_headline(picture)
    script, style = read_script(), read_style()
    page = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    return page.from_string(read_file("page.html")).render(
        title=show(title),
        counts=show(counts),
        direction=DIRECTIONS[drawing.arrows],
        notes=[show(note) for note in write_notes(picture, drawing)],
        empty="" if picture.boxes else "There is nothing to draw: no workspace is known.",
        key=write_key(picture),
        policy=write_policy(script, style),
        script=script,
        style=style,
        data=data,
    )


def write_policy(script: str, style: str) -> str:
    """Write the Content-Security-Policy: nothing is loaded, and no text can become markup or script.

    Source: https://www.w3.org/TR/CSP3/ and https://www.w3.org/TR/trusted-types/
    """
    return (
        f"default-src 'none'; script-src {name_source(script)}; style-src {name_source(style)}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def read_script() -> str:
    """Put the page's scripts together, in one scope that the page's other scripts could not reach."""
    parts = [read_file(f"{name}.js") for name in SCRIPTS]
    return "\n".join(['"use strict";', "(() => {", *parts, "})();\n"])


def read_style() -> str:
    """Put the palette before the page's style, both of its halves."""
    light = "".join(f"--{name}:{colour};" for name, colour in COLOURS.items())
    dark = "".join(f"--{name}:{DARK[colour]};" for name, colour in COLOURS.items())
    return "\n".join(
        [
            f":root{{color-scheme:light;{light}}}",
            f"@media screen{{:root[data-theme=dark]{{color-scheme:dark;{dark}}}}}",
            f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme]){{color-scheme:dark;{dark}}}}}",
            re.sub(r"/\*.*?\*/\n?", "", read_file("page.css"), flags=re.DOTALL),
        ]
    )


def read_file(name: str) -> str:
    """Read one of the page's own files."""
    return files("rtgraph.exports").joinpath("page", name).read_text(encoding="utf-8")
