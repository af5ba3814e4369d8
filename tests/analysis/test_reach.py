from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtgraph.analysis import reach
from rtgraph.analysis.components import condense
from rtgraph.analysis.reach import count_downstream, count_upstream
from tests.analysis.oracles import graphs
from tests.graphs import graph

if TYPE_CHECKING:
    from rtgraph.graph import Graph


def test_a_diamond_counts_its_sink_once() -> None:
    condensation = condense(graph("a > b > d", "a > c > d"))
    assert count_downstream(condensation) == {"ws-a": 3, "ws-b": 1, "ws-c": 1, "ws-d": 0}
    assert count_upstream(condensation) == {"ws-a": 0, "ws-b": 1, "ws-c": 1, "ws-d": 3}


def test_on_a_cycle_the_start_is_not_counted() -> None:
    assert count_downstream(condense(graph("a > b > c > a", "c > d", "e > e"))) == {
        "ws-a": 3,
        "ws-b": 3,
        "ws-c": 3,
        "ws-d": 0,
        "ws-e": 0,
    }


def test_nothing_reaches_nothing() -> None:
    assert count_downstream(condense(graph())) == {}


@given(graphs(most=9, triggers=20), st.integers(1, 5))
def test_counts_are_those_of_a_search_from_every_workspace(found: Graph, chunk: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reach, "CHUNK", chunk)
        downstream = count_downstream(condense(found))
        upstream = count_upstream(condense(found))
    assert downstream == {each: len(nx.descendants(found, each)) for each in found}
    assert upstream == {each: len(nx.ancestors(found, each)) for each in found}
