from __future__ import annotations

from rtgraph.analysis.ways import find_way_in
from tests.graphs import graph


def test_the_shortest_way_from_a_root() -> None:
    found = graph("far > mid > near > a > b > a", "root > b")
    assert find_way_in(found, ["ws-a", "ws-b"]) == ("ws-root", "ws-b")


def test_a_way_does_not_begin_inside_another_cycle() -> None:
    assert find_way_in(graph("root > x > y > x", "y > a > b > a"), ["ws-a", "ws-b"]) == (
        "ws-root",
        "ws-x",
        "ws-y",
        "ws-a",
    )


def test_there_may_be_no_way() -> None:
    assert find_way_in(graph("a > b > a", "x > y > x", "y > a"), ["ws-a", "ws-b"]) is None
    assert find_way_in(graph("a > a"), ["ws-a"]) is None
