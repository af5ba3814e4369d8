"""``rtgraph fix plan --desired``: the run triggers that there shall be, from a file."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from rtgraph.cli import run
from rtgraph.snapshots import save_snapshot
from tests.graphs import snapshot


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    save_snapshot(snapshot("net > app > db", "lone", auto="*"), Path("acme.json"))


def plan(*arguments: str) -> int:
    return run(["fix", "plan", "-s", "acme.json", *arguments])


TEXT = """\
- delete rt-net-app  net → app
    is not wanted
+ create  db → app
    wanted by wanted.csv:2

Plan: 1 to create, 1 to delete, 0 to change.

                               before             after
run triggers                        2                 2
cycles (SCCs)                       0                 1  +1
  that keep themselves going        0                 1  +1
workspaces in the largest SCC       0                 2  +2
longest chain (hops)                2                 0  -2
largest cascade                2 runs  runs without end
  of one apply in                 net               app

Note: The wanted run triggers close a cycle: app → db → app keeps itself going.

acme on app.terraform.io: 4 workspaces, 2 run triggers, crawled 2026-01-01T00:00:00Z
Complete: everything was read.
A → B: a successful apply in A queues a run in B.

Nothing is changed yet. Keep the plan with -o FILE, then apply it with: rtgraph fix apply FILE
"""


def test_what_there_shall_be_is_compared_with_what_there_is(capfd: pytest.CaptureFixture[str]) -> None:
    Path("wanted.csv").write_text("app,db\ndb,app\n", encoding="utf-8")
    assert plan("--desired", "wanted.csv") == 0
    assert capfd.readouterr().out == TEXT


def test_a_snapshot_brings_back_what_was(capfd: pytest.CaptureFixture[str]) -> None:
    save_snapshot(snapshot("net > app > db", "net > lone"), Path("before.json"))
    assert plan("--desired", "before.json", "-f", "json") == 0
    made = json.loads(capfd.readouterr().out)
    assert [(each["action"], each["sourceable_id"], each["workspace_id"]) for each in made["changes"]] == [
        ("create", "ws-net", "ws-lone")
    ]
    assert made["optimal"] is None


def test_a_file_may_be_standard_input_but_not_both(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"net,app\napp,db\n")))
    assert plan("--desired", "-") == 0
    assert capfd.readouterr().out.startswith("No changes: there is nothing to mend.\n")
    assert run(["fix", "plan", "-s", "-", "--desired", "-"]) == 2
    assert "cannot both be standard input" in capfd.readouterr().err


def test_only_what_is_selected_is_made_so(capfd: pytest.CaptureFixture[str]) -> None:
    Path("wanted.csv").write_text("lone,net\n", encoding="utf-8")
    assert plan("--desired", "wanted.csv", "--select", "app db") == 0
    out = capfd.readouterr().out
    assert out.startswith(
        "- delete rt-app-db  app → db\n    is not wanted\n\nPlan: 0 to create, 1 to delete, 0 to change."
    )
    assert "Note: 1 wanted run trigger has an end that is not selected: left out.\n" in out


def test_nothing_is_wanted_only_if_that_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    Path("wanted.csv").write_text("", encoding="utf-8")
    assert plan("--desired", "wanted.csv") == 2
    assert "--allow-empty" in capfd.readouterr().err
    assert plan("--desired", "wanted.csv", "--allow-empty") == 0
    assert "\nPlan: 0 to create, 2 to delete, 0 to change.\n" in capfd.readouterr().out


@pytest.mark.parametrize("wanted", ["net,nope\n", "net\n"])
def test_what_is_not_understood_is_one_line_with_its_place(wanted: str, capfd: pytest.CaptureFixture[str]) -> None:
    Path("wanted.csv").write_text(f"app,db\n{wanted}", encoding="utf-8")
    assert plan("--desired", "wanted.csv") == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("rtgraph: ")
    assert "wanted.csv:2" in err
    assert err.count("\n") == 1
