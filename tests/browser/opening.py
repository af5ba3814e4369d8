"""Opens the interactive page of a graph from disk, and looks at what it shows."""

from __future__ import annotations

import zlib
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rtgraph.exports.html import render_html
from rtgraph.graph import build_graph
from rtgraph.snapshots import load
from tests.graphs import graph
from tests.regenerate import SAMPLES

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from rtgraph.exports.pictures import Drawing
    from rtgraph.graph import Graph

ACME = build_graph(load(SAMPLES / "snapshot.json"))
SMALL = graph("net > app > db", "net > web", "lone", project={"net": "core", "app": "pay", "db": "pay", "web": "pay"})


def order(chosen: set[str]) -> list[str]:
    """Put workspaces of the sample organization in graph order."""
    return [each for each in ACME if each in chosen]


def open_page(page: Page, folder: Path, graph: Graph, drawing: Drawing | None = None, address: str = "") -> Page:
    """Write the page of a graph into a folder, and open it."""
    path = folder / "page.html"
    path.write_text(render_html(graph, drawing), encoding="utf-8")
    page.goto("about:blank")
    page.goto(f"{path.as_uri()}{address}")
    settle(page)
    return page


def settle(page: Page) -> None:
    """Wait until the page has drawn."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def ask(page: Page, what: str) -> Any:
    """Ask the page's own ``window.rtgraph``."""
    return page.evaluate(f"() => window.rtgraph.{what}")


def click_on(page: Page, workspace: str) -> None:
    """Click on a workspace in the drawing."""
    x, y = ask(page, f"locate({workspace!r})")
    page.locator("#graph").click(position={"x": x, "y": y})
    settle(page)


def search_for(page: Page, text: str) -> None:
    """Find a workspace with the keyboard alone."""
    page.keyboard.press("/")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    settle(page)


def colours_at(page: Page, x: float, y: float, width: int = 1, height: int = 1) -> list[str]:
    """Take a screenshot of a few pixels of the drawing, and give their colours."""
    corner = page.locator("#graph").bounding_box()
    assert corner is not None
    clip = {"x": corner["x"] + x, "y": corner["y"] + y, "width": width, "height": height}
    return read_pixels(page.screenshot(clip=clip))  # type: ignore[arg-type]


def read_pixels(png: bytes) -> list[str]:
    """Give the colours of a small PNG, row by row.

    Source: https://www.w3.org/TR/png-3/
    """
    width, height, depth, kind = (int.from_bytes(png[start:end]) for start, end in pairwise((16, 20, 24, 25, 26)))
    assert depth == 8
    data, at = b"", 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4])
        data += png[at + 8 : at + 8 + length] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += length + 12
    size = {2: 3, 6: 4}[kind]
    return [
        f"#{row[place : place + 3].hex()}"
        for row in undo_filters(zlib.decompress(data), width * size, height, size)
        for place in range(0, width * size, size)
    ]


def undo_filters(raw: bytes, length: int, height: int, size: int) -> list[bytearray]:
    """Give the rows of a picture as they were before each was filtered."""
    rows = [bytearray(length)]
    for number in range(height):
        kind, *line = raw[number * (length + 1) : (number + 1) * (length + 1)]
        above, row = rows[-1], bytearray(length)
        for place, value in enumerate(line):
            left = row[place - size] if place >= size else 0
            corner = above[place - size] if place >= size else 0
            guesses = (0, left, above[place], (left + above[place]) // 2, predict(left, above[place], corner))
            row[place] = (value + guesses[kind]) % 256
        rows.append(row)
    return rows[1:]


def predict(left: int, above: int, corner: int) -> int:
    """Give that neighbour which is nearest to what a slope would give (Paeth's filter)."""
    wanted = left + above - corner
    return min((left, above, corner), key=lambda each: abs(wanted - each))
