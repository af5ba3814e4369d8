from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from rtgraph.analysis.components import condense
from rtgraph.analysis.origins import list_origins
from rtgraph.analysis.trees import Row
from tests.analysis.oracles import graphs
from tests.graphs import graph


def shape(rows: list[Row]) -> list[str]:
    return [f"{'.' * row.depth}{row.workspace[3:]}{' repeated' if row.repeated else ''}" for row in rows]


def test_below_each_stands_what_triggers_it() -> None:
    found = graph("far > mid > near > a > b > a", "root > b", "far > near")
    rows = list_origins(found, ["ws-a", "ws-b"], 10)
    assert shape(rows) == ["a", ".near", "..far", "..mid", "...far repeated", "b", ".root"]
    assert [row.run_trigger for row in rows if row.depth == 1] == ["rt-near-a", "rt-root-b"]


def test_a_cycle_further_up_is_closed_and_not_gone_round() -> None:
    rows = list_origins(graph("root > x > y > x", "y > a > b > a"), ["ws-a", "ws-b"], 10)
    assert shape(rows) == ["a", ".y", "..x", "...y repeated", "...root"]
    assert [row.workspace for row in rows if row.closes_cycle] == ["ws-y"]


def test_nothing_may_lead_there() -> None:
    assert list_origins(graph("a > b > a", "b > c"), ["ws-a", "ws-b"], 10) == []
    assert list_origins(graph("a > a"), ["ws-a"], 10) == []


def test_the_nearest_are_taken_first() -> None:
    found = graph("far > mid > a > a", "one > a", "two > a")
    assert shape(list_origins(found, ["ws-a"], 3)) == ["a", ".mid", ".one", ".two"]
    assert shape(list_origins(found, ["ws-a"], 2)) == ["a", ".mid", ".one"]


@given(graphs(), st.integers(1, 12))
def test_every_run_trigger_that_leads_there_is_a_row(found: nx.DiGraph[str], most: int) -> None:
    for members in (step for step in condense(found).steps if found.has_edge(step[0], step[0]) or len(step) > 1):
        above = set().union(*(nx.ancestors(found, each) for each in members)) - set(members)
        rows = list_origins(found, members, most)
        taken = {row.workspace for row in rows} - set(members)
        assert len(taken) == min(most, len(above))
        edges = [(row.workspace, row.source) for row in rows if row.source]
        assert len(edges) == len(set(edges))
        ends = {*taken, *members}
        assert set(edges) == {(one, other) for one, other in found.edges if one in taken and other in ends}
        hops = nx.multi_source_dijkstra_path_length(found.reverse(), set(members), weight=None)
        left = [hops[each] for each in above - taken]
        assert all(hops[each] <= min(left, default=99) for each in taken)
