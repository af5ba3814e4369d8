from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import jsonschema
import networkx as nx
import pytest

from rtgraph.errors import RtgraphError
from rtgraph.exports.json import render_json
from rtgraph.exports.pictures import Drawing
from rtgraph.graph import build_graph
from tests.examples import FULL
from tests.exports.pictures import hostile_snapshot
from tests.graphs import graph

SCHEMA = json.loads(files("rtgraph").joinpath("schemas/graph.schema.json").read_text(encoding="utf-8"))


def listed(value: Any) -> Any:
    """Turn tuples into lists, as JSON does."""
    return json.loads(json.dumps(value))


@pytest.mark.parametrize(
    "found",
    [
        graph(),
        graph("a > b > a", "b > c", "lone"),
        build_graph(FULL),
        build_graph(hostile_snapshot()),
    ],
)
@pytest.mark.parametrize("drawing", [Drawing(), Drawing(cycles_only=True)])
def test_it_is_what_the_schema_says(found: nx.DiGraph[str], drawing: Drawing) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    validator = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(json.loads(render_json(found, drawing)))] == []


@pytest.mark.parametrize("found", [graph("a > b > a", "b > c", "lone"), build_graph(FULL), graph()])
def test_networkx_reads_back_the_same_graph(found: nx.DiGraph[str]) -> None:
    found = found.copy()
    for edge in list(found.edges)[:1]:
        found.edges[edge]["duplicates"] = ["rt-9"]
    data = json.loads(render_json(found))
    read = nx.node_link_graph(data["graph"], edges="edges")
    assert type(read) is nx.DiGraph
    assert read.graph == listed(found.graph)
    assert list(read.nodes(data=True)) == [(node, listed(facts)) for node, facts in found.nodes(data=True)]
    assert list(read.edges(data=True)) == [(tail, head, listed(facts)) for tail, head, facts in found.edges(data=True)]


def test_a_small_graph_as_a_whole() -> None:
    assert render_json(graph("net > app")) == SMALL


def test_the_direction_is_the_apis_whichever_way_arrows_are_drawn() -> None:
    data = json.loads(render_json(graph("source > destination"), Drawing(arrows="depends")))
    assert [(edge["source"], edge["target"]) for edge in data["graph"]["edges"]] == [("ws-source", "ws-destination")]


def test_what_is_left_out_is_counted() -> None:
    data = json.loads(render_json(graph("root > a > b > a", "lone"), Drawing(cycles_only=True)))
    assert data["left_out"] == {"workspaces": 2, "run_triggers": 1}
    assert [node["id"] for node in data["graph"]["nodes"]] == ["ws-a", "ws-b"]


def test_there_is_a_limit_only_where_one_is_asked_for() -> None:
    found = graph(" > ".join(f"w{place:03}" for place in range(500)))
    assert len(json.loads(render_json(found))["graph"]["nodes"]) == 500
    with pytest.raises(RtgraphError, match="500 workspaces are more than the 499"):
        render_json(found, Drawing(max_nodes=499))


SMALL = """{
 "format": "rtgraph.graph/1",
 "left_out": {
  "workspaces": 0,
  "run_triggers": 0
 },
 "graph": {
  "directed": true,
  "multigraph": false,
  "graph": {
   "host": "app.terraform.io",
   "organization": "acme",
   "crawled_at": "2026-01-01T00:00:00Z",
   "directions": [
    "inbound"
   ],
   "complete": true,
   "blind_spots": [],
   "scope": null,
   "state_consumers": null
  },
  "nodes": [
   {
    "name": "app",
    "project": null,
    "tags": [],
    "auto_apply": null,
    "auto_apply_run_trigger": false,
    "execution_mode": "remote",
    "locked": null,
    "terraform_version": null,
    "resource_count": null,
    "plan_seconds": null,
    "apply_seconds": null,
    "has_runs": null,
    "global_remote_state": null,
    "url": "https://app.terraform.io/app/acme/workspaces/app",
    "readable": true,
    "id": "ws-app"
   },
   {
    "name": "net",
    "project": null,
    "tags": [],
    "auto_apply": null,
    "auto_apply_run_trigger": false,
    "execution_mode": "remote",
    "locked": null,
    "terraform_version": null,
    "resource_count": null,
    "plan_seconds": null,
    "apply_seconds": null,
    "has_runs": null,
    "global_remote_state": null,
    "url": "https://app.terraform.io/app/acme/workspaces/net",
    "readable": true,
    "id": "ws-net"
   }
  ],
  "edges": [
   {
    "id": "rt-net-app",
    "created_at": "2024-01-01T00:00:00Z",
    "source": "ws-net",
    "target": "ws-app"
   }
  ]
 }
}
"""
