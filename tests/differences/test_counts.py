from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rtgraph.analysis.chains import find_chains
from rtgraph.analysis.cycles import find_cycles
from rtgraph.differences.counts import Counts, count_graph
from tests.graphs import graph

PAIRS = st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")), max_size=16)


def test_a_graph_in_numbers() -> None:
    found = graph("a > b > c > b", "c > d", "e > e", "lone")
    assert count_graph(found, ("one finding",)) == Counts(
        workspaces=6, run_triggers=5, cyclic_components=2, longest_chain=2, findings=1, blind_spots=0
    )
    assert count_graph(graph(), ()) == Counts(
        workspaces=0, run_triggers=0, cyclic_components=0, longest_chain=0, findings=0, blind_spots=0
    )


@given(PAIRS)
def test_the_numbers_are_those_of_audit_and_chains(pairs: list[tuple[str, str]]) -> None:
    found = graph(*(" > ".join(pair) for pair in pairs))
    counts = count_graph(found, ())
    assert counts.cyclic_components == len(find_cycles(found))
    assert counts.longest_chain == max((each.depth for each in find_chains(found).spreads.values()), default=0)
