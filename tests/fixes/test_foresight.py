"""What a new run trigger would do, told before: against brute force, and the same from the part that leads there."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtgraph.fixes.foresight import Foresight, foresee, foresee_all
from rtgraph.fixes.upstream import crawl_upstream
from rtgraph.graph import build_graph
from rtgraph.models import Snapshot
from rtgraph.sandbox.permissions import Hidden
from rtgraph.sandbox.world import build_world
from tests.graphs import graph, snapshot
from tests.mending import OWNER, build_stage

if TYPE_CHECKING:
    from rtgraph.graph import Graph

NAMES = "abcdef"
EDGES = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), unique=True, max_size=14)
AUTO = st.sets(st.sampled_from(NAMES)).map(sorted).map(" ".join)


def world(edges: Iterable[tuple[str, str]], auto: str = "") -> Snapshot:
    return snapshot(*NAMES, *(f"{source} > {destination}" for source, destination in edges), auto=auto)


def seen(source: str, destination: str, **more: object) -> Foresight:
    plain: dict[str, object] = {
        "present": (),
        "closes": None,
        "self_sustaining": False,
        "full": None,
        "implied_by": None,
        "dead": None,
    }
    return Foresight(source=f"ws-{source}", destination=f"ws-{destination}", **(plain | more))  # type: ignore[arg-type]


def test_a_trigger_that_changes_nothing_else() -> None:
    assert foresee(graph("net > app", "db"), "ws-app", "ws-db") == seen("app", "db")


def test_a_trigger_back_closes_a_cycle_and_the_same_way_again_does_not() -> None:
    chain = graph("net > app > db")
    assert foresee(chain, "ws-db", "ws-net") == seen("db", "net", closes=("ws-db", "ws-net", "ws-app", "ws-db"))
    assert foresee(chain, "ws-net", "ws-db") == seen("net", "db", implied_by=("ws-net", "ws-app", "ws-db"))


@pytest.mark.parametrize(("auto", "keeps"), [("net app db", True), ("net db", False), ("net app", False), ("", False)])
def test_a_cycle_keeps_itself_going_where_nobody_confirms(auto: str, keeps: bool) -> None:
    assert foresee(graph("net > app > db", auto=auto), "ws-db", "ws-net").self_sustaining is keeps


def test_a_workspace_that_triggers_itself_is_a_cycle_of_one() -> None:
    assert foresee(graph("net"), "ws-net", "ws-net") == seen("net", "net", closes=("ws-net", "ws-net"))


def test_a_trigger_that_is_there_is_neither_redundant_nor_too_many() -> None:
    full = graph("net > app", *(f"s{number} > app" for number in range(19)))
    assert foresee(full, "ws-net", "ws-app") == seen("net", "app", present=("rt-net-app",))


def test_twenty_sources_are_all_that_there_may_be() -> None:
    full = graph("net", *(f"s{number} > app" for number in range(20)))
    assert foresee(full, "ws-net", "ws-app") == seen("net", "app", full=20)


@pytest.mark.parametrize("local", ["net", "app"])
def test_an_end_with_local_execution_makes_it_dead(local: str) -> None:
    found = graph("net", "app", **{local: {"execution_mode": "local"}})
    assert (foresee(found, "ws-net", "ws-app").dead or "").startswith(f"{local} has local execution, ")


def test_a_source_without_runs_may_have_one_tomorrow() -> None:
    assert foresee(graph("net", "app", net={"has_runs": False}), "ws-net", "ws-app").dead is None


def test_each_of_many_stands_on_those_before_it() -> None:
    pairs = [("ws-a", "ws-b"), ("ws-b", "ws-c"), ("ws-c", "ws-a"), ("ws-a", "ws-c"), ("ws-a", "ws-b")]
    before = graph("a", "b", "c")
    found = foresee_all(before, pairs)
    closed = [("ws-c", "ws-a", "ws-b", "ws-c"), ("ws-a", "ws-c", "ws-a"), ("ws-a", "ws-b", "ws-c", "ws-a")]
    assert [each.closes for each in found] == [None, None, *closed]
    assert [each.implied_by for each in found] == [None, None, None, ("ws-a", "ws-b", "ws-c"), None]
    assert [each.present for each in found] == [(), (), (), (), ("new 0",)]
    assert before.number_of_edges() == 0


def test_many_fill_a_workspace_one_by_one() -> None:
    crowd = graph("x", "y", *(f"s{number} > app" for number in range(19)))
    assert [each.full for each in foresee_all(crowd, [("ws-x", "ws-app"), ("ws-y", "ws-app")])] == [None, 20]


def shortest(found: Graph, start: str, end: str) -> int | None:
    """Try all simple paths: the fewest triggers from one workspace to another, 0 from one to itself."""
    if start == end:
        return 0
    ways = [len(way) - 1 for way in nx.all_simple_paths(found, start, end)]
    return min(ways, default=None)


def is_way(found: Graph, way: tuple[str, ...], start: str, end: str) -> bool:
    return (way[0], way[-1]) == (start, end) and all(found.has_edge(*hop) for hop in itertools.pairwise(way))


@given(edges=EDGES, auto=AUTO)
def test_against_brute_force(edges: list[tuple[str, str]], auto: str) -> None:
    found = build_graph(world(edges, auto))
    for source, destination in itertools.product(found, repeat=2):
        ahead = foresee(found, source, destination)
        back = shortest(found, destination, source)
        assert (ahead.closes is None) == (back is None)
        if ahead.closes is not None:
            assert len(ahead.closes) == (back or 0) + 2
            assert ahead.closes[0] == source
            assert is_way(found, ahead.closes[1:], destination, source)
            assert ahead.self_sustaining == all(f"{each[3:]}" in auto.split() for each in ahead.closes)
        forth = (
            None
            if source == destination or found.has_edge(source, destination)
            else shortest(found, source, destination)
        )
        assert (ahead.implied_by is None) == (forth is None)
        if ahead.implied_by is not None:
            assert len(ahead.implied_by) == (forth or 0) + 1
            assert is_way(found, ahead.implied_by, source, destination)
        assert bool(ahead.present) == found.has_edge(source, destination)


@given(edges=EDGES, auto=AUTO, pairs=st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=3))
def test_what_leads_there_tells_as_much_as_everything(
    edges: list[tuple[str, str]], auto: str, pairs: list[tuple[str, str]]
) -> None:
    stage = build_stage(world(edges, auto))
    wanted = [(f"ws-{source}", f"ws-{destination}") for source, destination in pairs]
    part = stage.talk(lambda client: crawl_upstream(client, "acme", lambda _: [end for pair in wanted for end in pair]))
    whole = build_graph(world(edges, auto))
    assert foresee_all(build_graph(part), wanted) == foresee_all(whole, wanted)
    assert stage.asked == []


def upstream(found: Snapshot, *names: str, token: Hidden = Hidden()) -> Snapshot:  # noqa: B008 - frozen
    stage = build_stage(build_world(found, hidden={OWNER: token}))
    return stage.talk(lambda client: crawl_upstream(client, "acme", lambda _: [f"ws-{name}" for name in names]))


def test_only_what_leads_there_is_asked_for() -> None:
    part = upstream(snapshot("far > near > net", "net > app", "other > thing"), "net")
    assert [each.id for each in part.run_triggers] == ["rt-far-near", "rt-near-net"]
    assert [each.name for each in part.workspaces] == ["app", "far", "near", "net", "other", "thing"]
    assert (part.complete, part.directions, part.blind_spots) == (False, ("inbound",), ())


def test_a_list_that_is_hidden_is_a_blind_spot() -> None:
    part = upstream(snapshot("far > near > net"), "net", token=Hidden(trigger_lists=frozenset({"ws-near"})))
    [spot] = part.blind_spots
    assert (spot.what, spot.workspace_id) == ("inbound", "ws-near")


def test_a_source_that_is_hidden_is_a_blind_spot_and_counts_as_a_source() -> None:
    part = upstream(snapshot("far > net", "near > net"), "net", token=Hidden(workspaces=frozenset({"ws-far"})))
    [spot] = part.blind_spots
    assert (spot.what, spot.workspace_id) == ("workspace", "ws-far")
    assert sorted(each.sourceable_id for each in part.run_triggers) == ["ws-far", "ws-near"]
    assert [(each.name, each.readable) for each in part.workspaces] == [("far", False), ("near", True), ("net", True)]
