from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtgraph.analysis import redundancy
from rtgraph.analysis.components import condense
from rtgraph.analysis.overlaps import Overlap, find_overlaps
from rtgraph.analysis.redundancy import Redundant, find_redundant
from rtgraph.graph import applies_by_itself
from tests.analysis.oracles import graphs
from tests.graphs import graph


def redundant(found: nx.DiGraph[str]) -> tuple[Redundant, ...]:
    return find_redundant(found, condense(found))


def overlaps(found: nx.DiGraph[str]) -> tuple[Overlap, ...]:
    return find_overlaps(found, condense(found))


def test_a_longer_way_without_a_gate() -> None:
    assert redundant(graph("a > b > c", "a > c", auto="b")) == (
        Redundant(source="ws-a", destination="ws-c", through="ws-b", gated=False),
    )


def test_a_longer_way_with_a_gate() -> None:
    assert redundant(graph("a > b > c", "a > c", auto="a c")) == (
        Redundant(source="ws-a", destination="ws-c", through="ws-b", gated=True),
    )


def test_the_way_without_a_gate_is_named_where_there_are_two() -> None:
    found = redundant(graph("a > b > z", "a > c > z", "a > z", auto="c"))
    assert found == (Redundant(source="ws-a", destination="ws-z", through="ws-c", gated=False),)


def test_a_gate_further_down_counts() -> None:
    found = redundant(graph("a > b > c > d", "a > d", auto="b"))
    assert found == (Redundant(source="ws-a", destination="ws-d", through="ws-b", gated=True),)


def test_a_gate_on_the_way_out_of_a_cycle_counts() -> None:
    found = redundant(graph("a > x > a", "x > b > c", "a > c", auto="a b c"))
    assert found == (Redundant(source="ws-a", destination="ws-c", through="ws-b", gated=True),)
    found = redundant(graph("a > x > a", "a > b > c", "a > c", auto="a b c"))
    assert found == (Redundant(source="ws-a", destination="ws-c", through="ws-b", gated=False),)


def test_a_gate_on_the_way_within_the_last_cycle_counts() -> None:
    found = redundant(graph("a > b > x > c > x", "a > c", auto="a b c"))
    assert found == (Redundant(source="ws-a", destination="ws-c", through="ws-b", gated=True),)


def test_a_way_over_another_trigger_between_the_same_two_cycles_does_not_count() -> None:
    found = redundant(graph("a > d > a", "a > g > a", "g > b > c", "a > c", "d > c", auto="a d b c"))
    assert [(each.source, each.gated) for each in found] == [("ws-a", True), ("ws-d", True)]


def test_what_takes_too_long_to_look_at_counts_as_gated(monkeypatch: pytest.MonkeyPatch) -> None:
    found = graph("a > x > a", "a > b > c", "a > c", "l > m > n", "l > n", auto="a b c m")
    assert [(each.source, each.gated) for each in redundant(found)] == [("ws-a", False), ("ws-l", False)]
    monkeypatch.setattr(redundancy, "EFFORT", 0)
    assert [(each.source, each.gated) for each in redundant(found)] == [("ws-a", True), ("ws-l", False)]


@given(graphs(most=7, triggers=18))
def test_among_cycles_what_is_called_ungated_has_a_way_over_a_third_step_without_a_gate(found: nx.DiGraph[str]) -> None:
    step_of = condense(found).step_of
    for each in redundant(found):
        free = [node for node in found if applies_by_itself(found, node) or node in (each.source, each.destination)]
        ways = nx.all_simple_paths(found.subgraph(free), each.source, each.destination)
        assert each.gated or any(len({step_of[node] for node in way}) > 2 for way in ways)


def test_the_other_direction_and_a_diamond_are_not_redundant() -> None:
    assert redundant(graph("a > b > c", "d > c", "a > e > c")) == ()


def test_a_diamond_meets_below() -> None:
    assert overlaps(graph("r > a > b > d > e", "a > c > d")) == (
        Overlap(workspace="ws-d", starts=2, example="ws-a", sources=("ws-b", "ws-c")),
    )


def test_a_shortcut_meets_too_and_a_tree_does_not() -> None:
    assert overlaps(graph("a > b > c", "a > c")) == (
        Overlap(workspace="ws-c", starts=1, example="ws-a", sources=("ws-a", "ws-b")),
    )
    assert overlaps(graph("a > b > c", "a > d", "e > c")) == ()


@st.composite
def small_graphs(draw: st.DrawFn) -> nx.DiGraph[str]:
    names = "abcdefg"
    pairs = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=14))
    auto = draw(st.sets(st.sampled_from(names)))
    return graph(*names, *(f"{one} > {other}" for one, other in pairs if one < other), auto=" ".join(auto))


@given(small_graphs())
def test_redundant_as_every_path_says(found: nx.DiGraph[str]) -> None:
    expected = {}
    for source, destination in found.edges:
        longer = [path for path in nx.all_simple_paths(found, source, destination) if len(path) > 2]
        if longer:
            free = any(all(applies_by_itself(found, each) for each in path[1:-1]) for path in longer)
            expected[source, destination] = not free
    assert {(each.source, each.destination): each.gated for each in redundant(found)} == expected


@given(small_graphs())
def test_overlaps_as_every_path_says(found: nx.DiGraph[str]) -> None:
    expected = {}
    for workspace in found:
        starts = []
        for start in set(found) - {workspace}:
            last = {path[-2] for path in nx.all_simple_paths(found, start, workspace)}
            if len(last) > 1:
                starts.append(start)
        if starts:
            expected[workspace] = len(starts)
    assert {each.workspace: each.starts for each in overlaps(found)} == expected
