from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import networkx as nx
from hypothesis import given

from rtgraph.analysis.chains import Chains, Spread, Step, find_chains, rank_spreads
from tests.analysis.oracles import graphs
from tests.graphs import graph

if TYPE_CHECKING:
    from rtgraph.graph import Graph


def test_the_chains_of_a_small_graph() -> None:
    assert find_chains(graph("net > app > db", "net > web", "lone")) == Chains(
        starts=("ws-net",),
        longest=(
            Step(workspaces=("ws-net",), cyclic=False, run_trigger=None),
            Step(workspaces=("ws-app",), cyclic=False, run_trigger="rt-net-app"),
            Step(workspaces=("ws-db",), cyclic=False, run_trigger="rt-app-db"),
        ),
        spreads={
            "ws-app": Spread(inbound=1, outbound=1, downstream=1, depth=1, cyclic=False),
            "ws-db": Spread(inbound=1, outbound=0, downstream=0, depth=0, cyclic=False),
            "ws-lone": Spread(inbound=0, outbound=0, downstream=0, depth=0, cyclic=False),
            "ws-net": Spread(inbound=0, outbound=2, downstream=3, depth=2, cyclic=False),
            "ws-web": Spread(inbound=1, outbound=0, downstream=0, depth=0, cyclic=False),
        },
    )


def test_a_cycle_on_the_way_is_one_step_and_its_own_triggers_are_no_hops() -> None:
    found = find_chains(graph("in > a > b > c > a", "b > out > end"))
    assert found.longest == (
        Step(workspaces=("ws-in",), cyclic=False, run_trigger=None),
        Step(workspaces=("ws-a", "ws-b", "ws-c"), cyclic=True, run_trigger="rt-in-a"),
        Step(workspaces=("ws-out",), cyclic=False, run_trigger="rt-b-out"),
        Step(workspaces=("ws-end",), cyclic=False, run_trigger="rt-out-end"),
    )
    assert {each: spread.depth for each, spread in found.spreads.items()} == {
        "ws-a": 2,
        "ws-b": 2,
        "ws-c": 2,
        "ws-end": 0,
        "ws-in": 3,
        "ws-out": 1,
    }


def test_without_a_trigger_there_is_no_chain() -> None:
    found = find_chains(graph("a", "b"))
    assert (found.starts, found.longest) == ((), ())
    assert find_chains(graph()) == Chains(starts=(), longest=(), spreads={})


def test_roots_that_reach_most_come_first_and_a_cycle_that_nothing_triggers_is_one_root() -> None:
    assert find_chains(graph("z > y", "a > b", "m > n > m", "n > o > p", "s > s")).starts == (
        "ws-m",
        "ws-a",
        "ws-z",
        "ws-s",
    )


def test_from_a_workspace_only_what_it_reaches_is_in_question() -> None:
    found = find_chains(graph("net > app > db > log", "other > app"), ["ws-app", "ws-db", "ws-app"])
    assert found.starts == ("ws-app", "ws-db")
    assert list(found.spreads) == ["ws-app", "ws-db", "ws-log"]
    assert found.spreads["ws-app"].inbound == 2
    assert [step.workspaces for step in found.longest] == [("ws-app",), ("ws-db",), ("ws-log",)]


def test_of_equally_long_chains_the_first_in_graph_order_is_taken() -> None:
    found = find_chains(graph("root > d > e", "root > b > c", "z > y > x"))
    assert [step.workspaces[0] for step in found.longest] == ["ws-root", "ws-b", "ws-c"]


def test_a_chain_of_10_000_is_followed_to_its_end() -> None:
    found = find_chains(graph(" > ".join(f"w{number:05}" for number in range(10_000))))
    assert len(found.longest) == 10_000
    assert found.spreads["ws-w00000"].depth == found.spreads["ws-w00000"].downstream == 9_999


def test_ranks_go_by_the_number_then_by_reach_and_leave_out_what_triggers_nothing() -> None:
    found = find_chains(graph("hub > a", "hub > b", "hub > c", "x > y > z", "p > q", "p > r"))
    assert rank_spreads(found, "outbound") == ("ws-hub", "ws-p", "ws-x", "ws-y")
    assert rank_spreads(found, "depth", 2) == ("ws-x", "ws-hub")


@given(graphs(most=9, triggers=16))
def test_the_longest_chain_is_that_of_networkx_on_the_condensation(found: Graph) -> None:
    chains = find_chains(found)
    assert len(chains.longest) - 1 == (nx.dag_longest_path_length(nx.condensation(found)) if chains.starts else -1)
    for before, after in itertools.pairwise(chains.longest):
        triggers = [
            found.edges[edge]["id"]
            for edge in itertools.product(before.workspaces, after.workspaces)
            if found.has_edge(*edge)
        ]
        assert after.run_trigger == triggers[0]
