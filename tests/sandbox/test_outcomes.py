from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable

import httpx
import pytest

from rtgraph.sandbox.application import build_application
from rtgraph.sandbox.faults import Fault, Faults
from rtgraph.sandbox.outcomes import Outcome, answer, drip, drop, hang, pass_on, refuse, truncate
from rtgraph.sandbox.routes.run_triggers import LOCKED
from rtgraph.sandbox.server import running
from rtgraph.sandbox.transport import in_process
from rtgraph.sandbox.world import World, build_world
from tests.graphs import snapshot
from tests.sandbox.calls import AUTHORIZED, Sandbox

Start = Callable[..., Sandbox]
TRIGGER = "/run-triggers/rt-net-app"
NO_ANSWER = r"^Server disconnected without sending a response\.$"


def delete(sandbox: Sandbox) -> httpx.Response:
    return sandbox.call("DELETE", TRIGGER)


def present(sandbox: Sandbox) -> bool:
    return "rt-net-app" in sandbox.world.run_triggers


@pytest.mark.parametrize(
    ("outcome", "status", "headers", "body"),
    [
        (
            refuse(429, "Too many requests", headers={"X-RateLimit-Reset": "0.25"}),
            429,
            {"x-ratelimit-reset": "0.25"},
            b'{"errors":[{"status":"429","title":"Too many requests"}]}',
        ),
        (answer(503), 503, {"content-length": "0"}, b""),
        (
            refuse(422, "Invalid Attribute", LOCKED),
            422,
            {"content-type": "application/vnd.api+json; charset=utf-8"},
            b'{"errors":[{"status":"422","title":"Invalid Attribute","detail":"' + LOCKED.encode() + b'"}]}',
        ),
        (
            answer(200, b"<h1>Sign in</h1>", {"Content-Type": "text/html"}),
            200,
            {"content-type": "text/html"},
            b"<h1>Sign in</h1>",
        ),
        (answer(200, b'{"data": '), 200, {}, b'{"data": '),
        (answer(200, {"data": 7}), 200, {}, b'{"data":7}'),
    ],
)
def test_another_answer_in_place_of_the_real_one(
    start: Start, outcome: Outcome, status: int, headers: dict[str, str], body: bytes
) -> None:
    sandbox = start(snapshot("net > app"), faults=[Fault(method="DELETE", outcome=outcome)])
    got = delete(sandbox)
    assert (got.status_code, got.content) == (status, body)
    assert headers.items() <= dict(got.headers).items()
    assert present(sandbox)
    assert sandbox.running.count(status=status) == 1
    assert (delete(sandbox).status_code, present(sandbox)) == (204, False)


def test_an_injected_429_brings_no_header_of_the_limiter(start: Start) -> None:
    sandbox = start(snapshot("net"), rate_limit=30, faults=[Fault(outcome=refuse(429, "Too many requests"))])
    assert not [header for header in sandbox.get("/ping").headers if header.startswith("x-ratelimit")]
    assert sandbox.get("/ping").headers["x-ratelimit-remaining"] == "29"


def test_a_gateway_fails_although_the_request_was_handled(start: Start) -> None:
    sandbox = start(snapshot("net > app"), faults=[Fault(outcome=answer(504, handled=True))])
    assert (delete(sandbox).status_code, present(sandbox)) == (504, False)


@pytest.mark.parametrize("handled", [False, True])
def test_a_connection_is_dropped_before_or_after_the_handling(start: Start, handled: bool) -> None:
    sandbox = start(snapshot("net > app"), faults=[Fault(method="DELETE", outcome=drop(handled=handled))])
    with pytest.raises(httpx.RemoteProtocolError, match=NO_ANSWER):
        delete(sandbox)
    assert present(sandbox) is not handled
    assert sandbox.running.exchanges == []


def test_a_connection_is_dropped_without_one_byte_once_the_whole_request_is_there(start: Start) -> None:
    there = threading.Event()
    sandbox = start(snapshot("net"), faults=[Fault(method="POST", outcome=drop(), before_handling=there.set)])
    port = int(sandbox.address.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(b"POST /api/v2/organizations HTTP/1.1\r\nhost: x\r\ncontent-length: 70000\r\n\r\n")
        while not sandbox.faults.hits:
            time.sleep(0.002)
        sandbox.get("/ping")
        assert not there.is_set()
        client.sendall(b"x" * 70_000)
        assert client.recv(1) == b""  # the end, and no reset
    assert there.is_set()


def test_a_creation_whose_answer_is_lost_was_made(start: Start) -> None:
    fault = Fault(method="POST", path="/run-triggers$", outcome=drop(handled=True))
    sandbox = start(snapshot("net", "app"), faults=[fault])
    with pytest.raises(httpx.RemoteProtocolError, match=NO_ANSWER):
        sandbox.create("net", "app")
    assert sandbox.triggers("app", "inbound") == ["net > app"]


def test_an_answer_is_cut_off(start: Start) -> None:
    sandbox = start(snapshot("net > app"), faults=[Fault(path=TRIGGER, outcome=truncate(10))])
    whole = "peer closed connection without sending complete message body \\(received 10 bytes, expected [0-9]{3}\\)"
    with pytest.raises(httpx.RemoteProtocolError, match=whole):
        sandbox.get(TRIGGER)
    assert sandbox.get(TRIGGER).json()["data"]["id"] == "rt-net-app"


def test_an_answer_without_a_body_cannot_be_cut_off(start: Start) -> None:
    sandbox = start(snapshot("net > app"), faults=[Fault(outcome=truncate(10))])
    assert (delete(sandbox).status_code, present(sandbox)) == (204, False)
    assert sandbox.get("/ping").status_code == 204


def test_an_answer_comes_byte_by_byte(start: Start) -> None:
    sandbox = start(snapshot("net > app"), faults=[Fault(outcome=drip(0.0001))])
    with sandbox.client.stream("GET", f"/api/v2{TRIGGER}", headers=AUTHORIZED) as slow:
        pieces = list(slow.iter_raw())
    assert len(pieces) > 10
    assert b"".join(pieces) == sandbox.get(TRIGGER).content


@pytest.mark.parametrize("outcome", [drip(60), hang(), hang(handled=True)])
def test_the_client_gives_up_on_an_answer_that_does_not_come(start: Start, outcome: Outcome) -> None:
    sandbox = start(snapshot("net > app"), faults=[Fault(path=TRIGGER, outcome=outcome)])
    sandbox.client.timeout = httpx.Timeout(5, read=0.1)
    with pytest.raises(httpx.ReadTimeout):
        sandbox.get(TRIGGER)
    assert sandbox.get(TRIGGER).status_code == 200


def test_a_hanging_delete_may_have_happened(start: Start) -> None:
    sandbox = start(snapshot("net > app"), faults=[Fault(outcome=hang(handled=True))])
    sandbox.client.timeout = httpx.Timeout(5, read=0.1)
    with pytest.raises(httpx.ReadTimeout):
        delete(sandbox)
    assert not present(sandbox)


@pytest.mark.parametrize("outcome", [drip(60), hang()])
def test_a_server_that_stops_waits_for_no_fault(outcome: Outcome, caplog: pytest.LogCaptureFixture) -> None:
    seen: list[BaseException] = []
    faults = Faults([Fault(outcome=outcome)])

    def ask(address: str) -> None:
        try:
            httpx.get(f"{address}/api/v2{TRIGGER}", headers=AUTHORIZED, timeout=60)
        except httpx.TransportError as error:
            seen.append(error)

    with running(build_application(build_world(snapshot("net > app")), faults=faults)) as sandbox:
        client = threading.Thread(target=ask, args=[sandbox.address])
        client.start()
        while not faults.hits:
            time.sleep(0.002)
    client.join()
    assert [type(each) for each in seen] == [httpx.RemoteProtocolError]
    assert caplog.text == ""  # uvicorn would say that its patience of a second is over


@pytest.mark.parametrize(
    ("outcome", "error"),
    [
        (drop(), httpx.RemoteProtocolError),
        (truncate(3), httpx.RemoteProtocolError),
        (hang(), httpx.ReadTimeout),
        (pass_on(), None),
        (drip(0), None),
        (answer(200), None),
    ],
)
def test_in_process_a_client_sees_the_same(outcome: Outcome, error: type[Exception] | None) -> None:
    async def ask(world: World) -> httpx.Response:
        application = build_application(world, faults=[Fault(path=TRIGGER, outcome=outcome)])
        async with httpx.AsyncClient(transport=in_process(application), base_url="https://sandbox.example") as client:
            return await client.get(f"/api/v2{TRIGGER}", headers=AUTHORIZED)

    world = build_world(snapshot("net > app"))
    if error is None:
        assert asyncio.run(ask(world)).status_code == 200
    else:
        with pytest.raises(error):
            asyncio.run(ask(world))
