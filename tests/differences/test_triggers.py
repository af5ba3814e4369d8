from __future__ import annotations

from dataclasses import replace
from typing import Any

from rtgraph.differences.comparison import compare_snapshots
from rtgraph.differences.triggers import Recreated, Trigger, TriggerDifferences
from rtgraph.models import BlindSpot, RunTrigger, Scope, Snapshot
from tests.graphs import snapshot

NONE = TriggerDifferences(added=(), removed=(), recreated=(), new_or_hidden=(), gone_or_hidden=())


def compare(old: Snapshot, new: Snapshot, **options: Any) -> TriggerDifferences:
    return compare_snapshots(old, new, **options).run_triggers


def trigger(source: str, destination: str, identity: str = "") -> Trigger:
    return Trigger(
        id=identity or f"rt-{source}-{destination}", sourceable=f"ws-{source}", workspace=f"ws-{destination}"
    )


def with_triggers(found: Snapshot, *triggers: tuple[str, str, str]) -> Snapshot:
    made = (RunTrigger(id=one, sourceable_id=f"ws-{two}", workspace_id=f"ws-{three}") for one, two, three in triggers)
    return replace(found, run_triggers=tuple(made))


def blind(found: Snapshot, *workspaces: str) -> Snapshot:
    spots = tuple(BlindSpot(what="inbound", workspace_id=f"ws-{each}", reason="404") for each in workspaces)
    return replace(found, complete=False, blind_spots=spots)


def test_run_triggers_come_and_go_from_sourceable_to_workspace() -> None:
    old, new = snapshot("a > b", "b > c", "c"), snapshot("a > b", "c > b", "a")
    assert compare(old, new) == replace(NONE, added=(trigger("c", "b"),), removed=(trigger("b", "c"),))


def test_the_same_ends_under_another_id_are_made_anew() -> None:
    new = with_triggers(snapshot("a", "b"), ("rt-2", "a", "b"))
    again = Recreated(old_id="rt-a-b", id="rt-2", sourceable="ws-a", workspace="ws-b")
    assert compare(snapshot("a > b"), new) == replace(NONE, recreated=(again,))


def test_duplicates_are_paired_one_by_one() -> None:
    ends = snapshot("a", "b")
    old = with_triggers(ends, ("rt-1", "a", "b"), ("rt-2", "a", "b"), ("rt-3", "a", "b"))
    new = with_triggers(ends, ("rt-3", "a", "b"), ("rt-4", "a", "b"))
    assert compare(old, new) == replace(
        NONE,
        removed=(trigger("a", "b", "rt-2"),),
        recreated=(Recreated(old_id="rt-1", id="rt-4", sourceable="ws-a", workspace="ws-b"),),
    )
    assert compare(old, new, by_name=True) == replace(NONE, removed=(trigger("a", "b", "rt-3"),))


def test_a_list_that_was_not_read_may_hide_a_run_trigger() -> None:
    old, new = snapshot("a > b", "a > c"), snapshot("a", "b", "c")
    assert compare(old, blind(new, "b")) == replace(
        NONE, removed=(trigger("a", "c"),), gone_or_hidden=(trigger("a", "b"),)
    )
    assert compare(blind(new, "b"), old) == replace(
        NONE, added=(trigger("a", "c"),), new_or_hidden=(trigger("a", "b"),)
    )


def test_an_outbound_list_proves_nothing_about_a_workspace_that_could_not_be_read() -> None:
    new = replace(blind(snapshot("a", "b"), "b"), directions=("inbound", "outbound"))
    assert compare(snapshot("a > b"), new) == replace(NONE, gone_or_hidden=(trigger("a", "b"),))


def test_run_triggers_of_a_workspace_that_is_gone_are_gone_with_it() -> None:
    assert compare(snapshot("a > b > c"), snapshot("a", "c")) == replace(
        NONE, removed=(trigger("a", "b"), trigger("b", "c"))
    )


def test_run_triggers_into_a_workspace_that_may_be_hidden_may_be_hidden_too() -> None:
    new = replace(snapshot("a", "c"), scope=Scope(project="core"))
    assert compare(snapshot("a > b > c"), new) == replace(
        NONE, removed=(trigger("b", "c"),), gone_or_hidden=(trigger("a", "b"),)
    )


def test_an_id_whose_ends_are_others_is_another_run_trigger() -> None:
    ends = snapshot("a", "b", "c")
    old, new = with_triggers(ends, ("rt-1", "a", "b")), with_triggers(ends, ("rt-1", "a", "c"))
    assert compare(old, new) == replace(NONE, added=(trigger("a", "c", "rt-1"),), removed=(trigger("a", "b", "rt-1"),))


def test_an_end_that_could_not_be_made_out_is_no_other_end() -> None:
    seen = RunTrigger(id="rt-a-b", sourceable_id="ws-a", workspace_id="unknown:rt-a-b:workspace")
    old = replace(snapshot("a", "b"), run_triggers=(seen,))
    assert compare(old, snapshot("a > b")) == NONE
    assert compare(snapshot("a > b"), old) == NONE


def test_by_name_ids_say_nothing() -> None:
    copy = snapshot("a > b > c", a={"id": "ws-1"}, b={"id": "ws-2"}, c={"id": "ws-3"})
    copy = replace(
        with_triggers(copy, ("rt-7", "1", "2"), ("rt-8", "3", "2")),
        organization="copy",
    )
    assert compare(snapshot("a > b > c"), copy, by_name=True) == replace(
        NONE, added=(trigger("3", "2", "rt-8"),), removed=(trigger("b", "c"),)
    )
