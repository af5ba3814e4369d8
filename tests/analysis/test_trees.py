from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given

from rtgraph.analysis.trees import Row, list_tree
from tests.analysis.oracles import graphs
from tests.graphs import graph

if TYPE_CHECKING:
    from rtgraph.graph import Graph


def shape(rows: list[Row]) -> list[str]:
    marks = [
        f"{' repeated' if row.repeated else ''}{' closes' if row.closes_cycle else ''}{' cut' if row.cut_off else ''}"
        for row in rows
    ]
    return [f"{'.' * row.depth}{row.workspace[3:]}{mark}" for row, mark in zip(rows, marks, strict=True)]


def test_a_row_says_what_leads_to_it() -> None:
    assert list(list_tree(graph("net > app"), ["ws-net"])) == [
        Row(
            depth=0,
            workspace="ws-net",
            source=None,
            run_trigger=None,
            repeated=False,
            closes_cycle=False,
            cut_off=False,
        ),
        Row(
            depth=1,
            workspace="ws-app",
            source="ws-net",
            run_trigger="rt-net-app",
            repeated=False,
            closes_cycle=False,
            cut_off=False,
        ),
    ]


def test_a_repeated_workspace_is_marked_and_not_unfolded_again() -> None:
    diamond = graph("a > b > d > e", "a > c > d")
    assert shape(list(list_tree(diamond, ["ws-a"]))) == ["a", ".b", "..d", "...e", ".c", "..d repeated"]


def test_a_row_that_closes_a_cycle_is_told_from_one_that_only_repeats() -> None:
    found = graph("a > b > c > a", "a > c", "b > b")
    assert shape(list(list_tree(found, ["ws-a"]))) == [
        "a",
        ".b",
        "..b repeated closes",
        "..c",
        "...a repeated closes",
        ".c repeated",
    ]


def test_what_an_earlier_start_unfolded_is_not_unfolded_by_a_later_one() -> None:
    found = graph("x > shared > y", "z > shared")
    assert shape(list(list_tree(found, ["ws-x", "ws-z", "ws-x"]))) == [
        "x",
        ".shared",
        "..y",
        "z",
        ".shared repeated",
        "x repeated",
    ]


def test_too_deep_is_cut_off_and_unfolded_where_it_is_met_again_higher_up() -> None:
    found = graph("a > b > c > d > e", "a > z > d")
    assert shape(list(list_tree(found, ["ws-a"], 2))) == ["a", ".b", "..c cut", ".z", "..d cut"]
    assert shape(list(list_tree(found, ["ws-a", "ws-c"], 2)))[5:] == ["c", ".d", "..e"]


def test_a_chain_of_10_000_is_10_000_rows() -> None:
    rows = list(list_tree(graph(" > ".join(f"w{number:05}" for number in range(10_000))), ["ws-w00000"]))
    assert [row.depth for row in rows] == list(range(10_000))


@given(graphs(most=8, triggers=18))
def test_every_trigger_that_can_be_reached_is_one_row(found: Graph) -> None:
    starts = list(found)[:2]
    rows = list(list_tree(found, starts))
    assert [row.workspace for row in rows if row.depth == 0] == starts
    seen = {row.workspace for row in rows}
    edges = [(row.source, row.workspace) for row in rows if row.source is not None]
    assert sorted(edges) == sorted((a, b) for a, b in found.edges if a in seen)
    path: list[str] = []
    unfolded: set[str] = set()
    for row in rows:
        del path[row.depth :]
        assert row.source == (path[-1] if path else None)
        assert row.closes_cycle == (row.workspace in path)
        assert row.repeated == (row.workspace in unfolded)
        unfolded.add(row.workspace)
        path.append(row.workspace)
