"""The world changes in the middle of an apply, or the server is in trouble: told, and nothing lost."""

from __future__ import annotations

import pytest

from rtgraph.sandbox.faults import Fault
from rtgraph.sandbox.outcomes import answer, pass_on, refuse
from rtgraph.sandbox.routes.run_triggers import LOCKED
from tests.cli.faulty import AFTER, BEFORE, every_write, fault, meanwhile, undoes
from tests.cli.scenes import KEPT, SHOWN, WRITES, Start, set_out


def test_gone_between_the_look_and_the_write_counts_as_done_and_does_not_come_back(start: Start) -> None:
    scene = set_out(start)
    scene.stage.faults.add(meanwhile("DELETE rt-db-net", lambda: scene.stage.drop("rt-db-net")))
    code, out, err = scene.apply()
    assert (code, out.removeprefix(SHOWN).splitlines()[0]) == (0, "1 deleted, 1 created, 1 changed, 1 done already.")
    assert "delete rt-db-net (db → net): done already\n" in err
    assert scene.undo()[0] == 0
    assert scene.stage.pairs() == ["app > db", "app > web", "net > app"]


def test_created_by_somebody_between_the_look_and_the_write_stays_theirs(start: Start) -> None:
    scene = set_out(start)
    scene.stage.faults.add(meanwhile("POST ws-db", lambda: scene.stage.add("web", "db")))
    code, out, _ = scene.apply()
    assert (code, out.removeprefix(SHOWN).splitlines()[0]) == (0, "2 deleted, 1 changed, 1 done already.")
    assert scene.stage.pairs() == AFTER
    assert scene.undo()[0] == 0
    assert scene.stage.pairs() == sorted([*BEFORE, "web > db"])


def test_a_workspace_that_goes_between_the_look_and_the_write_stops_it(start: Start) -> None:
    scene = set_out(start)
    scene.stage.faults.add(meanwhile("POST ws-db", lambda: scene.stage.drop_workspace("web")))
    code, out, err = scene.apply("-q")
    assert (code, out.removeprefix(SHOWN).splitlines()[-1]) == (4, "  create web → db")
    assert err.startswith("rtgraph: create web → db: the workspace web is absent, or hidden from this token; ")
    code, out, err = scene.undo()
    assert code == 4
    assert out.endswith("Not done:\n  create app → web\n")
    assert scene.stage.pairs() == ["app > db", "db > net", "net > app"]
    assert scene.stage.auto() == "app db"


def test_a_trigger_that_changes_between_the_steps_stops_it(start: Start) -> None:
    scene = set_out(start)

    def retarget() -> None:
        scene.stage.drop("rt-app-web")
        scene.stage.add("net", "web", "rt-app-web")

    scene.stage.faults.add(meanwhile("PATCH ws-db", retarget))
    code, _, err = scene.apply("-q")
    assert code == 4
    assert err.startswith(
        "rtgraph: delete rt-app-web (app → web): rt-app-web leads from net to web, which is not what the plan says; "
    )
    assert scene.stage.asked == WRITES[:2]
    assert "rt-app-web" in scene.stage.world.run_triggers


def test_a_full_destination_is_told_where_the_server_refuses_it(start: Start) -> None:
    scene = set_out(start)
    said = "Workspace has reached the limit of 20 source workspaces"
    scene.stage.faults.add(fault("POST ws-db", refuse(422, "Invalid Attribute", said)))
    code, _, err = scene.apply("-q")
    assert (code, f"answered 422 (Invalid Attribute: {said}); the server will not do it as things are" in err) == (
        4,
        True,
    )


def test_a_cycle_that_the_server_refuses_is_told(start: Start) -> None:
    scene = set_out(start, lines=("- app > web", "+ web > net", "+ web > app"), cycles="refuse")
    scene.stage.add("net", "web")
    code, _, err = scene.apply("-q")
    assert code == 4
    assert "(Invalid Attribute: Run trigger would close a cycle: web → net → web)" in err
    assert "1 of 3 changes done, 2 left" in err


def test_a_server_that_ignores_the_switch_is_told(start: Start) -> None:
    scene = set_out(start)
    old = b'{"data":{"id":"ws-db","type":"workspaces","attributes":{"name":"db","auto-apply-run-trigger":true}}}'
    scene.stage.faults.add(fault("PATCH ws-db", answer(200, old)))
    code, _, err = scene.apply("-q")
    assert code == 4
    assert err.startswith(
        "rtgraph: switch auto-apply-run-trigger off in db: the server took it and still says True; it may be too old "
        "for auto-apply-run-trigger: delete run triggers instead; 0 of 4 changes done, 4 left; "
    )


def test_a_storm_of_429_is_waited_out(start: Start) -> None:
    too_many = refuse(429, "Too many requests", headers={"x-ratelimit-reset": "0"})
    storm = [fault(write, too_many) for write in WRITES]
    scene = set_out(start, faults=storm)
    assert scene.apply()[0] == 0
    assert scene.stage.asked == [each for each in WRITES for _ in range(2)]
    assert undoes(scene)


@every_write
def test_a_storm_of_429_without_end_stops_it_and_nothing_is_lost(start: Start, write: str) -> None:
    scene = set_out(start, faults=[fault(write, refuse(429, "Too many requests"), times=None)])
    code, _, err = scene.apply("-q")
    assert code == 4
    assert "answered 429 (Too many requests); others share this rate limit: try again later; " in err
    scene.stage.faults.clear()
    assert scene.apply()[0] == 0
    assert undoes(scene)


def locked(times: int | None) -> Fault:
    return fault("POST ws-db", refuse(422, "Invalid Attribute", LOCKED), times=times)


def test_the_lock_of_a_creation_is_waited_out(start: Start) -> None:
    scene = set_out(start, faults=[locked(3)])
    assert scene.apply()[0] == 0
    assert scene.stage.asked == [*WRITES[:3], *["POST ws-db"] * 4]
    assert undoes(scene)


def test_a_lock_without_end_stops_it(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rtgraph.fixes.calls.LOCK_SECONDS", 0.2)
    scene = set_out(start, faults=[locked(None)])
    code, _, err = scene.apply("-q")
    assert code == 4
    assert f"answered 422 (Invalid Attribute: {LOCKED}); the server will not do it as things are; 3 of 4" in err
    scene.stage.faults.clear()
    assert scene.apply()[0] == 0
    assert undoes(scene)


def test_a_lost_answer_that_speaks_of_the_lock_is_not_sent_again(start: Start) -> None:
    scene = set_out(start, faults=[fault("POST ws-db", refuse(500, "oops", LOCKED, handled=True))])
    assert scene.apply()[0] == 0
    assert scene.stage.asked == WRITES


def test_switched_by_somebody_else_in_the_end_it_is_told(start: Start) -> None:
    scene = set_out(start)
    scene.stage.faults.add(meanwhile("POST ws-db", lambda: scene.stage.switch("db", True)))
    code, out, err = scene.apply("-q")
    assert code == 4
    assert out.endswith("2 deleted, 1 created, 1 changed.\n")
    assert err == (
        "rtgraph: everything is done, but read again it does not stand: switch auto-apply-run-trigger off in db: the "
        "server shows it not done any more; make the plan anew with: rtgraph fix plan\n"
    )
    assert KEPT not in out


def test_a_cycle_that_somebody_closes_meanwhile_breaks_the_promise(start: Start) -> None:
    scene = set_out(start)
    scene.stage.faults.add(meanwhile("POST ws-db", lambda: scene.stage.add("app", "net")))
    code, _, err = scene.apply("-q")
    assert (code, err) == (
        4,
        "rtgraph: everything is done, but read again it does not stand: a cycle is left: app → net → app; make another "
        "plan with: rtgraph fix plan\n",
    )


def test_what_cannot_be_read_again_is_not_confirmed(start: Start) -> None:
    scene = set_out(start)
    blind = Fault(method="GET", path="/workspaces/ws-app", times=None, outcome=refuse(404, "not found"))
    scene.stage.faults.add(meanwhile("POST ws-db", lambda: scene.stage.faults.add(blind)))
    code, _, err = scene.apply("-q")
    assert (code, err) == (
        4,
        "rtgraph: everything is done, but read again it does not stand: ws-app cannot be read, so what triggers it is "
        "not confirmed; use a token that may read it\n",
    )


def test_a_server_that_is_down_at_the_end_leaves_it_unconfirmed(start: Start) -> None:
    scene = set_out(start)
    down = Fault(times=None, outcome=refuse(503, "unavailable"))
    scene.stage.faults.add(fault("POST ws-db", pass_on(), after_handling=lambda: scene.stage.faults.add(down)))
    code, out, err = scene.apply("-q")
    assert (code, out.removeprefix(SHOWN)) == (4, "2 deleted, 1 created, 1 changed.\n")
    assert err.startswith("rtgraph: everything is done, but it could not be read again: ")
    scene.stage.faults.clear()
    assert scene.apply()[0] == 0
