from __future__ import annotations

from dataclasses import replace

import networkx as nx
import pytest
from hypothesis import given

from rtgraph.analysis import trails
from rtgraph.analysis.paths import NONE, Paths, find_blocker, find_paths
from rtgraph.graph import build_graph
from rtgraph.models import RunTrigger
from tests.analysis.oracles import graphs, numbered_graph
from tests.graphs import graph, snapshot


def test_the_shortest_first_and_all_counted() -> None:
    found = find_paths(graph("a > b > d", "a > c > d", "a > d", "d > z", "y > a"), "ws-a", "ws-d", 2)
    assert found == Paths(paths=(("ws-a", "ws-d"), ("ws-a", "ws-b", "ws-d")), shortest=1, total=3, at_least=3, runs=3)


def test_paths_point_from_the_sourceable_to_the_workspace() -> None:
    assert find_paths(graph("a > b"), "ws-a", "ws-b").paths == (("ws-a", "ws-b"),)
    assert find_paths(graph("a > b"), "ws-b", "ws-a") == NONE
    assert find_paths(graph("a", "b"), "ws-a", "ws-b") == NONE


def test_among_cycles_paths_are_counted_by_finding_them() -> None:
    found = find_paths(graph("a > b > c > b > d", "c > d"), "ws-a", "ws-d", 9)
    assert found == Paths(
        paths=(("ws-a", "ws-b", "ws-d"), ("ws-a", "ws-b", "ws-c", "ws-d")), shortest=1, total=2, at_least=2, runs=None
    )


def test_from_a_workspace_to_itself_a_path_is_a_cycle() -> None:
    found = find_paths(graph("a > b > c > a", "b > a", "a > x"), "ws-a", "ws-a", 9)
    assert found.paths == (("ws-a", "ws-b", "ws-a"), ("ws-a", "ws-b", "ws-c", "ws-a"))
    assert (found.total, found.runs) == (2, None)
    assert find_paths(graph("a > a"), "ws-a", "ws-a").paths == (("ws-a", "ws-a"),)
    assert find_paths(graph("a > b"), "ws-a", "ws-a") == NONE


def test_several_triggers_on_a_hop_are_one_path_and_several_runs() -> None:
    taken = snapshot("a > b > c")
    twice = RunTrigger(id="rt-again", sourceable_id="ws-a", workspace_id="ws-b")
    found = find_paths(build_graph(replace(taken, run_triggers=(*taken.run_triggers, twice))), "ws-a", "ws-c")
    assert (found.total, found.runs) == (1, 2)


def test_a_cycle_behind_the_end_brings_runs_and_no_paths() -> None:
    found = find_paths(graph("a > b > c > b"), "ws-a", "ws-b", 9)
    assert found == Paths(paths=(("ws-a", "ws-b"),), shortest=1, total=1, at_least=1, runs=None)


def test_local_execution_is_no_way_through() -> None:
    built = graph("a > b > c", "a > d > e > c", b={"execution_mode": "local"})
    assert find_paths(built, "ws-a", "ws-c").paths == (("ws-a", "ws-d", "ws-e", "ws-c"),)
    assert find_paths(built, "ws-a", "ws-b") == find_paths(built, "ws-b", "ws-c") == NONE
    assert find_blocker(built, "ws-a", "ws-b") == find_blocker(built, "ws-b", "ws-c") == "ws-b"
    assert find_blocker(built, "ws-c", "ws-a") is None


def test_stacked_diamonds_are_counted_exactly_and_listed_as_far_as_asked() -> None:
    lines = [f"s{each:03} > {side}{each:03} > s{each + 1:03}" for each in range(200) for side in "lr"]
    found = find_paths(graph(*lines), "ws-s000", "ws-s200", 20)
    assert (len(set(found.paths)), found.shortest, found.total, found.runs) == (20, 2**200, 2**200, 2**200)


def test_too_long_a_search_is_given_up_with_what_it_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trails, "STEPS", 500)
    complete = numbered_graph(12, [(tail, head) for tail in range(12) for head in range(12) if tail != head])
    found = find_paths(complete, "ws-00000", "ws-00011", 3)
    assert [len(path) for path in found.paths] == [2, 3, 3]
    assert (found.shortest, found.total, found.runs) == (1, None, None)
    assert 3 < found.at_least < 9_864_101  # all there are


def test_among_cycles_there_are_at_least_as_many_paths_as_shortest_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trails, "STEPS", 2_000)
    lines = [f"s{each:03} > {side}{each:03} > s{each + 1:03}" for each in range(90) for side in "lr"]
    found = find_paths(graph(*lines, "s001 > l000"), "ws-s000", "ws-s090", 2)
    assert (len(found.paths), found.shortest, found.total, found.at_least) == (2, 2**90, None, 2**90)


def test_a_long_ring_is_one_path() -> None:
    ring = numbered_graph(10_000, [(each, (each + 1) % 10_000) for each in range(10_000)])
    found = find_paths(ring, "ws-00000", "ws-09999", 5)
    assert ([len(path) for path in found.paths], found.total) == ([10_000], 1)


@given(graphs(most=6, triggers=14))
def test_paths_as_networkx_lists_them(built: nx.DiGraph[str]) -> None:
    for start in built:
        for end in built:
            if start == end:
                ways = {(start, *path) for each in built.successors(start) for path in list_paths(built, each, end)}
            else:
                ways = set(list_paths(built, start, end))
            lengths = sorted(map(len, ways))
            for most in (1, 3, 100):
                found = find_paths(built, start, end, most)
                assert [len(path) for path in found.paths] == lengths[:most]
                assert set(found.paths) <= ways
                assert len(set(found.paths)) == len(found.paths)
                assert (found.total, found.at_least) == (len(ways), len(ways))
                assert found.shortest == lengths.count(min(lengths, default=0))


def list_paths(built: nx.DiGraph[str], start: str, end: str) -> list[tuple[str, ...]]:
    return [(start,)] if start == end else [tuple(each) for each in nx.all_simple_paths(built, start, end)]
