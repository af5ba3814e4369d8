from __future__ import annotations

import itertools
import random
import subprocess
import sys
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given

from rtgraph.analysis import cuts
from rtgraph.analysis.bounds import pack_cycles
from rtgraph.analysis.components import find_components, is_cyclic
from rtgraph.analysis.cuts import EdgeCut, find_cut
from tests.analysis.oracles import fewest_triggers, graphs, numbered_graph
from tests.graphs import graph

if TYPE_CHECKING:
    from rtgraph.graph import Graph


def test_of_a_ring_the_newest_trigger_is_cut() -> None:
    ring = numbered_graph(4, [(2, 3), (0, 1), (1, 2), (3, 0)])
    assert find_cut(ring, list(ring)) == EdgeCut(edges=(("ws-00003", "ws-00000"),), optimal=True, at_least=1)


def test_of_equal_cuts_in_a_tangle_the_one_with_the_newest_triggers_is_chosen() -> None:
    pairs = [(1, 0), (3, 2), (0, 1), (2, 3), (1, 2), (3, 0)]
    tangle = numbered_graph(4, pairs)
    assert find_cut(tangle, list(tangle)).edges == (("ws-00000", "ws-00001"), ("ws-00002", "ws-00003"))


def test_one_trigger_that_all_cycles_share_is_enough() -> None:
    fan = graph("in > out", *[f"out > m{each} > in" for each in range(9)])
    assert find_cut(fan, list(fan)) == EdgeCut(edges=(("ws-in", "ws-out"),), optimal=True, at_least=1)


def test_many_duplicates_are_dearer_than_two_single_triggers() -> None:
    pairs = [(0, 1)] * 3 + [(1, 2), (1, 3), (2, 0), (3, 0)]
    tangle = numbered_graph(4, pairs)
    assert find_cut(tangle, list(tangle)) == EdgeCut(
        edges=(("ws-00002", "ws-00000"), ("ws-00003", "ws-00000")), optimal=True, at_least=2
    )


@given(graphs(most=6, triggers=16))
def test_no_cut_is_smaller(found: Graph) -> None:
    total = bound = 0
    for members in find_components(found):
        if is_cyclic(found, members):
            cut = find_cut(found, members)
            assert cut.optimal
            total += sum(1 + len(found.edges[edge].get("duplicates", ())) for edge in cut.edges)
            bound += cut.at_least
            check_minimal(found.subgraph(members), cut.edges)
    assert total == bound == fewest_triggers(found)


@pytest.mark.parametrize("seed", range(6))
def test_up_to_60_triggers_the_cut_is_optimal(seed: int) -> None:
    tangle = random_tangle(20, 60, seed)
    assert find_cut(tangle, list(tangle)).optimal


@pytest.mark.parametrize("seed", range(3))
def test_a_large_cut_is_within_a_tenth_of_a_planted_optimum(seed: int) -> None:
    tangle, optimum = plant(600, 1500, 60, seed)
    cut = find_cut(tangle, members := max(find_components(tangle), key=len))
    assert cut.at_least <= optimum
    assert len(cut.edges) <= 1.1 * optimum
    check_acyclic(tangle.subgraph(members), cut.edges)


@pytest.mark.parametrize("seed", range(4))
def test_without_programs_the_cut_is_honest_about_what_it_does_not_know(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cuts, "COVERED", 0)
    tangle = random_tangle(60, 240, seed)
    cut = find_cut(tangle, list(tangle))
    check_minimal(tangle, cut.edges)
    assert 0 < cut.at_least <= len(cut.edges)
    assert cut.optimal == (cut.at_least == len(cut.edges))
    monkeypatch.undo()
    best = find_cut(tangle, list(tangle))
    assert cut.at_least <= best.at_least <= len(best.edges) <= len(cut.edges)


def test_when_the_effort_ends_the_best_so_far_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuts, "EFFORT", 1)
    tangle = random_tangle(60, 240, 1)
    cut = find_cut(tangle, list(tangle))
    check_minimal(tangle, cut.edges)
    assert not cut.optimal
    assert 0 < cut.at_least < len(cut.edges)


def test_the_solver_says_nothing_and_hash_seeds_change_nothing() -> None:
    program = (
        "from tests.analysis.test_cuts import random_tangle\n"
        "from rtgraph.analysis.cuts import find_cut\n"
        "tangle = random_tangle(40, 160, 3)\n"
        "print(find_cut(tangle, list(tangle)))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "1", "2")
    }
    tangle = random_tangle(40, 160, 3)
    assert outputs == {f"{find_cut(tangle, list(tangle))}\n"}


def test_disjoint_cycles_are_counted_as_often_as_their_cheapest_edge_allows() -> None:
    assert pack_cycles([{1: 2}, {2: 3, 0: 1}, {0: 2}], 9) == 2
    assert pack_cycles([{1: 1}, {2: 1}, {}], 9) == 0


def random_tangle(count: int, triggers: int, seed: int) -> Graph:
    """Make a random graph that is strongly connected through a ring."""
    chance = random.Random(seed)
    pairs = {(each, (each + 1) % count) for each in range(count)}
    others = [pair for pair in itertools.permutations(range(count), 2) if pair not in pairs]
    return numbered_graph(count, sorted(pairs) + chance.sample(others, triggers - count))


def plant(count: int, forward: int, cycles: int, seed: int) -> tuple[Graph, int]:
    """Make an acyclic graph and close disjoint cycles in it; their number is the optimum."""
    chance = random.Random(seed)
    nodes = chance.sample(range(count), count)
    pairs = {tuple(sorted(chance.sample(range(count), 2))) for _ in range(forward)}
    planted = 0
    while planted < cycles:
        path = sorted(chance.sample(range(count), chance.randint(2, 6)))
        edges = [*itertools.pairwise(path), (path[-1], path[0])]
        if pairs.isdisjoint(edges):
            pairs.update(edges)
            planted += 1
    return numbered_graph(count, [(nodes[tail], nodes[head]) for tail, head in sorted(pairs)]), planted


def check_acyclic(found: nx.DiGraph[str], cut: tuple[tuple[str, str], ...]) -> nx.DiGraph[str]:
    left: nx.DiGraph[str] = nx.DiGraph(found.edges)
    left.remove_edges_from(cut)
    assert nx.is_directed_acyclic_graph(left)
    return left


def check_minimal(found: nx.DiGraph[str], cut: tuple[tuple[str, str], ...]) -> None:
    left = check_acyclic(found, cut)
    for tail, head in cut:
        assert tail == head or nx.has_path(left, head, tail)
