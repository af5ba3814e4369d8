from __future__ import annotations

from typing import Any

import pytest

from rtgraph.exports.legends import write_description, write_headline, write_key, write_notes
from rtgraph.exports.pictures import Drawing, plan_picture
from tests.graphs import graph


def notes(*lines: str, drawing: Drawing | None = None, blind: tuple[Any, ...] = (), **options: Any) -> list[str]:
    found = graph(*lines, **options)
    found.graph["blind_spots"] = blind
    drawing = drawing or Drawing()
    return write_notes(plan_picture(found, drawing), drawing)


def test_a_graph_without_anything_remarkable_needs_no_notes() -> None:
    assert notes("a > b") == []


@pytest.mark.parametrize(
    ("lines", "drawing", "said"),
    [
        ((), Drawing(), "there are no workspaces"),
        (("a", "b"), Drawing(), "there are no run triggers"),
        (("a > b",), Drawing(cycles_only=True), "there are no cycles"),
        ((), Drawing(cycles_only=True), "there are no workspaces"),
    ],
)
def test_nothing_to_see_is_said(lines: tuple[str, ...], drawing: Drawing, said: str) -> None:
    assert notes(*lines, drawing=drawing)[0] == said


@pytest.mark.parametrize(
    ("auto", "said"),
    [
        ("", "3 cyclic components (gates stop them)"),
        ("a b", "3 cyclic components (1 of them keeps going with nobody confirming)"),
        ("a b c", "3 cyclic components (2 of them keep going with nobody confirming)"),
    ],
)
def test_cycles_are_counted_with_those_that_keep_going(auto: str, said: str) -> None:
    cut = "; the cut is 3 run triggers, the fewest that leave no cycle"
    assert notes("a > b > a", "c > c", "d > e > d", auto=auto) == [said + cut]


def test_one_cycle_is_called_it() -> None:
    cut = "; the cut is 1 run trigger, the fewest that leave no cycle"
    assert notes("a > a") == [f"1 cyclic component (a gate stops it){cut}"]
    assert notes("a > a", auto="a") == [f"1 cyclic component (it keeps going with nobody confirming){cut}"]


def test_what_is_not_drawn_is_counted() -> None:
    assert notes("a > b > b", drawing=Drawing(cycles_only=True))[-1] == (
        "not drawn: 1 workspace and 1 run trigger that are on no cycle"
    )


def test_blind_spots_are_counted_by_kind() -> None:
    spots = [("workspace", "ws-1"), ("inbound", "ws-2"), ("inbound", "ws-3"), ("outbound", "ws-2"), ("projects", None)]
    blind = tuple({"what": what, "workspace_id": workspace, "reason": "404"} for what, workspace in spots)
    assert notes("a > b", blind=blind) == [
        "5 blind spots that the token could not read (1 workspace, 2 inbound lists, 1 outbound list, "
        "1 list of projects): run triggers may be missing"
    ]


def test_a_crawl_that_is_not_complete_says_so() -> None:
    found = graph("a > b")
    found.graph["complete"] = False
    assert write_notes(plan_picture(found, Drawing()), Drawing()) == [
        "the crawl is not complete: something may be missing"
    ]


def test_the_headline_says_what_the_crawl_was_narrowed_to() -> None:
    found = graph("a > b")
    found.graph["scope"] = {"project": "core", "tags": ("eu", "prod"), "name": "net-*"}
    assert write_headline(plan_picture(found, Drawing())) == (
        "acme · run triggers",
        "2 workspaces, 1 run trigger · only project core, tag eu, tag prod, names like net-* · crawled 2026-01-01",
    )


def test_the_key_explains_what_occurs_and_nothing_else() -> None:
    assert write_key(plan_picture(graph("a", "b"), Drawing())) == []
    everything = graph("root > auto > gate > auto > ghost", auto="auto", ghost={"readable": False})
    assert [kind for kind, _ in write_key(plan_picture(everything, Drawing()))] == [
        "root",
        "auto",
        "gate",
        "unreadable",
        "cycle",
        "cut",
    ]


def test_the_description_is_one_paragraph() -> None:
    drawing = Drawing(arrows="depends")
    assert write_description(plan_picture(graph("a > a"), drawing), drawing) == (
        "1 workspace, 1 run trigger · crawled 2026-01-01. A → B: a run in A is queued by a successful apply in B. "
        "1 cyclic component (a gate stops it); the cut is 1 run trigger, the fewest that leave no cycle."
    )
