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
    path = tmp_path / "acme.json"
    local = {"execution_mode": "local"}
    save_snapshot(snapshot("a > b > d > e", "a > c > d", "b > local > far", auto="b e", local=local), path)
    return str(path)


def valid(document: Any) -> Any:
    schema = json.loads(files("rtgraph").joinpath("schemas/path.schema.json").read_bytes())
    jsonschema.Draft202012Validator(schema).validate(document)
    return document


END = """\
acme on app.terraform.io: 7 workspaces, 7 run triggers, crawled 2026-01-01T00:00:00Z
Complete: everything was read.
A → B: a successful apply in A queues a run in B.
"""


def test_all_paths_as_text(taken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["path", "a", "ws-d", "-s", taken, "--all"]) == 0
    assert capsys.readouterr().out == (
        f"""\
a
  → b  rt-a-b  auto-apply
  → d  rt-b-d  gate

a
  → c  rt-a-c  gate
  → d  rt-c-d  gate

a → d: 2 paths in all, 2 of them shortest
One apply in a queues 2 runs in d.
{END}"""
    )


def test_without_all_the_first_is_shown_and_all_are_counted(taken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["path", "a", "e", "-s", taken]) == 0
    assert "\na → e: 2 paths in all, 2 of them shortest, 1 shown\n" in capsys.readouterr().out
    assert run(["path", "a", "e", "-s", taken, "--all", "--limit", "1"]) == 0
    assert "\na → e: 2 paths in all, 2 of them shortest, 1 shown\n" in capsys.readouterr().out
    assert run(["path", "d", "e", "-s", taken]) == 0
    assert "\nd → e: 1 path in all\nOne apply in d queues 1 run in e.\n" in capsys.readouterr().out


def test_a_path_as_json(taken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["path", "a", "d", "-s", taken, "-f", "json"]) == 0
    found = valid(json.loads(capsys.readouterr().out))
    assert {each: found[each] for each in ("from", "to", "total", "total_at_least", "shortest_total", "runs")} == {
        "from": "ws-a",
        "to": "ws-d",
        "total": 2,
        "total_at_least": 2,
        "shortest_total": 2,
        "runs": 2,
    }
    assert found["paths"] == [
        [
            {"sourceable": "ws-a", "workspace": "ws-b", "run_triggers": ["rt-a-b"], "gate": False},
            {"sourceable": "ws-b", "workspace": "ws-d", "run_triggers": ["rt-b-d"], "gate": True},
        ]
    ]
    assert found["names"] == {"ws-a": "a", "ws-b": "b", "ws-d": "d"}


def test_no_path_is_one_line_that_knows_the_way_back(taken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["path", "ws-d", "ws-a", "-s", taken]) == 1
    assert capsys.readouterr() == (
        "",
        "rtgraph: no run triggers lead from d to a; a leads to d: rtgraph path a d\n",
    )
    assert run(["path", "b", "c", "-s", taken]) == 1
    assert capsys.readouterr().err == "rtgraph: no run triggers lead from b to c\n"
    assert run(["path", "b", "b", "-s", taken]) == 1
    assert capsys.readouterr().err == "rtgraph: no run triggers lead from b to b\n"


def test_local_execution_is_said_to_be_in_the_way(taken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["path", "a", "far", "-s", taken]) == 1
    assert capsys.readouterr().err == (
        "rtgraph: no apply in a queues a run in far: local has local execution, where no runs are queued\n"
    )
    assert run(["path", "local", "far", "-s", taken]) == 1
    assert capsys.readouterr().err == (
        "rtgraph: no apply in local queues a run in far: it has local execution, where no runs are queued\n"
    )


def test_unknown_workspaces_and_limits_are_usage_errors(taken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["path", "a", "fra", "-s", taken]) == 2
    assert "There is no workspace 'fra'. Did you mean far?" in capsys.readouterr().err
    assert run(["path", "a", "d", "-s", taken, "--limit", "0"]) == 2
    assert run(["path", "a", "-s", taken]) == 2


def test_a_way_over_selected_workspaces_alone(taken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["path", "a", "d", "-s", taken, "--all", "--exclude", "b"]) == 0
    assert capsys.readouterr().out.startswith(
        "a\n  → c  rt-a-c  gate\n  → d  rt-c-d  gate\n\na → d: 1 path in all\n"
        "One apply in a queues 1 run in d over the selected workspaces.\n"
    )
    assert run(["path", "a", "e", "-s", taken, "--select", "a c e"]) == 1
    assert capsys.readouterr().err == "rtgraph: no run triggers lead from a to e over the selected workspaces\n"
    assert run(["path", "a", "d", "-s", taken, "--exclude", "a"]) == 2
    assert "There is no workspace 'a' among the selected ones." in capsys.readouterr().err
