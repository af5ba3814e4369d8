from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtgraph.analysis import cuts
from rtgraph.analysis.gates import Gating, find_gates
from rtgraph.graph import applies_by_itself
from tests.analysis.oracles import graphs
from tests.analysis.test_cuts import random_tangle
from tests.graphs import graph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rtgraph.graph import Graph


def test_of_a_ring_the_first_workspace_waits() -> None:
    assert find_gates(graph("c > a > b > c", auto="*")) == (
        Gating(workspaces=("ws-a",), component=("ws-a", "ws-b", "ws-c"), optimal=True, at_least=1),
    )


def test_a_cycle_with_a_gate_needs_none() -> None:
    assert find_gates(graph("a > b > a", auto="a")) == ()
    assert find_gates(graph("a > b > a", auto="*", b={"execution_mode": "local"})) == ()


def test_one_workspace_that_all_cycles_pass_is_enough() -> None:
    found = find_gates(graph(*[f"hub > m{each} > hub" for each in range(9)], auto="*"))
    assert [(each.workspaces, each.optimal, each.at_least) for each in found] == [(("ws-hub",), True, 1)]


def test_a_workspace_that_triggers_itself_has_to_wait() -> None:
    found = find_gates(graph("a > b > a", "b > b", auto="*"))
    assert [each.workspaces for each in found] == [("ws-b",)]


def test_what_is_kept_stays_as_it_is_and_others_wait() -> None:
    fan = graph(*[f"hub > m{each} > hub" for each in range(3)], auto="*")
    found = find_gates(fan, keep={"ws-hub"})
    assert [(each.workspaces, each.at_least) for each in found] == [(("ws-m0", "ws-m1", "ws-m2"), 3)]
    with pytest.raises(ValueError, match="wholly among the workspaces that are to be kept"):
        find_gates(fan, keep={"ws-hub", "ws-m1"})


def test_each_component_has_its_own_gates_in_graph_order() -> None:
    found = find_gates(graph("y > z > y", "a > b > a", "b > y", auto="*"))
    assert [each.component for each in found] == [("ws-a", "ws-b"), ("ws-y", "ws-z")]


@settings(deadline=None)
@given(graphs(most=7, triggers=18), st.sets(st.integers(0, 6)))
def test_no_set_of_gates_is_smaller(found: Graph, kept: set[int]) -> None:
    keep = {f"ws-{each:05}" for each in kept}
    fewest = fewest_gates(found, keep)
    if fewest is None:
        with pytest.raises(ValueError, match="kept"):
            find_gates(found, keep=keep)
        return
    gatings = find_gates(found, keep=keep)
    gates = [workspace for each in gatings for workspace in each.workspaces]
    assert keep.isdisjoint(gates)
    assert is_calm(found, gates)
    assert not any(is_calm(found, [each for each in gates if each != gate]) for gate in gates)
    assert all(each.optimal for each in gatings)
    assert len(gates) == sum(each.at_least for each in gatings) == fewest


@pytest.mark.parametrize("seed", range(3))
def test_without_programs_gates_are_honest_about_what_they_do_not_know(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    tangle = random_tangle(60, 240, seed)
    for node in tangle:
        tangle.nodes[node]["auto_apply_run_trigger"] = True
    (best,) = find_gates(tangle)
    monkeypatch.setattr(cuts, "COVERED", 0)
    (quick,) = find_gates(tangle)
    assert is_calm(tangle, quick.workspaces)
    assert 0 < quick.at_least <= best.at_least <= len(best.workspaces) <= len(quick.workspaces)
    assert quick.optimal == (quick.at_least == len(quick.workspaces))
    assert best.optimal


def fewest_gates(found: Graph, keep: set[str]) -> int | None:
    """Give how few workspaces it takes by trying every set of them; None where no set does."""
    able = [each for each in found if applies_by_itself(found, each) and each not in keep]
    for size in range(len(able) + 1):
        if any(is_calm(found, chosen) for chosen in itertools.combinations(able, size)):
            return size
    return None


def is_calm(found: Graph, gates: Iterable[str]) -> bool:
    """Tell whether no cycle keeps itself going once some workspaces are gates."""
    left = [each for each in found if applies_by_itself(found, each) and each not in set(gates)]
    return nx.is_directed_acyclic_graph(found.subgraph(left))
