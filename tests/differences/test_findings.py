from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from rtgraph.differences.comparison import Comparison, compare_snapshots
from rtgraph.differences.findings import FindingDifferences, find_joined
from rtgraph.models import BlindSpot, Finding, Snapshot, StateConsumers, Workspace
from tests.graphs import graph, snapshot

CYCLE = snapshot("a > b > c > a", "d", auto="a b c")
CHAIN = snapshot("a > b > c", "d", auto="a b c")


def compare(old: Snapshot, new: Snapshot, **options: Any) -> FindingDifferences:
    return compare_snapshots(old, new, **options).findings


def rules(findings: Iterable[Finding]) -> list[tuple[str, ...]]:
    return [(each.rule, *each.workspaces) for each in findings]


def blind(found: Snapshot, *workspaces: str) -> Snapshot:
    spots = tuple(BlindSpot(what="inbound", workspace_id=f"ws-{each}", reason="404") for each in workspaces)
    return replace(found, complete=False, blind_spots=(*found.blind_spots, *spots))


def renamed(workspace: Workspace) -> Workspace:
    return replace(workspace, name=f"{workspace.name}-next")


def test_findings_appear_and_go() -> None:
    appeared = compare(CHAIN, CYCLE)
    assert rules(appeared.appeared) == [("auto-apply-cycle", "ws-a", "ws-b", "ws-c")]
    assert (appeared.went, appeared.new_or_hidden, appeared.gone_or_hidden) == ((), (), ())
    went = compare(CYCLE, CHAIN)
    assert rules(went.went) == [("auto-apply-cycle", "ws-a", "ws-b", "ws-c")]
    assert (went.appeared, went.new_or_hidden, went.gone_or_hidden) == ((), (), ())


def test_a_finding_survives_renames_and_run_triggers_made_anew() -> None:
    again = replace(
        CYCLE,
        workspaces=tuple(map(renamed, CYCLE.workspaces)),
        run_triggers=tuple(replace(each, id=f"{each.id}-2") for each in CYCLE.run_triggers),
    )
    comparison = compare_snapshots(CYCLE, again)
    assert comparison.findings == FindingDifferences(appeared=(), went=(), new_or_hidden=(), gone_or_hidden=())
    assert len(comparison.run_triggers.recreated) == 3


@pytest.mark.parametrize("by_name", [False, True])
def test_a_run_trigger_that_is_turned_round_is_another_finding(by_name: bool) -> None:
    local = {"execution_mode": "local"}
    found = compare(snapshot("a > l", l=local), snapshot("l > a", l=local), by_name=by_name)
    assert rules(found.went) == [("dead-trigger", "ws-a", "ws-l")]
    assert rules(found.appeared) == [("dead-trigger", "ws-l", "ws-a")]


def test_a_cycle_that_lost_a_run_trigger_which_may_be_hidden_may_still_hold() -> None:
    hidden = compare(CYCLE, blind(CHAIN, "a"))
    assert rules(hidden.gone_or_hidden) == [("auto-apply-cycle", "ws-a", "ws-b", "ws-c")]
    assert rules(hidden.went) == []
    assert rules(compare(blind(CHAIN, "a"), CYCLE).new_or_hidden) == [("auto-apply-cycle", "ws-a", "ws-b", "ws-c")]


def test_a_cycle_is_gone_where_only_something_beside_it_may_be_hidden() -> None:
    old = snapshot("a > b > c > a", "c > d", auto="a b c")
    found = compare(old, blind(CHAIN, "d"))
    assert rules(found.went) == [("auto-apply-cycle", "ws-a", "ws-b", "ws-c")]


def test_a_cycle_through_a_workspace_that_cannot_be_read_any_more_may_still_keep_itself_going() -> None:
    unread = Workspace(id="ws-b", name="b", readable=False)
    new = replace(CYCLE, workspaces=tuple(unread if each.id == "ws-b" else each for each in CYCLE.workspaces))
    assert rules(compare(CYCLE, new).gone_or_hidden) == [("auto-apply-cycle", "ws-a", "ws-b", "ws-c")]


def test_anything_else_may_hang_on_what_is_hidden_far_away() -> None:
    fan = snapshot(*(f"hub > w{number:02}" for number in range(30)), "w00 > far", "x")
    small = blind(
        snapshot(*(f"hub > w{number:02}" for number in range(5)), *(f"w{n:02}" for n in range(30)), "far"), "far"
    )
    assert ("fan-out", "ws-hub") in [each[:2] for each in rules(compare(fan, small).gone_or_hidden)]
    sure = replace(small, complete=True, blind_spots=())
    assert ("fan-out", "ws-hub") in [each[:2] for each in rules(compare(fan, sure).went)]


def test_who_reads_state_is_not_said_to_be_mended_where_nobody_asked() -> None:
    plain = snapshot("a > b", "c")
    told = replace(plain, state_consumers=(StateConsumers(workspace_id="ws-a", consumer_ids=("ws-b", "ws-c")),))
    mended = replace(plain, state_consumers=(StateConsumers(workspace_id="ws-a", consumer_ids=("ws-b",)),))
    finding = [("state-without-trigger", "ws-a", "ws-c")]
    assert rules(compare(told, plain).gone_or_hidden) == finding
    assert rules(compare(told, mended).went) == finding
    assert rules(compare(plain, told).new_or_hidden) == finding
    assert rules(compare(mended, told).appeared) == finding


def copy_of(found: Snapshot) -> Snapshot:
    """Make the same organization with other ids elsewhere."""
    return replace(
        found,
        organization="copy",
        workspaces=tuple(replace(each, id=f"{each.id}-2") for each in found.workspaces),
        run_triggers=tuple(
            replace(
                each,
                id=f"{each.id}-2",
                sourceable_id=f"{each.sourceable_id}-2",
                workspace_id=f"{each.workspace_id}-2",
            )
            for each in found.run_triggers
        ),
        blind_spots=tuple(replace(each, workspace_id=f"{each.workspace_id}-2") for each in found.blind_spots),
    )


def test_by_name_a_finding_is_known_by_its_rule_and_its_names() -> None:
    same = compare_snapshots(CYCLE, copy_of(CYCLE), by_name=True)
    assert not same.differs
    assert rules(compare(CHAIN, copy_of(CYCLE), by_name=True).appeared) == [
        ("auto-apply-cycle", "ws-a-2", "ws-b-2", "ws-c-2")
    ]


def test_a_finding_may_name_a_workspace_that_is_not_there() -> None:
    spotted = blind(CHAIN, "gone")
    found: Comparison = compare_snapshots(CHAIN, copy_of(spotted), by_name=True)
    assert rules(found.findings.appeared) == [("blind-spot", "ws-gone-2")]


def test_joined_is_what_run_triggers_join_whichever_way() -> None:
    found = graph("a > b > c", "d > b", "e > f")
    assert find_joined(found, ["ws-c"]) == {"ws-a", "ws-b", "ws-c", "ws-d"}
    assert find_joined(found, []) == set()
