"""The options of ``rtgraph audit`` that change what is found and how it is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from rtgraph.cli import run
from rtgraph.snapshots import save_snapshot
from tests.graphs import snapshot


@pytest.fixture
def taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    save_snapshot(snapshot("net > app > db > app", "net > web > web"), tmp_path / "acme.json")
    return "acme.json"


def rules(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    run(["audit", "-s", "acme.json", "-f", "json", *arguments])
    return [each["rule"] for each in json.loads(capsys.readouterr().out)["findings"]]


def test_a_selection_keeps_what_concerns_it_although_the_cycle_leaves_it(
    taken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rules(capsys) == ["cycle", "cycle", "self-trigger"]
    assert rules(capsys, "--select", "db") == ["cycle"]
    assert rules(capsys, "--exclude", "web") == ["cycle"]
    assert run(["audit", "-s", taken, "--select", "net"]) == 0
    assert "3 findings about workspaces that are not selected\n" in capsys.readouterr().out


def test_a_selection_that_is_not_understood_is_marked(taken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "-s", taken, "--select", "app,wed"]) == 2
    assert capsys.readouterr().err.endswith("there is no workspace 'wed'; did you mean web?\n\n  app,wed\n      ^\n")
    assert run(["audit", "-s", taken, "--select", "tag:x*"]) == 1
    assert "rtgraph: --select tag:x* selects no workspace" in capsys.readouterr().err


def test_the_policy_in_the_current_folder_is_read(taken: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("rtgraph.toml").write_text('[rules]\ncycle = "warning"\nself-trigger = "off"\n')
    assert run(["audit", "-s", taken]) == 0
    assert capsys.readouterr().out.count("warning  cycle: a cycle that waits for a person") == 2
    Path("other.toml").write_text("[rulez]\n")
    assert run(["audit", "-s", taken, "--config", "other.toml"]) == 2
    assert capsys.readouterr().err == "rtgraph: other.toml: there is no 'rulez'; did you mean rules?\n"


def test_known_findings_do_not_fail(taken: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "-s", taken, "--write-baseline", "known.json"]) == 0
    assert capsys.readouterr().err == "wrote known.json: 3 known findings\n"
    assert run(["audit", "-s", taken, "--baseline", "known.json"]) == 0
    assert "3 findings known from the baseline\n" in capsys.readouterr().out
    save_snapshot(snapshot("net > app > db > app"), tmp_path / "acme.json")
    assert run(["audit", "-s", taken, "--baseline", "known.json"]) == 0
    out = capsys.readouterr().out
    assert "2 findings of the baseline gone: write it anew with --write-baseline\n" in out
    assert "  gone: self-trigger: web triggers itself: each of its applies queues its next run.\n" in out


CONFIGURATION = """\
data "tfe_workspace" "app" {
  name         = "app"
  organization = "acme"
}

resource "tfe_workspace" "db" {
  name = "db"
}

resource "tfe_run_trigger" "app_db" {
  workspace_id  = tfe_workspace.db.id
  sourceable_id = data.tfe_workspace.app.id
}

resource "tfe_run_trigger" "db_app" {
  workspace_id  = "ws-app"
  sourceable_id = "ws-db"
}

resource "tfe_run_trigger" "many" {
  for_each      = var.sources
  workspace_id  = each.value
  sourceable_id = "ws-net"
}
"""


@pytest.fixture
def declared(taken: str) -> str:
    Path("terraform").mkdir()
    Path("terraform/triggers.tf").write_text(CONFIGURATION)
    return taken


def test_hcl_points_at_the_line_that_declares_the_cut(declared: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(["audit", "-s", declared, "-f", "sarif", "--hcl", "terraform"])
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    lines = [
        [
            (each["physicalLocation"]["artifactLocation"]["uri"], each["physicalLocation"]["region"]["startLine"])
            for each in result["locations"]
        ]
        for result in results
    ]
    assert [sorted(each) for each in lines] == [
        [("terraform/triggers.tf", 10), ("terraform/triggers.tf", 15)],
        [("rtgraph.toml", 1)],
        [("rtgraph.toml", 1)],
    ]
    run(["audit", "-s", declared, "--hcl", "terraform"])
    assert "resource with ends that are not plain, or not in the graph, such as terraform/triggers.tf:20\n" in (
        capsys.readouterr().out
    )


def test_hcl_that_is_broken_or_not_there_is_one_line(declared: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("terraform/broken.tf").write_text('resource "tfe_run_trigger" "x" {')
    assert run(["audit", "-s", declared, "--hcl", "terraform"]) == 2
    assert capsys.readouterr().err.startswith("rtgraph: cannot read terraform/broken.tf as HCL: ")
    assert run(["audit", "-s", declared, "--hcl", "nowhere"]) == 2
    assert "there is no folder nowhere" in capsys.readouterr().err


def test_github_annotations_are_chosen_in_actions_and_cannot_be_broken_out_of(
    taken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    save_snapshot(snapshot("a > a", a={"name": "x\n::error::100%"}), tmp_path / "acme.json")
    run(["audit", "-s", taken])
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == (
        "::error file=rtgraph.toml,line=1,title=self-trigger::x\\n::error::100%25 triggers itself: each of its applies "
        "queues its next run."
    )
    assert sum(each.startswith("::") for each in lines) == 2


def test_markdown_breaks_out_of_nothing(taken: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save_snapshot(snapshot("a > a", a={"name": "<script>|`x`](javascript:x)"}), tmp_path / "acme.json")
    run(["audit", "-s", taken, "-f", "markdown"])
    out = capsys.readouterr().out
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(out)
    parts = [part for token in tokens for part in (token, *(token.children or ()))]
    assert [part.content for part in parts if part.type.startswith("html")] == []
    assert [part for part in parts if part.type in ("link_open", "image")] == []
    assert "\\|\\`x\\`\\](javascript:x) triggers itself" in out
