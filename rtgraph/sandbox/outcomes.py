"""What a client may see of a request that a fault took: the answer, another, a part of it, or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import httpx
import msgspec
from starlette.types import Message, Receive, Scope, Send

from rtgraph.sandbox.answers import HEADERS, Refused


class Connection(Protocol):
    """The client's connection, which the server puts into the scope's state; without a socket there is none.

    Attributes:
        held: whether a server that stops closes it at once, although a request is not answered yet.
    """

    held: bool

    def write(self, data: bytes) -> None:
        """Send bytes as they are, whatever HTTP says."""

    def close(self) -> None:
        """Send what is written already, and close."""

    def reset(self) -> None:
        """Break off, so that the client's system says that the connection was reset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request that a fault took; ``messages`` are the real answer's, none where it is not handled."""

    scope: Scope
    receive: Receive
    send: Send
    messages: list[Message]

    @property
    def connection(self) -> Connection | None:
        """Give the connection that the request came over."""
        connection: Connection | None = self.scope.get("state", {}).get("connection")
        return connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Whether a request is handled, and then what the client gets to see."""

    handled: bool
    show: Callable[[Call], Awaitable[None]]


def pass_on() -> Outcome:
    """Handle the request and give its answer."""

    async def show(call: Call) -> None:
        for message in call.messages:
            await call.send(message)

    return Outcome(handled=True, show=show)


def answer(
    status: int, body: bytes | object = b"", headers: Mapping[str, str] | None = None, *, handled: bool = False
) -> Outcome:
    """Give another answer than the real one.

    Args:
        status: its status.
        body: its body, bytes as they are and anything else as JSON.
        headers: besides its length and the API's media type, or in their place.
        handled: whether the request is handled all the same, as behind a gateway that lost the answer.
    """
    content = body if isinstance(body, bytes) else msgspec.json.encode(body)
    fields = (
        HEADERS | {"content-length": str(len(content))} | {key.lower(): text for key, text in (headers or {}).items()}
    )
    start = {
        "type": "http.response.start",
        "status": status,
        "headers": [(key.encode("latin-1"), text.encode("latin-1")) for key, text in fields.items()],
    }

    async def show(call: Call) -> None:
        await call.send(start)
        await call.send({"type": "http.response.body", "body": content})

    return Outcome(handled=handled, show=show)


def refuse(
    status: int,
    title: str,
    detail: str | None = None,
    headers: Mapping[str, str] | None = None,
    *,
    handled: bool = False,
) -> Outcome:
    """Answer with an error object as the API writes it."""
    return answer(status, {"errors": [Refused(status, title, detail).error]}, headers, handled=handled)


def drop(*, handled: bool = False) -> Outcome:
    """Close the connection without an answer."""

    async def show(call: Call) -> None:
        await close(call, httpx.RemoteProtocolError("Server disconnected without sending a response."))

    return Outcome(handled=handled, show=show)


def hang(*, handled: bool = False) -> Outcome:
    """Never answer; ends when the client gives up or the server stops.

    Without a socket nobody could give up, so that the client's time is over at once.
    """

    async def show(call: Call) -> None:
        if call.connection is None:
            raise httpx.ReadTimeout("The read operation timed out")
        call.connection.held = True
        await gone(call.receive)

    return Outcome(handled=handled, show=show)


def truncate(keep: int) -> Outcome:
    """Announce the whole real answer, give the first ``keep`` bytes of its body and close the connection.

    An answer whose body is not longer, such as a 204, is given whole.
    """

    async def show(call: Call) -> None:
        start, body = parts(call.messages)
        await call.send(start)
        cut = keep < len(body)
        await call.send({"type": "http.response.body", "body": body[:keep], "more_body": cut})
        if cut:
            error = "peer closed connection without sending complete message body"
            await close(call, httpx.RemoteProtocolError(error))

    return Outcome(handled=True, show=show)


def reset(keep: int | None = None, *, handled: bool = True) -> Outcome:
    """Reset the connection: without an answer, or after the first ``keep`` bytes of the real answer's body."""

    async def show(call: Call) -> None:
        if keep is not None:
            start, body = parts(call.messages)
            await call.send(start)
            await call.send({"type": "http.response.body", "body": body[:keep], "more_body": True})
        if call.connection is None:
            raise httpx.ReadError("Connection reset by peer")
        call.connection.reset()
        await gone(call.receive)

    return Outcome(handled=handled, show=show)


def misannounce(by: int) -> Outcome:
    """Give the real answer and say that its body is ``by`` bytes longer than it is, or shorter; then close."""

    async def show(call: Call) -> None:
        start, body = parts(call.messages)
        length = str(max(0, len(body) + by)).encode("ascii")
        headers = [(name, length if name == b"content-length" else value) for name, value in start["headers"]]
        if call.connection is None:
            await call.send(start | {"headers": headers})
            await call.send({"type": "http.response.body", "body": body[: int(length)]})
            return
        head = b"".join(b"%b: %b\r\n" % header for header in headers)
        call.connection.write(b"HTTP/1.1 %d \r\n%b\r\n%b" % (start["status"], head, body))
        await close(call, httpx.RemoteProtocolError("closed"))

    return Outcome(handled=True, show=show)


def alter(change: Callable[[Any], Any]) -> Outcome:
    """Give the real answer with its document changed; one without a body stays as it is."""

    async def show(call: Call) -> None:
        start, body = parts(call.messages)
        if body:
            body = msgspec.json.encode(change(msgspec.json.decode(body)))
            length = str(len(body)).encode("ascii")
            headers = [(name, length if name == b"content-length" else value) for name, value in start["headers"]]
            start = start | {"headers": headers}
        await call.send(start)
        await call.send({"type": "http.response.body", "body": body})

    return Outcome(handled=True, show=show)


def drip(pause: float, size: int = 1) -> Outcome:
    """Give the real answer's body in pieces of ``size`` bytes, with ``pause`` seconds before each."""

    async def show(call: Call) -> None:
        start, body = parts(call.messages)
        if call.connection is not None:
            call.connection.held = True
        await call.send(start)
        left = asyncio.ensure_future(gone(call.receive))
        for place in range(0, len(body), size):
            await asyncio.wait({left}, timeout=pause)
            if left.done():
                return
            await call.send({"type": "http.response.body", "body": body[place : place + size], "more_body": True})
        left.cancel()
        await call.send({"type": "http.response.body"})

    return Outcome(handled=True, show=show)


def parts(messages: list[Message]) -> tuple[dict[str, Any], bytes]:
    """Take an answer apart into its start and its whole body."""
    return dict(messages[0]), b"".join(each.get("body", b"") for each in messages[1:])


async def close(call: Call, error: httpx.TransportError) -> None:
    """Close the client's connection, or raise in its place what the client would see."""
    if call.connection is None:
        raise error
    call.connection.close()
    await gone(call.receive)


async def gone(receive: Receive) -> None:
    """Wait until the client's connection is closed."""
    while (await receive())["type"] != "http.disconnect":
        pass
