from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtgraph.fixes.planning import Wishes, plan_changes
from rtgraph.fixes.plans import dump_plan
from rtgraph.graph import build_graph
from rtgraph.models import BlindSpot, LargestCascade, Measures, Scope, Snapshot
from rtgraph.selectors import select_part
from tests.analysis.oracles import graphs
from tests.analysis.test_cuts import random_tangle
from tests.graphs import graph, snapshot

if TYPE_CHECKING:
    from rtgraph.analysis.preferences import Preference
    from rtgraph.graph import Graph

TANGLED = ("a > b > a", "b > c > d > c", "a > e > f", "a > f")


def told(found: Graph, wishes: Wishes) -> list[str]:
    return [f"{each.action} {each.run_trigger_id or each.workspace_id}" for each in plan_changes(found, wishes).changes]


def test_a_plan_says_what_becomes_of_the_graph() -> None:
    plan = plan_changes(graph(*TANGLED, auto="c d"), Wishes(cycles=True))
    assert plan.before == Measures(
        cyclic_components=2,
        run_triggers=8,
        self_sustaining=1,
        largest_component=2,
        longest_chain=2,
        largest_cascade=LargestCascade(workspace="ws-b", name="b", workspaces_reached=5, runs=None),
    )
    assert plan.after == Measures(
        cyclic_components=0,
        run_triggers=6,
        self_sustaining=0,
        largest_component=0,
        longest_chain=3,
        largest_cascade=LargestCascade(workspace="ws-a", name="a", workspaces_reached=5, runs=6),
    )
    assert (plan.optimal, plan.at_least, plan.complete, plan.notes) == (True, 2, True, ())
    assert (plan.host, plan.organization, plan.crawled_at) == ("app.terraform.io", "acme", "2026-01-01T00:00:00Z")


def test_gates_come_first_then_what_is_deleted_each_in_graph_order() -> None:
    found = graph("z > y > z", "m > n > m", "m > y", "m > o > y", auto="m n o y z")
    wishes = Wishes(gate=True, redundant=True)
    assert told(found, wishes) == ["update ws-m", "update ws-y", "delete rt-m-y"]


def test_cycles_that_are_cut_need_no_gate() -> None:
    plan = plan_changes(graph("a > b > a", auto="*"), Wishes(cycles=True, gate=True))
    assert [each.action for each in plan.changes] == ["delete"]
    assert plan.notes == ("--gate found nothing to change.",)


def test_a_way_over_a_new_gate_makes_nothing_redundant() -> None:
    found = graph("r > a > t", "r > t", "a > a", auto="a")
    assert told(found, Wishes(redundant=True)) == ["delete rt-r-t"]
    plan = plan_changes(found, Wishes(gate=True, redundant=True))
    assert [each.action for each in plan.changes] == ["update"]
    assert plan.notes[:2] == (
        "--redundant found nothing to change.",
        "1 redundant run trigger is left out, for a person has to confirm a run on every longer way, so that without "
        "it more would wait: r → t. Delete such ones too with --include-gated.",
    )


def test_a_way_over_a_deleted_run_trigger_makes_nothing_redundant() -> None:
    found = graph("a > b > c > a", "b > a", "a > d > e > b", auto="*")
    cut = told(found, Wishes(cycles=True))
    both = plan_changes(found, Wishes(cycles=True, redundant=True))
    left = [each for each in found.edges if f"delete {found.edges[each]['id']}" not in cut]
    remains: nx.DiGraph[str] = nx.DiGraph(left)
    for change in both.changes:
        if f"delete {change.run_trigger_id}" not in cut:
            edge = (change.sourceable_id or "", change.workspace_id)
            remains.remove_edge(*edge)
            assert nx.has_path(remains, *edge)


def test_whether_it_is_the_best_is_asked_of_cycles_and_gates_alone() -> None:
    found = graph("a > b > a", "x > y > z", "x > z", auto="*")
    assert plan_changes(found, Wishes(redundant=True)).optimal is None
    assert plan_changes(found, Wishes(desired=())).optimal is None
    both = plan_changes(found, Wishes(cycles=True, redundant=True))
    assert (both.optimal, both.at_least, len(both.changes)) == (True, 2, 2)


def test_one_part_that_is_not_proven_makes_the_whole_approximate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rtgraph.analysis.cuts.EFFORT", 1)
    plan = plan_changes(random_tangle(60, 240, 1), Wishes(cycles=True, gate=True))
    assert plan.optimal is False
    assert plan.at_least is not None
    assert 0 < plan.at_least < len(plan.changes)


def test_watched_is_what_is_changed_and_every_component_that_goes() -> None:
    found = graph("a > b > c > a", "x > y > x", "m > n > o", "m > o", auto="x y n")
    assert plan_changes(found, Wishes(cycles=True)).watch == ("ws-a", "ws-b", "ws-c", "ws-x", "ws-y")
    assert plan_changes(found, Wishes(gate=True)).watch == ("ws-x", "ws-y")
    assert plan_changes(found, Wishes(redundant=True)).watch == ("ws-o",)


def test_nothing_to_do_is_a_plan_without_changes() -> None:
    for wishes in (Wishes(cycles=True, gate=True, redundant=True), Wishes(cycles=True)):
        for found in (graph(), graph("lone"), graph("a > b")):
            plan = plan_changes(found, wishes)
            assert (plan.changes, plan.watch, plan.notes, plan.optimal) == ((), (), (), True)
            assert plan.before == plan.after


def test_what_the_crawl_did_not_see_is_told() -> None:
    found = snapshot("a > b > a", b={"readable": False})
    spots = (
        BlindSpot(what="inbound", workspace_id="ws-a", reason="404"),
        BlindSpot(what="workspace", workspace_id="ws-b", reason="404"),
        BlindSpot(what="projects", workspace_id=None, reason="404"),
    )
    blind = replace(found, complete=False, blind_spots=spots, scope=Scope(name="a*"))
    plan = plan_changes(build_graph(blind), Wishes(cycles=True, keep=frozenset()))
    assert plan.complete is False
    assert plan.notes == (
        "Run triggers of a and b could not be read: those that are hidden are not in this plan.",
        "Only a part of the organization was crawled: run triggers outside of it are not in this plan.",
    )
    other = plan_changes(build_graph(replace(blind, scope=None)), Wishes(cycles=True, prefer="oldest"))
    assert other.notes[1:] == (
        "The token cannot read b, so it will hardly be an admin there, which changing the run triggers of a workspace "
        "takes.",
    )
    spotless = replace(found, complete=False)
    assert plan_changes(build_graph(spotless), Wishes(cycles=True)).notes[0] == (
        "Not everything could be read: run triggers that are hidden are not in this plan."
    )


def test_of_a_selected_part_it_is_said_that_it_is_one() -> None:
    found = graph("a > b > a", "b > c > b")
    plan = plan_changes(select_part(found, ["a", "b"], []), Wishes(cycles=True))
    assert told(select_part(found, ["a", "b"], []), Wishes(cycles=True)) == ["delete rt-b-a"]
    assert plan.notes == ("Only the selected workspaces are looked at: a cycle that leaves them is not in this plan.",)


def shuffle(found: Snapshot, seed: int) -> Snapshot:
    chance = random.Random(seed)
    return replace(
        found,
        workspaces=tuple(chance.sample(found.workspaces, len(found.workspaces))),
        run_triggers=tuple(chance.sample(found.run_triggers, len(found.run_triggers))),
    )


@pytest.mark.parametrize("prefer", ["newest", "oldest", "cross-project"])
def test_the_order_in_the_snapshot_changes_nothing(prefer: Preference) -> None:
    found = snapshot(
        *TANGLED, "f > a", "e > b", "d > a", "g > h > i > g", "g > i", auto="*", project={"a": "one", "b": "two"}
    )
    wishes = Wishes(cycles=True, gate=True, redundant=True, keep=frozenset({"ws-e"}), prefer=prefer)
    plans = {dump_plan(plan_changes(build_graph(shuffle(found, seed)), wishes)) for seed in range(8)}
    assert len(plans) == 1
    gates = Wishes(gate=True, redundant=True)
    assert len({dump_plan(plan_changes(build_graph(shuffle(found, seed)), gates)) for seed in range(8)}) == 1


@settings(deadline=None)
@given(graphs(most=7, triggers=20), st.booleans(), st.booleans())
def test_what_a_plan_promises_is_so(found: Graph, gate: bool, redundant: bool) -> None:
    plan = plan_changes(found, Wishes(cycles=not gate, gate=gate, redundant=redundant))
    if not gate:
        assert plan.after.cyclic_components == plan.after.largest_component == 0
    assert plan.after.self_sustaining == 0
    assert plan.optimal
    assert plan.at_least == len(plan.changes)
    again = plan_changes(found, Wishes(cycles=not gate, gate=gate, redundant=redundant))
    assert dump_plan(again) == dump_plan(plan)
