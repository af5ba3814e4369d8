from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rtgraph.fixes.edits import edit_graph
from rtgraph.fixes.mends import create_trigger, delete_edge, delete_trigger, make_gate
from rtgraph.graph import build_graph, trigger_ids
from rtgraph.models import RunTrigger
from tests.graphs import graph, snapshot

if TYPE_CHECKING:
    from rtgraph.graph import Graph


def with_duplicate() -> Graph:
    """Two run triggers a → b, and one b → c."""
    found = snapshot("a > b > c", auto="*")
    second = RunTrigger(id="rt-second", sourceable_id="ws-a", workspace_id="ws-b", created_at="2025-01-01T00:00:00Z")
    return build_graph(replace(found, run_triggers=(*found.run_triggers, second)))


def test_a_graph_is_edited_in_a_copy() -> None:
    found = graph("a > b > c", auto="*")
    edited = edit_graph(
        found,
        [
            make_gate(found, "ws-b", ""),
            delete_trigger(found, "ws-b", "ws-c", "rt-b-c", ""),
            create_trigger(found, "ws-c", "ws-a", ""),
        ],
    )
    assert list(edited.edges(data=True)) == [
        ("ws-a", "ws-b", {"id": "rt-a-b", "created_at": "2024-01-01T00:00:00Z"}),
        ("ws-c", "ws-a", {"id": "new:ws-c:ws-a", "created_at": None}),
    ]
    assert [data["auto_apply_run_trigger"] for _, data in edited.nodes(data=True)] == [True, False, True]
    assert list(found.edges) == [("ws-a", "ws-b"), ("ws-b", "ws-c")]
    assert found.nodes["ws-b"]["auto_apply_run_trigger"] is True


@pytest.mark.parametrize(
    ("deleted", "left"),
    [
        (["rt-a-b"], {"id": "rt-second", "created_at": None}),
        (["rt-second"], {"id": "rt-a-b", "created_at": "2024-01-01T00:00:00Z"}),
        (["rt-second", "rt-a-b"], None),
    ],
)
def test_of_a_pair_with_two_run_triggers_those_are_left_that_are_not_deleted(
    deleted: list[str], left: dict[str, str] | None
) -> None:
    found = with_duplicate()
    edited = edit_graph(found, [delete_trigger(found, "ws-a", "ws-b", each, "") for each in deleted])
    assert edited.get_edge_data("ws-a", "ws-b") == left
    assert trigger_ids(found, "ws-a", "ws-b") == ["rt-a-b", "rt-second"]


def test_every_run_trigger_of_a_pair_is_deleted_where_the_edge_is_to_go() -> None:
    found = with_duplicate()
    changes = list(delete_edge(found, "ws-a", "ws-b", "because"))
    assert [(each.run_trigger_id, each.reason) for each in changes] == [("rt-a-b", "because"), ("rt-second", "because")]
    assert list(edit_graph(found, changes).edges) == [("ws-b", "ws-c")]


def test_what_is_created_on_a_pair_that_has_one_is_a_duplicate() -> None:
    found = graph("a > b")
    edited = edit_graph(found, [create_trigger(found, "ws-a", "ws-b", "")])
    assert trigger_ids(edited, "ws-a", "ws-b") == ["rt-a-b", "new:ws-a:ws-b"]
    assert trigger_ids(found, "ws-a", "ws-b") == ["rt-a-b"]


def test_an_edited_graph_is_in_the_order_of_one_that_was_built() -> None:
    found = graph("a > d", "b > c", "c", "d")
    made = [create_trigger(found, f"ws-{one}", f"ws-{other}", "") for one, other in ("da", "ac", "bd", "ab")]
    assert list(edit_graph(found, made).edges) == list(
        graph("a > d", "b > c", "d > a", "a > c", "b > d", "a > b").edges
    )
