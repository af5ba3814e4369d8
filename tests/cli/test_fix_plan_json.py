"""What ``rtgraph fix plan`` writes for programs: the same bytes each time, and what the schema says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from rtgraph.cli import run
from rtgraph.fixes.plans import read_plan
from rtgraph.snapshots import save_snapshot
from tests.cli.test_fix_plan import SAMPLE, plan
from tests.graphs import snapshot


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    save_snapshot(snapshot("net > app > db > app", "x > y > x", auto="app x y"), Path("acme.json"))


def test_json_on_standard_output_is_the_plan_itself(capfd: pytest.CaptureFixture[str]) -> None:
    assert plan("--cycles", "-f", "json", "-o", "plan.json") == 0
    out = capfd.readouterr().out
    assert out == Path("plan.json").read_text(encoding="utf-8")
    assert plan("--cycles", "-o", "-") == 0
    assert capfd.readouterr().out == out


@pytest.mark.parametrize(
    "options",
    [["--cycles"], ["--gate"], ["--redundant", "--include-gated"], ["--cycles", "--gate", "--redundant"]],
    ids=" ".join,
)
def test_json_is_what_the_schema_says(options: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["fix", "plan", "-s", SAMPLE, "-f", "json", *options]) == 0
    document = json.loads(capfd.readouterr().out)
    schema = json.loads(files("rtgraph").joinpath("schemas/plan.schema.json").read_text(encoding="utf-8"))
    assert [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(document)] == []
    assert document["changes"]
    parts = schema["$defs"]
    assert list(document) == list(schema["properties"])
    assert list(document["changes"][0]) == list(parts["change"]["properties"])
    assert list(document["before"]) == list(parts["measures"]["properties"])
    assert list(document["before"]["largest_cascade"]) == list(parts["cascade"]["properties"])


@pytest.mark.parametrize(
    "change",
    [
        {"action": "delete", "workspace_id": "ws-1", "sourceable_id": "ws-2"},
        {"action": "create", "workspace_id": "ws-1"},
        {"action": "update", "workspace_id": "ws-1", "auto_apply_run_trigger": True, "sourceable_id": "ws-2"},
        {"action": "rename", "workspace_id": "ws-1"},
    ],
)
def test_the_schema_refuses_a_change_that_is_not_whole(change: dict[str, Any]) -> None:
    schema = json.loads(files("rtgraph").joinpath("schemas/plan.schema.json").read_text(encoding="utf-8"))
    document = {
        "format": "rtgraph.plan/1",
        "host": "h",
        "organization": "o",
        "changes": [change],
        "before": {"cyclic_components": 0},
        "after": {"cyclic_components": 0},
    }
    assert not jsonschema.Draft202012Validator(schema).is_valid(document)
    assert jsonschema.Draft202012Validator(schema).is_valid({**document, "changes": []})


def test_no_name_drives_the_terminal_through_json(capfd: pytest.CaptureFixture[str]) -> None:
    hostile = "</script>\x1b[2J\u202e"
    found = snapshot("a > b > a", a={"name": hostile})
    save_snapshot(found, Path("acme.json"))
    assert plan("--cycles", "-f", "json", "-o", "plan.json") == 0
    out = capfd.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    (change,) = read_plan(Path("plan.json")).changes
    assert sorted([change.sourceable_name or "", change.workspace_name or ""]) == [hostile, "b"]


def test_hash_seeds_and_the_order_in_the_snapshot_change_nothing() -> None:
    lines = ["a > b > c > a", "c > d > b", "d > e > a", "x > y > z", "x > z", "e > x", "z > w > y"]
    found = snapshot(*lines, auto="*", project={"a": "one", "c": "two"})
    turned = replace(found, workspaces=found.workspaces[::-1], run_triggers=found.run_triggers[::-1])
    save_snapshot(found, Path("found.json"))
    save_snapshot(turned, Path("turned.json"))
    outputs = set()
    for seed, name in (("0", "found"), ("1", "found"), ("2", "turned"), ("3", "turned")):
        command = [sys.executable, "-m", "rtgraph", "fix", "plan", "-s", f"{name}.json", "--gate", "--redundant"]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])}
        outputs.add(subprocess.run(command, check=True, capture_output=True, env=environment).stdout)
    assert len(outputs) == 1
