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
  total   6 runs in 4 workspaces
  applied with nobody confirming: 2
  waits for a person at d
  more than one run: d ×2, e ×2
  spared where a plan has no changes, in workspaces: d 1
  about 6 min along the slowest path, waiting for people aside

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
    assert found["waves"][1] == [{"workspace": "ws-d", "runs": 2, "from": ["ws-b", "ws-c"], "gate": True}]


def test_several_workspaces_are_a_list(taken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["impact", "b", "c", "-s", taken, "-f", "json"]) == 0
    assert [valid("impact", each)["workspace"] for each in json.loads(capsys.readouterr().out)] == ["ws-b", "ws-c"]


def test_a_cascade_as_mermaid_points_from_the_sourceable(taken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["impact", "b", "-s", taken, "-f", "mermaid"]) == 0
    assert capsys.readouterr().out.splitlines()[:7] == [
        "graph LR",
        "  %% A --> B: a successful apply in A queues a run in B; 2 workspaces reached",
        '  n0(["b<br/>apply"]):::start',
        '  n1["d<br/>gate"]:::gate',
        "  n0 --> n1",
        '  n2["e<br/>auto"]:::auto',
        "  n1 --> n2",
    ]


def test_mermaid_shows_hostile_names_and_stays_within_its_limits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "acme.json"
    lines = [f"a > w{each:03d}" for each in range(600)]
    save_snapshot(snapshot(*lines, a={"name": 'x"];click n0 "javascript:alert(1)"\n`<b>`'}), path)
    assert run(["impact", "ws-a", "-s", str(path), "-f", "mermaid"]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[2] == (
        '  n0(["x#34;#93;#59;click n0 #34;javascript#58;alert#40;1#41;#34;#92;n#96;#60;b#62;#96;<br/>apply"]):::start'
    )
    assert out.count(" --> ") == 451  # one of them is the legend's
    assert '  rest["150 workspaces more, see rtgraph impact"]:::rest' in out.splitlines()
    assert len(out) < 50_000


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
        ["impact", "aa"],
    ):
        assert run([*arguments, "-s", taken]) == 2
    assert "There is no workspace 'aa'. Did you mean a?" in capsys.readouterr().err


def test_paths_as_text_and_json(taken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["path", "a", "d", "-s", taken, "--all"]) == 0
    assert capsys.readouterr().out == (
        "a\n  → b  rt-a-b  auto-apply\n  → d  rt-b-d  gate\n\n"
        "a\n  → c  rt-a-c  auto-apply\n  → d  rt-c-d  gate\n\n"
        f"a → d: 2 paths in all\n{END}"
    )
    assert run(["path", "a", "d", "-s", taken, "-f", "json"]) == 0
    found = valid("path", json.loads(capsys.readouterr().out))
    assert (found["total"], len(found["paths"])) == (2, 1)
    assert found["paths"][0][0] == {
        "sourceable": "ws-a",
        "workspace": "ws-b",
        "run_triggers": ["rt-a-b"],
        "gate": False,
    }


def test_no_path_is_said_with_the_way_back(taken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["path", "d", "a", "-s", taken]) == 1
    assert capsys.readouterr().err == "rtgraph: no run triggers lead from d to a; a leads to d: rtgraph path a d\n"
    assert run(["path", "b", "c", "-s", taken]) == 1
    assert capsys.readouterr().err == "rtgraph: no run triggers lead from b to c\n"
