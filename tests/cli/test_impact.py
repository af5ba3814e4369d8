from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from rtgraph.cli import run
from rtgraph.snapshots import save_snapshot
from tests.graphs import snapshot


@pytest.fixture
def taken(tmp_path: Path) -> str:
    timed: dict[str, Any] = {"plan_seconds": 60, "apply_seconds": 60}
    path = tmp_path / "acme.json"
    save_snapshot(snapshot("a > b > d > e", "a > c > d", auto="b c e", b=timed, c=timed, d=timed, e=timed), path)
    return str(path)


def valid(name: str, document: Any) -> Any:
    schema = json.loads(files("rtgraph").joinpath(f"schemas/{name}.schema.json").read_bytes())
    jsonschema.Draft202012Validator(schema).validate(document)
    return document


END = """\
acme on app.terraform.io: 5 workspaces, 5 run triggers, crawled 2026-01-01T00:00:00Z
Complete: everything was read.
A → B: a successful apply in A queues a run in B.
"""


def test_a_cascade_as_text(taken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["impact", "a", "-s", taken]) == 0
    assert capsys.readouterr().out == (
        """\
apply in a
  wave 1  2 runs
    b    auto-apply  via a
    c    auto-apply  via a
  wave 2  2 runs
    d  ×2  waits for a person  via b, c
  wave 3  2 runs
    e  ×2  auto-apply  via d
  total   6 runs in 4 workspaces · 2 duplicates
  applied with nobody confirming: 2 runs in b, c
  waits for a person at d
  more than one run: d ×2 (1 via b, 1 via c), e ×2 (2 via d)
  spared where a plan has no changes, in workspaces: d 1
  about 6 min along the slowest path, waiting for people aside: a → b → d → e

"""
        + END
    )


def test_a_cascade_as_json(taken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["impact", "ws-a", "-s", taken, "-f", "json"]) == 0
    found = valid("impact", json.loads(capsys.readouterr().out))
    assert {key: found[key] for key in ("workspace", "workspaces_reached", "runs", "runs_unattended", "unbounded")} == {
        "workspace": "ws-a",
        "workspaces_reached": 4,
        "runs": 6,
        "runs_unattended": 2,
        "unbounded": False,
    }
    assert (found["gates"], found["seconds_estimate"], found["duplicates"]) == (["ws-d"], 360, {"ws-d": 2, "ws-e": 2})
    assert found["duplicates_from"] == {"ws-d": {"ws-b": 1, "ws-c": 1}, "ws-e": {"ws-d": 2}}
    assert found["slowest_path"] == ["ws-a", "ws-b", "ws-d", "ws-e"]
    assert found["waves"][1] == [{"workspace": "ws-d", "runs": 2, "from": ["ws-b", "ws-c"], "gate": True}]


def test_several_workspaces_are_a_list_each_once(taken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["impact", "b", "c", "ws-b", "-s", taken, "-f", "json"]) == 0
    assert [valid("impact", each)["workspace"] for each in json.loads(capsys.readouterr().out)] == ["ws-b", "ws-c"]


def test_a_cascade_as_mermaid(taken: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["impact", "b", "-s", taken, "-f", "mermaid", "-o", str(tmp_path / "b.mmd")]) == 0
    assert (tmp_path / "b.mmd").read_text(encoding="utf-8").startswith("graph LR\n")
    assert capsys.readouterr().out == ""


def test_one_apply_goes_through_the_whole_organization(taken: str, capsys: pytest.CaptureFixture[str]) -> None:
    for option in (["--select", "b"], ["--exclude", "d"]):
        assert run(["impact", "a", "-s", taken, *option]) == 2
        assert "Error: --select and --exclude go with --top" in capsys.readouterr().err
    assert run(["impact", "--top", "5", "-s", taken, "--select", "a+1", "-f", "json"]) == 0
    found = valid("ranking", json.loads(capsys.readouterr().out))
    assert [(each["workspace"], each["runs"]) for each in found["ranking"]] == [("ws-a", 2), ("ws-b", 0), ("ws-c", 0)]
    assert found["left_out"] == {"workspaces": 2, "run_triggers": 3}


def test_a_ranking(taken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["impact", "--top", "2", "-s", taken]) == 0
    assert capsys.readouterr().out == (
        """\
apply in  reaches  runs  unattended
a               4     6           2
b               2     2           0
… and 3 workspaces more: --top 5 has all

"""
        + END
    )
    assert run(["impact", "--top", "2", "-s", taken, "-f", "json"]) == 0
    assert valid("ranking", json.loads(capsys.readouterr().out))["not_shown"] == 3


def test_wrong_uses_are_told(taken: str, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        ["impact"],
        ["impact", "a", "--top", "3"],
        ["impact", "--top", "3", "-f", "mermaid"],
        ["impact", "a", "b", "-f", "mermaid"],
        ["impact", "--top", "0"],
        ["impact", "aa"],
    ):
        assert run([*arguments, "-s", taken]) == 2
    assert "There is no workspace 'aa'. Did you mean a?" in capsys.readouterr().err
