from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import rtgraph
from rtgraph.cli import run
from rtgraph.cli.schema import schemas

FOLDER = Path(rtgraph.__file__).parent / "schemas"
NAMES = sorted(path.name.removesuffix(".schema.json") for path in FOLDER.glob("*.schema.json"))


def test_the_list_says_what_each_schema_describes(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["schema"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == NAMES
    assert "A snapshot: an organization's workspaces and run triggers at one time" in lines[NAMES.index("snapshot")]


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_printed_as_it_stands_in_the_package(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", name]) == 0
    assert capfd.readouterr().out == (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_valid_and_says_what_it_is(name: str) -> None:
    found = json.loads(schemas()[name])
    jsonschema.Draft202012Validator.check_schema(found)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["$id"] == f"urn:rtgraph:{name}:1"
    assert found["title"]
    assert found["description"]
    whole = found["$defs"]["head"] if name == "journal" else found  # a journal says it in its first line
    assert whole["properties"]["format"]["const"] == f"rtgraph.{name}/1"
    assert "format" in whole["required"]


def test_a_schema_is_written_to_a_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "snapshot", "-o", str(tmp_path / "s.json")]) == 0
    assert capfd.readouterr().out == ""
    assert (tmp_path / "s.json").read_text(encoding="utf-8") == schemas()["snapshot"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [("snapsot", "Did you mean snapshot?"), ("zzz", f"There are: {', '.join(NAMES)}.")],
)
def test_an_unknown_name_gets_the_nearest(name: str, hint: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", name]) == 2
    assert capfd.readouterr().err.endswith(f"Error: There is no schema {name!r}. {hint}\n")
