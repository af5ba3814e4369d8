from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rtgraph.differences.comparison import compare_snapshots
from rtgraph.differences.workspaces import WorkspaceDifferences
from rtgraph.models import BlindSpot, Project, Snapshot
from tests.graphs import snapshot

NONE = WorkspaceDifferences(added=(), removed=(), changed=(), new_or_hidden=(), gone_or_hidden=())


def compare(old: Snapshot, new: Snapshot, **options: Any) -> WorkspaceDifferences:
    return compare_snapshots(old, new, **options).workspaces


def changes(before: dict[str, Any], after: dict[str, Any], **options: Any) -> list[tuple[object, ...]]:
    found = compare(snapshot("a", a=before), snapshot("a", a=after), **options)
    assert found == replace(NONE, changed=found.changed)
    return [(each.workspace, each.attribute, each.old, each.new, each.meaning) for each in found.changed]


def test_workspaces_come_and_go() -> None:
    assert compare(snapshot("a", "b", "d"), snapshot("a", "c", "e")) == replace(
        NONE, added=("ws-c", "ws-e"), removed=("ws-b", "ws-d")
    )


def test_what_the_newer_crawl_could_not_see_is_gone_or_hidden_and_the_other_way_round() -> None:
    whole = snapshot("a", "b", "c")
    spot = BlindSpot(what="inbound", workspace_id="ws-a", reason="404")
    narrow = replace(snapshot("a", "d"), complete=False, blind_spots=(spot,))
    assert compare(whole, narrow) == replace(NONE, added=("ws-d",), gone_or_hidden=("ws-b", "ws-c"))
    assert compare(narrow, whole) == replace(NONE, removed=("ws-d",), new_or_hidden=("ws-b", "ws-c"))


def test_nobody_knows_whether_a_workspace_is_gone_that_only_run_triggers_named() -> None:
    seen = snapshot("a > b", b={"readable": False})
    assert compare(seen, snapshot("a")) == replace(NONE, gone_or_hidden=("ws-b",))
    assert compare(snapshot("a"), seen) == replace(NONE, new_or_hidden=("ws-b",))


def test_an_end_that_could_not_be_made_out_is_no_workspace() -> None:
    unknown = "unknown:rt-a-b:workspace"
    seen = snapshot("a > b", b={"id": unknown, "name": unknown, "readable": False})
    seen = replace(seen, run_triggers=tuple(replace(each, workspace_id=unknown) for each in seen.run_triggers))
    assert compare(seen, snapshot("a")) == NONE


GATE, AUTO = {"auto_apply_run_trigger": False}, {"auto_apply_run_trigger": True}
LOCAL = {"execution_mode": "local"}


@pytest.mark.parametrize(
    ("before", "after", "attribute", "old", "new", "meaning"),
    [
        ({}, {"name": "z"}, "name", "a", "z", ""),
        (
            {"project": Project(id="prj-1", name="core")},
            {"project": Project(id="prj-2", name="edge")},
            "project",
            "core",
            "edge",
            "",
        ),
        (
            GATE,
            AUTO,
            "auto_apply_run_trigger",
            False,
            True,
            "is no longer a gate: triggered runs apply by themselves",
        ),
        (AUTO, GATE, "auto_apply_run_trigger", True, False, "is now a gate: triggered runs wait for a person"),
        (
            {"auto_apply_run_trigger": None},
            AUTO,
            "auto_apply_run_trigger",
            None,
            True,
            "is no longer a gate: triggered runs apply by themselves",
        ),
        (
            GATE | LOCAL,
            AUTO | LOCAL,
            "auto_apply_run_trigger",
            False,
            True,
            "changes nothing while execution is local",
        ),
        (GATE, LOCAL, "execution_mode", "remote", "local", "runs nothing any more: triggers end here"),
        (
            AUTO | LOCAL,
            AUTO,
            "execution_mode",
            "local",
            "remote",
            "runs again: triggered runs apply by themselves",
        ),
        (
            LOCAL,
            {"execution_mode": "agent"},
            "execution_mode",
            "local",
            "agent",
            "runs again, as a gate: triggered runs wait for a person",
        ),
        ({}, {"execution_mode": "agent"}, "execution_mode", "remote", "agent", "runs on agents"),
        (
            {"auto_apply": False},
            {"auto_apply": True},
            "auto_apply",
            False,
            True,
            "runs that a person or a push starts apply by themselves",
        ),
        ({"locked": False}, {"locked": True}, "locked", False, True, "runs wait until it is unlocked"),
        ({"readable": False}, {}, "readable", False, True, "can be read now"),
        (
            AUTO,
            {"readable": False, "auto_apply_run_trigger": None, "execution_mode": None},
            "readable",
            True,
            False,
            "can no longer be read: it counts as a gate, and what else changed is not known",
        ),
    ],
)
def test_a_change_says_what_it_does(
    before: dict[str, Any], after: dict[str, Any], attribute: str, old: object, new: object, meaning: str
) -> None:
    assert changes(before, after) == [("ws-a", attribute, old, new, meaning)]


def test_two_changes_at_once_say_what_comes_of_both() -> None:
    assert changes(GATE, AUTO | LOCAL) == [
        ("ws-a", "auto_apply_run_trigger", False, True, "changes nothing while execution is local"),
        ("ws-a", "execution_mode", "remote", "local", "runs nothing any more: triggers end here"),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"locked": True}),
        ({}, {"auto_apply": False}),
        ({"auto_apply_run_trigger": None}, GATE),
        ({"execution_mode": None}, {}),
        ({}, {"project": Project(id="prj-1", name="core")}),
        ({"project": Project(id="prj-1", name="prj-1")}, {"project": Project(id="prj-1", name="core")}),
        ({"name": "ws-a", "readable": False}, {"name": "b", "readable": False}),
        ({"resource_count": 1, "plan_seconds": 3, "tags": ("x",)}, {"resource_count": 2, "plan_seconds": 4}),
    ],
)
def test_what_a_side_does_not_know_and_what_moves_all_day_is_no_change(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert changes(before, after) == []


def test_by_name_a_project_is_known_by_its_name() -> None:
    core, other = Project(id="prj-1", name="core"), Project(id="prj-9", name="core")
    assert changes({"project": core}, {"project": other}, by_name=True) == []
    assert changes({"project": core}, {"project": Project(id="prj-9", name="edge")}, by_name=True) == [
        ("ws-a", "project", "core", "edge", "")
    ]
    assert changes({"project": core}, {"project": Project(id="prj-9", name="prj-9")}, by_name=True) == []
