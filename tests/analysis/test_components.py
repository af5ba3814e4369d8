from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
from hypothesis import given

from rtgraph.analysis.components import Condensation, condense, find_components, is_cyclic
from tests.analysis.oracles import graphs
from tests.graphs import graph

if TYPE_CHECKING:
    from rtgraph.graph import Graph


def test_a_component_is_one_step_and_triggers_lead_to_later_steps() -> None:
    assert condense(graph("a > b > c > b", "c > d", "a > d")) == Condensation(
        steps=(("ws-a",), ("ws-b", "ws-c"), ("ws-d",)),
        step_of={"ws-a": 0, "ws-b": 1, "ws-c": 1, "ws-d": 2},
        successors=((1, 2), (2,), ()),
        predecessors=((), (0,), (0, 1)),
        cyclic=(False, True, False),
    )


def test_a_self_trigger_is_cyclic_and_a_lone_workspace_is_not() -> None:
    loops = graph("a > a", "b")
    assert is_cyclic(loops, ("ws-a",))
    assert not is_cyclic(loops, ("ws-b",))


def test_a_path_of_10_000_is_10_000_steps() -> None:
    path = graph(" > ".join(f"w{number:05}" for number in range(10_000)))
    assert find_components(path) == tuple((f"ws-w{number:05}",) for number in range(10_000))


@given(graphs())
def test_components_are_those_of_networkx_in_topological_order(found: Graph) -> None:
    condensation = condense(found)
    assert {frozenset(step) for step in condensation.steps} == set(
        map(frozenset, nx.strongly_connected_components(found))
    )
    assert condensation.steps == find_components(found)
    assert all(list(step) == [each for each in found if each in step] for step in condensation.steps)
    assert all(condensation.step_of[a] <= condensation.step_of[b] for a, b in found.edges)
    between = {(condensation.step_of[a], condensation.step_of[b]) for a, b in found.edges}
    between = {(a, b) for a, b in between if a != b}
    assert {(a, b) for a, after in enumerate(condensation.successors) for b in after} == between
    assert {(a, b) for b, before in enumerate(condensation.predecessors) for a in before} == between
