"""``rtgraph trigger list`` and ``show``: from the server and from a snapshot, in text and in JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rtgraph.cli.trigger import ACTS
from rtgraph.models import Snapshot
from rtgraph.sandbox.permissions import Hidden
from rtgraph.sandbox.world import build_world
from rtgraph.snapshots import dump_snapshot
from tests.cli.scenes import Scene, Start, validate
from tests.graphs import snapshot
from tests.mending import OWNER

LISTED = """\
Inbound: an apply in A queues a run in app
  rt-hub-app  hub → app  created 2024-01-01
  rt-net-app  net → app  created 2024-01-01

Outbound: an apply in app queues a run in B
  rt-app-db  app → db  created 2024-01-01
"""
INBOUND, OUTBOUND = LISTED.split("\n\n")
SHOWN = """\
rt-net-app
  sourceable  net                   ws-net
  workspace   app                   ws-app
  created     2024-01-01T00:00:00Z
A successful apply in net queues a run in app.
"""
ROW: dict[str, Any] = {
    "id": "rt-net-app",
    "sourceable_id": "ws-net",
    "sourceable_name": "net",
    "workspace_id": "ws-app",
    "workspace_name": "app",
    "created_at": "2024-01-01T00:00:00Z",
    "direction": "inbound",
    "result": None,
    "notes": [],
}


def small() -> Snapshot:
    return snapshot("net > app > db", "hub > app", "lone")


@pytest.fixture
def scene(start: Start) -> Scene:
    scene = start(small())
    Path("acme.json").write_bytes(dump_snapshot(small()))
    return scene


SOURCES = pytest.mark.parametrize("source", [["--org", "acme"], ["-s", "acme.json"]], ids=["server", "snapshot"])


def test_the_help_names_every_act(scene: Scene) -> None:
    code, out, _ = scene.run("trigger", "--help")
    assert (code, [line for line in ACTS.values() if line not in out]) == (0, [])
    code, _, err = scene.run("trigger", "delte")
    assert (code, err.splitlines()[-1]) == (2, "Error: There is no command 'delte'. Did you mean delete?")


@SOURCES
@pytest.mark.parametrize("name", ["app", "ws-app"])
def test_the_triggers_of_a_workspace(scene: Scene, source: list[str], name: str) -> None:
    assert scene.run("trigger", "list", name, *source) == (0, LISTED, "")
    assert scene.stage.asked == []


@SOURCES
@pytest.mark.parametrize(
    ("options", "text"),
    [(["--inbound"], INBOUND + "\n"), (["--outbound"], OUTBOUND), (["--inbound", "--outbound"], LISTED)],
)
def test_one_direction_or_both(scene: Scene, source: list[str], options: list[str], text: str) -> None:
    assert scene.run("trigger", "list", "app", *source, *options) == (0, text, "")


@SOURCES
def test_a_workspace_without_triggers(scene: Scene, source: list[str]) -> None:
    assert scene.run("trigger", "list", "lone", *source)[1] == (
        "Inbound: an apply in A queues a run in lone\n  none\n\nOutbound: an apply in lone queues a run in B\n  none\n"
    )


def test_listed_as_json(scene: Scene) -> None:
    rows = scene.rows("trigger", "list", "app", "--org", "acme")
    assert rows[1] == ROW
    assert [(each["id"], each["direction"]) for each in rows] == [
        ("rt-hub-app", "inbound"),
        ("rt-net-app", "inbound"),
        ("rt-app-db", "outbound"),
    ]
    code, out, _ = scene.run("trigger", "list", "app", "-s", "acme.json", "-f", "json")
    document = json.loads(out)
    validate("triggers", document)
    assert (code, document["run_triggers"], document["organization"]) == (0, rows, "acme")
    assert scene.run("trigger", "list", "app", "--org", "acme", "-f", "json", "-o", "rows.json")[1] == ""
    assert json.loads(Path("rows.json").read_text())["run_triggers"] == rows


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ap", "There is no workspace 'ap' in acme that this token sees. Did you mean app?"),
        ("zzz", "There is no workspace 'zzz' in acme that this token sees. Check the name and the token."),
        ("", "There is no workspace '' in acme that this token sees. Check the name and the token."),
        ("..", "There is no workspace '..' in acme that this token sees. Check the name and the token."),
        ("ws-nope", "There is no workspace 'ws-nope' in acme that this token sees. Check the name and the token."),
    ],
)
def test_a_workspace_that_is_not_there(scene: Scene, name: str, said: str) -> None:
    code, out, err = scene.run("trigger", "list", name, "--org", "acme")
    assert (code, out, err.splitlines()[-1]) == (2, "", f"Error: {said}")


def test_a_list_that_is_hidden_is_told_and_not_taken_for_empty(start: Start) -> None:
    hidden = Hidden(trigger_lists=frozenset({"ws-app"}))
    scene = start(build_world(small(), hidden={OWNER: hidden}))
    assert scene.run("trigger", "list", "app", "--org", "acme") == (
        1,
        "",
        "rtgraph: the inbound run triggers of app: 404: absent, or hidden from this token; it takes permission to read "
        "runs there\n",
    )


def test_duplicates_are_listed_each(start: Start) -> None:
    scene = start(small())
    scene.stage.add("net", "app", "rt-more")
    rows = scene.rows("trigger", "list", "app", "--org", "acme", "--inbound")
    assert [each["id"] for each in rows] == ["rt-hub-app", "rt-more", "rt-net-app"]


def test_one_trigger_from_the_server_needs_no_organization(scene: Scene) -> None:
    assert scene.run("trigger", "show", "rt-net-app") == (0, SHOWN, "")
    assert scene.rows("trigger", "show", "rt-net-app") == [ROW | {"direction": None}]


def test_one_trigger_from_a_snapshot(scene: Scene) -> None:
    count = len(scene.server.exchanges)
    assert scene.run("trigger", "show", "rt-net-app", "-s", "acme.json") == (0, SHOWN, "")
    assert len(scene.server.exchanges) == count


@pytest.mark.parametrize("source", [[], ["-s", "acme.json"]], ids=["server", "snapshot"])
@pytest.mark.parametrize("name", ["rt-nope", "..", "rt-net-app/../../x", "\x1b[31m"])
def test_a_trigger_that_is_not_there(scene: Scene, source: list[str], name: str) -> None:
    code, out, err = scene.run("trigger", "show", name, *source)
    assert (code, out) == (1, "")
    shown = name.replace("\x1b", "\\x1b")
    assert err == (
        f"rtgraph: there is no run trigger {shown}, or it is hidden from this token; list a workspace's with: rtgraph "
        "trigger list WORKSPACE\n"
    )


def test_hostile_names_do_not_reach_the_terminal(scene: Scene) -> None:
    Path("hostile.json").write_bytes(dump_snapshot(snapshot("a\x1b[31m\n > b\u202e")))
    code, out, _ = scene.run("trigger", "list", "b\u202e", "-s", "hostile.json")
    assert (code, "\x1b" in out, "\u202e" in out) == (0, False, False)
    assert "a\\x1b[31m\\n → b\\u202e" in out


def test_the_demo_can_be_listed(scene: Scene) -> None:
    code, out, _ = scene.run("trigger", "list", "net-prod", "--demo", "-q")
    assert (code, out.startswith("Inbound: an apply in A queues a run in net-prod\n")) == (0, True)
    assert scene.server.exchanges == []
