from __future__ import annotations

import importlib
from pathlib import PurePath

import pytest

from rtgraph.exports.formats import FORMATS, export_graph, guess_format
from rtgraph.exports.pictures import Drawing
from tests.exports.pictures import needs_system
from tests.graphs import graph

BEGINNINGS = {
    "dot": b"digraph",
    "svg": b"<?xml",
    "png": b"\x89PNG",
    "html": b"<!DOCTYPE html>",
    "json": b'{\n "format": "rtgraph.graph/1"',
    "graphml": b"<graphml",
    "csv": b"source,destination",
    "hcl": b"# The run triggers of acme",
}


@pytest.mark.parametrize(("name", "beginning"), BEGINNINGS.items())
def test_each_format_is_written_by_its_name(name: str, beginning: bytes) -> None:
    assert export_graph(graph("a > b"), name, Drawing()).startswith(beginning)


@needs_system
def test_a_pdf_is_written_by_its_name() -> None:
    assert export_graph(graph("a > b"), "pdf", Drawing()).startswith(b"%PDF")


def test_every_entry_of_the_table_leads_to_a_function() -> None:
    for form in FORMATS.values():
        module, _, function = form.renderer.partition(":")
        assert callable(getattr(importlib.import_module(module), function))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a.dot", "dot"),
        ("a.gv", "dot"),
        ("b/A.SVG", "svg"),
        ("a.tar.json", "json"),
        ("a.htm", "html"),
        ("a.tf", "hcl"),
        ("a.txt", None),
        ("svg", None),
    ],
)
def test_a_files_name_tells_its_format(path: str, name: str | None) -> None:
    assert guess_format(PurePath(path)) == name


def test_no_two_formats_share_an_ending() -> None:
    endings = [ending for form in FORMATS.values() for ending in form.endings]
    assert len(endings) == len(set(endings))
