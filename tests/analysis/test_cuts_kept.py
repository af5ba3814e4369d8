"""Cuts that leave alone what is to be kept, and that choose among equals."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtgraph.analysis import cuts
from rtgraph.analysis.components import find_components, is_cyclic
from rtgraph.analysis.cuts import EdgeCut, find_cut
from tests.analysis.oracles import graphs, numbered_graph
from tests.analysis.test_cuts import check_minimal, random_tangle
from tests.graphs import graph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rtgraph.analysis.preferences import Preference
    from rtgraph.graph import Graph


def names(cut: EdgeCut) -> list[str]:
    return [f"{tail} > {head}".replace("ws-", "") for tail, head in cut.edges]


def test_a_trigger_between_two_kept_workspaces_is_never_cut() -> None:
    fan = graph("in > out", *[f"out > m{each} > in" for each in range(3)])
    assert names(find_cut(fan, list(fan))) == ["in > out"]
    kept = find_cut(fan, list(fan), keep={"ws-in", "ws-out"})
    assert names(kept) == ["out > m0", "out > m1", "out > m2"]
    assert (kept.optimal, kept.at_least) == (True, 3)


def test_a_trigger_with_one_kept_end_is_cut_only_where_nothing_else_breaks_a_cycle() -> None:
    found = graph("a > b > c > a", "c > d > b")
    assert names(find_cut(found, list(found))) == ["b > c"]
    assert names(find_cut(found, list(found), keep={"ws-b"})) == ["c > a", "c > d"]
    alone = graph("a > b > a", "b > c > b")
    assert names(find_cut(alone, list(alone), keep={"ws-b"})) == ["b > a", "c > b"]


def test_a_ring_is_cut_away_from_what_is_kept() -> None:
    ring = numbered_graph(5, [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)])
    assert find_cut(ring, list(ring), keep={"ws-00004"}).edges == (("ws-00002", "ws-00003"),)


@pytest.mark.parametrize("lines", [("a > b > a",), ("a > b > c > a", "b > a"), ("a > a", "a > c > a")])
def test_a_cycle_wholly_among_kept_workspaces_cannot_be_cut(lines: tuple[str, ...]) -> None:
    found = graph(*lines)
    with pytest.raises(ValueError, match="wholly among the workspaces that are to be kept"):
        find_cut(found, list(found), keep={"ws-a", "ws-b"})


@pytest.mark.parametrize(("prefer", "expected"), [("newest", "c > a"), ("oldest", "a > b"), ("cross-project", "b > c")])
def test_of_a_ring_the_preferred_trigger_is_cut(prefer: Preference, expected: str) -> None:
    found = graph("a > b > c > a", project={"a": "one", "b": "one", "c": "two"})
    for year, edge in enumerate(found.edges):
        found.edges[edge]["created_at"] = f"20{year + 10}-01-01T00:00:00Z"
    if prefer == "cross-project":
        found.nodes["ws-a"]["project"] = None
    assert names(find_cut(found, list(found), prefer=prefer)) == [expected]


@pytest.mark.parametrize(("prefer", "expected"), [("newest", ["a > b", "c > d"]), ("oldest", ["b > a", "d > c"])])
def test_of_equal_cuts_in_a_tangle_the_age_decides(prefer: Preference, expected: list[str]) -> None:
    found = graph("b > a > b", "d > c > d", "b > c > b")
    for day, edge in enumerate(["b-a", "d-c", "c-b", "a-b", "c-d", "b-c"], start=1):
        _, tail, head = f"ws-{edge}".split("-")
        found.edges[f"ws-{tail}", f"ws-{head}"]["created_at"] = f"2024-01-{day:02}T00:00:00Z"
    cut = names(find_cut(found, list(found), prefer=prefer))
    assert [each for each in cut if each not in ("b > c", "c > b")] == expected


@settings(deadline=None)
@given(graphs(most=5, triggers=14), st.integers(0, 31))
def test_no_equal_cut_has_more_triggers_between_projects(found: Graph, homes: int) -> None:
    for number, node in enumerate(found):
        found.nodes[node]["project"] = {"id": f"prj-{homes >> number & 1}", "name": ""}
    chosen = [
        edge
        for members in find_components(found)
        if is_cyclic(found, members)
        for edge in find_cut(found, members, prefer="cross-project").edges
    ]
    home = {node: data["project"]["id"] for node, data in found.nodes(data=True)}
    best = min(
        (count(found, back), count(found, [edge for edge in back if home[edge[0]] == home[edge[1]]]))
        for back in backward(found)
    )
    assert (count(found, chosen), count(found, [edge for edge in chosen if home[edge[0]] == home[edge[1]]])) == best


@st.composite
def kept_graphs(draw: st.DrawFn) -> tuple[Graph, set[str]]:
    found = draw(graphs(most=6, triggers=16))
    return found, {f"ws-{each:05}" for each in draw(st.sets(st.integers(0, 5), max_size=4))}


@settings(deadline=None)
@given(kept_graphs())
def test_no_cut_that_leaves_alone_what_is_kept_is_smaller(drawn: tuple[Graph, set[str]]) -> None:
    found, keep = drawn
    best = best_cut(found, keep)
    if best is None:
        with pytest.raises(ValueError, match="kept"):
            cut_all(found, keep)
        return
    every = cut_all(found, keep)
    edges = [edge for cut in every for edge in cut.edges]
    assert all(cut.optimal for cut in every)
    assert (count(found, [edge for edge in edges if keep & {*edge}]), count(found, edges)) == best
    assert sum(cut.at_least for cut in every) == best[1]
    check_minimal(found, tuple(edges))


@settings(deadline=None)
@given(kept_graphs())
def test_without_programs_what_is_kept_is_left_alone_too(drawn: tuple[Graph, set[str]]) -> None:
    found, keep = drawn
    best = best_cut(found, keep)
    if best is None:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cuts, "COVERED", 0)
        every = [find_cut(found, members, keep=keep) for members in find_components(found) if is_cyclic(found, members)]
    edges = [edge for cut in every for edge in cut.edges]
    assert not any(tail in keep and head in keep for tail, head in edges)
    assert nx.is_directed_acyclic_graph(nx.restricted_view(found, [], edges))
    assert sum(cut.at_least for cut in every) <= best[1]
    if all(cut.optimal for cut in every):
        assert (count(found, [edge for edge in edges if keep & {*edge}]), count(found, edges)) == best


@pytest.mark.parametrize("seed", range(4))
def test_what_is_kept_makes_a_cut_no_smaller(seed: int) -> None:
    tangle = random_tangle(40, 160, seed)
    keep = set(list(tangle)[:8])
    while True:
        try:
            kept = find_cut(tangle, list(tangle), keep=keep)
            break
        except ValueError:
            keep.pop()
    check_minimal(tangle, kept.edges)
    free = find_cut(tangle, list(tangle))
    assert kept.optimal
    assert free.at_least <= kept.at_least == len(kept.edges)


def cut_all(found: Graph, keep: set[str]) -> list[EdgeCut]:
    return [find_cut(found, members, keep=keep) for members in find_components(found) if is_cyclic(found, members)]


def count(found: Graph, edges: list[tuple[str, str]]) -> int:
    return sum(1 + len(found.edges[edge].get("duplicates", ())) for edge in edges)


def best_cut(found: Graph, keep: set[str]) -> tuple[int, int] | None:
    """Give how few run triggers at kept workspaces, and how few in all, by trying every order of the workspaces."""
    return min(
        (
            (count(found, [edge for edge in back if keep & {*edge}]), count(found, back))
            for back in backward(found)
            if not any(tail in keep and head in keep for tail, head in back)
        ),
        default=None,
    )


def backward(found: Graph) -> Iterator[list[tuple[str, str]]]:
    """Give what leads backwards in every order of the workspaces: all cuts, and more."""
    for order in itertools.permutations(found):
        place = {workspace: index for index, workspace in enumerate(order)}
        yield [(tail, head) for tail, head in found.edges if place[tail] >= place[head]]
