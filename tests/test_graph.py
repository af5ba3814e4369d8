from __future__ import annotations

import random
from dataclasses import replace

import networkx as nx
import pytest

from rtgraph.graph import applies_by_itself, build_graph, trigger_ids
from rtgraph.models import BlindSpot, RunTrigger, Scope, Snapshot, Workspace
from tests.graphs import graph, snapshot


def trigger(identity: str, sourceable: str, workspace: str, created_at: str | None = None) -> RunTrigger:
    return RunTrigger(id=identity, sourceable_id=sourceable, workspace_id=workspace, created_at=created_at)


def whole(built: nx.DiGraph[str]) -> tuple[object, ...]:
    return built.graph, list(built.nodes(data=True)), list(built.edges(data=True))


def test_an_edge_goes_from_the_sourceable_to_the_workspace() -> None:
    built = build_graph(replace(snapshot("net", "app"), run_triggers=(trigger("rt-1", "ws-net", "ws-app"),)))
    assert type(built) is nx.DiGraph
    assert list(built.edges) == [("ws-net", "ws-app")]
    assert list(built.successors("ws-net")) == ["ws-app"]


def test_nodes_edges_and_the_graph_carry_what_the_docstring_lists() -> None:
    built = graph("net > app", project={"net": "core"}, net={"tags": ("prod",)})
    assert whole(built) == (
        {
            "host": "app.terraform.io",
            "organization": "acme",
            "crawled_at": "2026-01-01T00:00:00Z",
            "directions": ("inbound",),
            "complete": True,
            "blind_spots": (),
            "scope": None,
            "state_consumers": None,
        },
        [
            (
                "ws-app",
                {
                    "name": "app",
                    "project": None,
                    "tags": (),
                    "auto_apply": None,
                    "auto_apply_run_trigger": False,
                    "execution_mode": "remote",
                    "locked": None,
                    "terraform_version": None,
                    "resource_count": None,
                    "plan_seconds": None,
                    "apply_seconds": None,
                    "has_runs": None,
                    "global_remote_state": None,
                    "url": "https://app.terraform.io/app/acme/workspaces/app",
                    "readable": True,
                },
            ),
            (
                "ws-net",
                {
                    "name": "net",
                    "project": {"id": "prj-core", "name": "core"},
                    "tags": ("prod",),
                    "auto_apply": None,
                    "auto_apply_run_trigger": False,
                    "execution_mode": "remote",
                    "locked": None,
                    "terraform_version": None,
                    "resource_count": None,
                    "plan_seconds": None,
                    "apply_seconds": None,
                    "has_runs": None,
                    "global_remote_state": None,
                    "url": "https://app.terraform.io/app/acme/workspaces/net",
                    "readable": True,
                },
            ),
        ],
        [("ws-net", "ws-app", {"id": "rt-net-app", "created_at": "2024-01-01T00:00:00Z"})],
    )


def test_scope_and_blind_spots_are_plain_data() -> None:
    spot = BlindSpot(what="inbound", workspace_id="ws-a", reason="404")
    built = build_graph(replace(snapshot("a"), scope=Scope(tags=("prod",)), blind_spots=(spot,)))
    assert built.graph["scope"] == {"project": None, "tags": ("prod",), "name": None}
    assert built.graph["blind_spots"] == ({"what": "inbound", "workspace_id": "ws-a", "reason": "404"},)


def test_nodes_stand_by_name_and_then_id() -> None:
    twins = (Workspace(id="ws-2", name="b"), Workspace(id="ws-1", name="b"), Workspace(id="ws-3", name="a"))
    assert list(build_graph(replace(snapshot(), workspaces=twins))) == ["ws-3", "ws-1", "ws-2"]


def tangled() -> Snapshot:
    """Twins by name, duplicates, self-triggers and ends that are not in the list."""
    return replace(
        snapshot("a > b > c > a", "d"),
        workspaces=(
            *snapshot("a", "b", "c", "d").workspaces,
            Workspace(id="ws-b2", name="b"),
        ),
        run_triggers=(
            *snapshot("a > b > c > a").run_triggers,
            trigger("rt-9", "ws-a", "ws-b", "2023-01-01T00:00:00Z"),
            trigger("rt-8", "ws-a", "ws-b"),
            trigger("rt-7", "ws-d", "ws-d"),
            trigger("rt-6", "ws-gone", "ws-a"),
            trigger("rt-5", "ws-a", "ws-lost"),
        ),
    )


@pytest.mark.parametrize("seed", range(20))
def test_the_graph_does_not_depend_on_the_snapshots_order(seed: int) -> None:
    chance, found = random.Random(seed), tangled()
    shuffled = replace(
        found,
        workspaces=tuple(chance.sample(found.workspaces, len(found.workspaces))),
        run_triggers=tuple(chance.sample(found.run_triggers, len(found.run_triggers))),
    )
    assert whole(build_graph(shuffled)) == whole(build_graph(found))


def test_duplicates_stand_on_one_edge_the_oldest_first() -> None:
    built = build_graph(tangled())
    assert built.edges["ws-a", "ws-b"] == {"id": "rt-8", "created_at": None, "duplicates": ["rt-9", "rt-a-b"]}
    assert trigger_ids(built, "ws-a", "ws-b") == ["rt-8", "rt-9", "rt-a-b"]
    assert trigger_ids(built, "ws-b", "ws-c") == ["rt-b-c"]


def test_a_trigger_to_or_from_nowhere_brings_an_unreadable_end() -> None:
    built = build_graph(tangled())
    assert {node: data["name"] for node, data in built.nodes(data=True) if not data["readable"]} == {
        "ws-gone": "ws-gone",
        "ws-lost": "ws-lost",
    }
    assert built.has_edge("ws-gone", "ws-a")
    assert built.has_edge("ws-a", "ws-lost")


def test_a_self_trigger_is_an_edge() -> None:
    assert list(graph("a > a").edges) == [("ws-a", "ws-a")]


def test_an_empty_organization_is_an_empty_graph() -> None:
    assert whole(build_graph(snapshot()))[1:] == ([], [])


@pytest.mark.parametrize(
    ("auto", "mode", "alone"),
    [
        (True, "remote", True),
        (True, "agent", True),
        (True, None, True),
        (True, "local", False),
        (False, "remote", False),
        (None, "remote", False),
    ],
)
def test_a_gate_is_whatever_does_not_say_auto_apply(auto: bool | None, mode: str | None, alone: bool) -> None:
    built = graph("a", a={"auto_apply_run_trigger": auto, "auto_apply": True, "execution_mode": mode})
    assert applies_by_itself(built, "ws-a") is alone
