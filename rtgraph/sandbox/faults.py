"""What goes wrong on purpose: other answers, lost ones, late ones, and a world that changes meanwhile.

Fault(method="DELETE", path="/run-triggers/", outcome=refuse(503, "unavailable"))  # nothing happened
Fault(method="POST", path="/run-triggers$", outcome=drop(handled=True))  # it happened, and the answer is lost
Fault(method="GET", path="rt-2$", after_handling=delete_it)  # gone between the read and the write
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rtgraph.sandbox.outcomes import Call, Outcome, pass_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Which requests it takes, and what becomes of them.

    Attributes:
        method: the method; empty is any.
        path: a regular expression to be found in the path, or a predicate over it.
        query: a regular expression to be found in the query string as it was sent.
        after: how many such requests pass first.
        times: how many are taken then; None is all of them.
        outcome: whether a request is handled, and what the client sees.
        before_handling: called in a thread once the whole request is there; it may wait for something.
        after_handling: likewise, between the handling and the answer.

    Raises:
        ValueError: something is to happen after the handling, and nothing is handled.
    """

    method: str = ""
    path: str | Callable[[str], bool] = ""
    query: str = ""
    after: int = 0
    times: int | None = 1
    outcome: Outcome = field(default_factory=pass_on)
    before_handling: Callable[[], object] | None = None
    after_handling: Callable[[], object] | None = None

    def __post_init__(self) -> None:
        """Refuse a fault that could not do what it says."""
        if self.after_handling and not self.outcome.handled:
            raise ValueError("after_handling needs an outcome with handled=True")

    def fits(self, scope: Scope) -> bool:
        """Tell whether a request is one of those that it means."""
        path, query = scope["path"], scope["query_string"].decode("ascii")
        fits = self.path(path) if callable(self.path) else re.search(self.path, path) is not None
        return fits and self.method in ("", scope["method"]) and re.search(self.query, query) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A request that a fault took."""

    fault: Fault
    method: str
    path: str


@dataclass(slots=True)
class Armed:
    """A fault with its counts: how many requests it let pass, how many it took."""

    fault: Fault
    passed: int = 0
    taken: int = 0

    def takes(self, scope: Scope) -> bool:
        """Count a request if it fits, and tell whether the fault takes it."""
        fault = self.fault
        if self.taken == fault.times or not fault.fits(scope):
            return False
        due = self.passed >= fault.after
        self.passed += not due
        self.taken += due
        return due


class Faults:
    """A sandbox's faults, in order; they may be changed while it runs.

    The first that takes a request has it, and those behind it do not see it.

    Attributes:
        hits: every request that was taken, in order.
    """

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self.hits: list[Hit] = []
        self.armed = [Armed(each) for each in faults]

    def add(self, fault: Fault) -> None:
        """Add a fault behind the others."""
        self.armed.append(Armed(fault))

    def clear(self) -> None:
        """Take all faults away; the hits stay."""
        self.armed.clear()

    def take(self, scope: Scope) -> Fault | None:
        """Find the fault that takes a request, and note the hit."""
        for each in self.armed:
            if each.takes(scope):
                self.hits.append(Hit(fault=each.fault, method=scope["method"], path=scope["path"]))
                return each.fault
        return None


class Injector:
    """An ASGI application around another, in which faults take requests."""

    def __init__(self, application: ASGIApp, faults: Faults) -> None:
        self.application = application
        self.faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or let the fault that takes it have its way."""
        fault = self.faults.take(scope) if scope["type"] == "http" else None
        if fault is None:
            await self.application(scope, receive, send)
            return
        receive = replay(await read_body(receive), receive)
        await call_in_thread(fault.before_handling)
        messages: list[Message] = []
        if fault.outcome.handled:
            messages = await handle(self.application, scope, receive)
            await call_in_thread(fault.after_handling)
        await fault.outcome.show(Call(scope=scope, receive=receive, send=send, messages=messages))


async def call_in_thread(action: Callable[[], object] | None) -> None:
    """Call something that may block, while other requests go on."""
    if action is not None:
        await asyncio.to_thread(action)


async def handle(application: ASGIApp, scope: Scope, receive: Receive) -> list[Message]:
    """Let the application answer, and keep what it says."""
    messages: list[Message] = []

    async def keep(message: Message) -> None:
        messages.append(message)

    await application(scope, receive, keep)
    return messages


async def read_body(receive: Receive) -> bytes:
    """Read all that the client sends, so that a connection closed afterwards is closed and not reset."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)


def replay(body: bytes, receive: Receive) -> Receive:
    """Give a body that is read already, and after it whatever comes."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return left.pop() if left else await receive()

    return replayed
