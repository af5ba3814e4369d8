from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtgraph.analysis import cuts
from rtgraph.analysis.cuts import EdgeCut
from rtgraph.errors import RtgraphError
from rtgraph.fixes.cycles import break_cycles, delete_cut
from rtgraph.fixes.edits import edit_graph
from tests.analysis.oracles import fewest_triggers, graphs, numbered_graph
from tests.analysis.test_cuts import random_tangle
from tests.graphs import graph

if TYPE_CHECKING:
    from rtgraph.graph import Graph


def reasons(found: Graph, **options: object) -> dict[str, str]:
    """Give the deleted run triggers with their reasons."""
    changes = break_cycles(found, **options).changes  # type: ignore[arg-type]
    assert {change.action for change in changes} <= {"delete"}
    return {change.run_trigger_id or "": change.reason for change in changes}


def test_each_deletion_names_the_shortest_cycle_that_it_breaks() -> None:
    assert reasons(graph("a > b > a", "a > c > d > a", "x > x")) == {
        "rt-b-a": "breaks b → a → b",
        "rt-d-a": "breaks d → a → c → d",
        "rt-x-x": "breaks x → x",
    }


def test_the_direction_is_that_of_the_run_trigger() -> None:
    (change,) = break_cycles(graph("net > app > net"), keep=frozenset()).changes
    assert (change.sourceable_id, change.workspace_id) == ("ws-net", "ws-app")
    assert (change.sourceable_name, change.workspace_name) == ("net", "app")
    assert change.run_trigger_id == "rt-net-app"


def test_each_run_trigger_of_a_pair_is_deleted() -> None:
    found = numbered_graph(2, [(0, 1), (0, 1), (1, 0), (1, 0), (1, 0)])
    assert list(reasons(found)) == ["rt-00000", "rt-00001"]
    assert break_cycles(found).at_least == 2


def test_a_long_cycle_is_named_in_short() -> None:
    ring = numbered_graph(50, [(each, (each + 1) % 50) for each in range(50)])
    assert reasons(ring) == {"rt-00049": "breaks w00049 → w00000 → w00001 → w00002 → … 45 more … → w00048 → w00049"}


def test_a_kept_end_is_touched_only_where_it_must_be_and_the_reason_says_so() -> None:
    found = graph("a > b > a", "b > c > d > b")
    assert reasons(found, keep=frozenset({"ws-b"})) == {
        "rt-b-a": "breaks b → a → b, though b is kept: each run trigger of this cycle has a kept end",
        "rt-c-d": "breaks c → d → b → c",
    }
    assert reasons(graph("a > b > a", "b > b2"), keep=frozenset({"ws-a"})) == {
        "rt-b-a": "breaks b → a → b, though a is kept: each run trigger of this cycle has a kept end"
    }


def test_it_does_not_say_so_where_a_cut_that_is_not_the_best_touches_one_in_vain() -> None:
    poor = EdgeCut(edges=(("ws-a", "ws-b"),), optimal=False, at_least=1)
    (change,) = delete_cut(graph("a > b > c > a"), poor, frozenset({"ws-b"}))
    assert change.reason == "breaks a → b → c → a"


def test_a_cycle_of_kept_workspaces_cannot_be_broken() -> None:
    found = graph("a > b > c > a", "b > a")
    with pytest.raises(RtgraphError) as error:
        break_cycles(found, frozenset({"ws-a", "ws-b", "ws-lone"}))
    assert str(error.value) == (
        "every workspace of the cycle a → b → a is to be kept, so that none of its run triggers may be deleted; keep "
        "one workspace less, such as a"
    )


def test_a_preference_that_is_not_looked_at_is_told() -> None:
    tangle = random_tangle(150, 450, 1)
    assert tangle.number_of_edges() > cuts.PREFERRED
    assert break_cycles(tangle, prefer="oldest").notes == (
        "--prefer oldest was not looked at among the cycles around w00000: there are too many run triggers to compare "
        "all cuts that are as small.",
    )
    assert break_cycles(tangle).notes == ()
    assert break_cycles(graph("a > b > a"), prefer="oldest").notes == ()


@settings(deadline=None)
@given(graphs(most=6, triggers=16), st.sets(st.integers(0, 5), max_size=2))
def test_no_cycle_is_left_and_every_named_cycle_was_one(found: Graph, kept: set[int]) -> None:
    keep = frozenset(f"ws-{each:05}" for each in kept)
    try:
        mend = break_cycles(found, keep)
    except RtgraphError:
        assert not nx.is_directed_acyclic_graph(found.subgraph(keep))
        return
    assert nx.is_directed_acyclic_graph(edit_graph(found, mend.changes))
    assert mend.at_least == len(mend.changes)
    assert not [each for each in mend.changes if {each.sourceable_id, each.workspace_id} <= keep]
    if not keep:
        assert len(mend.changes) == fewest_triggers(found)
    for change in mend.changes:
        path = change.reason.removeprefix("breaks ").partition(",")[0].split(" → ")
        ends = [f"ws-{each.removeprefix('w')}" for each in path]
        assert ends[:2] == [change.sourceable_id, change.workspace_id]
        assert ends[0] == ends[-1]
        assert nx.is_path(found, ends)
