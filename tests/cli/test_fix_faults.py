"""What goes wrong in the middle of an apply: answers that are lost, refused or late, and a world that changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rtgraph.sandbox.faults import Fault
from rtgraph.sandbox.outcomes import Outcome, answer, drop, hang, pass_on, refuse, truncate
from rtgraph.sandbox.routes.run_triggers import LOCKED
from tests.cli.scenes import KEPT, ON, SHOWN, WRITES, Scene, Start, set_out

SUBJECTS = {"PATCH ws-db": "/ws-db$", "DELETE rt-db-net": "/rt-db-net$", "DELETE rt-app-web": "/rt-app-web$"}
SUBJECTS["POST ws-db"] = "/ws-db/run-triggers$"
NAMES = {
    "PATCH ws-db": "switch auto-apply-run-trigger off in db",
    "DELETE rt-db-net": "delete rt-db-net (db → net)",
    "DELETE rt-app-web": "delete rt-app-web (app → web)",
    "POST ws-db": "create web → db",
}
AFTER = ["app > db", "net > app", "web > db"]
BEFORE = ["app > db", "app > web", "db > net", "net > app"]

every_write = pytest.mark.parametrize("write", WRITES)


def fault(write: str, outcome: Outcome, **more: object) -> Fault:
    return Fault(method=write.partition(" ")[0], path=SUBJECTS[write], outcome=outcome, **more)  # type: ignore[arg-type]


def undoes(scene: Scene) -> bool:
    """Take everything back, and tell whether the world is as it was."""
    return scene.undo()[0] == 0 and (scene.stage.pairs(), scene.stage.auto()) == (BEFORE, "app db")


DONE = {
    "the connection is lost once it is done": drop(handled=True),
    "500 although it is done": answer(500, handled=True),
    "502 although it is done": answer(502, b"<html>", {"content-type": "text/html"}, handled=True),
    "503 although it is done": refuse(503, "unavailable", handled=True),
    "504 although it is done": answer(504, handled=True),
    "408 although it is done": answer(408, handled=True),
    "no answer although it is done": hang(handled=True),
    "a login page although it is done": answer(200, b"<html>Sign in</html>", handled=True),
}


@every_write
@pytest.mark.parametrize("outcome", DONE.values(), ids=DONE)
def test_a_write_that_was_done_is_found_to_be_done_and_not_sent_again(
    start: Start, write: str, outcome: Outcome
) -> None:
    scene = set_out(start, faults=[fault(write, outcome)])
    code, out, _ = scene.apply()
    assert (code, out.removeprefix(SHOWN).splitlines()[0]) == (0, "2 deleted, 1 created, 1 changed.")
    assert (scene.stage.asked, scene.stage.pairs(), scene.stage.auto()) == (WRITES, AFTER, "app")
    assert undoes(scene)


@pytest.mark.parametrize("write", ["PATCH ws-db", "POST ws-db"])
@pytest.mark.parametrize(
    "outcome", [truncate(10), answer(200, b"{}", handled=True), answer(201, b"{", handled=True)], ids=[0, 1, 2]
)
def test_an_answer_that_is_not_the_document_does_not_tell_that_it_was_not_done(
    start: Start, write: str, outcome: Outcome
) -> None:
    scene = set_out(start, faults=[fault(write, outcome)])
    assert scene.apply()[0] == 0
    assert (scene.stage.asked, scene.stage.pairs()) == (WRITES, AFTER)
    assert undoes(scene)


UNDONE = {
    "the connection is lost before it is done": drop(),
    "500 and it is not done": answer(500),
    "502 and it is not done": answer(502),
    "503 and it is not done": refuse(503, "unavailable"),
    "no answer and it is not done": hang(),
    "a login page and it is not done": answer(200, b"<html>Sign in</html>"),
}


@every_write
@pytest.mark.parametrize("outcome", UNDONE.values(), ids=UNDONE)
def test_a_write_that_was_not_done_stops_it_and_the_next_run_goes_on(
    start: Start, write: str, outcome: Outcome
) -> None:
    scene = set_out(start, faults=[fault(write, outcome)])
    place = WRITES.index(write)
    code, out, err = scene.apply()
    assert code == 4
    assert out.startswith(f"{SHOWN}Done in this run:\n")
    assert f"Not done:\n  {NAMES[write]}\n" in out
    last = err.splitlines()[-1]
    assert last.startswith(f"rtgraph: {NAMES[write]}: its answer was lost (")
    assert last.endswith(
        "), and the server does not show that it was done; it was not sent again; "
        f"{place} of 4 changes done, {4 - place} left; {ON}"
    )
    assert scene.stage.asked == WRITES[: place + 1]
    assert scene.apply()[0] == 0
    assert scene.stage.asked == [*WRITES[: place + 1], *WRITES[place:]]
    assert (scene.stage.pairs(), scene.stage.auto()) == (AFTER, "app")
    assert undoes(scene)


@every_write
def test_while_it_cannot_be_told_nothing_more_is_written_and_then_it_goes_on(start: Start, write: str) -> None:
    scene = set_out(start)
    blind = Fault(method="GET", path="/(run-triggers|workspaces)/", times=None, outcome=refuse(503, "unavailable"))
    down = fault(write, drop(handled=True), after_handling=lambda: scene.stage.faults.add(blind))
    scene.stage.faults.add(down)
    code, _, err = scene.apply()
    assert code == 4
    assert "its answer was lost" in err
    assert "and whether it was done cannot be read: GET " in err
    count = len(scene.stage.asked)
    code, _, err = scene.apply()
    assert code == 1
    assert err.startswith("rtgraph: an earlier run was cut off in the middle of a write: ")
    assert err.endswith("; nothing was written\n")
    assert len(scene.stage.asked) == count
    scene.stage.faults.clear()
    assert scene.apply()[0] == 0
    assert scene.stage.asked == WRITES
    assert undoes(scene)


REFUSED = {
    401: "the token is wrong, expired or revoked: see rtgraph doctor, or run terraform login",
    400: "this server may not have this part of the API",
    409: "the server will not do it as things are",
    422: "the server will not do it as things are",
}


@every_write
@pytest.mark.parametrize(("status", "step"), REFUSED.items())
def test_a_refusal_stops_it_and_says_what_was_and_was_not_done(
    start: Start, write: str, status: int, step: str
) -> None:
    scene = set_out(start, faults=[fault(write, refuse(status, "no"))])
    place = WRITES.index(write)
    code, _, err = scene.apply("-q")
    method, subject = write.split()
    where = {"P": f"workspaces/{subject}", "D": f"run-triggers/{subject}"}[method[0]]
    path = f"/api/v2/{where}{'/run-triggers' if method == 'POST' else ''}"
    assert (code, err) == (
        4,
        f"rtgraph: {NAMES[write]}: {method} {path} answered {status} (no); {step}; "
        f"{place} of 4 changes done, {4 - place} left; {ON}\n",
    )
    assert scene.stage.asked == WRITES[: place + 1]
    assert scene.apply()[0] == 0
    assert undoes(scene)


@every_write
def test_a_404_to_a_write_names_the_missing_right(start: Start, write: str) -> None:
    scene = set_out(start, faults=[fault(write, refuse(404, "not found"))])
    code, _, err = scene.apply("-q")
    right = "admin access to " + {"PATCH ws-db": "db", "DELETE rt-db-net": "net", "DELETE rt-app-web": "web"}.get(
        write, "db, and permission to read runs in web"
    )
    assert code == 4
    assert err.startswith(
        f"rtgraph: {NAMES[write]}: the server answered 404: it takes {right}, which this token lacks; use a token that "
        "has it; "
    )


def meanwhile(write: str, action: Callable[[], object]) -> Fault:
    """Let something happen just before the server handles a write."""
    return fault(write, pass_on(), before_handling=action)


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
