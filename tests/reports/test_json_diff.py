from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import jsonschema

from rtgraph.differences.comparison import Comparison, compare_snapshots
from rtgraph.reports.json_diff import render_diff_json
from tests.graphs import snapshot
from tests.reports.differences import HOSTILE, every_difference, new, old

SCHEMA = json.loads(files("rtgraph").joinpath("schemas/diff.schema.json").read_bytes())


def written(comparison: Comparison) -> dict[str, Any]:
    text = render_diff_json(comparison)
    assert "\x1b" not in text
    assert "\u202e" not in text
    document: dict[str, Any] = json.loads(text)
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    return document


def test_every_difference_is_written_and_is_what_the_schema_says() -> None:
    found = written(every_difference())
    assert found["differs"] is True
    assert found["by_name"] is False
    assert {kind: len(found["run_triggers"][kind]) for kind in found["run_triggers"]} == {
        "added": 0,
        "removed": 0,
        "recreated": 1,
        "new_or_hidden": 2,
        "gone_or_hidden": 3,
    }
    assert found["run_triggers"]["recreated"] == [
        {
            "old_id": "rt-net-app",
            "id": "rt-again",
            "sourceable_id": "ws-net",
            "sourceable_name": "net",
            "workspace_id": "ws-app",
            "workspace_name": "app",
        }
    ]
    assert found["workspaces"]["changed"] == [
        {
            "id": "ws-db",
            "name": "db",
            "attribute": "auto_apply_run_trigger",
            "old": True,
            "new": False,
            "meaning": "is now a gate: triggered runs wait for a person",
        }
    ]
    assert found["workspaces"]["gone_or_hidden"] == [
        {"id": "ws-gone", "name": "gone", "project": "core", "readable": True}
    ]
    assert HOSTILE in [each["name"] for each in found["workspaces"]["new_or_hidden"]]
    assert [each["workspace_names"] for each in found["findings"]["gone_or_hidden"]] == [["app", "db"]]


def test_the_schema_names_every_key_that_is_written() -> None:
    document, parts = written(every_difference()), SCHEMA["$defs"]
    assert list(SCHEMA["properties"]) == list(document)
    for part in ("workspaces", "run_triggers", "findings"):
        assert list(parts[part]["properties"]) == list(document[part])
    assert list(parts["counts"]["properties"]) == list(document["counts"]["old"])
    assert list(parts["side"]["properties"]) == list(document["old"])
    assert list(parts["workspace"]["properties"]) == list(document["workspaces"]["gone_or_hidden"][0])
    assert list(parts["change"]["properties"]) == list(document["workspaces"]["changed"][0])
    assert list(parts["recreated"]["properties"]) == list(document["run_triggers"]["recreated"][0])
    assert list(parts["run_trigger"]["properties"]) == list(document["run_triggers"]["gone_or_hidden"][0])


def test_either_way_round_and_by_name_it_is_valid() -> None:
    written(compare_snapshots(new(), old()))
    assert written(compare_snapshots(old(), new(), by_name=True))["by_name"] is True


def test_nothing_changed() -> None:
    found = written(compare_snapshots(snapshot("a > b"), snapshot("a > b")))
    assert found["differs"] is False
    assert [each for part in ("workspaces", "run_triggers", "findings") for each in found[part].values() if each] == []
    assert found["counts"]["old"] == found["counts"]["new"]
