from __future__ import annotations

from dataclasses import replace

import pytest

from rtgraph.differences.sides import match_sides
from rtgraph.errors import RtgraphError
from rtgraph.graph import build_graph
from tests.graphs import graph, snapshot


def test_ids_say_which_workspaces_are_the_same_whatever_their_names() -> None:
    sides = match_sides(graph("a > b"), graph("a > c", a={"name": "renamed"}))
    assert sides.new_of == {"ws-a": "ws-a"}


def test_names_say_it_on_request_whatever_the_ids() -> None:
    sides = match_sides(graph("a > b"), graph("b > c", b={"id": "ws-a"}, c={"id": "ws-b"}), by_name=True)
    assert sides.new_of == {"ws-b": "ws-a"}
    assert sides.swap().new_of == {"ws-a": "ws-b"}


@pytest.mark.parametrize(
    ("change", "home"),
    [({"organization": "other"}, "other on app.terraform.io"), ({"host": "tfe.corp"}, "acme on tfe.corp")],
)
def test_two_organizations_or_hosts_are_refused_unless_by_name(change: dict[str, str], home: str) -> None:
    old, new = graph("a"), build_graph(replace(snapshot("a"), **change))  # type: ignore[arg-type]
    with pytest.raises(RtgraphError) as caught:
        match_sides(old, new)
    assert str(caught.value) == (
        f"OLD is acme on app.terraform.io and NEW is {home}: "
        "their ids have nothing in common; compare them by name with --by-name"
    )
    assert match_sides(old, new, by_name=True).new_of == {"ws-a": "ws-a"}


def test_two_workspaces_of_one_name_cannot_be_told_apart_by_name() -> None:
    twins = graph("a", "b", "c", b={"name": "a"})
    with pytest.raises(RtgraphError) as caught:
        match_sides(graph("a"), twins, by_name=True)
    assert str(caught.value) == (
        "NEW has 2 workspaces of one name, 'a' (ws-a, ws-b): --by-name cannot tell them apart; "
        "rename them, or compare two snapshots of one organization by id"
    )
    assert match_sides(twins, twins).new_of == {"ws-a": "ws-a", "ws-b": "ws-b", "ws-c": "ws-c"}
