from __future__ import annotations

import dataclasses
import itertools
import random
from typing import TYPE_CHECKING

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from rtgraph.analysis.cycles import CyclicComponent, find_cycles
from rtgraph.graph import applies_by_itself, build_graph
from rtgraph.models import Cut
from tests.analysis.oracles import girth, graphs, numbered_graph
from tests.graphs import graph, snapshot

if TYPE_CHECKING:
    from rtgraph.graph import Graph


def test_a_ring_is_one_component_with_its_path_gates_and_cut() -> None:
    assert find_cycles(graph("net > app > db > net", auto="net app")) == (
        CyclicComponent(
            workspaces=("ws-app", "ws-db", "ws-net"),
            edges=(("ws-app", "ws-db"), ("ws-db", "ws-net"), ("ws-net", "ws-app")),
            shortest=("ws-app", "ws-db", "ws-net", "ws-app"),
            self_sustaining=None,
            gates=("ws-db",),
            cut_edges=(("ws-net", "ws-app"),),
            cut=Cut(run_triggers=("rt-net-app",), optimal=True, at_least=1),
        ),
    )


def test_a_diamond_is_not_a_cycle() -> None:
    assert find_cycles(graph("a > b > d", "a > c > d", auto="*")) == ()


def test_nothing_has_no_cycle() -> None:
    assert find_cycles(graph()) == ()


def test_two_workspaces_can_trigger_each_other() -> None:
    (found,) = find_cycles(graph("a > b > a", auto="*"))
    assert found.shortest == found.self_sustaining == ("ws-a", "ws-b", "ws-a")
    assert found.gates == ()


def test_a_self_trigger_is_a_cycle_of_one_hop_and_always_cut() -> None:
    (found,) = find_cycles(graph("a > a"))
    assert found == CyclicComponent(
        workspaces=("ws-a",),
        edges=(("ws-a", "ws-a"),),
        shortest=("ws-a", "ws-a"),
        self_sustaining=None,
        gates=("ws-a",),
        cut_edges=(("ws-a", "ws-a"),),
        cut=Cut(run_triggers=("rt-a-a",), optimal=True, at_least=1),
    )


def test_a_self_trigger_inside_a_ring_is_the_shortest_cycle_and_one_more_to_cut() -> None:
    (found,) = find_cycles(graph("a > b > c > a", "b > b"))
    assert found.shortest == ("ws-b", "ws-b")
    assert found.cut == Cut(run_triggers=("rt-b-b", "rt-c-a"), optimal=True, at_least=2)


def test_the_self_sustaining_cycle_may_be_longer_than_the_shortest() -> None:
    (found,) = find_cycles(graph("a > b > a", "a > c > d > a", auto="a c d"))
    assert found.shortest == ("ws-a", "ws-b", "ws-a")
    assert found.gates == ("ws-b",)
    assert found.self_sustaining == ("ws-a", "ws-c", "ws-d", "ws-a")


def test_a_self_trigger_keeps_itself_going_only_where_its_workspace_applies_by_itself() -> None:
    (found,) = find_cycles(graph("a > b > a", "a > a", "b > b", auto="b"))
    assert found.shortest == ("ws-a", "ws-a")
    assert found.self_sustaining == ("ws-b", "ws-b")


def test_local_execution_sustains_nothing() -> None:
    (found,) = find_cycles(graph("a > b > a", auto="*", b={"execution_mode": "local"}))
    assert found.self_sustaining is None
    assert found.gates == ("ws-b",)


def test_overlapping_cycles_are_one_component() -> None:
    (found,) = find_cycles(graph("a > b > c > a", "b > d > a"))
    assert found.workspaces == ("ws-a", "ws-b", "ws-c", "ws-d")
    assert found.cut_edges == (("ws-a", "ws-b"),)
    assert found.cut == Cut(run_triggers=("rt-a-b",), optimal=True, at_least=1)


def test_components_that_lead_to_each_other_one_way_are_two() -> None:
    found = find_cycles(graph("x > y > x", "y > a", "a > b > a"))
    assert [each.workspaces for each in found] == [("ws-a", "ws-b"), ("ws-x", "ws-y")]


def test_a_tangle_within_a_tangle_is_one_component() -> None:
    (found,) = find_cycles(graph("a > b > c > d > a", "b > c", "c > b", "d > c"))
    assert found.shortest == ("ws-b", "ws-c", "ws-b")
    assert found.cut.at_least == len(found.cut.run_triggers) == 2


def test_duplicates_cost_and_are_cut_all() -> None:
    (found,) = find_cycles(numbered_graph(2, [(0, 1), (0, 1), (1, 0), (1, 0), (1, 0)]))
    assert found.cut == Cut(run_triggers=("rt-00000", "rt-00001"), optimal=True, at_least=2)


def test_a_ring_of_10_000_is_found_whole() -> None:
    ring = numbered_graph(10_000, [(each, (each + 1) % 10_000) for each in range(10_000)], range(10_000))
    (found,) = find_cycles(ring)
    assert found.shortest == found.self_sustaining == (*ring, "ws-00000")
    assert (len(found.cut.run_triggers), found.cut.optimal, found.cut.at_least) == (1, True, 1)


def test_a_ring_of_layers_has_a_cycle_as_long_as_there_are_layers() -> None:
    pairs = [
        (layer * 4 + one, (layer + 1) % 50 * 4 + (one + more) % 4)
        for layer in range(50)
        for one in range(4)
        for more in range(2)
    ]
    (found,) = find_cycles(numbered_graph(200, pairs))
    assert len(found.shortest) == 51
    assert len(found.cut_edges) == 8
    assert nx.is_directed_acyclic_graph(without(numbered_graph(200, pairs), found.cut_edges))


def test_a_complete_graph_is_one_answer() -> None:
    (found,) = find_cycles(numbered_graph(60, itertools.permutations(range(60), 2)))
    assert found.shortest == ("ws-00000", "ws-00001", "ws-00000")
    assert len(found.edges) == 3540
    assert found.cut.at_least == len(found.cut.run_triggers) == 1770
    assert found.cut.optimal


def test_the_order_of_the_input_changes_nothing() -> None:
    original = snapshot("a > b > c > d > a", "b > a", "d > b", "c > e > a", "x > y > x", auto="*")
    mixed = random.Random(7)
    shuffled = dataclasses.replace(
        original,
        workspaces=tuple(mixed.sample(original.workspaces, len(original.workspaces))),
        run_triggers=tuple(mixed.sample(original.run_triggers, len(original.run_triggers))),
    )
    assert find_cycles(build_graph(shuffled)) == find_cycles(build_graph(original))


@given(graphs())
def test_answers_agree_with_listing_every_cycle(found: Graph) -> None:
    answers = find_cycles(found)
    cyclic = [each for each in nx.strongly_connected_components(found) if girth(found.subgraph(each))]
    assert {frozenset(each.workspaces) for each in answers} == set(map(frozenset, cyclic))
    for each in answers:
        inside = found.subgraph(each.workspaces)
        assert set(each.edges) == set(inside.edges)
        assert len(each.shortest) - 1 == girth(inside)
        check_closed_path(found, each.shortest)
        alone = [workspace for workspace in each.workspaces if applies_by_itself(found, workspace)]
        sustained = girth(found.subgraph(alone))
        assert (None if each.self_sustaining is None else len(each.self_sustaining) - 1) == sustained
        if each.self_sustaining:
            check_closed_path(found, each.self_sustaining)
            assert set(each.self_sustaining) <= set(alone)
        assert each.gates == tuple(w for w in each.shortest[:-1] if w not in alone)
    cut = [edge for each in answers for edge in each.cut_edges]
    assert nx.is_directed_acyclic_graph(without(found, cut))


@given(graphs(), st.randoms())
def test_renumbered_nodes_of_a_networkx_graph_are_answered_in_its_own_order(
    found: Graph, chance: random.Random
) -> None:
    mixed: nx.DiGraph[str] = nx.DiGraph()
    mixed.add_nodes_from(found.nodes(data=True))
    mixed.add_edges_from(chance.sample(list(found.edges(data=True)), found.number_of_edges()))
    assert find_cycles(mixed) == find_cycles(found)


def check_closed_path(found: Graph, path: tuple[str, ...]) -> None:
    assert path[0] == path[-1]
    assert len(set(path)) == len(path) - 1
    assert all(found.has_edge(*edge) for edge in itertools.pairwise(path))


def without(found: Graph, edges: list[tuple[str, str]] | tuple[tuple[str, str], ...]) -> nx.DiGraph[str]:
    left: nx.DiGraph[str] = nx.DiGraph(found.edges)
    left.remove_edges_from(edges)
    return left
