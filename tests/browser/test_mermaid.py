"""What rtgraph writes for Mermaid, parsed and drawn by Mermaid itself; what it shows is read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Error, Page

from rtgraph.analysis.cascades import find_cascade
from rtgraph.graph import build_graph
from rtgraph.reports.mermaid import EDGES, render_impact_mermaid
from rtgraph.reports.mermaid_quoting import LONGEST
from rtgraph.reports.quoting import plain
from rtgraph.snapshots import load
from tests.browser.pages import Mermaid
from tests.graphs import graph
from tests.regenerate import SAMPLES
from tests.reports.audits import HOSTILE

if TYPE_CHECKING:
    from rtgraph.graph import Graph

READ = r"""() => ({
  boxes: [...document.querySelectorAll(".node")].map(
    node => [node.id.match(/flowchart-(\w+)-\d+$/)[1], node.querySelector(".nodeLabel").innerText]),
  arrows: [...document.querySelectorAll(".edgePaths path")].map(
    path => path.dataset.id.split("_").slice(1, 3)),
  live: document.querySelectorAll(
    "main :is(script, a, img, image, iframe, object, embed, input, i, math, .katex, [onclick], [href])").length,
})"""
"""Reads a drawing: key and text of each box, the keys at the ends of each arrow, and how many parts do something."""


def draw(built: Graph, start: str, mermaid: Mermaid, page: Page) -> list[tuple[str, str]]:
    """Draw one cascade and give its arrows as pairs of shown names, sorted; the note and its own arrow are left out."""
    mermaid(render_impact_mermaid(built, find_cascade(built, start)))
    seen = page.evaluate(READ)
    assert seen["live"] == 0
    names = {key: text.split("\n")[0].replace("\u200b", "").replace("\xa0", " ") for key, text in seen["boxes"]}
    pairs = sorted((source, reached) for source, reached in seen["arrows"] if source != "note")
    return sorted((names[source], names[reached]) for source, reached in pairs)


def expect(built: Graph, start: str) -> list[tuple[str, str]]:
    """Give the run triggers that a cascade passes on, by the names that boxes show."""
    alive: nx.DiGraph[str] = nx.DiGraph(
        edge for edge in built.edges if built.nodes[edge[0]]["execution_mode"] != "local"
    )
    alive.add_node(start)
    drawn = {start, *nx.descendants(alive, start)}
    shown = {each: show(built.nodes[each]["name"]) for each in drawn}
    return sorted((shown[source], shown[reached]) for source, reached in alive.edges if source in drawn)


def show(name: str) -> str:
    """Give a name as a box shows it: on one line, the middle of a long one left out."""
    safe = plain(name)
    return safe if len(safe) <= LONGEST else f"{safe[: LONGEST // 2]}…{safe[-(LONGEST // 2 - 1) :]}"


def name_step(number: int) -> str:
    """Name the workspaces on a long way, which begins at ``a``."""
    return f"s{number}" if number else "a"


def test_a_text_that_is_none_is_refused(mermaid: Mermaid) -> None:
    with pytest.raises(Error, match="Parse error"):
        mermaid('graph LR\n  n0["a"]]')


def test_every_cascade_of_the_sample(mermaid: Mermaid, page: Page) -> None:
    built = build_graph(load(SAMPLES / "snapshot.json"))
    for start in built:
        assert draw(built, start, mermaid, page) == expect(built, start)


def test_hostile_names_show_and_do_nothing(mermaid: Mermaid, page: Page) -> None:
    keys = [f"w{number}" for number in range(len(HOSTILE))]
    names = {key: {"name": name} for key, name in zip(keys, HOSTILE, strict=True)}
    built = graph(" > ".join((*keys, keys[0])), **names)
    assert draw(built, "ws-w0", mermaid, page) == expect(built, "ws-w0")


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("{}", [f"a > w{each:03}" for each in range(600)]),
        ("é{}" * 120, [f"{name_step(each)} > {side}{each} > s{each + 1}" for each in range(400) for side in "lr"]),
        ("{}", [f"{name_step(each)} > s{each + 1}" for each in range(1200)]),
    ],
    ids=["star", "diamonds", "chain"],
)
def test_what_is_cut_to_the_limits_is_within_them(name: str, lines: list[str], mermaid: Mermaid, page: Page) -> None:
    built = graph(*lines)
    for each in built:
        built.nodes[each]["name"] = name.replace("{}", built.nodes[each]["name"])
    arrows = draw(built, "ws-a", mermaid, page)
    assert set(arrows) <= set(expect(built, "ws-a"))
    assert EDGES / 4 < len(arrows) <= EDGES


NAMES = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=80),
    st.text("\"'`#;&<>[](){}|%$\\:/*_-~=.^@!+1aeo \n\t\u200b\u00b6\ufb02", max_size=30),
    st.sampled_from(
        ["end", "graph", "subgraph", "style", "default", "click", "x--x", "o--o", "1. a", "- a", "__proto__"]
    ),
)


@st.composite
def graphs(draw_: st.DrawFn) -> Graph:
    """Make a graph of up to five workspaces with any names, gates, dead ends and cycles; it starts at ws-w0."""
    count = draw_(st.integers(1, 5))
    keys = [f"w{number}" for number in range(count)]
    ends = st.tuples(st.sampled_from(keys), st.sampled_from(keys))
    lines = [" > ".join(pair) for pair in draw_(st.lists(ends, max_size=8, unique=True))]
    modes = st.sampled_from(["remote", "remote", "local"])
    workspaces = {
        key: {"name": draw_(NAMES), "execution_mode": draw_(modes), "auto_apply_run_trigger": draw_(st.booleans())}
        for key in keys
    }
    return graph(*keys, *lines, **workspaces)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(built=graphs())
def test_any_graph_with_any_names(built: Graph, mermaid: Mermaid, page: Page) -> None:
    assert draw(built, "ws-w0", mermaid, page) == expect(built, "ws-w0")
