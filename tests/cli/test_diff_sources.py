"""Where ``rtgraph diff`` takes its two sides from, and what it says to a side that is none."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from rtgraph.cli import run
from rtgraph.models import Scope
from rtgraph.sandbox.server import Running
from rtgraph.snapshots import dump_snapshot, load, pack, save_snapshot
from tests.graphs import snapshot

OLD, NEW = snapshot("net > app", "app > db"), snapshot("net > app")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bare_environment: None) -> Path:
    monkeypatch.chdir(tmp_path)
    save_snapshot(OLD, tmp_path / "old.json")
    save_snapshot(NEW, tmp_path / "new.json.gz")
    return tmp_path


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def removed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [each["id"] for each in json.loads(capsys.readouterr().out)["run_triggers"]["removed"]]


@pytest.mark.parametrize(
    ("arguments", "data"),
    [
        (["old.json", "new.json.gz"], b""),
        (["old.json", "-"], dump_snapshot(NEW)),
        (["old.json", "-"], pack(dump_snapshot(NEW))),
        (["-", "new.json.gz"], dump_snapshot(OLD)),
        (["old.json", "-s", "new.json.gz"], b""),
        (["-", "-s", "new.json.gz"], dump_snapshot(OLD)),
    ],
)
def test_either_side_may_be_a_packed_file_or_standard_input(
    arguments: list[str],
    data: bytes,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    feed(monkeypatch, data)
    assert run(["diff", *arguments, "-f", "json"]) == 0
    assert removed(capsys) == ["rt-app-db"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["-", "-"], "OLD and NEW cannot both be standard input: name a file for one of them."),
        (["-", "-s", "-"], "OLD and NEW cannot both be standard input: name a file for one of them."),
        (["old.json"], "Say what to compare OLD with: NEW, --org NAME or --demo."),
        (["old.json", "new.json.gz", "--demo"], "NEW and --demo exclude each other: compare OLD with one of them."),
        (["old.json", "new.json.gz", "--org", "a"], "NEW and --org exclude each other: compare OLD with one of them."),
        ([], "Missing argument 'OLD'."),
    ],
)
def test_a_wrong_command_line_is_2(
    arguments: list[str], line: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["diff", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.endswith(f"Error: {line}\n")


BROKEN = {
    "none.json": "there is no file none.json; write one with: rtgraph crawl --org NAME -o none.json",
    "broken.json": "broken.json is not a snapshot: ",
    "later.json": "later.json is a 'rtgraph.snapshot/2' and this rtgraph reads rtgraph.snapshot/1; crawl again",
    "audit.json": "audit.json is not a snapshot (its format is 'rtgraph.audit/1'); write one with: rtgraph crawl",
    "short.json.gz": "short.json.gz is cut off or not gzip",
    "twice.json": "twice.json is not a snapshot: ws-net stands in workspaces twice; write one with: rtgraph crawl",
}


@pytest.mark.parametrize("name", list(BROKEN))
@pytest.mark.parametrize("place", [0, 1])
def test_a_side_that_is_no_snapshot_is_one_line_and_writes_nothing(
    name: str, place: int, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = dump_snapshot(OLD)
    (folder / "broken.json").write_bytes(data[:200])
    (folder / "later.json").write_bytes(data.replace(b"rtgraph.snapshot/1", b"rtgraph.snapshot/2"))
    (folder / "audit.json").write_bytes(data.replace(b"rtgraph.snapshot/1", b"rtgraph.audit/1"))
    (folder / "short.json.gz").write_bytes(pack(data)[:-20])
    (folder / "twice.json").write_bytes(dump_snapshot(replace(OLD, workspaces=OLD.workspaces * 2)))
    sides = ["old.json", "old.json"]
    sides[place] = name
    assert run(["diff", *sides, "-o", "out.txt"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"rtgraph: {BROKEN[name]}")
    assert said.err.count("\n") == 1
    assert not (folder / "out.txt").exists()


def test_two_workspaces_of_one_name_are_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save_snapshot(snapshot("net", "app", app={"name": "net"}), folder / "twins.json")
    assert run(["diff", "old.json", "twins.json", "--by-name"]) == 1
    assert capsys.readouterr().err == (
        "rtgraph: NEW has 2 workspaces of one name, 'net' (ws-app, ws-net): --by-name cannot tell them apart; "
        "rename them, or compare two snapshots of one organization by id\n"
    )


def test_a_report_goes_to_a_file_and_its_exit_code_is_asked_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["diff", "old.json", "new.json.gz", "-f", "markdown", "-o", "out.md", "--exit-code"]) == 3
    assert capsys.readouterr().out == ""
    assert (folder / "out.md").read_text(encoding="utf-8").startswith("## What changed in the run triggers of acme\n")
    assert run(["diff", "old.json", "new.json.gz"]) == 0
    assert run(["diff", "old.json", "old.json", "--exit-code"]) == 0


def test_the_demo_is_crawled_as_the_older_snapshot_was(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for options in ([], ["--with-state-consumers"], ["--project", "core"]):
        assert run(["crawl", "--demo", "-q", *options, "-o", "demo.json"]) == 0
        assert run(["diff", "demo.json", "--demo", "-q", "--exit-code"]) == 0
        assert capsys.readouterr().out.startswith("No differences.\n")
    assert load("demo.json").scope == Scope(project="core")


def test_an_organization_is_crawled_now(
    folder: Path, sandbox: Running, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TFE_TOKEN", "owner-sandbox-token")
    live = ["--org", "acme", "--host", sandbox.address, "-q"]
    assert run(["crawl", *live, "-o", "acme.json"]) == 0
    assert run(["diff", "acme.json", *live, "--exit-code"]) == 0
    assert capsys.readouterr().out.startswith("No differences.\n")


def test_another_organization_is_refused_before_it_is_crawled(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "old.json", "--org", "other", "--host", "http://127.0.0.1:1"]) == 1
    assert capsys.readouterr().err == (
        "rtgraph: OLD is acme and other would be crawled: their ids have nothing in common; "
        "compare them by name with --by-name\n"
    )


def test_the_policy_of_the_folder_holds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save_snapshot(snapshot("net > app > net", "app > db"), folder / "cycle.json")
    arguments = ["diff", "old.json", "cycle.json", "-f", "json"]
    assert run(arguments) == 0
    assert [each["rule"] for each in json.loads(capsys.readouterr().out)["findings"]["appeared"]] == ["cycle"]
    (folder / "rtgraph.toml").write_text('[rules]\ncycle = "off"\n')
    assert run(arguments) == 0
    assert json.loads(capsys.readouterr().out)["findings"]["appeared"] == []
