from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from rtgraph.models import Snapshot
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
