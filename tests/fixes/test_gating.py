from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given, settings

from rtgraph.errors import RtgraphError
from rtgraph.fixes.edits import edit_graph
from rtgraph.fixes.gating import gate_cycles
from rtgraph.fixes.mends import Mend
from rtgraph.graph import applies_by_itself
from rtgraph.models import Change
from tests.analysis.oracles import graphs
from tests.graphs import graph

if TYPE_CHECKING:
    from rtgraph.graph import Graph


def test_the_one_workspace_that_all_cycles_pass_becomes_a_gate() -> None:
    found = graph("hub > a > hub", "hub > b > c > hub", auto="*")
    assert gate_cycles(found) == Mend(
        changes=(
            Change(
                action="update",
                workspace_id="ws-hub",
                workspace_name="hub",
                auto_apply_run_trigger=False,
                reason="holds up hub → a → hub",
            ),
        ),
        at_least=1,
    )


def test_each_gate_names_a_cycle_that_no_other_gate_holds_up() -> None:
    found = graph("a > b > a", "b > c > d > c", "d > a", "e > e", auto="*")
    assert {each.workspace_name: each.reason for each in gate_cycles(found).changes} == {
        "a": "holds up a → b → a",
        "c": "holds up c → d → c",
        "e": "holds up e → e",
    }


def test_a_cycle_that_waits_already_needs_no_gate() -> None:
    assert gate_cycles(graph("a > b > a", auto="a")) == Mend(changes=(), at_least=0)


def test_a_cycle_of_kept_workspaces_cannot_be_held_up() -> None:
    found = graph("a > b > c > a", auto="*")
    with pytest.raises(RtgraphError) as error:
        gate_cycles(found, frozenset({"ws-a", "ws-b", "ws-c"}))
    assert str(error.value) == (
        "every workspace of the cycle a → b → c → a, which keeps itself going, is to be kept, so that none of them may "
        "be made a gate; keep one workspace less, such as a"
    )
    (change,) = gate_cycles(found, frozenset({"ws-a", "ws-b"})).changes
    assert change.workspace_id == "ws-c"


@settings(deadline=None)
@given(graphs(most=7, triggers=18))
def test_no_cycle_keeps_itself_going_and_every_named_cycle_did(found: Graph) -> None:
    mend = gate_cycles(found)
    left = edit_graph(found, mend.changes)
    assert nx.is_directed_acyclic_graph(left.subgraph([each for each in left if applies_by_itself(left, each)]))
    assert list(left.edges) == list(found.edges)
    for change in mend.changes:
        path = [f"ws-{each.removeprefix('w')}" for each in change.reason.removeprefix("holds up ").split(" → ")]
        assert path[0] == path[-1] == change.workspace_id
        assert nx.is_path(found, path)
        assert all(applies_by_itself(found, each) for each in path)
