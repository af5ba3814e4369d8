"""What the tests of pictures share: hostile names, the engines that are here, and a look into an SVG."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from rtgraph.exports.engines import find_system
from rtgraph.models import Snapshot
from tests.graphs import snapshot

HOSTILE = (
    'quote "d" and \\"',
    "back\\slash \\N\\G\\l",
    "trailing\\",
    "new\nline\r\ttab",
    "<b>bold</b>",
    "<<table><tr><td>x</td></tr></table>>",
    "&lt;amp&gt; &#92;N &",
    "]]> <!-- -- >",
    "</svg><script>alert(1)</script>",
    "\x1b[31mred\x1b[0m \x00 \ufffe",
    "日本語の名前 🙂",
    "right \u202e to left",
    "a  b   c",
    "port:x:n",
    "x" * 255,
    "node",
    "-4.2",
    "{{ name }} %s $HOME `id`",
    "'single'",
)
"""Names that some format would read as something else."""

SHOWN = {
    HOSTILE[3]: "new\\nline\\r\\ttab",
    HOSTILE[9]: "\\x1b[31mred\\x1b[0m \\x00 \\ufffe",
    HOSTILE[11]: "right \\u202e to left",
    HOSTILE[14]: f"{'x' * 37}...{'x' * 20}",
}
"""name → how a box shows it, where that differs."""

ENGINES = [
    "embedded",
    pytest.param("system", marks=pytest.mark.skipif(find_system() is None, reason="no system dot (Graphviz) here")),
]
needs_system = pytest.mark.skipif(find_system() is None, reason="no system dot (Graphviz) here")

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"


def hostile_snapshot() -> Snapshot:
    """Give hostile names to workspaces, projects, tags and the organization, on a chain that ends in a cycle."""
    keys = [f"w{place:02}" for place in range(len(HOSTILE))]
    changes: dict[str, Any] = {
        key: {"name": name, "tags": (name,), "url": f"https://app.terraform.io/{name}"}
        for key, name in zip(keys, HOSTILE, strict=True)
    }
    made = snapshot(
        " > ".join(keys),
        f"{keys[-1]} > {keys[-3]}",
        auto=" ".join(keys[::2]),
        project=dict(zip(keys[1::2], HOSTILE[1::2], strict=True)),
        **changes,
    )
    return replace(made, organization='<b>"a\\N"</b>&amp;')


def parts(data: bytes, kind: str) -> list[ElementTree.Element]:
    """Give the groups of an SVG with one class: node, edge, cluster."""
    groups = ElementTree.fromstring(data).iter(f"{SVG}g")
    return [group for group in groups if kind in group.get("class", "").split()]


def texts(element: ElementTree.Element) -> list[str]:
    """Give the texts that an SVG element shows; an unbreakable space is a space."""
    return ["".join(text.itertext()).replace("\xa0", " ") for text in element.iter(f"{SVG}text")]


def title(element: ElementTree.Element) -> str:
    """Give the title of an SVG element."""
    return element.findtext(f"{SVG}title") or ""
