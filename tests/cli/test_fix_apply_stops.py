"""What stops ``rtgraph fix apply`` before its first write: nothing is written then, and no journal is begun."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rtgraph.sandbox.permissions import Hidden
from rtgraph.sandbox.world import World, build_world
from tests.cli.scenes import ANEW, JOURNAL, KEPT, PLAN, SHOWN, WRITES, Scene, Start, crowd, set_out, small, untouched
from tests.mending import OWNER


def retarget(scene: Scene) -> None:
    scene.stage.drop("rt-db-net")
    scene.stage.add("net", "web", "rt-db-net")


STOPS: dict[str, tuple[Callable[[Scene], None], str]] = {
    "a trigger leads elsewhere": (
        retarget,
        f"delete rt-db-net (db → net): rt-db-net leads from net to web, which is not what the plan says; {ANEW}",
    ),
    "a workspace is deleted": (
        lambda scene: scene.stage.drop_workspace("web"),
        "delete rt-app-web (app → web): whether rt-app-web is there cannot be told: it and the inbound run triggers of "
        f"web are absent, or hidden from this token; use a token that may read them, or {ANEW}; also create web → db: "
        f"the workspace web is absent, or hidden from this token; {ANEW}",
    ),
    "the destination is full": (
        crowd,
        "create web → db: db has 20 of 20 sources, and no more can be added; delete one first",
    ),
}


@pytest.mark.parametrize(("happens", "said"), STOPS.values(), ids=STOPS)
def test_a_changed_world_stops_it_before_the_first_write(
    start: Start, happens: Callable[[Scene], None], said: str
) -> None:
    scene = set_out(start)
    happens(scene)
    assert scene.apply() == (1, SHOWN, f"rtgraph: {said}; nothing was written\n")
    assert untouched(scene)


def test_a_trigger_that_was_replaced_is_not_deleted_in_its_stead(start: Start) -> None:
    scene = set_out(start, lines=("- db > net",))
    scene.stage.drop("rt-db-net")
    scene.stage.add("db", "net", "rt-other")
    code, out, err = scene.apply()
    assert (code, err) == (
        4,
        "delete rt-db-net (db → net): done already\n"
        "rtgraph: everything is done, but read again it does not stand: a cycle is left: app → db → net → app; make "
        "another plan with: rtgraph fix plan\n",
    )
    assert "Read again" not in out
    assert scene.stage.asked == []


@pytest.mark.parametrize("token", ["reader-sandbox-token", OWNER])
def test_a_token_that_may_not_write_is_told_which_right_it_lacks(
    start: Start, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = set_out(start, build_world_for(token), lines=("- db > net",))
    monkeypatch.setenv("TFE_TOKEN", token)
    code, _, err = scene.apply()
    assert code == 1
    assert "it takes admin access to net, which this token lacks; use a token that has it; nothing was written" in err
    assert untouched(scene)


def build_world_for(token: str) -> World:
    hidden = {OWNER: Hidden(workspaces=frozenset({"ws-net"}))}
    return build_world(small(), hidden=hidden if token == OWNER else None)


def test_hidden_is_not_the_same_as_gone(start: Start) -> None:
    hidden = Hidden(workspaces=frozenset({"ws-net", "ws-db"}))
    scene = set_out(start, build_world(small(), hidden={OWNER: hidden}), lines=("- db > net",))
    code, _, err = scene.apply()
    assert (code, scene.stage.asked) == (1, [])
    assert "whether rt-db-net is there cannot be told" in err
    assert "rt-db-net" in scene.stage.world.run_triggers


def test_a_plan_for_another_organization_touches_nothing(start: Start) -> None:
    scene = start(small())
    scene.plan("- db > net", "~ db off", organization="umbra")
    code, _, err = scene.apply()
    assert code == 1
    assert f"net belongs to acme, and the plan is for umbra; {ANEW}; also switch" in err
    assert untouched(scene)


def test_a_plan_for_another_host_is_not_sent_here(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = start(small())
    scene.plan("- db > net", host="tfe.example")
    said = "rtgraph: this is for tfe.example, and {} says HOST; name the right one with --host\n"
    assert scene.apply() == (2, "", said.format("TFE_ADDRESS"))
    monkeypatch.delenv("TFE_ADDRESS")
    assert scene.apply("--host", scene.server.address) == (2, "", said.format("--host"))
    assert untouched(scene, files=(PLAN,))
    assert scene.server.exchanges == []


def test_a_plan_does_not_choose_where_a_token_goes(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = start(small())
    scene.plan("- db > net", host=scene.host)
    monkeypatch.delenv("TFE_ADDRESS")
    assert scene.apply() == (
        2,
        "",
        "rtgraph: this is for HOST, which nothing but the file names, and TFE_TOKEN is bound to no host; if that is "
        "the right place, name it with --host\n",
    )
    Path("token").write_text("not-for-everybody")
    monkeypatch.delenv("TFE_TOKEN")
    Path("token").chmod(0o600)
    assert "and --token-file token is bound to no host" in scene.apply("--token-file", "token")[2]
    assert scene.server.exchanges == []


def test_a_token_that_is_bound_to_the_plans_host_goes_there(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = start(small())
    scene.plan("- db > net", host="tfe.example")
    for name in ("TFE_ADDRESS", "TFE_TOKEN"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("TF_TOKEN_tfe_example", "bound")
    asked: list[str] = []

    def refuse(self: object, *arguments: object, **options: Any) -> None:
        asked.append(str(self))
        raise OSError("no network here")

    monkeypatch.setattr("rtgraph.client.Client._exchange", refuse)
    code, _, err = scene.apply()
    assert (code, bool(asked)) == (1, True)
    assert "on https://tfe.example: no network here" in err


def test_the_demo_is_gone_when_its_command_ends(start: Start) -> None:
    scene = start(small())
    scene.plan("- db > net", host="sandbox.rtgraph.example")
    assert scene.apply() == (
        2,
        "",
        "rtgraph: this is for the organization of --demo, which is gone when its command ends; serve it with: rtgraph "
        "sandbox, and begin anew with --org acme\n",
    )


def test_a_plan_that_was_edited_by_hand_is_refused(start: Start) -> None:
    scene = set_out(start)
    Path(PLAN).write_text(Path(PLAN).read_text().replace("rt-app-web", "rt-net-app"))
    code, out, err = scene.apply()
    assert (code, out) == (2, "")
    assert err == (
        "rtgraph: plan.json was edited after it was written: what it promises is no longer what it does; make it anew "
        'with: rtgraph fix plan -o plan.json, or take its "digest" out if the edit is meant\n'
    )
    assert untouched(scene, files=(PLAN,))


def test_a_plan_that_says_no_more_than_the_contract_is_applied(start: Start) -> None:
    scene = start(small())
    delete = {
        "action": "delete",
        "run_trigger_id": "rt-db-net",
        "sourceable_id": "ws-db",
        "workspace_id": "ws-net",
        "reason": "…",
    }
    plan = {
        "format": "rtgraph.plan/1",
        "host": scene.host,
        "organization": "acme",
        "changes": [delete],
        "before": {"cyclic_components": 1},
        "after": {"cyclic_components": 0},
        "optimal": True,
    }
    Path(PLAN).write_text(json.dumps(plan))
    code, out, err = scene.apply()
    assert (code, err) == (0, "delete rt-db-net (ws-db → ws-net): deleted\n")
    assert out.endswith(f"1 deleted.\nRead again: every change stands.\n{KEPT}")  # it does not say what to read again
    assert scene.stage.pairs() == ["app > db", "app > web", "net > app"]


def test_a_journal_of_another_plan_is_not_gone_on_with(start: Start) -> None:
    scene = set_out(start)
    scene.apply()
    scene.plan("- app > db")
    assert scene.apply()[2] == (
        f"rtgraph: {JOURNAL} is the journal of another plan; name another file with --journal, or move this one away\n"
    )
    assert scene.stage.asked == WRITES
