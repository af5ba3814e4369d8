from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtgraph.fixes import redundancy
from rtgraph.fixes.edits import edit_graph
from rtgraph.fixes.redundancy import drop_redundant
from rtgraph.graph import applies_by_itself
from tests.analysis.oracles import graphs
from tests.graphs import graph

if TYPE_CHECKING:
    from rtgraph.graph import Graph


def deleted(found: Graph, keep: frozenset[str] = frozenset(), *, include_gated: bool = False) -> dict[str, str]:
    mend = drop_redundant(found, keep, include_gated=include_gated)
    return {change.run_trigger_id or "": change.reason for change in mend.changes}


def test_the_longer_way_is_named_and_what_changes() -> None:
    assert deleted(graph("a > b > c > d", "a > d", auto="b c")) == {
        "rt-a-d": "a → b → c → d leads there too; nobody has to confirm a run on it, so that behaviour changes only "
        "where a plan has no changes"
    }


def test_what_would_wait_without_it_is_left_out_and_named_unless_it_is_asked_for() -> None:
    found = graph("a > b > c", "a > c", "x > y > z", "x > z", auto="y")
    assert list(deleted(found)) == ["rt-x-z"]
    assert drop_redundant(found).notes == (
        "1 redundant run trigger is left out, for a person has to confirm a run on every longer way, so that without "
        "it more would wait: a → c. Delete such ones too with --include-gated.",
    )
    assert deleted(found, include_gated=True)["rt-a-c"] == (
        "a → b → c leads there too; a person has to confirm a run on every longer way, so that this one will wait too"
    )
    assert drop_redundant(found, include_gated=True).notes == ()


def test_what_has_a_kept_end_stays() -> None:
    found = graph("a > b > c", "a > c", "x > y > z", "x > z", auto="*")
    assert list(deleted(found, frozenset({"ws-c"}))) == ["rt-x-z"]
    assert drop_redundant(found, frozenset({"ws-c"})).notes == (
        "1 redundant run trigger is left out because of --keep: a → c.",
    )


def test_a_way_that_is_named_is_not_deleted_itself() -> None:
    found = graph("a > b > c > d", "a > c", "a > d", "b > d", auto="*")
    assert {name: reason.partition(" leads")[0] for name, reason in deleted(found).items()} == {
        "rt-a-c": "a → b → c",
        "rt-a-d": "a → b → c → d",
        "rt-b-d": "b → c → d",
    }


def test_a_way_that_begins_on_a_cycle_has_a_beginning() -> None:
    found = graph("a > x > a", "x > y > z", "a > z", auto="*")
    assert deleted(found)["rt-a-z"].startswith("a → x → y → z leads there too; ")


def test_where_the_effort_has_ended_the_first_workspace_of_the_way_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redundancy, "EFFORT", 0)
    assert deleted(graph("a > b > c", "a > c", auto="*"))["rt-a-c"].startswith("a longer way over b leads there too; ")


@given(graphs(most=7, triggers=20), st.booleans())
def test_what_reaches_what_stays_as_it_is(found: Graph, include_gated: bool) -> None:
    left = edit_graph(found, drop_redundant(found, include_gated=include_gated).changes)
    assert {(one, other) for one in found for other in nx.descendants(found, one)} == {
        (one, other) for one in left for other in nx.descendants(left, one)
    }
    assert list(nx.selfloop_edges(left)) == list(nx.selfloop_edges(found))


@given(graphs(most=7, triggers=20))
def test_where_nobody_has_to_confirm_it_stays_so(found: Graph) -> None:
    changes = drop_redundant(found).changes
    left = edit_graph(found, changes)
    for change in changes:
        source, destination = change.sourceable_id or "", change.workspace_id
        inner = [each for each in left if applies_by_itself(left, each) or each in (source, destination)]
        assert nx.has_path(left.subgraph(inner), source, destination)
        way, _, rest = change.reason.partition(" leads there too; ")
        path = [f"ws-{each.removeprefix('w')}" for each in way.split(" → ")]
        assert nx.is_path(left, path)
        assert (path[0], path[-1]) == (source, destination)
        assert all(applies_by_itself(left, each) for each in path[1:-1])
        assert rest == redundancy.UNGATED
