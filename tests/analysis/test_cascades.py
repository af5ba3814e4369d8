from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtgraph.analysis import waves
from rtgraph.analysis.cascades import Cascade, Endless, find_cascade, trace_sources
from rtgraph.analysis.durations import Duration
from rtgraph.analysis.rankings import rank_impacts
from rtgraph.analysis.waves import Arrival
from rtgraph.graph import applies_by_itself, build_graph, trigger_ids
from rtgraph.models import BlindSpot, RunTrigger
from tests.analysis.oracles import graphs, numbered_graph
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


def test_ten_stacked_diamonds_make_4092_runs_beside_the_apply_and_a_hundred_are_counted_exactly() -> None:
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


def test_a_cycle_has_no_end_and_its_waves_stop_when_each_trigger_was_followed() -> None:
    found = cascade("a > b > c > b", "c > d", auto="b")
    assert (found.runs, found.unattended, found.duration.seconds) == (None, 1, None)
    assert [[each.workspace for each in wave] for wave in found.waves] == [["ws-b"], ["ws-c"], ["ws-b", "ws-d"]]
    assert found.waves_end == "repeats"
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
    assert found.duration == Duration(seconds=40, path=("ws-a", "ws-c"))
    assert found.untimed == ("ws-d",)
    assert cascade("a > b").duration == Duration(seconds=None, path=())
    assert cascade("a").duration == Duration(seconds=0, path=("ws-a",))


def test_the_starts_own_time_does_not_count() -> None:
    timed = {"plan_seconds": 10.5, "apply_seconds": 20}
    assert cascade("a > b > c", a=timed, b=timed, c=timed).duration == Duration(
        seconds=61, path=("ws-a", "ws-b", "ws-c")
    )
    assert cascade("a > b", a=timed).duration.seconds is None


def test_two_triggers_for_one_pair_are_two_runs() -> None:
    taken = snapshot("a > b > c")
    twice = RunTrigger(id="rt-again", sourceable_id="ws-a", workspace_id="ws-b")
    found = find_cascade(build_graph(replace(taken, run_triggers=(*taken.run_triggers, twice))), "ws-a")
    assert (found.runs, found.totals) == (4, {"ws-b": 2, "ws-c": 2})


def test_the_start_gets_runs_where_a_cycle_leads_back_to_it() -> None:
    found = cascade("a > b > a", "b > c", auto="a b")
    assert (found.reached, found.gates) == (("ws-b", "ws-c"), ("ws-c",))
    assert found.totals == {"ws-a": None, "ws-b": None, "ws-c": None}
    assert [[each.workspace for each in wave] for wave in found.waves] == [["ws-b"], ["ws-a", "ws-c"]]
    assert cascade("a > a").totals == {"ws-a": None}
    assert (cascade("a > a").runs, cascade("a > a").unattended) == (None, 0)


def test_a_cycle_keeps_itself_going_only_where_no_hop_waits() -> None:
    assert cascade("a > b > c > b", "c > d > e > d", auto="b d e").endless == (
        Endless(workspaces=("ws-b", "ws-c"), self_sustaining=False),
        Endless(workspaces=("ws-d", "ws-e"), self_sustaining=True),
    )


def test_a_self_sustaining_cycle_behind_a_gate_ends_what_is_unattended() -> None:
    found = cascade("a > b > gate > c > d > c", auto="b c d")
    assert (found.runs, found.unattended, found.endless[0].self_sustaining) == (None, 1, True)
    assert found.totals_unattended == {"ws-b": 1, "ws-c": 0, "ws-d": 0, "ws-gate": 0}


def test_what_lies_before_a_cycle_is_counted() -> None:
    found = cascade("a > b > d > e > d", "a > c > d")
    assert found.totals == {"ws-b": 1, "ws-c": 1, "ws-d": None, "ws-e": None}


def test_a_cycle_elsewhere_does_not_matter() -> None:
    assert cascade("a > b", "x > y > x", "x > b", "up > a").runs == 1


def test_runs_come_over_sources_each_with_a_number() -> None:
    built = graph("a > b > d > f", "a > c > d", "c > f", "z > f")
    assert trace_sources(built, find_cascade(built, "ws-a"), "ws-f") == {"ws-c": 1, "ws-d": 2}
    assert trace_sources(built, find_cascade(built, "ws-a"), "ws-b") == {"ws-a": 1}
    built = graph("a > b > a", "b > c", "a > c")
    assert trace_sources(built, find_cascade(built, "ws-a"), "ws-c") == {"ws-a": None, "ws-b": None}


def test_local_execution_breaks_a_cycle() -> None:
    found = cascade("a > b > c > b", c={"execution_mode": "local"})
    assert (found.runs, found.dead_ends, found.endless) == (1, ("ws-c",), ())


def test_what_cannot_be_read_is_named_the_start_too() -> None:
    hidden = {"readable": False, "auto_apply_run_trigger": None, "execution_mode": None}
    assert cascade("a > b > c", b=hidden).unknown == ("ws-b",)
    assert cascade("a > b", a=hidden).unknown == ("ws-a",)
    spot = BlindSpot(what="outbound", workspace_id="ws-b", reason="404")
    taken = replace(snapshot("a > b > c", "x > y"), complete=False, blind_spots=(spot,))
    assert find_cascade(build_graph(taken), "ws-a").unknown == ("ws-b",)
    assert find_cascade(build_graph(taken), "ws-x").unknown == ()


def test_very_many_waves_are_cut_off_and_the_totals_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waves, "FOLLOWED", 3)
    found = cascade("a > b > c > d > e > f")
    assert (len(found.waves), found.waves_end, found.runs) == (4, "cut", 5)


def test_large_graphs_need_no_quadratic_step() -> None:
    """A chain with shortcuts has quadratically many arrivals, and a fan that closes has long walks to dominators."""
    skips = numbered_graph(3000, [(each, each + skip) for each in range(3000) for skip in (1, 2) if each + skip < 3000])
    found = find_cascade(skips, "ws-00000")
    assert found.waves_end == "cut"
    assert found.totals["ws-02999"] == fibonacci(3000)
    ends = [(each, 2000 + each) for each in range(2000)] + [(1999, 2000 + each) for each in range(2000)]
    found = find_cascade(numbered_graph(4000, [*itertools.pairwise(range(2000)), *ends]), "ws-00000")
    assert (found.hanging["ws-00001"], found.hanging["ws-01999"]) == (3997, 1)


def fibonacci(number: int) -> int:
    one, other = 0, 1
    for _ in range(number):
        one, other = other, one + other
    return one


@st.composite
def small_graphs(draw: st.DrawFn) -> nx.DiGraph[str]:
    names = "abcdefg"
    pairs = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=14))
    auto = draw(st.sets(st.sampled_from(names)))
    return graph(*names, *(f"{one} > {other}" for one, other in pairs if one < other), auto=" ".join(auto))


def walk(built: nx.DiGraph[str], start: str, longest: int) -> list[list[str]]:
    """List every path of run triggers out of a workspace, one that comes back with it, up to a length."""
    walks = [[start]]
    for path in walks:
        if len(path) <= longest:
            walks += [[*path, each] for each in built.successors(path[-1]) for _ in trigger_ids(built, path[-1], each)]
    return walks[1:]


@given(graphs(most=5, triggers=6))
def test_endless_as_every_walk_says(built: nx.DiGraph[str]) -> None:
    """A walk that is longer than there are workspaces has gone round a cycle."""
    for start in built:
        walks = walk(built, start, len(built))
        alone = [path for path in walks if all(applies_by_itself(built, each) for each in path[1:])]
        found = find_cascade(built, start)
        longest = max(map(len, walks), default=0)
        assert found.runs == (None if longest > len(built) else len(walks))
        assert found.unattended == (None if max(map(len, alone), default=0) > len(built) else len(alone))
        assert set(found.totals) == {path[-1] for path in walks}
        for number, wave in enumerate(found.waves, start=2):
            assert {each.workspace: each.runs for each in wave} == Counter(
                path[-1] for path in walks if len(path) == number
            )
        if found.waves_end == "repeats":
            followed = {hop for path in walks if len(path) <= len(found.waves) + 1 for hop in itertools.pairwise(path)}
            assert followed == set(built.edges(nx.descendants(built, start) | {start}))
        for each, hanging in found.hanging.items():
            part = built.subgraph(set(built) - {each})
            assert hanging == len(found.reached) - 1 - len(nx.descendants(part, start))


@given(graphs(most=6, triggers=12))
def test_a_ranking_as_each_cascade_says(built: nx.DiGraph[str]) -> None:
    ranked = rank_impacts(built)
    assert {each.workspace for each in ranked} == set(built)
    for each in ranked:
        found = find_cascade(built, each.workspace)
        assert (each.reached, each.runs, each.unattended) == (len(found.reached), found.runs, found.unattended)
    assert rank_impacts(built, 2) == ranked[:2]


@given(small_graphs())
def test_runs_as_every_path_says(built: nx.DiGraph[str]) -> None:
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
