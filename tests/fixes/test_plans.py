"""A plan is written and read back; one that was edited, is not whole or is of another version is refused."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtgraph.errors import ConfigurationError, RtgraphError
from rtgraph.fixes.plans import count_actions, dump_plan, read_plan, seal
from rtgraph.models import Change, LargestCascade, Measures, Plan
from tests.mending import change, make_plan

ANEW = "make it anew with: rtgraph fix plan"
CASCADE = LargestCascade(workspace="ws-net", name="net", workspaces_reached=2, runs=None)
FULL = make_plan(
    "~ net off",
    "- net > app",
    "+ app > db",
    crawled_at="2026-01-01T00:00:00Z",
    complete=False,
    before=Measures(
        cyclic_components=2,
        run_triggers=9,
        self_sustaining=1,
        largest_component=3,
        longest_chain=4,
        largest_cascade=CASCADE,
    ),
    after=Measures(cyclic_components=0),
    optimal=False,
    at_least=2,
    notes=("a note",),
    watch=("ws-net", "ws-app"),
)
CONTRACT = {
    "format": "rtgraph.plan/1",
    "host": "app.terraform.io",
    "organization": "acme",
    "changes": [
        {
            "action": "delete",
            "run_trigger_id": "rt-2",
            "sourceable_id": "ws-b",
            "workspace_id": "ws-a",
            "reason": "…",
        }
    ],
    "before": {"cyclic_components": 1},
    "after": {"cyclic_components": 0},
    "optimal": True,
}


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path("plan.json")


def write(path: Path, document: Any) -> Path:
    path.write_text(json.dumps(document))
    return path


def test_what_is_written_is_read_back(path: Path) -> None:
    path.write_bytes(dump_plan(FULL))
    assert read_plan(path) == seal(FULL)
    assert dump_plan(read_plan(path)) == path.read_bytes()


TEXT = st.text(max_size=4)
CHANGES = st.builds(
    lambda line, reason, name: replace(change(line), reason=reason, workspace_name=name),
    st.sampled_from(["- a > b", "+ a > b", "~ a on", "~ a off"]),
    TEXT,
    TEXT,
)
PLANS = st.builds(
    lambda host, organization, changes, note: replace(
        FULL, host=host, organization=organization, changes=tuple(changes), notes=(note,)
    ),
    TEXT,
    TEXT,
    st.lists(CHANGES, max_size=3),
    TEXT,
)


@given(PLANS)
def test_any_plan_survives_its_file(plan: Plan) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.json"
        path.write_bytes(dump_plan(plan))
        assert read_plan(path) == seal(plan)


def test_another_layout_of_the_same_plan_is_the_same_plan(path: Path) -> None:
    write(path, json.loads(dump_plan(FULL)))
    assert read_plan(path) == seal(FULL)


def edits() -> dict[str, Any]:
    """One edit for each place where a plan holds something."""
    places: dict[str, Any] = {}

    def walk(value: Any, place: tuple[str | int, ...]) -> None:
        if isinstance(value, dict | list):
            for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
                walk(inner, (*place, key))
        elif place not in (("digest",), ("format",), ("changes", 0, "action")):
            places["/".join(map(str, place))] = place

    walk(json.loads(dump_plan(FULL)), ())
    return places


@pytest.mark.parametrize("place", edits().values(), ids=edits())
def test_an_edit_anywhere_is_refused(path: Path, place: tuple[str | int, ...]) -> None:
    document: Any = json.loads(dump_plan(FULL))
    *way, last = place
    part = document
    for key in way:
        part = part[key]
    old = part[last]
    part[last] = not old if isinstance(old, bool) else old + 1 if isinstance(old, int) else f"{old or ''}x"
    with pytest.raises(ConfigurationError):
        read_plan(write(path, document))


def test_an_edit_that_is_meant_has_no_digest(path: Path) -> None:
    document = json.loads(dump_plan(FULL))
    del document["changes"][2]
    with pytest.raises(ConfigurationError) as caught:
        read_plan(write(path, document))
    assert str(caught.value) == (
        "plan.json was edited after it was written: what it promises is no longer what it does; make it anew with: "
        'rtgraph fix plan -o plan.json, or take its "digest" out if the edit is meant'
    )
    del document["digest"]
    found = read_plan(write(path, document))
    assert (len(found.changes), found.digest) == (2, seal(found).digest)


def test_a_plan_that_was_not_edited_is_the_same_without_its_digest(path: Path) -> None:
    document = json.loads(dump_plan(FULL))
    del document["digest"]
    assert read_plan(write(path, document)) == seal(FULL)


def test_a_plan_with_the_keys_of_the_contract_alone_is_one(path: Path) -> None:
    found = read_plan(write(path, CONTRACT))
    assert found.changes == (
        Change(action="delete", run_trigger_id="rt-2", sourceable_id="ws-b", workspace_id="ws-a", reason="…"),
    )
    assert (found.watch, found.complete, found.before) == ((), True, Measures(cyclic_components=1))


WHOLE = {
    "delete": "run_trigger_id and sourceable_id",
    "create": "sourceable_id",
    "update": "auto_apply_run_trigger",
}
CUT: list[dict[str, Any]] = [
    {"action": "delete", "workspace_id": "ws-a", "sourceable_id": "ws-b"},
    {"action": "delete", "workspace_id": "ws-a", "run_trigger_id": "rt-1"},
    {"action": "delete", "workspace_id": "", "sourceable_id": "ws-b", "run_trigger_id": "rt-1"},
    {"action": "delete", "workspace_id": "ws-a", "sourceable_id": "ws-b", "run_trigger_id": ""},
    {
        "action": "delete",
        "workspace_id": "ws-a",
        "sourceable_id": "ws-b",
        "run_trigger_id": "rt-1",
        "auto_apply_run_trigger": False,
    },
    {"action": "create", "workspace_id": "ws-a"},
    {"action": "create", "workspace_id": "ws-a", "sourceable_id": "ws-b", "run_trigger_id": "rt-1"},
    {"action": "update", "workspace_id": "ws-a"},
    {"action": "update", "workspace_id": "ws-a", "auto_apply_run_trigger": False, "sourceable_id": "ws-b"},
]


@pytest.mark.parametrize("cut", CUT)
def test_a_change_that_is_not_whole_is_refused(path: Path, cut: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_plan(write(path, CONTRACT | {"changes": [cut]}))
    assert str(caught.value) == (
        f"plan.json has a change that is not whole: to {cut['action']} it takes workspace_id and "
        f"{WHOLE[cut['action']]}, and no other; {ANEW}"
    )


@pytest.mark.parametrize(
    "other",
    [{"format": 7}, {"changes": [{"action": "explode", "workspace_id": "ws-a"}]}, {"host": None}, {"before": {}}],
)
def test_what_is_not_a_plan_is_refused(path: Path, other: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=rf"^plan\.json is no plan: .+; {ANEW} -o plan\.json$"):
        read_plan(write(path, CONTRACT | other))


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 100_000, b"null"])
def test_what_is_no_json_is_refused(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with pytest.raises(ConfigurationError, match=rf"^plan\.json is no plan: .+; {ANEW} -o plan\.json$"):
        read_plan(path)


def test_another_version_is_refused(path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_plan(write(path, CONTRACT | {"format": "rtgraph.plan/2"}))
    assert str(caught.value) == (
        f"plan.json is a 'rtgraph.plan/2' and this rtgraph reads rtgraph.plan/1; {ANEW} -o plan.json"
    )


def test_a_file_that_is_not_there_is_told(path: Path) -> None:
    with pytest.raises(RtgraphError) as caught:
        read_plan(path)
    assert str(caught.value) == f"cannot read plan.json: No such file or directory; {ANEW} -o plan.json"


def test_a_device_without_an_end_is_no_plan(path: Path) -> None:
    with pytest.raises(RtgraphError, match=r"^cannot read /dev/zero: it is no file; "):
        read_plan(Path("/dev/zero"))


def test_the_changes_are_counted_by_what_they_do() -> None:
    assert count_actions(FULL) == {"update": 1, "delete": 1, "create": 1}
    assert msgspec.to_builtins(FULL)["digest"] == ""
