from __future__ import annotations

import struct

import pytest

from rtgraph.errors import RtgraphError
from rtgraph.exports import image
from rtgraph.exports.image import render_image
from rtgraph.exports.pictures import Drawing
from rtgraph.graph import build_graph
from tests.exports.pictures import ENGINES, hostile_snapshot, needs_system
from tests.graphs import graph


def size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("engine", ENGINES)
def test_a_png_is_a_png_and_the_same_each_time(engine: str) -> None:
    found = build_graph(hostile_snapshot())
    first = render_image(found, format_name="png", engine=engine)  # type: ignore[arg-type]
    assert first.startswith(b"\x89PNG\r\n")
    assert min(size(first)) > 100
    assert first == render_image(found, format_name="png", engine=engine)  # type: ignore[arg-type]


@needs_system
def test_a_pdf_bears_the_date_of_the_crawl() -> None:
    data = render_image(build_graph(hostile_snapshot()), format_name="pdf")
    assert data.startswith(b"%PDF-")
    assert data == render_image(build_graph(hostile_snapshot()), format_name="pdf", engine="system")


def test_the_date_in_a_pdf_is_replaced_in_place() -> None:
    data = b"x /CreationDate (D:20261125014523Z) y"
    assert image.date_pdf(data, "2024-05-06T07:08:09Z") == b"x /CreationDate (D:20240506070809Z) y"
    assert image.date_pdf(data, "2024-05-06") == b"x /CreationDate (D:20240506000000Z) y"
    assert image.date_pdf(b"no date", "2024-05-06") == b"no date"


def test_a_large_png_has_fewer_dots_and_a_huge_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    found = graph("a > b > c")
    full = size(render_image(found, format_name="png", engine="embedded"))
    monkeypatch.setattr(image, "PIXELS", full[0] * full[1] // 4)
    half = size(render_image(found, format_name="png", engine="embedded"))
    assert abs(half[0] * 2 - full[0]) < 10
    monkeypatch.setattr(image, "PIXELS", 100)
    with pytest.raises(RtgraphError, match=r"too large for a PNG that can be read; use -f svg or -f pdf, or draw less"):
        render_image(found, format_name="png", engine="embedded")


def test_the_layout_is_stopped_at_its_time() -> None:
    lines = [f"w{place} > w{(place * 31 + 7) % 400}" for place in range(400)]
    lines += [f"w{place} > w{(place * 17 + 3) % 400}" for place in range(400)]
    with pytest.raises(RtgraphError) as error:
        render_image(graph(*lines), engine="embedded", timeout=0.01)
    assert str(error.value) == (
        "the embedded renderer had not finished after 0.01 seconds; give it more with --layout-timeout, or draw less "
        "with --select or --cycles-only, or use -f dot"
    )


def test_the_limit_comes_before_the_layout() -> None:
    with pytest.raises(RtgraphError, match="3 workspaces are more than the 2"):
        render_image(graph("a > b > c"), Drawing(max_nodes=2))
