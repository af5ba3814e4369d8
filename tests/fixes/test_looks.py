"""What a change is about is read again: every state in which it may stand, and every reason to stop."""

from __future__ import annotations

import pytest

from rtgraph.fixes.looks import ChangedWorldError, Look, look_at
from rtgraph.sandbox.faults import Fault
from rtgraph.sandbox.outcomes import refuse
from rtgraph.sandbox.permissions import Hidden
from rtgraph.sandbox.world import Organization, build_world
from tests.graphs import snapshot
from tests.mending import OWNER, READER, Stage, build_stage, change

ANEW = "make the plan anew with: rtgraph fix plan"
CROWD = [f"s{number:02} > app" for number in range(20)]


def look(stage: Stage, line: str, *, organization: str = "acme", token: str = OWNER) -> Look:
    found = stage.talk(lambda client: look_at(client, organization, change(line)), token)
    assert stage.asked == []
    return found


def test_a_trigger_that_is_there_is_still_to_be_deleted() -> None:
    assert look(build_stage(snapshot("net > app")), "- net > app") == Look(state="pending")


def test_a_trigger_that_is_gone_needs_no_deletion() -> None:
    assert look(build_stage(snapshot("net", "app")), "- net > app") == Look(state="done")


def test_another_trigger_of_the_pair_is_not_the_one_in_the_plan() -> None:
    stage = build_stage(snapshot("net", "app"))
    stage.add("net", "app", "rt-other")
    assert look(stage, "- net > app") == Look(state="done")
    assert stage.pairs() == ["net > app"]


def test_a_trigger_that_is_not_shown_but_listed_is_not_gone() -> None:
    hidden = Fault(path="/run-triggers/rt-net-app$", times=None, outcome=refuse(404, "not found"))
    stage = build_stage(snapshot("net > app"), faults=[hidden])
    assert look(stage, "- net > app") == Look(state="pending")


def test_hidden_is_not_the_same_as_gone() -> None:
    hidden = Hidden(workspaces=frozenset({"ws-net", "ws-app"}))
    stage = build_stage(build_world(snapshot("net > app"), hidden={OWNER: hidden}))
    with pytest.raises(ChangedWorldError) as caught:
        look(stage, "- net > app")
    assert str(caught.value) == (
        "delete rt-net-app (net → app): whether rt-net-app is there cannot be told: it and the inbound run triggers of "
        f"app are absent, or hidden from this token; use a token that may read them, or {ANEW}"
    )


def test_a_trigger_that_leads_elsewhere_is_not_deleted() -> None:
    stage = build_stage(snapshot("net > app", "db"))
    stage.drop("rt-net-app")
    stage.add("app", "db", "rt-net-app")
    with pytest.raises(ChangedWorldError) as caught:
        look(stage, "- net > app")
    assert str(caught.value) == (
        f"delete rt-net-app (net → app): rt-net-app leads from app to db, which is not what the plan says; {ANEW}"
    )


def test_a_trigger_that_leads_the_other_way_round_is_not_deleted() -> None:
    stage = build_stage(snapshot("app", "net"))
    stage.add("app", "net", "rt-net-app")
    with pytest.raises(ChangedWorldError, match="rt-net-app leads from app to net, which is not what the plan says"):
        look(stage, "- net > app")


RIGHTS = {
    "- net > app": "delete rt-net-app (net → app): it takes admin access to app, which this token lacks",
    "+ app > net": "create app → net: it takes admin access to net, and permission to read runs in app, which this "
    "token lacks",
    "~ net on": "switch auto-apply-run-trigger on in net: it takes admin access to net, which this token lacks",
}


@pytest.mark.parametrize(("line", "said"), RIGHTS.items())
def test_a_token_that_may_not_is_told_which_right_it_lacks(line: str, said: str) -> None:
    with pytest.raises(ChangedWorldError) as caught:
        look(build_stage(snapshot("net > app")), line, token=READER)
    assert str(caught.value) == f"{said}; use a token that has it"


def test_a_destination_that_is_hidden_takes_a_right_too() -> None:
    hidden = Hidden(workspaces=frozenset({"ws-app"}))
    stage = build_stage(build_world(snapshot("net > app"), hidden={OWNER: hidden}))
    with pytest.raises(ChangedWorldError, match="it takes admin access to app, which this token lacks"):
        look(stage, "- net > app")


@pytest.mark.parametrize("line", ["- net > app", "+ app > net", "~ net on"])
def test_a_workspace_of_another_organization_is_left_alone(line: str) -> None:
    with pytest.raises(ChangedWorldError, match=f"belongs to acme, and the plan is for umbra; {ANEW}$"):
        look(build_stage(snapshot("net > app")), line, organization="umbra")


def test_without_an_organization_any_will_do() -> None:
    assert look(build_stage(snapshot("net > app")), "- net > app", organization="") == Look(state="pending")


def test_a_pair_without_a_trigger_is_still_to_be_made_and_the_other_direction_does_not_count() -> None:
    assert look(build_stage(snapshot("app > net")), "+ net > app") == Look(state="pending", sources=0)


def test_a_pair_that_has_triggers_needs_none() -> None:
    stage = build_stage(snapshot("net > app"))
    stage.add("net", "app", "rt-more")
    assert look(stage, "+ net > app") == Look(state="done", triggers=("rt-more", "rt-net-app"), sources=2)


@pytest.mark.parametrize(("gone", "named"), [("net", "net"), ("app", "app")])
def test_an_end_that_is_gone_stops_a_creation(gone: str, named: str) -> None:
    stage = build_stage(snapshot("net", "app"))
    stage.drop_workspace(gone)
    with pytest.raises(ChangedWorldError) as caught:
        look(stage, "+ net > app")
    assert str(caught.value) == (
        f"create net → app: the workspace {named} is absent, or hidden from this token; {ANEW}"
    )


def test_a_list_that_cannot_be_read_stops_a_creation() -> None:
    hidden = Hidden(trigger_lists=frozenset({"ws-app"}))
    stage = build_stage(build_world(snapshot("net", "app"), hidden={OWNER: hidden}))
    with pytest.raises(ChangedWorldError) as caught:
        look(stage, "+ net > app")
    assert str(caught.value) == (
        "create net → app: the inbound run triggers of app cannot be read with this token, so whether it is there "
        "already cannot be told; use a token that may read runs there"
    )


def test_a_workspace_with_nineteen_sources_has_room_for_one_and_with_twenty_for_none() -> None:
    assert look(build_stage(snapshot("net", *CROWD[:19])), "+ net > app") == Look(state="pending", sources=19)
    with pytest.raises(ChangedWorldError) as caught:
        look(build_stage(snapshot("net", *CROWD)), "+ net > app")
    assert str(caught.value) == (
        "create net → app: app has 20 of 20 sources, and no more can be added; delete one first"
    )


def test_one_of_twenty_is_there_already() -> None:
    assert look(build_stage(snapshot(*CROWD)), "+ s07 > app") == Look(
        state="done", triggers=("rt-s07-app",), sources=20
    )


@pytest.mark.parametrize(("line", "state"), [("~ net off", "pending"), ("~ net on", "done")])
def test_a_switch_that_stands_as_wanted_needs_nothing(line: str, state: str) -> None:
    assert look(build_stage(snapshot("net", auto="net")), line).state == state


def test_a_server_without_the_attribute_cannot_be_switched() -> None:
    stage = build_stage(snapshot("net", net={"auto_apply_run_trigger": None}))
    with pytest.raises(ChangedWorldError) as caught:
        look(stage, "~ net off")
    assert str(caught.value) == (
        "switch auto-apply-run-trigger off in net: this server does not tell auto-apply-run-trigger, which came with "
        "Terraform Enterprise v202401-1; delete run triggers instead: rtgraph fix plan --cycles"
    )


def test_a_workspace_that_is_gone_cannot_be_switched() -> None:
    with pytest.raises(ChangedWorldError, match="the workspace db is absent, or hidden from this token"):
        look(build_stage(snapshot("net")), "~ db off")


def test_two_organizations_keep_their_workspaces_apart() -> None:
    world = build_world(snapshot("net > app"))
    world.add_organization(Organization(name="umbra", external_id="org-umbra"))
    world.put_workspace(world.organizations["umbra"], snapshot("spy").workspaces[0])
    with pytest.raises(ChangedWorldError, match="spy belongs to umbra, and the plan is for acme"):
        look(build_stage(world), "~ spy on")
