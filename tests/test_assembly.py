from __future__ import annotations

import itertools
import random
from dataclasses import replace
from typing import Any

import pytest

from rtgraph.assembly import assemble_snapshot
from rtgraph.checkpoint import ConsumerList, Head, Listing, TriggerList
from rtgraph.jsonapi import ListedTrigger
from rtgraph.models import BlindSpot, Direction, RunTrigger, Scope, Snapshot, StateConsumers, Workspace
from rtgraph.snapshots import dump_snapshot

HEAD = Head(
    host="tfe.example",
    organization="acme",
    account="users/user-1",
    scope=None,
    directions=("inbound", "outbound"),
    begun_at="2026-01-01T00:00:00Z",
)


def listing(*names: str) -> Listing:
    return Listing(workspaces=tuple(Workspace(id=f"ws-{name}", name=name) for name in names), blind_spots=())


def listed(source: str, destination: str, **changes: Any) -> ListedTrigger:
    """Make the run trigger source → destination as a list shows it."""
    values: dict[str, Any] = {
        "id": f"rt-{source}-{destination}",
        "sourceable_id": f"ws-{source}",
        "workspace_id": f"ws-{destination}",
        "sourceable_name": source,
        "workspace_name": destination,
    }
    return ListedTrigger(**(values | changes))


def inbound(name: str, *triggers: ListedTrigger, hidden: str | None = None) -> TriggerList:
    return TriggerList(workspace_id=f"ws-{name}", direction="inbound", triggers=triggers, hidden=hidden)


def outbound(name: str, *triggers: ListedTrigger, hidden: str | None = None) -> TriggerList:
    return TriggerList(workspace_id=f"ws-{name}", direction="outbound", triggers=triggers, hidden=hidden)


def edge(source: str, destination: str, **changes: Any) -> RunTrigger:
    """Make the run trigger source → destination as a snapshot has it."""
    values = {"id": f"rt-{source}-{destination}", "sourceable_id": f"ws-{source}", "workspace_id": f"ws-{destination}"}
    return RunTrigger(**(values | changes))


def hidden(name: str) -> Workspace:
    return Workspace(id=f"ws-{name}", name=name, readable=False)


def unlisted(identity: str, trigger: str) -> BlindSpot:
    reason = f"named by {trigger} and not in the list of workspaces: absent, or hidden from this token"
    return BlindSpot(what="workspace", workspace_id=identity, reason=reason)


def assemble(found: Listing, *lists: TriggerList | ConsumerList, head: Head = HEAD) -> Snapshot:
    return assemble_snapshot(head, found, lists)


def test_a_snapshot_has_what_the_head_says_and_what_was_listed() -> None:
    assert assemble(listing("app", "net"), inbound("app", listed("net", "app", created_at="2024")), inbound("net")) == (
        Snapshot(
            host="tfe.example",
            organization="acme",
            crawled_at="2026-01-01T00:00:00Z",
            directions=("inbound", "outbound"),
            complete=True,
            workspaces=listing("app", "net").workspaces,
            run_triggers=(edge("net", "app", created_at="2024"),),
        )
    )


@pytest.mark.parametrize("lists", [inbound("app", listed("net", "app")), outbound("net", listed("net", "app"))])
def test_an_edge_goes_from_the_sourceable_to_the_workspace_whichever_list_shows_it(lists: TriggerList) -> None:
    assert assemble(listing("app", "net"), lists).run_triggers == (edge("net", "app"),)


def test_a_trigger_in_both_lists_is_one() -> None:
    trigger = listed("net", "app")
    found = assemble(listing("app", "net"), inbound("app", trigger), outbound("net", trigger))
    assert found.run_triggers == (edge("net", "app"),)


def test_two_triggers_of_one_pair_are_two() -> None:
    twice = [listed("net", "app", id=identity) for identity in ("rt-2", "rt-1")]
    found = assemble(listing("app", "net"), inbound("app", *twice))
    assert found.run_triggers == (edge("net", "app", id="rt-1"), edge("net", "app", id="rt-2"))


def test_a_self_trigger_is_kept() -> None:
    found = assemble(listing("net"), inbound("net", listed("net", "net")), outbound("net", listed("net", "net")))
    assert (found.run_triggers, found.complete) == ((edge("net", "net"),), True)


@pytest.mark.parametrize(
    ("lists", "trigger"),
    [(inbound("app", listed("far", "app")), "rt-far-app"), (outbound("app", listed("app", "far")), "rt-app-far")],
)
def test_an_end_that_is_not_in_the_list_is_unreadable_named_and_a_blind_spot(lists: TriggerList, trigger: str) -> None:
    found = assemble(listing("app"), lists)
    assert found.workspaces == (Workspace(id="ws-app", name="app"), hidden("far"))
    assert (found.complete, found.blind_spots) == (False, (unlisted("ws-far", trigger),))


def test_an_end_outside_the_scope_is_no_blind_spot() -> None:
    head = replace(HEAD, scope=Scope(project="core"))
    found = assemble(listing("app"), inbound("app", listed("far", "app")), head=head)
    assert found.workspaces == (Workspace(id="ws-app", name="app"), hidden("far"))
    assert (found.scope, found.complete, found.blind_spots) == (Scope(project="core"), True, ())


def test_an_end_that_many_triggers_name_is_one_blind_spot() -> None:
    found = assemble(listing("a", "b"), inbound("b", listed("far", "b")), inbound("a", listed("far", "a")))
    assert found.blind_spots == (unlisted("ws-far", "rt-far-a"),)
    assert len(found.workspaces) == 3


def test_where_no_trigger_gives_a_name_the_id_stands_for_it() -> None:
    nameless = {"sourceable_name": None, "workspace_name": None}
    found = assemble(listing("app"), inbound("app", listed("far", "app", **nameless)))
    assert found.workspaces[1] == Workspace(id="ws-far", name="ws-far", readable=False)
    found = assemble(
        listing("app", "net"), inbound("app", listed("far", "app", **nameless)), inbound("net", listed("far", "net"))
    )
    assert hidden("far") in found.workspaces


NOBODY = {"sourceable_id": None, "workspace_id": None}


def test_an_end_without_an_id_is_the_workspace_that_was_asked() -> None:
    found = assemble(listing("app", "net"), inbound("app", listed("net", "app", **NOBODY)))
    assert found.run_triggers == (edge("net", "app"),)
    found = assemble(listing("app", "net"), outbound("net", listed("net", "app", **NOBODY)))
    assert (found.run_triggers, found.complete) == ((edge("net", "app"),), True)


def test_an_end_without_id_and_name_is_a_blind_spot_of_its_own() -> None:
    trigger = listed("net", "app", **NOBODY, sourceable_name=None)
    found = assemble(listing("app", "net"), inbound("app", trigger))
    assert found.run_triggers == (edge("net", "app", sourceable_id="unknown:rt-net-app:sourceable"),)
    unknown = "unknown:rt-net-app:sourceable"
    assert Workspace(id=unknown, name=unknown, readable=False) in found.workspaces
    assert found.blind_spots == (unlisted(unknown, "rt-net-app"),)


def test_two_lists_that_each_know_one_end_know_both() -> None:
    nameless = listed("net", "app", **NOBODY, sourceable_name=None, workspace_name=None)
    found = assemble(listing("app", "net"), inbound("app", nameless), outbound("net", nameless))
    assert (found.run_triggers, found.complete) == ((edge("net", "app"),), True)
    assert [each.name for each in found.workspaces] == ["app", "net"]


@pytest.mark.parametrize("direction", ["inbound", "outbound"])
def test_a_list_that_cannot_be_read_is_a_blind_spot(direction: Direction) -> None:
    lists = TriggerList(workspace_id="ws-app", direction=direction, hidden="404: absent")
    found = assemble(listing("app"), lists)
    spot = BlindSpot(what=direction, workspace_id="ws-app", reason="404: absent")
    assert (found.complete, found.blind_spots) == (False, (spot,))


def test_a_list_that_is_not_whole_gives_what_it_has_and_is_a_blind_spot() -> None:
    found = assemble(listing("app", "net"), inbound("app", listed("net", "app"), hidden="not whole"))
    assert found.run_triggers == (edge("net", "app"),)
    assert found.blind_spots == (BlindSpot(what="inbound", workspace_id="ws-app", reason="not whole"),)


def test_lists_of_a_workspace_that_is_gone_from_the_list_do_not_count() -> None:
    found = assemble(
        listing("app"), inbound("app"), inbound("gone", listed("app", "gone")), outbound("gone", hidden="x")
    )
    assert (found.run_triggers, found.blind_spots, found.complete) == ((), (), True)


def test_blind_spots_of_the_listing_come_along() -> None:
    spot = BlindSpot(what="projects", workspace_id=None, reason="403")
    found = assemble(replace_spots(listing("app"), spot), inbound("app"))
    assert (found.complete, found.blind_spots) == (False, (spot,))


def replace_spots(found: Listing, *spots: BlindSpot) -> Listing:
    return Listing(workspaces=found.workspaces, blind_spots=spots)


def test_state_consumers_are_there_where_they_were_asked_for() -> None:
    lists = (
        ConsumerList(workspace_id="ws-net", consumer_ids=("ws-app",)),
        ConsumerList(workspace_id="ws-app", hidden="404: absent"),
        ConsumerList(workspace_id="ws-gone", consumer_ids=("ws-app",)),
    )
    assert assemble(listing("app", "net"), *lists).state_consumers is None
    found = assemble(listing("app", "net"), *lists, head=replace(HEAD, state_consumers=True))
    assert found.state_consumers == (StateConsumers(workspace_id="ws-net", consumer_ids=("ws-app",)),)
    assert found.blind_spots == (BlindSpot(what="state-consumers", workspace_id="ws-app", reason="404: absent"),)


def tangle() -> tuple[Listing, list[TriggerList]]:
    """Everything that could depend on an order: shared hidden ends under several names, both directions, no names."""
    names = ["a", "b", "c", "d"]
    lists: list[TriggerList] = []
    for name in names:
        seen = [
            listed("far", name, sourceable_name=f"far seen by {name}", id=f"rt-{name}-1"),
            listed("far", name, sourceable_name=None, id=f"rt-{name}-2"),
            listed("far", name, sourceable_name="far", id=f"rt-{name}-0"),
        ]
        lists.append(inbound(name, *seen))
    for source, destination in itertools.permutations(names, 2):
        lists.append(outbound(source, listed(source, destination, **NOBODY)))
    merged: dict[tuple[str, str], TriggerList] = {}
    for each in lists:
        key = (each.workspace_id, each.direction)
        earlier = merged.get(key)
        merged[key] = each if earlier is None else outbound(each.workspace_id[3:], *earlier.triggers, *each.triggers)
    return replace_spots(listing(*names), BlindSpot(what="projects", workspace_id=None, reason="403")), [
        *merged.values()
    ]


def test_equal_parts_give_equal_bytes_in_whatever_order_they_arrive() -> None:
    found, lists = tangle()
    expected = dump_snapshot(assemble(found, *lists))
    chance = random.Random(7)
    for _ in range(20):
        chance.shuffle(lists)
        shuffled = [
            TriggerList(
                workspace_id=each.workspace_id,
                direction=each.direction,
                triggers=tuple(chance.sample(each.triggers, len(each.triggers))),
            )
            for each in lists
        ]
        workspaces = tuple(chance.sample(found.workspaces, len(found.workspaces)))
        assert (
            dump_snapshot(assemble(Listing(workspaces=workspaces, blind_spots=found.blind_spots), *shuffled))
            == expected
        )
