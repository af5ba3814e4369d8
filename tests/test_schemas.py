from __future__ import annotations

import json
from dataclasses import fields
from importlib.resources import files
from typing import Any

import jsonschema
import msgspec
import pytest

from rtgraph.fixes.lines import Done, Head, Intent, Refused
from rtgraph.models import Change, Snapshot
from rtgraph.reports.triggers import TriggerRow, render_triggers_json
from rtgraph.snapshots import dump_snapshot
from tests.examples import FULL, altered
from tests.graphs import snapshot

SCHEMA = json.loads(files("rtgraph").joinpath("schemas/snapshot.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("found", [FULL, snapshot("net > app > db", "lone", project={"app": "core"})])
def test_the_schema_is_valid_and_so_is_every_snapshot(found: Snapshot) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    validator = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(json.loads(dump_snapshot(found)))] == []


def test_the_schema_names_every_key_that_is_written() -> None:
    document, parts = json.loads(dump_snapshot(FULL)), SCHEMA["$defs"]
    assert list(SCHEMA["properties"]) == list(document)
    assert list(parts["workspace"]["properties"]) == list(document["workspaces"][0])
    assert list(parts["project"]["properties"]) == list(document["workspaces"][0]["project"])
    assert list(parts["run_trigger"]["properties"]) == list(document["run_triggers"][0])
    assert list(parts["blind_spot"]["properties"]) == list(document["blind_spots"][0])
    assert list(parts["scope"]["properties"]) == list(document["scope"])


@pytest.mark.parametrize(
    "change",
    [
        {"format": "rtgraph.snapshot/2"},
        {"workspaces": [{"name": "a"}]},
        {"run_triggers": [{"id": "rt-1", "sourceable_id": "ws-1"}]},
        {"directions": ["sideways"]},
        {"complete": None},
        {"blind_spots": [{"what": "weather", "workspace_id": None, "reason": ""}]},
    ],
)
def test_the_schema_refuses_what_is_not_a_snapshot(change: dict[str, Any]) -> None:
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(json.loads(altered(**change)))


def schema(name: str) -> Any:
    return json.loads(files("rtgraph").joinpath(f"schemas/{name}.schema.json").read_text(encoding="utf-8"))


def test_the_schema_of_triggers_names_every_key_that_is_written() -> None:
    found = schema("triggers")
    assert list(found["$defs"]["row"]["properties"]) == [field.name for field in fields(TriggerRow)]
    document = json.loads(render_triggers_json("host", None, []))
    assert list(found["properties"]) == list(document) == found["required"]


@pytest.mark.parametrize("kind", [Head, Intent, Done, Refused])
def test_the_schema_of_a_journal_names_every_key_that_is_written(kind: type[Head | Intent | Done | Refused]) -> None:
    parts = schema("journal")["$defs"]
    part = parts[kind.__name__.lower()]
    assert sorted(part["properties"]) == sorted(["type", *(field.name for field in msgspec.structs.fields(kind))])
    assert part["required"] == list(part["properties"])
    assert list(parts["change"]["properties"]) == [field.name for field in fields(Change)]


@pytest.mark.parametrize(
    "line",
    [
        {"type": "head", "format": "rtgraph.journal/2"},
        {
            "type": "done",
            "phase": "apply",
            "number": 0,
            "result": "lost",
            "run_trigger_id": None,
            "at": "2026-01-01T00:00:00Z",
        },
        {"type": "refused", "phase": "sideways", "number": 0, "reason": "", "at": "2026-01-01T00:00:00Z"},
        {"type": "mood"},
        {},
    ],
)
def test_the_schema_refuses_what_is_no_line_of_a_journal(line: dict[str, Any]) -> None:
    assert not jsonschema.Draft202012Validator(schema("journal")).is_valid(line)
