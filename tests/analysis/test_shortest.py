from __future__ import annotations

import itertools

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtgraph.analysis import shortest
from rtgraph.analysis.shortest import find_shortest, measure, rotate
from tests.analysis.oracles import girth


def test_the_cycle_starts_and_ends_at_its_least_node() -> None:
    assert find_shortest([[2], [0], [1]], [(1, 0)]) == [0, 2, 1, 0]


def test_without_a_cycle_there_is_none() -> None:
    assert find_shortest([[1, 2], [2], []], [(1, 0)]) is None


def test_the_shorter_of_two_cycles_is_found_whichever_comes_first() -> None:
    rings = [[1, 4], [2], [3], [0], [0]]
    assert find_shortest(rings, [(3, 0), (4, 0)]) == [0, 4, 0]


def test_rotating_keeps_the_order() -> None:
    assert rotate([3, 1, 2, 3]) == [1, 2, 3, 1]


def test_a_search_stops_at_its_bound() -> None:
    ring = [[1], [2], [3], [0]]
    assert measure(ring, [0], 3) is None
    assert measure(ring, [0], 4) == (4, 0)


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=24), st.integers(1, 4))
def test_the_length_is_that_of_the_shortest_of_all_cycles(pairs: list[tuple[int, int]], chunk: int) -> None:
    digraph: nx.DiGraph[int] = nx.DiGraph(pairs)
    successors = [sorted(digraph.successors(node)) if node in digraph else [] for node in range(9)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shortest, "CHUNK", chunk)
        found = find_shortest(successors, [(a, b) for a, b in pairs if a >= b])
    assert (None if found is None else len(found) - 1) == girth(digraph)
    if found is not None:
        assert found[0] == found[-1] == min(found)
        assert all(after in successors[before] for before, after in itertools.pairwise(found))
