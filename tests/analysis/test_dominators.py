from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from rtgraph.analysis.dominators import count_hanging, find_dominators, number_depth_first


def test_what_both_ways_round_lead_to_hangs_on_where_they_part() -> None:
    """A diamond 0, 1, 2, 3 with a tail, 4."""
    assert count_hanging([[1, 2], [3], [3], [4], []], 0) == [4, 0, 0, 1, 0]


def test_what_cannot_be_reached_does_not_count() -> None:
    assert count_hanging([[1], [], [1]], 0) == [1, 0, 0]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_dominators_as_networkx_finds_them(pairs: list[tuple[int, int]]) -> None:
    after = [sorted({head for tail, head in pairs if tail == node}) for node in range(10)]
    order, parents = number_depth_first(after, 0)
    found = find_dominators(after, order, parents)
    built: nx.DiGraph[int] = nx.DiGraph(pairs)
    built.add_node(0)
    expected = {node: above for node, above in nx.immediate_dominators(built, 0).items() if node != 0}
    assert {order[place]: order[found[place]] for place in range(1, len(order))} == expected
