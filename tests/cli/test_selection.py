"""``--select`` and ``--exclude`` on the commands that read."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from rtgraph.cli import run
from rtgraph.cli.selection import point_at
from rtgraph.selection_tree import SelectionError
from rtgraph.snapshots import save_snapshot
from tests.exports.pictures import SVG, parts
from tests.graphs import snapshot


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Save a snapshot of seven workspaces, two of them on a cycle."""
    monkeypatch.chdir(tmp_path)
    found = snapshot(
        "net > app > db > app", "app > web > cdn", "lone", auto="app", project={"app": "core", "web": "core"}
    )
    save_snapshot(found, tmp_path / "acme.json")
    return "acme.json"


def last_lines(capfd: pytest.CaptureFixture[str]) -> str:
    """Give what stands under click's lines about the usage; nothing is on standard output."""
    out, error = capfd.readouterr()
    assert out == ""
    assert error.startswith("Usage: rtgraph ")
    return str(error.partition("\n\n")[2])


def test_chains_are_those_of_the_part_and_the_rest_is_counted(saved: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["chains", "-s", saved, "--select", "project:core", "--select", "cdn"]) == 0
    assert capfd.readouterr().out == CHAINS


CHAINS = """\
Longest chain: 2 hops
  app → web → cdn

Widest fan-out
  app  triggers 1  reaches 2 workspaces
  web  triggers 1  reaches 1 workspace

Deepest downstream
  app  2 hops deep  reaches 2 workspaces
  web  1 hop deep   reaches 1 workspace

What starts at 1 root of 1

app · reaches 2 workspaces, 2 hops deep
╰── web      rt-app-web
    ╰── cdn  rt-web-cdn

acme on app.terraform.io: 3 workspaces, 2 run triggers, crawled 2026-01-01T00:00:00Z
Not selected: 3 workspaces and 3 run triggers.
A → B: a successful apply in A queues a run in B.
"""


def test_json_counts_what_is_left_out(saved: str, capfd: pytest.CaptureFixture[str]) -> None:
    left_out = {"workspaces": 2, "run_triggers": 1}
    assert run(["chains", "-s", saved, "--exclude", "net lone", "-f", "json"]) == 0
    chains = json.loads(capfd.readouterr().out)
    assert (chains["workspace_count"], chains["run_trigger_count"], chains["left_out"]) == (4, 4, left_out)
    assert run(["export", "-s", saved, "--exclude", "net lone", "-f", "json"]) == 0
    graph = json.loads(capfd.readouterr().out)
    assert graph["left_out"] == graph["graph"]["graph"]["left_out"] == left_out
    assert graph["graph"]["graph"]["beyond"] == {"inbound": {"ws-app": 1}, "outbound": {}}
    assert run(["export", "-s", saved, "--exclude", "net lone", "--cycles-only", "-f", "json"]) == 0
    assert json.loads(capfd.readouterr().out)["left_out"] == {"workspaces": 4, "run_triggers": 3}


@pytest.mark.parametrize("command", ["audit", "chains", "export"])
def test_json_of_a_part_is_what_its_schema_says(command: str, capfd: pytest.CaptureFixture[str]) -> None:
    run([command, "--demo", "-q", "-f", "json", "--select", "1+eks-prod+1"])
    report = json.loads(capfd.readouterr().out)
    run(["schema", {"export": "graph"}.get(command, command)])
    schema = json.loads(capfd.readouterr().out)
    assert [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(report)] == []


def test_a_picture_says_what_is_left_out_and_calls_no_workspace_a_root_that_is_none(
    saved: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["export", "-s", saved, "--select", "web+", "-f", "svg"]) == 0
    data = capfdbinary.readouterr().out
    said = ElementTree.fromstring(data).findtext(f"{SVG}desc") or ""
    assert "2 workspaces, 1 run trigger" in said
    assert "not selected: 4 workspaces and 4 run triggers" in said
    assert len(parts(data, "node")) == 2
    assert parts(data, "root") == []
    assert b"1 inbound, 1 outbound run triggers" in data


def test_an_audit_looks_at_everything_and_keeps_what_concerns_the_selection(
    saved: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["audit", "-s", saved, "--select", "db", "-f", "json"]) == 3
    report = json.loads(capfd.readouterr().out)
    assert [(each["rule"], each["cycle"]) for each in report["findings"]] == [("cycle", ["ws-app", "ws-db", "ws-app"])]
    assert report["workspace_count"] == 6
    assert run(["audit", "-s", saved, "--exclude", "app db"]) == 0


@pytest.mark.parametrize("command", ["audit", "chains", "export -f json"])
def test_a_mistake_is_a_usage_error_with_a_mark_under_it(
    saved: str, command: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run([*command.split(), "-s", saved, "--select", "project:core,!wed", "--exclude", "net"]) == 2
    assert last_lines(capfd) == (
        "Error: --select: there is no workspace 'wed'; did you mean web?\n\n  project:core,!wed\n                ^\n"
    )
    assert run([*command.split(), "-s", saved, "--select", "net", "--exclude", "(net"]) == 2
    assert last_lines(capfd) == "Error: --exclude: a bracket is not closed; put ) where it ends\n\n  (net\n      ^\n"


@pytest.mark.parametrize("command", ["audit", "chains", "export -f json"])
def test_the_grammar_is_checked_before_anything_is_read(command: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run([*command.split(), "-s", "nowhere.json", "--exclude", "a,"]) == 2
    assert "--exclude: something to select is missing here" in capfd.readouterr().err


@pytest.mark.parametrize("command", ["audit", "chains", "export -f json"])
def test_a_selection_of_nothing_says_what_was_asked(
    saved: str, command: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run([*command.split(), "-s", saved, "--select", "tag:x*", "--exclude", "lone"]) == 1
    assert capfd.readouterr() == (
        "",
        "rtgraph: --select tag:x* --exclude lone selects no workspace; see what there is with: rtgraph chains --all\n",
    )


def test_a_workspace_that_is_not_selected_is_said_to_be_so(saved: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["chains", "net", "-s", saved, "--select", "project:core"]) == 2
    assert last_lines(capfd) == (
        "Error: There is no workspace 'net' among the selected ones. Check the name and the source.\n"
    )


@pytest.mark.parametrize(
    ("text", "position", "shown"),
    [
        ("a b", 2, "  a b\n    ^"),
        ("a", 1, "  a\n   ^"),
        ("a\x1b[31m\n b", 8, "  a\\x1b[31m\\n b\n              ^"),
        ("网络 b", 3, "  网络 b\n       ^"),
        ("e\u0301 b", 3, "  e\u0301 b\n    ^"),
        ("\u202ea b", 3, "  \\u202ea b\n          ^"),
        ("x" * 1000, 500, f"  …{'x' * 120}…\n  {' ' * 61}^"),
    ],
)
def test_the_mark_stands_under_the_place_whatever_is_before_it(text: str, position: int, shown: str) -> None:
    assert point_at(SelectionError(text, position, "wrong")) == f"wrong\n\n{shown}"


def test_a_hundred_thousand_brackets_are_a_few_short_lines(saved: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["chains", "-s", saved, "--select", "(" * 100_000]) == 2
    lines = last_lines(capfd).splitlines()
    assert lines[0] == "Error: --select: brackets stand more than 50 deep in one another; take some away"
    assert max(map(len, lines)) < 130


def test_names_from_the_api_are_escaped_in_a_hint(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    save_snapshot(snapshot("a", a={"name": "net\x1b[31m"}), tmp_path / "acme.json")
    assert run(["chains", "-s", str(tmp_path / "acme.json"), "--select", "net"]) == 2
    assert "did you mean net\\x1b[31m?" in capfd.readouterr().err
