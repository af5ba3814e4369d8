from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest

from rtgraph.exports.graphml import render_graphml
from rtgraph.exports.pictures import Drawing
from rtgraph.graph import build_graph
from rtgraph.snapshots import load
from tests.examples import FULL
from tests.exports.pictures import HOSTILE, hostile_snapshot
from tests.graphs import graph

ACME = build_graph(load(Path(__file__).parents[2] / "samples" / "snapshot.json"))
EDGE = {"id": "rt-net-app", "created_at": "2024-01-01T00:00:00Z", "run_triggers": 1}


def test_networkx_reads_back_what_can_be_held() -> None:
    found = graph(
        "net > app",
        project={"net": "core"},
        net={"tags": ("a", "b"), "plan_seconds": 20, "apply_seconds": 1.5, "locked": True, "resource_count": 3},
    )
    read = nx.parse_graphml(render_graphml(found))
    url = "https://app.terraform.io/app/acme/workspaces"
    shared = {"auto_apply_run_trigger": False, "execution_mode": "remote", "readable": True}
    assert read.graph == {
        "host": "app.terraform.io",
        "organization": "acme",
        "crawled_at": "2026-01-01T00:00:00Z",
        "directions": "inbound",
        "complete": True,
        "legend": "A → B: a successful apply in A queues a run in B",
        "blind_spots": 0,
        "node_default": {},
        "edge_default": {},
    }
    assert dict(read.nodes(data=True)) == {
        "ws-app": {"name": "app", "tags": "", "url": f"{url}/app", **shared},
        "ws-net": {
            "name": "net",
            "project_id": "prj-core",
            "project_name": "core",
            "tags": "a, b",
            "plan_seconds": 20.0,
            "apply_seconds": 1.5,
            "locked": True,
            "resource_count": 3,
            "url": f"{url}/net",
            **shared,
        },
    }
    assert list(read.edges(data=True)) == [("ws-net", "ws-app", EDGE)]


@pytest.mark.parametrize("found", [graph(), ACME, build_graph(FULL), build_graph(hostile_snapshot())])
def test_every_edge_points_the_apis_way_whichever_way_arrows_are_drawn(found: nx.DiGraph[str]) -> None:
    read = nx.parse_graphml(render_graphml(found, Drawing(arrows="depends")))
    assert (list(read), list(read.edges)) == (list(found), list(found.edges))


def test_an_attribute_has_one_type() -> None:
    keys = ElementTree.fromstring(render_graphml(ACME)).iter("{http://graphml.graphdrawing.org/xmlns}key")
    named = [(each.get("for"), each.get("attr.name")) for each in keys]
    assert len(named) == len(set(named))


def test_duplicates_are_counted_and_named() -> None:
    found = graph("net > app")
    found.edges["ws-net", "ws-app"]["duplicates"] = ["rt-2", "rt-3"]
    read = nx.parse_graphml(render_graphml(found))
    assert list(read.edges(data=True)) == [
        ("ws-net", "ws-app", {**EDGE, "duplicates": "rt-2, rt-3", "run_triggers": 3}),
    ]


def test_hostile_names_are_text() -> None:
    read = nx.parse_graphml(render_graphml(build_graph(hostile_snapshot())))
    names = {node["name"] for _, node in read.nodes(data=True)}
    assert len(names & set(HOSTILE)) == len(HOSTILE) - 3
    assert names - set(HOSTILE) == {
        "new\\nline\\r\\ttab",
        "\\x1b[31mred\\x1b[0m \\x00 \\ufffe",
        "right \\u202e to left",
    }


def test_what_is_missing_is_said() -> None:
    read = nx.parse_graphml(render_graphml(ACME, Drawing(cycles_only=True)))
    assert (read.graph["complete"], read.graph["blind_spots"]) == (False, 3)
    assert read.graph["missing"] == (
        "left out: 55 workspaces and 70 run triggers; 3 blind spots that the token could not read "
        "(1 workspace, 1 inbound list, 1 outbound list): run triggers may be missing"
    )
