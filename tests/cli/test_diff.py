"""``rtgraph diff`` on two small snapshots, every kind of change in one."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from rtgraph.cli import run
from rtgraph.models import BlindSpot, Snapshot
from rtgraph.snapshots import save_snapshot
from tests.graphs import snapshot

OLD = snapshot("net > app > db", "net > web", auto="app", project={"web": "core"})


def changed() -> Snapshot:
    """Rename net, move web, switch db's gate off, close a cycle, make one trigger anew, add a workspace."""
    new = snapshot("net > app > db > app", "net > web", "extra", auto="app db", project={"web": "edge"})
    return replace(
        new,
        workspaces=tuple(replace(each, name="network") if each.id == "ws-net" else each for each in new.workspaces),
        run_triggers=tuple(
            replace(each, id="rt-again") if each.id == "rt-net-web" else each for each in new.run_triggers
        ),
        crawled_at="2026-02-01T00:00:00Z",
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    save_snapshot(OLD, tmp_path / "old.json")
    save_snapshot(changed(), tmp_path / "new.json.gz")
    return tmp_path


TEXT = """\
Workspaces
  + extra    ws-extra
  ~ db       ws-db     auto_apply_run_trigger false → true: is no longer a gate: triggered runs apply by themselves
  ~ network  ws-net    renamed from net
  ~ web      ws-web    moved from project core to edge

Run triggers
  + db       → app  rt-db-app
  ↻ network  → web  rt-net-web → rt-again

Findings
  + error  auto-apply-cycle: a cycle that keeps itself going
      app → db → app keeps itself going: each apply queues the next run, and nobody has to confirm
      one.

Counts                OLD  NEW
workspaces              4    5  +1
run triggers            3    4  +1
cyclic components       0    1  +1
longest chain (hops)    2    1  -1
findings                0    1  +1
blind spots             0    0

1 workspace added, 1 renamed, 1 moved, 1 changed; 1 run trigger added, 1 re-created; 1 finding appeared.

OLD  acme on app.terraform.io: 4 workspaces, 3 run triggers, crawled 2026-01-01T00:00:00Z
     Complete: everything was read.
NEW  acme on app.terraform.io: 5 workspaces, 4 run triggers, crawled 2026-02-01T00:00:00Z
     Complete: everything was read.
A → B: a successful apply in A queues a run in B.
"""


def test_every_kind_of_change_as_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "old.json", "new.json.gz"]) == 0
    assert capsys.readouterr().out == TEXT


def test_the_order_in_the_snapshots_does_not_matter(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = changed()
    turned = replace(new, workspaces=new.workspaces[::-1], run_triggers=new.run_triggers[::-1])
    save_snapshot(turned, folder / "turned.json")
    assert run(["diff", "old.json", "turned.json", "--exit-code"]) == 3
    assert capsys.readouterr().out == TEXT


def test_the_time_of_the_crawl_is_no_difference(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save_snapshot(replace(OLD, crawled_at="2026-03-01T00:00:00Z"), folder / "later.json")
    assert run(["diff", "old.json", "later.json", "--exit-code"]) == 0
    assert capsys.readouterr().out.startswith("No differences.\n")


def test_json_is_what_the_schema_says(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "old.json", "new.json.gz", "-f", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    schema = json.loads(files("rtgraph").joinpath("schemas/diff.schema.json").read_bytes())
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document["differs"] is True
    assert [each["id"] for each in document["workspaces"]["added"]] == ["ws-extra"]
    (added,) = document["run_triggers"]["added"]
    assert (added["sourceable_id"], added["workspace_id"]) == ("ws-db", "ws-app")


def test_what_the_newer_crawl_could_not_read_is_not_called_removed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spot = BlindSpot(what="workspace", workspace_id="ws-db", reason="404: absent, or hidden from this token")
    hidden = replace(
        OLD,
        complete=False,
        blind_spots=(spot,),
        workspaces=tuple(each for each in OLD.workspaces if each.id != "ws-db"),
        run_triggers=tuple(each for each in OLD.run_triggers if each.workspace_id != "ws-db"),
    )
    save_snapshot(hidden, folder / "hidden.json")
    assert run(["diff", "old.json", "hidden.json", "-f", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["workspaces"]["removed"] == []
    assert [each["id"] for each in document["workspaces"]["gone_or_hidden"]] == ["ws-db"]
    for form in ("text", "markdown"):
        assert run(["diff", "old.json", "hidden.json", "-f", form]) == 0


def test_another_organization_is_compared_by_name_on_request_only(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = replace(
        OLD,
        organization="copy",
        workspaces=tuple(replace(each, id=f"{each.id}-copy") for each in OLD.workspaces),
        run_triggers=tuple(
            replace(
                each,
                id=f"{each.id}-copy",
                sourceable_id=f"{each.sourceable_id}-copy",
                workspace_id=f"{each.workspace_id}-copy",
            )
            for each in OLD.run_triggers
        ),
    )
    save_snapshot(copy, folder / "copy.json")
    assert run(["diff", "old.json", "copy.json"]) == 1
    assert capsys.readouterr().err == (
        "rtgraph: OLD is acme on app.terraform.io and NEW is copy on app.terraform.io: their ids have nothing in "
        "common; compare them by name with --by-name\n"
    )
    assert run(["diff", "old.json", "copy.json", "--by-name"]) == 0
    assert "added" not in capsys.readouterr().out.split("Counts")[-1].split("OLD  acme")[0]


def test_a_file_that_is_not_there_is_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "old.json", "missing.json"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
