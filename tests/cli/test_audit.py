"""Exit codes, formats and places of ``rtgraph audit``; its further options have their own module."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path

import pytest

from rtgraph.cli import run
from rtgraph.models import BlindSpot
from rtgraph.snapshots import save_snapshot
from tests.graphs import snapshot

SPOT = BlindSpot(what="inbound", workspace_id="ws-a", reason="404: absent, or hidden from this token")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    save_snapshot(snapshot("a > b > a", auto="*"), Path("cycle.json"))
    save_snapshot(snapshot("a > b"), Path("quiet.json"))
    blind = dataclasses.replace(snapshot("a > b"), complete=False, blind_spots=(SPOT,))
    save_snapshot(blind, Path("blind.json"))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["-s", "quiet.json"], 0),
        (["-s", "quiet.json", "--strict"], 0),
        (["-s", "cycle.json"], 3),
        (["-s", "cycle.json", "--fail-on", "info"], 3),
        (["-s", "cycle.json", "--fail-on", "never"], 0),
        (["-s", "cycle.json", "-f", "json"], 3),
        (["-s", "blind.json"], 0),
        (["-s", "blind.json", "--strict"], 4),
        (["-s", "nowhere.json"], 1),
        (["-s", "cycle.json", "--fail-on", "sometimes"], 2),
        ([], 2),
    ],
)
def test_exit_codes(arguments: list[str], code: int) -> None:
    assert run(["audit", *arguments]) == code


def test_text_is_what_comes_without_asking(capfd: pytest.CaptureFixture[str]) -> None:
    run(["audit", "-s", "cycle.json"])
    assert capfd.readouterr().out.startswith("error  auto-apply-cycle: a cycle that keeps itself going\n")


def test_json_is_json_and_nothing_else(capfd: pytest.CaptureFixture[str]) -> None:
    run(["audit", "-s", "cycle.json", "-f", "json"])
    assert json.loads(capfd.readouterr().out)["summary"]["error"] == 1


def test_a_report_is_written_although_something_is_found(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "-s", "cycle.json", "-o", "report.txt"]) == 3
    assert capfd.readouterr().out == ""
    assert Path("report.txt").read_text(encoding="utf-8").startswith("error  auto-apply-cycle")


@pytest.mark.parametrize(("no_colour", "begins"), [("", "\x1b[31m\x1b[1merror\x1b[0m  auto"), ("1", "error  auto")])
def test_colour_comes_on_a_terminal_unless_it_is_not_wanted(
    no_colour: str, begins: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("NO_COLOR", no_colour)
    run(["audit", "-s", "cycle.json"])
    assert capfd.readouterr().out.startswith(begins)
