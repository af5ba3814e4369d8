from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from rtgraph.cli import run
from rtgraph.snapshots import save_snapshot
from tests.graphs import snapshot


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lines = ["net-prod > eks-prod > app-prod > eks-prod", *[f"root{each} > leaf{each}" for each in range(7)]]
    save_snapshot(snapshot(*lines), Path("acme.json"))


def chains(*arguments: str) -> int:
    return run(["chains", "-s", "acme.json", *arguments])


def test_without_a_workspace_the_whole_graph_is_shown(capfd: pytest.CaptureFixture[str]) -> None:
    assert chains() == 0
    out = capfd.readouterr().out
    assert out.startswith("Longest chain: 1 hop (a cycle counts as one step)\n")
    assert "What starts at 5 roots of 8\n\nnet-prod · reaches 2 workspaces, 1 hop deep\n" in out


def test_top_and_all_say_how_much(capfd: pytest.CaptureFixture[str]) -> None:
    chains("--top", "1")
    assert "… 7 roots more; --all draws them" in capfd.readouterr().out
    chains("--all")
    assert "more" not in capfd.readouterr().out
    assert chains("--top", "0") == 2


@pytest.mark.parametrize("named", ["eks-prod", "ws-eks-prod"])
def test_a_workspace_is_named_by_name_or_id(named: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert chains(named) == 0
    assert capfd.readouterr().out.partition("\n\n")[0] == (
        """eks-prod · reaches 1 workspace, 0 hops deep · on a cycle
╰── app-prod      rt-eks-prod-app-prod
    ╰── eks-prod  rt-app-prod-eks-prod  (closes a cycle)"""
    )


@pytest.mark.parametrize(
    ("named", "hint"),
    [
        ("eks-prd", "There is no workspace 'eks-prd'. Did you mean eks-prod"),
        ("NET", "There is no workspace 'NET'. Did you mean net-prod?"),
        ("zzz", "There is no workspace 'zzz'. Check the name and the source."),
    ],
)
def test_an_unknown_workspace_gets_the_nearest(named: str, hint: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert chains(named) == 2
    assert f"Error: {hint}" in capfd.readouterr().err


def test_two_workspaces_of_one_name_are_told_apart_by_id(capfd: pytest.CaptureFixture[str]) -> None:
    twice = snapshot("a > b", b={"name": "a"})
    save_snapshot(twice, Path("acme.json"))
    assert chains("a") == 2
    assert capfd.readouterr().err.endswith("Error: There are 2 workspaces 'a'; name one by its id: ws-a, ws-b.\n")
    assert chains("ws-b") == 0


def test_a_hint_cannot_drive_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    save_snapshot(snapshot("a", a={"name": "net\x1b[2J"}), Path("acme.json"))
    assert chains("net") == 2
    assert capfd.readouterr().err.endswith("Did you mean net\\x1b[2J?\n")


def test_json_keeps_to_the_schema_and_holds_the_trees_that_were_asked_for(capfd: pytest.CaptureFixture[str]) -> None:
    schema = json.loads(files("rtgraph").joinpath("schemas/chains.schema.json").read_text(encoding="utf-8"))
    found = {}
    for name, arguments in {"top": ["--top", "2"], "all": ["--all"], "one": ["net-prod"]}.items():
        assert chains("-f", "json", *arguments) == 0
        found[name] = json.loads(capfd.readouterr().out)
        assert list(jsonschema.Draft202012Validator(schema).iter_errors(found[name])) == []
    starts = {name: sum(row["depth"] == 0 for row in each["rows"]) for name, each in found.items()}
    assert starts == {"top": 2, "all": 8, "one": 1}
    assert len(found["top"]["widest"]) == 2
    assert len(found["top"]["workspaces"]) == 17
    assert [each["name"] for each in found["one"]["workspaces"]] == ["app-prod", "eks-prod", "net-prod"]


def test_a_report_is_written_to_a_file(capfd: pytest.CaptureFixture[str]) -> None:
    assert chains("-o", "chains.txt") == 0
    assert capfd.readouterr().out == ""
    assert Path("chains.txt").read_text(encoding="utf-8").startswith("Longest chain")


def test_an_empty_organization_has_no_chains(capfd: pytest.CaptureFixture[str]) -> None:
    save_snapshot(snapshot(), Path("acme.json"))
    assert chains() == 0
    assert capfd.readouterr().out.startswith(
        "No chain: nothing is triggered.\n\nacme on app.terraform.io: 0 workspaces"
    )
