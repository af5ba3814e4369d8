"""``rtgraph trigger create``: it looks before it leaps, and tells what it created and what it did not."""

from __future__ import annotations

from pathlib import Path

import pytest

from rtgraph.models import Snapshot
from rtgraph.sandbox.permissions import Hidden
from rtgraph.sandbox.world import build_world
from rtgraph.snapshots import dump_snapshot
from tests.cli.scenes import Scene, Start
from tests.graphs import snapshot
from tests.mending import OWNER

PAIRS = ["app > db", "net > app"]
CROWD = [f"s{number:02} > full" for number in range(20)]


def small() -> Snapshot:
    return snapshot("net > app > db", "lone", "desk", auto="net app db", desk={"execution_mode": "local"})


@pytest.fixture
def scene(start: Start) -> Scene:
    scene = start(small())
    Path("acme.json").write_bytes(dump_snapshot(small()))
    return scene


def create(scene: Scene, *arguments: str) -> tuple[int, str, str]:
    return scene.run("trigger", "create", *arguments, "--org", "acme")


def test_it_is_shown_and_created(scene: Scene) -> None:
    assert create(scene, "net", "lone") == (0, "created  NEW  net → lone\n", "would be created  net → lone\n")
    assert create(scene, "ws-lone", "ws-desk", "-q")[2] == ""
    assert scene.stage.pairs() == sorted([*PAIRS, "net > lone", "lone > desk"])
    assert scene.stage.asked == ["POST ws-lone", "POST ws-desk"]


def test_it_is_created_in_the_direction_that_is_said(scene: Scene) -> None:
    [row] = scene.rows("trigger", "create", "net", "lone", "--org", "acme")
    assert (row["sourceable_name"], row["workspace_name"], row["result"]) == ("net", "lone", "created")
    assert scene.stage.pairs() == sorted([*PAIRS, "net > lone"])


OBJECTIONS = {
    "a cycle that keeps itself going": (
        ("db", "net"),
        "db → net would close a cycle that keeps itself going: db → net → app → db; where that is meant, add "
        "--allow-cycle",
    ),
    "a cycle": (
        ("desk", "desk"),
        "desk → desk would close a cycle: desk → desk; where that is meant, add --allow-cycle",
    ),
    "itself": (
        ("net", "net"),
        "net → net would close a cycle that keeps itself going: net → net; where that is meant, add --allow-cycle",
    ),
}


@pytest.mark.parametrize("dry", [[], ["--dry-run"]], ids=["for real", "dry run"])
@pytest.mark.parametrize(("pair", "said"), OBJECTIONS.values(), ids=OBJECTIONS)
def test_a_cycle_needs_to_be_meant(scene: Scene, pair: tuple[str, str], said: str, dry: list[str]) -> None:
    assert create(scene, *pair, *dry) == (1, "", f"rtgraph: {said}; nothing is created\n")
    assert scene.run("trigger", "create", *pair, "-s", "acme.json", *dry) == (
        1,
        "",
        f"rtgraph: {said}; nothing is created\n",
    )
    assert scene.stage.asked == []


def test_a_cycle_that_is_meant_is_created_with_a_note(scene: Scene) -> None:
    assert create(scene, "db", "net", "--allow-cycle", "-q") == (
        0,
        "created  NEW  db → net\n  closes a cycle: db → net → app → db\n",
        "",
    )


def test_a_server_that_refuses_cycles_has_the_last_word(start: Start) -> None:
    scene = start(small(), cycles="refuse")
    code, out, err = create(scene, "db", "net", "--allow-cycle", "-q")
    assert (code, out.splitlines()[0]) == (1, "not created  db → net")
    assert err == (
        "rtgraph: create db → net: POST /api/v2/workspaces/ws-net/run-triggers answered 422 (Invalid Attribute: Run "
        "trigger would close a cycle: db → net → app → db) [request ID]; the server will not do it as things are\n"
    )


def test_twenty_sources_are_enough(start: Start) -> None:
    scene = start(snapshot("net", *CROWD))
    assert create(scene, "net", "full") == (
        1,
        "",
        "rtgraph: net → full is one too many: full has 20 of 20 sources; delete one first; nothing is created\n",
    )
    assert scene.stage.asked == []


def test_one_that_is_there_already_is_no_error_and_no_write(scene: Scene) -> None:
    assert create(scene, "net", "app") == (0, "already there  rt-net-app  net → app\n", "")
    assert scene.stage.asked == []


def test_what_to_know_about_it_stands_below(scene: Scene) -> None:
    scene.stage.add("db", "desk")
    assert create(scene, "app", "desk", "--dry-run") == (
        0,
        "would be created  app → desk\n"
        "  redundant: a longer way leads there already, app → db → desk; one apply will queue a run by each\n"
        "  never fires: desk has local execution, so no run can be queued there\n",
        "",
    )
    [row] = scene.rows("trigger", "create", "app", "desk", "--dry-run", "--org", "acme")
    assert (row["result"], row["id"], len(row["notes"])) == ("would be created", None, 2)


def test_what_was_not_seen_is_named(start: Start) -> None:
    hidden = Hidden(trigger_lists=frozenset({"ws-net"}))
    scene = start(build_world(small(), hidden={OWNER: hidden}))
    assert create(scene, "app", "lone", "--dry-run") == (
        0,
        "would be created  app → lone\n"
        "  what triggers net is hidden from this token: a cycle through it would not be seen\n",
        "",
    )


def test_offline_nothing_is_sent(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TFE_TOKEN")
    assert scene.run("trigger", "create", "net", "lone", "-s", "acme.json", "--dry-run") == (
        0,
        "would be created  net → lone\n",
        "",
    )
    assert scene.run("trigger", "create", "net-dev", "net-prod", "--demo", "--dry-run", "-q")[0] == 0
    assert scene.server.exchanges == []


def test_a_snapshot_of_another_host_creates_nothing_here(scene: Scene) -> None:
    assert scene.run("trigger", "create", "net", "lone", "-s", "acme.json") == (
        2,
        "",
        "rtgraph: this is for app.terraform.io, and TFE_ADDRESS says HOST; name the right one with --host\n",
    )
    assert scene.server.exchanges == []


WRONG: dict[str, tuple[list[str], str]] = {
    "nobody": ([], "Name SOURCE and DESTINATION, or give many with --from FILE."),
    "one": (["net"], "Name SOURCE and DESTINATION, or give many with --from FILE."),
    "both ways": (["net", "app", "--from", "x.csv"], "Either SOURCE and DESTINATION or --from FILE, not both."),
    "unknown": (["net", "ap"], "There is no workspace 'ap'. Did you mean app?"),
}


@pytest.mark.parametrize(("arguments", "said"), WRONG.values(), ids=WRONG)
def test_a_command_line_that_is_wrong(scene: Scene, arguments: list[str], said: str) -> None:
    code, out, err = create(scene, *arguments)
    assert (code, out, err.splitlines()[-1]) == (2, "", f"Error: {said}")


def test_standard_input_cannot_hold_two_things(scene: Scene) -> None:
    code, _, err = scene.run("trigger", "create", "--from", "-", "-s", "-")
    assert (code, err.splitlines()[-1]) == (
        2,
        "Error: Standard input holds either the pairs or the snapshot: give one of them as a file.",
    )


def test_a_report_that_cannot_be_written_is_told_before_anything_is_created(scene: Scene) -> None:
    assert create(scene, "net", "lone", "-o", "missing/rows.json") == (
        1,
        "",
        "rtgraph: cannot write missing/rows.json: there is no folder missing; create it first\n",
    )
    assert scene.stage.asked == []
