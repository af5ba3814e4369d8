from __future__ import annotations

import json
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from rtgraph.cli import run
from rtgraph.exports.formats import FORMATS
from rtgraph.snapshots import save_snapshot
from tests.exports.pictures import SVG, needs_system, parts, texts
from tests.graphs import snapshot


@pytest.fixture
def saved(tmp_path: Path) -> str:
    """Save a snapshot with a cycle of two of its five workspaces."""
    path = tmp_path / "acme.json"
    save_snapshot(snapshot("net > app > db > app", "app > web", "lone", auto="app", project={"app": "core"}), path)
    return str(path)


BEGINNINGS = {
    "a.dot": b"digraph",
    "a.gv": b"digraph",
    "a.svg": b"<?xml",
    "a.png": b"\x89PNG",
    "a.html": b"<!DOCTYPE html>",
    "a.htm": b"<!DOCTYPE html>",
    "a.json": b"{",
    "a.graphml": b"<graphml",
    "a.csv": b"source,destination,",
    "a.tf": b"# The run triggers of acme",
}


@pytest.mark.parametrize("name", BEGINNINGS)
def test_the_files_name_says_the_format(
    saved: str, tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", "-s", saved, "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / name).read_bytes().startswith(BEGINNINGS[name])
    assert capfd.readouterr() == ("", f"wrote {tmp_path / name}\n")


def test_a_named_format_wins_over_the_files_name(saved: str, tmp_path: Path) -> None:
    assert run(["export", "-s", saved, "-f", "dot", "-q", "-o", str(tmp_path / "a.txt")]) == 0
    assert (tmp_path / "a.txt").read_text(encoding="utf-8").startswith("digraph")


def test_text_and_pictures_go_to_standard_output(saved: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["export", "-s", saved, "-f", "svg"]) == 0
    out, error = capfdbinary.readouterr()
    assert len(parts(out, "node")) == 5
    assert error == b""


@needs_system
def test_a_pdf_is_drawn_by_the_systems_dot(saved: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["export", "-s", saved, "-f", "pdf"]) == 0
    assert capfdbinary.readouterr().out.startswith(b"%PDF")


def test_without_a_format_the_choices_are_named(saved: str, capfd: pytest.CaptureFixture[str]) -> None:
    choices = f"Error: Say which format with -f: {', '.join(FORMATS)}"
    assert run(["export", "-s", saved]) == 2
    assert capfd.readouterr().err.endswith(f"{choices} (there is no -o FILE to tell it by).\n")
    assert run(["export", "-s", saved, "-o", "a.txt"]) == 2
    assert capfd.readouterr().err.endswith(f"{choices} (a.txt does not end in one of them).\n")


@pytest.mark.parametrize("name", ["png", "pdf"])
def test_binary_is_kept_off_a_terminal(
    saved: str, name: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run(["export", "-s", saved, "-f", name]) == 2
    assert capfd.readouterr().err.endswith(
        f"Error: A {name} is nothing for a terminal: add -o FILE.{name}, or send it to a file or pipe.\n"
    )


def test_the_drawings_options_reach_the_drawing(saved: str, capfd: pytest.CaptureFixture[str]) -> None:
    command = ["export", "-s", saved, "-f", "dot", "--layout", "TB", "--group-by", "none", "--cycles-only"]
    assert run([*command, "--arrows", "depends"]) == 0
    dot = capfd.readouterr().out
    assert "rankdir=TB" in dot
    assert "cluster" not in dot
    assert "A → B: a run in A is queued by a successful apply in B" in dot
    assert "not drawn: 3 workspaces and 2 run triggers that are on no cycle" in dot
    assert dot.count("class=workspace") + dot.count('class="workspace') == 2


def test_pictures_have_a_limit_and_data_has_none(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "large.json"
    save_snapshot(snapshot(*(f"a{place} > b{place}" for place in range(201))), path)
    assert run(["export", "-s", str(path), "-f", "svg"]) == 1
    error = capfdbinary.readouterr().err.decode()
    assert error.startswith(
        "rtgraph: 402 workspaces are more than the 400 that one picture is drawn with; use --cycles"
    )
    assert run(["export", "-s", str(path), "-f", "svg", "--max-nodes", "0"]) == 0
    assert len(parts(capfdbinary.readouterr().out, "node")) == 402
    assert run(["export", "-s", str(path), "-f", "svg", "--cycles-only"]) == 0
    assert "there are no cycles" in texts(ElementTree.fromstring(capfdbinary.readouterr().out))
    for name in ("dot", "html", "json", "graphml", "csv", "hcl"):
        assert run(["export", "-s", str(path), "-f", name]) == 0
    for name in ("json", "graphml", "csv", "hcl"):
        assert run(["export", "-s", str(path), "-f", name, "--max-nodes", "401"]) == 1


@pytest.mark.parametrize("option", [["--max-nodes", "-1"], ["--layout-timeout", "0"], ["--engine", "x"], ["-f", "bmp"]])
def test_a_wrong_value_is_a_usage_error(saved: str, option: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "-s", saved, *option]) == 2
    assert "Error: Invalid value for" in capfd.readouterr().err


def test_a_missing_folder_leaves_nothing_behind(saved: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "none" / "a.svg"
    assert run(["export", "-s", saved, "-o", str(target)]) == 1
    assert capfd.readouterr().err == (
        f"rtgraph: cannot write {target}: there is no folder {target.parent}; create it first\n"
    )


def test_a_layout_that_takes_too_long_is_one_line(saved: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "-s", saved, "-f", "svg", "--layout-timeout", "0.0001"]) == 1
    assert capfd.readouterr().err.startswith("rtgraph: the embedded renderer had not finished after 0.0001 seconds;")


def test_the_sample_organization_is_drawn_with_its_blind_spots(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["export", "--demo", "-q", "-f", "svg"]) == 0
    data = capfdbinary.readouterr().out
    said = ElementTree.fromstring(data).findtext(f"{SVG}desc") or ""
    assert "3 blind spots that the token could not read (1 workspace, 1 inbound list, 1 outbound list)" in said
    assert len(parts(data, "unreadable")) == 1
    assert run(["export", "--demo", "-q", "-f", "json"]) == 0
    assert len(json.loads(capfdbinary.readouterr().out)["graph"]["graph"]["blind_spots"]) == 3


def test_the_help_names_every_format(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "--help"]) == 0
    assert f"[{'|'.join(FORMATS)}]" in capfd.readouterr().out


@pytest.mark.parametrize("how", ["ids", "data"])
def test_configuration_that_is_exported_is_what_an_audit_points_at(
    saved: str, tmp_path: Path, how: str, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "terraform"
    folder.mkdir()
    assert run(["export", "-s", saved, "--workspaces", how, "-q", "-o", str(folder / "triggers.tf")]) == 0
    lines = (folder / "triggers.tf").read_text(encoding="utf-8").splitlines()
    run(["audit", "-s", saved, "-f", "json", "--hcl", str(folder)])
    findings = json.loads(capfd.readouterr().out)["findings"]
    pointed = [
        ([lines[place["line"] - 1] for place in finding["declared"]], finding["run_triggers"])
        for finding in findings
        if finding["run_triggers"]
    ]
    assert [len(triggers) for _, triggers in pointed] == [2]
    for found, triggers in pointed:
        names = [each.removeprefix("rt-").replace("-", "_to_") for each in triggers]
        assert found == [f'resource "tfe_run_trigger" "{name}" {{' for name in names]
