from __future__ import annotations

from rtgraph.analysis.rankings import Impact, rank_impacts
from tests.analysis.oracles import numbered_graph
from tests.graphs import graph


def test_what_has_no_end_comes_first_then_most_runs() -> None:
    assert rank_impacts(graph("a > b > c", "x > y > x", "z", auto="b")) == [
        Impact(workspace="ws-x", reached=1, runs=None, unattended=0),
        Impact(workspace="ws-y", reached=1, runs=None, unattended=0),
        Impact(workspace="ws-a", reached=2, runs=2, unattended=1),
        Impact(workspace="ws-b", reached=1, runs=1, unattended=0),
        Impact(workspace="ws-c", reached=0, runs=0, unattended=0),
        Impact(workspace="ws-z", reached=0, runs=0, unattended=0),
    ]


def test_of_equals_what_reaches_more_comes_first_then_what_is_less_attended() -> None:
    """All queue four runs: a diamond's sink gets two of them."""
    found = rank_impacts(graph("a > b > d", "a > c > d", "e > f > g > h > i", "v > w > x > y > z", auto="w x"), 3)
    assert [(each.workspace, each.runs, each.reached, each.unattended) for each in found] == [
        ("ws-v", 4, 4, 2),
        ("ws-e", 4, 4, 0),
        ("ws-a", 4, 3, 0),
    ]


def test_local_execution_passes_nothing_on() -> None:
    found = rank_impacts(graph("a > b > a", "b > c > d", b={"execution_mode": "local"}))
    assert [(each.workspace, each.reached, each.runs) for each in found] == [
        ("ws-c", 1, 1),
        ("ws-a", 0, 0),
        ("ws-b", 0, 0),
        ("ws-d", 0, 0),
    ]


def test_within_a_cycle_only_what_keeps_going_by_itself_has_no_end_unattended() -> None:
    """In the large ring b and c trigger each other with nobody confirming, and a is its gate."""
    found = rank_impacts(graph("a > b > c > a", "c > b", auto="b c"))
    assert [(each.workspace, each.unattended) for each in found] == [("ws-a", None), ("ws-b", None), ("ws-c", None)]
    found = rank_impacts(graph("a > b > c > a", "c > d", auto="b c d"))
    assert [(each.workspace, each.unattended) for each in found] == [("ws-a", 3), ("ws-b", 2), ("ws-c", 1), ("ws-d", 0)]


def test_numbers_are_exact_however_large() -> None:
    count = 3 * 5000
    pairs = [edge for top in range(0, count, 3) for edge in ((top, top + 1), (top, top + 2))]
    pairs += [edge for top in range(0, count, 3) for edge in ((top + 1, top + 3), (top + 2, top + 3))]
    (first,) = rank_impacts(numbered_graph(count + 1, pairs), 1)
    assert (first.workspace, first.reached, first.runs) == ("ws-00000", count, 4 * (2**5000 - 1))
