"""How wide paragraphs are: as COLUMNS says, else as the terminal is; files and pipes are all alike."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from rtgraph.cli import run
from rtgraph.snapshots import save_snapshot
from tests.graphs import snapshot


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    save_snapshot(snapshot(" > ".join(f"workspace-{each:02}" for each in range(30))), Path("chain.json"))


def use_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda _: os.terminal_size((72, 24)))


COMMANDS = pytest.mark.parametrize("command", [["chains"], ["audit", "--fail-on", "never"], ["impact", "workspace-00"]])


def widest(command: list[str], capsys: pytest.CaptureFixture[str], *options: str) -> int:
    """Give the length of the longest line of a command's paragraphs, which are indented."""
    assert run([*command, "-s", "chain.json", *options]) == 0
    return longest(capsys.readouterr().out)


def longest(text: str) -> int:
    return max(len(line) for line in text.splitlines() if line.startswith("  ") and "──" not in line)


@COMMANDS
@pytest.mark.parametrize("told", ["", "wide", "-5"])
def test_pipes_are_alike(
    command: list[str], told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    usual = widest(command, capsys)
    monkeypatch.setenv("COLUMNS", told)
    assert widest(command, capsys) == usual
    assert 72 < usual <= 100


@COMMANDS
def test_a_terminal_is_kept_to(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use_terminal(monkeypatch)
    assert 50 < widest(command, capsys) <= 72


@COMMANDS
@pytest.mark.parametrize(("columns", "least", "most"), [("60", 40, 60), ("160", 100, 160), ("7", 20, 60)])
def test_columns_is_heeded_everywhere(
    command: list[str],
    columns: str,
    least: int,
    most: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    use_terminal(monkeypatch)
    monkeypatch.setenv("COLUMNS", columns)
    assert least < widest(command, capsys) <= most


def test_a_file_is_like_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    use_terminal(monkeypatch)
    assert run(["chains", "-s", "chain.json", "-o", "chains.txt"]) == 0
    assert 72 < longest(Path("chains.txt").read_text(encoding="utf-8")) <= 100


def test_one_command_leaves_the_next_as_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    wide = widest(["chains"], capsys)
    monkeypatch.delenv("COLUMNS")
    assert widest(["chains"], capsys) <= 100 < wide
