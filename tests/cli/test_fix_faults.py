"""Answers to the writes of an apply that are lost, refused or late."""

from __future__ import annotations

import pytest

from rtgraph.sandbox.faults import Fault
from rtgraph.sandbox.outcomes import Outcome, answer, drop, hang, refuse, truncate
from tests.cli.faulty import AFTER, NAMES, every_write, fault, undoes
from tests.cli.scenes import ON, SHOWN, WRITES, Start, set_out

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
