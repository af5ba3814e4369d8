from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from rtgraph.analysis.cascades import Arrival, Cascade, find_cascade
from rtgraph.analysis.paths import Paths, find_paths
from rtgraph.analysis.rankings import Impact, rank_impacts
from rtgraph.graph import applies_by_itself, build_graph
from rtgraph.models import RunTrigger
from tests.graphs import graph, snapshot


def cascade(*lines: str, start: str = "a", **options: Any) -> Cascade:
    return find_cascade(graph(*lines, **options), f"ws-{start}")


def test_a_chain_goes_down_and_never_up() -> None:
    found = cascade("up > a > b > c", auto="b")
    assert (found.reached, found.runs, found.unattended, found.gates) == (("ws-b", "ws-c"), 2, 1, ("ws-c",))
    assert found.waves == (
        (Arrival(workspace="ws-b", runs=1, sources=("ws-a",), gate=False),),
        (Arrival(workspace="ws-c", runs=1, sources=("ws-b",), gate=True),),
    )


def test_a_diamond_runs_its_sink_twice_and_what_hangs_below_too() -> None:
    found = cascade("a > b > d > e", "a > c > d", auto="*")
    assert (found.runs, found.unattended) == (6, 6)
    assert found.totals == {"ws-b": 1, "ws-c": 1, "ws-d": 2, "ws-e": 2}
    assert found.waves[1] == (Arrival(workspace="ws-d", runs=2, sources=("ws-b", "ws-c"), gate=False),)
    assert found.hanging == {"ws-b": 0, "ws-c": 0, "ws-d": 1, "ws-e": 0}


def test_ten_stacked_diamonds_make_4093_runs_and_a_hundred_are_counted_exactly() -> None:
    def stack(height: int) -> int | None:
        lines = [f"s{each} > {side}{each} > s{each + 1}" for each in range(height) for side in "lr"]
        return cascade(*lines, start="s0").runs

    # each diamond: two runs beside and one joined run for every path so far, which then are twice as many
    assert stack(1) == 4
    assert stack(10) == sum(4 * 2**each for each in range(10)) == 4092
    assert stack(100) == 4 * (2**100 - 1)


def test_a_gate_stops_what_is_unattended_and_not_the_runs() -> None:
    found = cascade("a > gate > b", "a > c", auto="b c")
    assert (found.runs, found.unattended, found.gates) == (3, 1, ("ws-gate",))


def test_a_cycle_has_no_end_and_its_waves_stop_when_all_is_seen() -> None:
    found = cascade("a > b > c > b", "c > d", auto="b")
    assert (found.runs, found.unattended, found.seconds) == (None, 1, None)
    assert [[each.workspace for each in wave] for wave in found.waves] == [["ws-b"], ["ws-c"], ["ws-b", "ws-d"]]
    assert cascade("a > b > c > b", auto="b c").unattended is None


def test_the_start_is_not_counted_among_the_reached() -> None:
    found = cascade("a > b > a")
    assert (found.reached, found.runs) == (("ws-b",), None)


def test_local_execution_is_a_dead_end_and_a_local_start_sets_off_nothing() -> None:
    local = {"execution_mode": "local"}
    found = cascade("a > b > c", "a > d", b=local)
    assert (found.reached, found.dead_ends, found.runs) == (("ws-d",), ("ws-b",), 1)
    found = cascade("a > b > c", a=local)
    assert (found.reached, found.runs, found.waves, found.dead_ends) == ((), 0, (), ())


def test_time_is_that_of_the_slowest_path() -> None:
    timed = {"plan_seconds": 10, "apply_seconds": 20}
    found = cascade("a > b > d", "a > c", b=timed, c={"plan_seconds": 40})
    assert (found.seconds, found.untimed) == (40, ("ws-d",))
    assert cascade("a > b").seconds is None


def test_two_triggers_for_one_pair_are_two_runs() -> None:
    taken = snapshot("a > b > c")
    twice = RunTrigger(id="rt-again", sourceable_id="ws-a", workspace_id="ws-b")
    found = find_cascade(build_graph(replace(taken, run_triggers=(*taken.run_triggers, twice))), "ws-a")
    assert (found.runs, found.totals) == (4, {"ws-b": 2, "ws-c": 2})


def test_paths_shortest_first_and_counted() -> None:
    found = find_paths(graph("a > b > d", "a > c > d", "a > d"), "ws-a", "ws-d", 2)
    assert (found.paths[0], len(found.paths), found.total) == (("ws-a", "ws-d"), 2, 3)
    assert find_paths(graph("a > b"), "ws-b", "ws-a") == Paths(paths=(), total=0)
    assert find_paths(graph("a > b > c > b", "c > d"), "ws-a", "ws-d").total is None
    assert find_paths(graph("a > b > a"), "ws-a", "ws-a").paths == (("ws-a", "ws-b", "ws-a"),)


def test_a_ranking_puts_what_has_no_end_first() -> None:
    found = rank_impacts(graph("a > b > c", "x > y > x", auto="b"))
    assert found[:3] == [
        Impact(workspace="ws-x", reached=1, runs=None, unattended=0),
        Impact(workspace="ws-y", reached=1, runs=None, unattended=0),
        Impact(workspace="ws-a", reached=2, runs=2, unattended=1),
    ]


@st.composite
def small_graphs(draw: st.DrawFn) -> nx.DiGraph[str]:
    names = "abcdefg"
    pairs = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=14))
    auto = draw(st.sets(st.sampled_from(names)))
    return graph(*names, *(f"{one} > {other}" for one, other in pairs if one < other), auto=" ".join(auto))


@given(small_graphs())
def test_runs_as_every_path_says(built: nx.DiGraph[str]) -> None:
    ranked = {each.workspace: each for each in rank_impacts(built)}
    for start in built:
        paths = [path for end in built if end != start for path in nx.all_simple_paths(built, start, end)]
        alone = [path for path in paths if all(applies_by_itself(built, each) for each in path[1:])]
        found = find_cascade(built, start)
        assert (found.runs, found.unattended) == (len(paths), len(alone))
        assert {each: runs for each, runs in found.totals.items() if runs} == Counter(path[-1] for path in paths)
        assert [sum(each.runs for each in wave) for wave in found.waves] == [
            count for _, count in sorted(Counter(len(path) - 1 for path in paths).items())
        ]
        spared = {
            each: sum(all(each in path for path in paths if path[-1] == end) for end in found.reached if end != each)
            for each in found.reached
        }
        assert found.hanging == spared
        assert (ranked[start].runs, ranked[start].unattended, ranked[start].reached) == (
            len(paths),
            len(alone),
            len(found.reached),
        )
        for end in built:
            if end != start:
                assert find_paths(built, start, end).total == sum(path[-1] == end for path in paths)
