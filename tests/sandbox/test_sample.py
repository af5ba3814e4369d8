from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import networkx as nx
import pytest

from rtgraph.errors import RtgraphError
from rtgraph.graph import applies_by_itself, build_graph
from rtgraph.models import Snapshot
from rtgraph.sandbox.sample import load_sample, parse_world, sample_bytes
from rtgraph.snapshots import dump_snapshot, load
from tests.graphs import snapshot

SAMPLE = Path(__file__).parents[2] / "samples" / "organization.json"


@pytest.fixture(scope="module")
def sample() -> Snapshot:
    return load(SAMPLE)


@pytest.fixture(scope="module")
def graph(sample: Snapshot) -> nx.DiGraph[str]:
    return build_graph(sample)


@pytest.fixture(scope="module")
def name(graph: nx.DiGraph[str]) -> Callable[[str], str]:
    return lambda node: str(graph.nodes[node]["name"])


def test_the_sample_in_the_package_is_the_one_beside_it() -> None:
    assert SAMPLE.read_bytes() == sample_bytes()


def test_it_is_about_sixty_workspaces_in_three_projects(sample: Snapshot) -> None:
    assert (len(sample.workspaces), len(sample.run_triggers)) == (63, 78)
    projects = Counter(each.project.name for each in sample.workspaces if each.project)
    assert projects == {"platform": 33, "core": 15, "payments": 15}
    assert len({each.terraform_version for each in sample.workspaces}) == 4
    assert {tag for each in sample.workspaces for tag in each.tags} == {
        "aws", "dev", "gcp", "pci", "prod", "shared", "staging",
    }  # fmt: skip


def test_its_ids_look_like_the_services(sample: Snapshot) -> None:
    identities = [each.id for each in sample.workspaces] + [each.id for each in sample.run_triggers]
    identities += [each.project.id for each in sample.workspaces if each.project]
    assert [each for each in identities if not re.fullmatch(r"(ws|rt|prj)-[A-Za-z0-9]{16}", each)] == []


def test_its_cycles(graph: nx.DiGraph[str], name: Callable[[str], str]) -> None:
    found = {
        frozenset(map(name, each)): all(applies_by_itself(graph, node) for node in each)
        for each in nx.strongly_connected_components(graph)
        if len(each) > 1 or any(graph.has_edge(node, node) for node in each)
    }
    assert found == {
        frozenset({"ingress-prod", "certs-prod", "dns-prod"}): True,
        frozenset({"ledger-prod", "settlement-prod", "reconciliation-prod", "payouts-prod"}): False,
        frozenset({"batch-prod"}): False,
    }
    gates = {node["name"] for _, node in graph.nodes(data=True) if not node["auto_apply_run_trigger"]}
    assert gates & {"ledger-prod", "settlement-prod", "reconciliation-prod", "payouts-prod"} == {"payouts-prod"}


def test_its_hub_its_collector_and_its_chain(graph: nx.DiGraph[str], name: Callable[[str], str]) -> None:
    assert max((degree, name(node)) for node, degree in graph.out_degree()) == (16, "golden-images-prod")
    assert max((degree, name(node)) for node, degree in graph.in_degree()) == (17, "inventory-prod")
    condensed = nx.condensation(graph)
    chain = [condensed.nodes[each]["members"] for each in nx.dag_longest_path(condensed)]
    assert len(chain) - 1 >= 8
    assert [name(node) for node in nx.isolates(graph)] == ["labs-scratch"]


def test_its_diamond_and_its_redundant_trigger(graph: nx.DiGraph[str], name: Callable[[str], str]) -> None:
    named = nx.relabel_nodes(graph, {node: name(node) for node in graph})
    for sides in (["net-prod", "eks-prod", "checkout-prod"], ["net-prod", "postgres-prod", "checkout-prod"]):
        assert nx.is_path(named, sides)
    assert nx.is_path(named, ["net-prod", "eks-prod", "cluster-addons-prod"])
    assert named.has_edge("net-prod", "cluster-addons-prod")


def test_its_dead_ends_and_its_lock(sample: Snapshot, graph: nx.DiGraph[str]) -> None:
    local = [each for each in sample.workspaces if each.execution_mode == "local"]
    never = [each for each in sample.workspaces if each.plan_seconds is None and each.execution_mode != "local"]
    locked = [each for each in sample.workspaces if each.locked]
    assert [each.name for each in (*local, *never, *locked)] == ["landing-zone-state", "partner-api-prod", "redis-prod"]
    assert all(graph.out_degree(each.id) for each in (*local, *never))
    assert all(graph.in_degree(each.id) for each in locked)


def test_its_state_sharing_meets_and_misses_the_triggers(sample: Snapshot) -> None:
    organization = load_sample().organizations["acme"]
    names = {each.id: each.name for each in sample.workspaces}
    triggered = {(each.sourceable_id, each.workspace_id) for each in sample.run_triggers}
    shared = {(source, reader) for source, readers in organization.consumers.items() for reader in readers}
    assert len(triggered & shared) > 50
    assert ("landing-zone-state", "net-prod") in {(names[a], names[b]) for a, b in shared - triggered}
    assert ("net-dev", "eks-dev") in {(names[a], names[b]) for a, b in triggered - shared}
    assert [names[each] for each in organization.global_remote_state] == ["org-baseline-prod"]


def test_a_snapshot_without_more_is_an_organization() -> None:
    world = parse_world(dump_snapshot(snapshot("net > app", app={"readable": False})), "net.json")
    organization = world.organizations["acme"]
    assert {each.name for each in organization.workspaces.values()} == {"net", "app"}
    readers = [token.text for token in world.tokens.values() if token.reads(organization.workspaces["ws-app"])]
    assert readers == []


def test_an_end_that_only_a_trigger_names_is_hidden_from_all() -> None:
    document = msgspec.json.decode(dump_snapshot(snapshot("net > app")))
    document["workspaces"] = document["workspaces"][:1]
    organization = parse_world(msgspec.json.encode(document), "net.json").organizations["acme"]
    assert organization.workspaces["ws-app"].readable is False


def edited(**changes: Any) -> bytes:
    return msgspec.json.encode(msgspec.json.decode(dump_snapshot(snapshot("net > app"))) | changes)


WORKSPACE = {"id": "ws-net", "name": "net"}
TRIGGER = {"id": "rt-1", "sourceable_id": "ws-net", "workspace_id": "ws-net"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Input data was truncated"),
        (b"{", "Input data was truncated"),
        (b"[]", "Expected `object`, got `array`"),
        (b"\xff\xfe", "JSON is malformed"),
        (b'{"a":' * 100_000, "recursion"),
        (b"{}", "its format is 'missing', not 'rtgraph.snapshot/1'; write one with: rtgraph crawl"),
        (edited(format="rtgraph.snapshot/9"), "its format is 'rtgraph.snapshot/9', not 'rtgraph.snapshot/1'"),
        (edited(workspaces=None), "Expected `array`, got `null` - at `$.workspaces`"),
        (edited(workspaces=[WORKSPACE, WORKSPACE]), "the workspace id 'ws-net' stands there 2 times; mend the file"),
        (edited(workspaces=[WORKSPACE, WORKSPACE | {"id": "ws-2"}]), "the workspace name 'net' stands there 2 times"),
        (edited(run_triggers=[TRIGGER] * 3), "the run trigger id 'rt-1' stands there 3 times"),
        (edited(remote_state_consumers={"ws-x": []}), "remote_state_consumers speaks of the workspace 'ws-x'"),
        (edited(remote_state_consumers={"ws-net": ["ws-x"]}), "remote_state_consumers speaks of the workspace 'ws-x'"),
        (edited(global_remote_state=["ws-x"]), "global_remote_state speaks of the workspace 'ws-x'"),
        (edited(global_remote_state="ws-x"), "Expected `array`, got `str` - at `$.global_remote_state`"),
        (edited(hidden_from={"me": {}}), "hidden_from speaks of the token 'me'; the tokens are owner-sandbox-token, "),
        (
            edited(hidden_from={"demo-sandbox-token": {"trigger_lists": ["ws-x"]}}),
            "hidden_from speaks of the workspace 'ws-x', which is not there; mend the file",
        ),
    ],
)
def test_a_broken_file_gets_one_clear_line(data: bytes, said: str) -> None:
    with pytest.raises(RtgraphError) as error:
        parse_world(data, "my.json")
    line = str(error.value)
    assert line.startswith("my.json is no organization to serve: ")
    assert said.lower() in line.lower()
    assert "\n" not in line
