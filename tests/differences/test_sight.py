from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rtgraph.differences.sides import match_sides
from rtgraph.differences.sight import Sight, find_sight
from rtgraph.graph import build_graph
from rtgraph.models import BlindSpot, Scope, Snapshot
from tests.graphs import snapshot


def sight(old: Snapshot, new: Snapshot) -> Sight:
    return find_sight(match_sides(build_graph(old), build_graph(new)))


def blind(what: Any, workspace: str | None) -> Snapshot:
    spot = BlindSpot(what=what, workspace_id=workspace, reason="404")
    return replace(snapshot("a > b"), complete=False, blind_spots=(spot,))


def scoped(project: str | None = None, tags: tuple[str, ...] = (), name: str | None = None) -> Snapshot:
    return replace(snapshot("a > b"), scope=Scope(project=project, tags=tags, name=name))


WHOLE = snapshot("a > b")


@pytest.mark.parametrize(
    ("old", "new", "sees_all"),
    [
        (WHOLE, WHOLE, True),
        (WHOLE, blind("inbound", "ws-b"), False),
        (WHOLE, blind("outbound", None), False),
        (WHOLE, blind("workspace", None), False),
        (WHOLE, blind("projects", None), True),
        (WHOLE, blind("state-consumers", "ws-a"), True),
        (WHOLE, replace(WHOLE, complete=False), False),
        (blind("inbound", "ws-b"), blind("inbound", "ws-b"), True),
        (blind("outbound", None), blind("outbound", None), True),
        (blind("inbound", "ws-b"), blind("inbound", "ws-a"), False),
        (blind("inbound", "ws-b"), WHOLE, True),
        (WHOLE, scoped(project="core"), False),
        (scoped(project="core"), WHOLE, True),
        (scoped(project="core"), scoped(project="core"), True),
        (scoped(project="core"), scoped(project="edge"), False),
        (scoped(project="core", tags=("prod",), name="net-*"), scoped(tags=("prod",)), True),
        (scoped(tags=("prod",)), scoped(tags=("eu", "prod")), False),
        (scoped(tags=("prod",)), scoped(project="core"), False),
    ],
)
def test_a_crawl_sees_all_that_another_saw_unless_it_is_narrower(old: Snapshot, new: Snapshot, sees_all: bool) -> None:
    assert sight(old, new).sees_all is sees_all


def test_a_blind_spot_is_the_same_by_name_though_ids_differ() -> None:
    old = blind("inbound", "ws-b")
    new = replace(
        snapshot("a > b", a={"id": "ws-1"}, b={"id": "ws-2"}),
        run_triggers=(),
        complete=False,
        blind_spots=(BlindSpot(what="inbound", workspace_id="ws-2", reason="404"),),
    )
    sides = match_sides(build_graph(old), build_graph(new), by_name=True)
    assert find_sight(sides).sees_all
    assert find_sight(sides.swap()).sees_all


def test_only_a_list_that_was_read_shows_every_run_trigger() -> None:
    found = sight(WHOLE, blind("inbound", "ws-b"))
    assert (found.reads_inbound("ws-a"), found.reads_inbound("ws-b"), found.reads_inbound(None)) == (True, False, False)
    unreadable = snapshot("a > b", b={"readable": False})
    assert not sight(WHOLE, unreadable).reads_inbound("ws-b")
    assert sight(WHOLE, blind("outbound", "ws-b")).reads_inbound("ws-b")
