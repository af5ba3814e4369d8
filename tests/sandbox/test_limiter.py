from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from starlette.types import Message, Receive, Scope, Send

from rtgraph.sandbox.limiter import Limiter
from tests.graphs import snapshot
from tests.sandbox.calls import Sandbox

Start = Callable[..., Sandbox]


class Clock:
    """A clock that stands still until it is moved."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


async def nothing(scope: Scope, receive: Receive, send: Send) -> None:
    raise AssertionError("nobody calls this")


def test_so_many_in_one_second_and_then_the_rest_of_it() -> None:
    clock = Clock()
    limiter = Limiter(nothing, limit=3, clock=clock)

    def ask(token: bytes = b"Bearer a") -> tuple[bool, str]:
        allowed, headers = limiter.count(token)
        return allowed, " ".join(value.decode() for _, value in headers)

    assert [ask(), ask()] == [(True, "3 2 0.000"), (True, "3 1 0.000")]
    clock.now += 0.25
    assert [ask(), ask()] == [(True, "3 0 0.750"), (False, "3 0 0.750")]
    assert ask(b"Bearer b") == (True, "3 2 0.000")  # a bucket of its own
    clock.now += 0.74
    assert ask() == (False, "3 0 0.010")
    clock.now += 0.01
    assert ask() == (True, "3 2 0.000")


def test_what_is_not_http_passes() -> None:
    import asyncio

    seen: list[str] = []

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["type"])

    async def receive() -> Message:
        return {}

    async def send(message: Message) -> None:
        raise AssertionError(message)

    asyncio.run(Limiter(application, limit=1)({"type": "lifespan"}, receive, send))
    assert seen == ["lifespan"]


def test_over_the_limit_is_429_as_documented(start: Start) -> None:
    sandbox = start(snapshot("net"), rate_limit=1)
    statuses: Counter[int] = Counter()
    for _ in range(50):
        answer = sandbox.get("/organizations/acme")
        statuses[answer.status_code] += 1
        assert answer.headers["x-ratelimit-limit"] == "1"
        if answer.status_code == 429:
            break
    assert (statuses[429], set(statuses)) == (1, {200, 429})
    assert answer.json() == {
        "errors": [{"detail": "You have exceeded the API's rate limit.", "status": 429, "title": "Too many requests"}]
    }
    assert answer.headers["x-ratelimit-remaining"] == "0"
    assert 0 < float(answer.headers["x-ratelimit-reset"]) <= 1
    assert answer.headers["x-request-id"]
    assert sandbox.running.count(status=429) == 1


def test_without_a_limit_there_are_no_such_headers(acme: Sandbox) -> None:
    assert not [header for header in acme.get("/ping").headers if header.startswith("x-ratelimit")]


def test_discovery_is_not_limited(start: Start) -> None:
    sandbox = start(snapshot("net"), rate_limit=1)
    statuses = {sandbox.get("/.well-known/terraform.json", token=None).status_code for _ in range(3)}
    assert statuses == {200}


def test_thirty_is_the_limit_of_the_service(start: Start) -> None:
    assert start(snapshot("net"), rate_limit=30).get("/ping").headers["x-ratelimit-remaining"] == "29"
