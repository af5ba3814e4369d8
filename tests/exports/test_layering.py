from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtgraph.exports.layering import STOPS, assign_layers, chart_boxes, order_cells, order_lanes

Edges = list[tuple[int, int]]
ACYCLIC = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30).map(
    lambda pairs: sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
)


def test_a_layer_is_the_longest_path_to_a_box() -> None:
    assert assign_layers(4, [(0, 1), (1, 2), (0, 2), (2, 3)]) == [0, 1, 2, 3]


def test_a_root_moves_up_to_what_it_leads_to() -> None:
    assert assign_layers(5, [(0, 1), (1, 2), (3, 2)]) == [0, 1, 2, 1, 0]


@given(ACYCLIC)
def test_every_arrow_leads_to_a_later_layer(edges: Edges) -> None:
    layers = assign_layers(12, edges)
    assert all(layers[tail] < layers[head] for tail, head in edges)
    built: nx.DiGraph[int] = nx.DiGraph(edges)
    depth = nx.dag_longest_path_length(built) if edges else 0
    assert max(layers) <= depth


def test_a_long_arrow_stops_in_each_layer_between_in_the_lane_it_leads_to() -> None:
    chart = chart_boxes([0, 1, 2, 3], [0, 0, 0, 1], [(0, 1), (1, 2), (2, 3), (0, 3)])
    assert chart.trails == {(0, 3): [4, 5]}
    assert (chart.layers[4:], chart.lanes[4:]) == ([1, 2], [1, 1])
    assert chart.after[0] == [1, 4]
    assert chart.before[3] == [2, 5]


def test_there_is_an_end_to_stops() -> None:
    layers = list(range(200))
    few, many = ([(0, head) for head in range(2, size)] for size in (50, 199))
    assert len(chart_boxes(layers, [0] * 200, few).trails) == 48
    assert sum(range(1, 198)) > STOPS
    assert chart_boxes(layers, [0] * 200, many).trails == {}


def count_crossings(edges: Edges, places: dict[int, int]) -> int:
    return sum(
        (places[a] - places[c]) * (places[b] - places[d]) < 0 for (a, b) in edges for (c, d) in edges if (a, b) < (c, d)
    )


def test_the_order_takes_crossings_out() -> None:
    edges = [(0, 5), (1, 4), (2, 7), (3, 6)]
    chart = chart_boxes([0] * 4 + [1] * 4, [0] * 8, edges)
    assert count_crossings(edges, {node: node % 4 for node in range(8)}) == 2
    cells = order_cells(chart, [0])
    assert count_crossings(edges, {node: place for cell in cells.values() for place, node in enumerate(cell)}) == 0


@pytest.mark.parametrize("swapped", [False, True])
def test_lanes_that_are_linked_stand_near_one_another(swapped: bool) -> None:
    lanes = [0, 1, 2, 3, 0, 3] if not swapped else [3, 1, 2, 0, 3, 0]
    order = order_lanes([0, 0, 0, 0, 1, 1], lanes, [(0, 5), (3, 4)])
    assert abs(order.index(0) - order.index(3)) == 1


def test_lanes_follow_the_layers_where_nothing_links_them() -> None:
    assert order_lanes([3, 2, 1], [0, 1, 2], []) == [2, 1, 0]
