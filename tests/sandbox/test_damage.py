"""Answers that are damaged on their way: reset, cut, announced wrong, changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx
import pytest

from rtgraph.sandbox.application import build_application
from rtgraph.sandbox.faults import Fault
from rtgraph.sandbox.outcomes import Outcome, alter, misannounce, reset
from rtgraph.sandbox.transport import in_process
from rtgraph.sandbox.world import build_world
from tests.graphs import snapshot
from tests.sandbox.calls import AUTHORIZED, Sandbox

Start = Callable[..., Sandbox]
TRIGGER = "/run-triggers/rt-net-app"


def damaged(start: Start, outcome: Outcome) -> Sandbox:
    return start(snapshot("net > app"), faults=[Fault(path=TRIGGER, outcome=outcome)])


@pytest.mark.parametrize("keep", [None, 5])
def test_a_connection_is_reset_before_the_answer_or_within_its_body(start: Start, keep: int | None) -> None:
    sandbox = damaged(start, reset(keep))
    with pytest.raises(httpx.ReadError, match="Connection reset by peer"):
        sandbox.get(TRIGGER)
    assert sandbox.get(TRIGGER).status_code == 200


def test_a_request_may_be_handled_although_its_connection_is_reset(start: Start) -> None:
    for handled in (False, True):
        sandbox = damaged(start, reset(handled=handled))
        with pytest.raises(httpx.ReadError):
            sandbox.call("DELETE", TRIGGER)
        assert ("rt-net-app" in sandbox.world.run_triggers) is not handled


def test_an_answer_is_longer_or_shorter_than_it_was_announced(start: Start) -> None:
    whole = start(snapshot("net > app")).get(TRIGGER).content
    assert damaged(start, misannounce(-7)).get(TRIGGER).content == whole[:-7]
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
        damaged(start, misannounce(7)).get(TRIGGER)


def test_a_document_is_changed_and_its_length_with_it(start: Start) -> None:
    sandbox = damaged(start, alter(lambda found: {"data": found["data"]["id"]}))
    assert sandbox.get(TRIGGER).json() == {"data": "rt-net-app"}


def test_what_has_no_document_stays_as_it_is(start: Start) -> None:
    sandbox = damaged(start, alter(lambda _: 1 / 0))
    answer = sandbox.call("DELETE", TRIGGER)
    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize(("outcome", "error"), [(reset(), httpx.ReadError), (misannounce(-7), None)])
def test_in_process_a_client_sees_the_same(outcome: Outcome, error: type[Exception] | None) -> None:
    async def ask() -> httpx.Response:
        world = build_world(snapshot("net > app"))
        application = build_application(world, faults=[Fault(path=TRIGGER, outcome=outcome)])
        async with httpx.AsyncClient(transport=in_process(application), base_url="https://sandbox.example") as client:
            return await client.get(f"/api/v2{TRIGGER}", headers=AUTHORIZED)

    if error is None:
        assert not asyncio.run(ask()).content.endswith(b"}")
    else:
        with pytest.raises(error):
            asyncio.run(ask())
