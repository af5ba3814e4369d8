from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from rtgraph.cli import run
from rtgraph.cli.demo import STEPS
from rtgraph.snapshots import load


def test_the_tour_writes_everything_and_says_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["demo"]) == 0

    made = tmp_path / "rtgraph-demo"
    assert {each.name for each in made.iterdir()} == {name for name, _, _ in STEPS}
    snapshot = load(made / "snapshot.json")
    assert (len(snapshot.workspaces), len(snapshot.run_triggers), len(snapshot.blind_spots)) == (63, 78, 3)
    ElementTree.parse(made / "graph.svg")
    assert json.loads((made / "graph.json").read_bytes())["format"] == "rtgraph.graph/1"
    rules = [each["rule"] for each in json.loads((made / "audit.json").read_bytes())["findings"]]
    assert {"auto-apply-cycle", "cycle"} <= set(rules)
    said = capsys.readouterr()
    assert said.err == ""
    assert [name for name, _, meaning in STEPS if f"    rtgraph-demo/{name}: {meaning}\n" not in said.out] == []


def test_the_commands_it_shows_are_the_commands_it_ran(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", "-o", str(tmp_path / "one")]) == 0
    shown = re.findall(r"\$ rtgraph (.*)", capsys.readouterr().out)
    assert len(shown) == len(STEPS)
    for line in shown[1:]:
        assert run(line.replace("-o " + str(tmp_path / "one"), "-o " + str(tmp_path)).split()) == 0
    for name, _, _ in STEPS[1:]:
        assert (tmp_path / name).read_bytes() == (tmp_path / "one" / name).read_bytes()


def test_a_file_in_the_way_of_the_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert run(["demo", "-o", str(tmp_path / "file" / "below")]) == 1
    assert capsys.readouterr().err == (
        f"rtgraph: cannot make {tmp_path / 'file' / 'below'}: Not a directory; choose another folder with -o\n"
    )
