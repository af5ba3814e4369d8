from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rtgraph.exports.identifiers import name_triggers, name_workspaces
from rtgraph.graph import build_graph, count_triggers
from rtgraph.models import RunTrigger, Snapshot
from tests.exports.pictures import hostile_snapshot
from tests.graphs import graph, snapshot

if TYPE_CHECKING:
    from rtgraph.graph import Graph

IDENTIFIER = r"[A-Za-z_][A-Za-z0-9_-]*"


def renamed(*edges: tuple[str, str]) -> Graph:
    """Make a graph of workspaces by name; the one of name ``x`` has the id ``ws-0`` if it comes first."""
    keys: dict[str, str] = {}
    for name in itertools.chain.from_iterable(edges):
        keys.setdefault(name, f"k{len(keys)}")
    lines = [f"{keys[source]} > {keys[destination]}" for source, destination in edges]
    return graph(*lines, **{key: {"name": name} for name, key in keys.items()})


def test_a_name_says_source_and_destination() -> None:
    assert name_triggers(graph("net-prod > app_1 > net-prod")) == {
        "rt-net-prod-app_1": "net-prod_to_app_1",
        "rt-app_1-net-prod": "app_1_to_net-prod",
    }


@pytest.mark.parametrize(
    ("source", "destination", "name"),
    [
        ("1st", "b", "_1st_to_b_rt-k0-k1"),
        ("-a", "b", "_-a_to_b_rt-k0-k1"),
        ("a b", "c/d", "a_b_to_c_d_rt-k0-k1"),
        ("日本", "b", "___to_b_rt-k0-k1"),
        ("", "b", "__to_b_rt-k0-k1"),
        ("a_to_b", "c", "a_to_b_to_c_rt-k0-k1"),
        ("a", "b_to_c", "a_to_b_to_c_rt-k0-k1"),
        ("a_to", "b", "a_to_to_b_rt-k0-k1"),
        ("a", "to_b", "a_to_to_b_rt-k0-k1"),
    ],
)
def test_what_does_not_say_which_two_they_are_has_the_id_behind_it(source: str, destination: str, name: str) -> None:
    assert name_triggers(renamed((source, destination))) == {"rt-k0-k1": name}


def test_names_that_would_be_alike_differ_whichever_stands_first() -> None:
    edges = [("a", "b_to_c"), ("a_to_b", "c"), ("x y", "z"), ("x.y", "z")]
    for order in itertools.permutations(edges):
        assert len(set(name_triggers(renamed(*order)).values())) == len(edges)


def test_a_name_stays_when_others_come_and_go() -> None:
    alone = {name for edge in EDGES for name in name_triggers(build_graph(of(edge))).values()}
    assert set(name_triggers(build_graph(of(*EDGES))).values()) == alone


def of(*edges: tuple[str, str]) -> Snapshot:
    """Give some edges of workspaces and run triggers whose ids do not depend on which are there."""
    triggers = tuple(
        RunTrigger(id=f"rt-{EDGES.index(edge)}", sourceable_id=f"ws-{edge[0]}", workspace_id=f"ws-{edge[1]}")
        for edge in edges
    )
    return replace(snapshot(*(f"{source} > {destination}" for source, destination in edges)), run_triggers=triggers)


EDGES = [("net", "app"), ("app", "net"), ("a", "b_to_c"), ("a_to_b", "c"), ("1", "app"), ("_1", "app"), ("app", "db")]


def test_of_a_pair_the_oldest_keeps_the_name() -> None:
    pair = {"sourceable_id": "ws-a", "workspace_id": "ws-b"}
    new = RunTrigger(id="rt-0", created_at="2025-01-01T00:00:00Z", **pair)
    old = RunTrigger(id="rt-9", created_at="2024-01-01T00:00:00Z", **pair)
    found = replace(snapshot("a > b"), run_triggers=(new, old))
    assert name_triggers(build_graph(found)) == {"rt-9": "a_to_b", "rt-0": "a_to_b_rt-0"}


def test_even_ids_that_are_spelled_alike_give_two_names() -> None:
    pair = {"sourceable_id": "ws-a", "workspace_id": "ws-b"}
    found = replace(snapshot("a > b"), run_triggers=tuple(RunTrigger(id=each, **pair) for each in ("rt", "r.t", "r/t")))
    assert sorted(name_triggers(build_graph(found)).values()) == ["a_to_b", "a_to_b_r_t", "a_to_b_rt"]
    twins = replace(
        snapshot("a > b"), run_triggers=tuple(RunTrigger(id=each, **pair) for each in ("rt", "r.t", "r/t", "r_t"))
    )
    assert len(set(name_triggers(build_graph(twins)).values())) == 4


def test_hostile_names_become_identifiers() -> None:
    found = build_graph(hostile_snapshot())
    triggers, workspaces = name_triggers(found), name_workspaces(found, found)
    assert len(set(triggers.values())) == count_triggers(found)
    assert len(set(workspaces.values())) == len(found)
    assert [name for name in (*triggers.values(), *workspaces.values()) if not re.fullmatch(IDENTIFIER, name)] == []


def test_a_workspace_keeps_its_name_where_it_is_an_identifier() -> None:
    found = renamed(("net-prod", "1st"), ("x y", "x.y"))
    assert list(name_workspaces(found, found).values()) == ["_1st_ws-k1", "net-prod", "x_y_ws-k2", "x_y_ws-k3"]
