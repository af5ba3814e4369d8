from __future__ import annotations

import dataclasses
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from rtgraph.analysis.chains import find_chains
from rtgraph.analysis.trees import list_tree
from rtgraph.audit.findings import audit_graph
from rtgraph.graph import build_graph
from rtgraph.models import BlindSpot, Scope
from rtgraph.reports.json import dump, render_audit_json, render_chains_json
from tests.graphs import graph, snapshot

if TYPE_CHECKING:
    from rtgraph.graph import Graph

TANGLE = graph("root > a > b > c > a", "b > a", "x > x", "lone", auto="a b", c={"name": "\x1b‮\n\"'\\<é😀>"})
PARTIAL = build_graph(
    dataclasses.replace(
        snapshot("a > b", b={"readable": False}),
        complete=False,
        scope=Scope(project="core", tags=("prod",)),
        blind_spots=(
            BlindSpot(what="outbound", workspace_id="ws-a", reason="403"),
            BlindSpot(what="workspace", workspace_id="ws-gone", reason="404"),
            BlindSpot(what="projects", workspace_id=None, reason="403"),
        ),
    )
)


def validate(name: str, text: str) -> dict[str, Any]:
    schema = json.loads(files("rtgraph").joinpath(f"schemas/{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    found: dict[str, Any] = json.loads(text)
    assert [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(found)] == []
    return found


def chains_json(found: Graph, *starts: str, top: int | None = None) -> str:
    chains = find_chains(found, starts)
    return render_chains_json(found, chains, list_tree(found, chains.starts), top)


@pytest.mark.parametrize("found", [TANGLE, PARTIAL, graph()], ids=["tangle", "partial", "empty"])
def test_what_is_written_keeps_to_the_schema(found: Graph) -> None:
    audit = validate("audit", render_audit_json(audit_graph(found)))
    chains = validate("chains", chains_json(found))
    head = ("organization", "complete", "blind_spots", "workspace_count", "run_trigger_count", "scope")
    assert [audit[key] for key in head] == [chains[key] for key in head]


def test_a_cycle_is_written_with_all_that_scripts_lean_on() -> None:
    audit = json.loads(render_audit_json(audit_graph(TANGLE)))
    finding = audit["findings"][0]
    assert (audit["format"], audit["organization"], audit["complete"]) == ("rtgraph.audit/1", "acme", True)
    assert {key: value for key, value in finding.items() if key not in {"message", "fingerprint"}} == {
        "title": "a cycle that keeps itself going",
        "rule": "auto-apply-cycle",
        "severity": "error",
        "workspaces": ["ws-c", "ws-a", "ws-b"],
        "run_triggers": ["rt-c-a", "rt-a-b", "rt-b-c", "rt-b-a"],
        "cycle": ["ws-a", "ws-b", "ws-a"],
        "cut": {"run_triggers": ["rt-a-b"], "optimal": True, "at_least": 1},
        "mend": ["rtgraph trigger delete rt-a-b"],
    }
    assert audit["names"]["ws-a"] == "a"


def test_what_could_not_be_read_is_in_the_head() -> None:
    audit = json.loads(render_audit_json(audit_graph(PARTIAL)))
    assert audit["complete"] is False
    assert audit["workspaces_unreadable"] == ["ws-b"]
    assert [(each["workspace_id"], each["name"]) for each in audit["blind_spots"]] == [
        ("ws-a", "a"),
        (None, None),
        ("ws-gone", None),
    ]


def test_chains_are_flat() -> None:
    chains = json.loads(chains_json(graph("net > app > net", "app > db"), "ws-app"))
    assert {key: chains[key] for key in ("starts", "longest", "widest", "deepest", "rows")} == {
        "starts": ["ws-app"],
        "longest": {
            "hops": 1,
            "steps": [
                {"workspaces": ["ws-app", "ws-net"], "cyclic": True, "run_trigger": None},
                {"workspaces": ["ws-db"], "cyclic": False, "run_trigger": "rt-app-db"},
            ],
        },
        "widest": ["ws-app", "ws-net"],
        "deepest": ["ws-app", "ws-net"],
        "rows": [
            row(0, "ws-app", None, None),
            row(1, "ws-db", "ws-app", "rt-app-db"),
            row(1, "ws-net", "ws-app", "rt-app-net"),
            row(2, "ws-app", "ws-net", "rt-net-app", repeated=True, closes_cycle=True),
        ],
    }
    assert chains["workspaces"][1] == {
        "workspace": "ws-db",
        "name": "db",
        "inbound": 1,
        "outbound": 0,
        "downstream": 0,
        "depth": 0,
        "cyclic": False,
    }
    assert json.loads(chains_json(graph("a > b > c"), top=1))["widest"] == ["ws-a"]


def test_no_name_can_drive_a_terminal_and_every_name_comes_back() -> None:
    text = render_audit_json(audit_graph(TANGLE))
    assert json.loads(text)["names"]["ws-c"] == "\x1b‮\n\"'\\<é😀>"
    assert "\\u001b\\u202e\\n\\\"'\\\\<é😀>" in text
    assert dump({"name": "\U000e0001\x9b"}) == '{\n "name": "\\udb40\\udc01\\u009b"\n}\n'


def row(
    depth: int, workspace: str, source: str | None, run_trigger: str | None, **marks: bool
) -> dict[str, int | str | None]:
    return {
        "depth": depth,
        "workspace": workspace,
        "source": source,
        "run_trigger": run_trigger,
        "repeated": False,
        "closes_cycle": False,
        "cut_off": False,
        **marks,
    }
