"""The sandbox on a loopback socket: until a signal, or for as long as a ``with`` block."""

from __future__ import annotations

import asyncio
import signal
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from rtgraph.errors import RtgraphError
from rtgraph.sandbox.requests import bearer

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and the status that it got; ``at`` is in seconds on the monotonic clock."""

    method: str
    path: str
    query: str
    token: str
    status: int
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A sandbox that runs: where, and what it was asked so far, in the order of the answers."""

    address: str
    exchanges: list[Exchange] = field(default_factory=list)

    def count(self, path: str = "", *, status: int | None = None) -> int:
        """Count the requests whose path holds ``path``, and which got ``status`` where one is given."""
        return sum(path in each.path and status in (None, each.status) for each in self.exchanges)


class Connection(H11Protocol):
    """A client's connection that the application can close: it stands in every scope's state."""

    held = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Hand the connection on with every request that comes over it."""
        super().connection_made(transport)
        self.app_state = self.app_state | {"connection": self}

    def write(self, data: bytes) -> None:
        """Send bytes as they are, whatever HTTP says."""
        self.transport.write(data)

    def close(self) -> None:
        """Send what is written already, and close."""
        self.transport.close()

    def reset(self) -> None:
        """Break off, so that the client's system says that the connection was reset."""
        linger = struct.pack("ii", 1, 0)  # no lingering: https://man7.org/linux/man-pages/man7/socket.7.html
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.transport.abort()

    def shutdown(self) -> None:
        """Close at once when the server stops, where nobody waits for the rest of an answer."""
        super().shutdown()
        if self.held:
            self.close()


@contextmanager
def running(application: ASGIApp, port: int = 0) -> Iterator[Running]:
    """Serve an application in a thread on a free loopback port; leaving the block ends it."""
    with open_socket(port) as listener:
        sandbox = Running(address=address_of(listener))
        server = uvicorn.Server(configuration(record(application, sandbox.exchanges)))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.002)
        try:
            yield sandbox
        finally:
            server.should_exit = True
            thread.join()


def serve(application: ASGIApp, port: int, announce: Callable[[str], None]) -> None:
    """Serve an application on loopback until SIGINT or SIGTERM, and then return.

    Args:
        application: what to serve.
        port: the port; 0 is any that is free.
        announce: called with the address once connections are taken.

    Raises:
        RtgraphError: the port is taken or may not be used.
    """
    with open_socket(port) as listener:
        server = uvicorn.Server(configuration(application))
        before = {each: signal.signal(each, lambda *_: None) for each in (signal.SIGINT, signal.SIGTERM)}
        try:
            announce(address_of(listener))
            server.run([listener])  # ends on either signal, and then raises it again for the handlers above
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)


def open_socket(port: int) -> socket.socket:
    """Take a loopback port and listen on it, so that whoever connects from now on is served."""
    # The protocol is named because asyncio switches Nagle's algorithm off only where it is: 40 ms an answer.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":  # there it would let two programs share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise RtgraphError(
            f"cannot serve on {HOST}:{port}: {error.strerror or error}; choose another port, 0 takes a free one"
        ) from error
    return listener


def address_of(listener: socket.socket) -> str:
    """Give the URL of a listening socket."""
    return f"http://{HOST}:{listener.getsockname()[1]}"


def configuration(application: ASGIApp) -> uvicorn.Config:
    """Set the server up to serve fast, to say nothing and to end soon."""
    return uvicorn.Config(
        application,
        http=Connection,
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )


def record(application: ASGIApp, exchanges: list[Exchange]) -> ASGIApp:
    """Note every request that an application answers."""

    async def recorded(scope: Scope, receive: Receive, send: Send) -> None:
        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchanges.append(exchange(scope, message["status"]))
            await send(message)

        await application(scope, receive, noted)

    return recorded


def exchange(scope: Scope, status: int) -> Exchange:
    """Describe one request and its status."""
    headers = dict(scope["headers"])
    return Exchange(
        method=scope["method"],
        path=scope["path"],
        query=scope["query_string"].decode("ascii"),
        token=bearer(headers.get(b"authorization", b"").decode("latin-1")),
        status=status,
        at=time.monotonic(),
    )
