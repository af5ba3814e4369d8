"""What wraps every answer: the rate limit, the headers, the wait that stands for a network.

Source: https://developer.hashicorp.com/terraform/cloud-docs/api-docs#rate-limiting
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rtgraph.sandbox.profiles import HCP

EXCEEDED = msgspec.json.encode(
    {"errors": [{"detail": "You have exceeded the API's rate limit.", "status": 429, "title": "Too many requests"}]}
)


@dataclass(slots=True)
class Window:
    """One second in which a token may ask so many times."""

    began: float
    asked: int = 0


class Limiter:
    """An ASGI application around another: counts each token's requests, second by second.

    A token's second begins with the first request after the last one is over. ``x-ratelimit-reset`` is a float,
    seconds from now: 0.0 until the limit is used up, then what is left of the second. Without a limit
    there are no such headers.
    """

    def __init__(
        self,
        application: ASGIApp,
        *,
        limit: int,
        latency: float = 0.0,
        headers: Mapping[str, str] = HCP.headers,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.application = application
        self.limit = limit
        self.latency = latency
        self.headers = [(name.encode("latin-1"), text.encode("latin-1")) for name, text in headers.items()]
        self.clock = clock
        self.windows: dict[bytes, Window] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 429, or pass the request on and add the headers to its answer."""
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        headers = [*self.headers, (b"x-request-id", str(uuid.uuid4()).encode())]
        allowed = True
        if self.limit and not scope["path"].startswith("/.well-known/"):
            allowed, rate = self.count(credentials(scope))
            headers += rate
        if self.latency:
            await asyncio.sleep(self.latency)
        if not allowed:
            await refuse(send, headers)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *headers]
            await send(message)

        await self.application(scope, receive, send_with_headers)

    def count(self, token: bytes) -> tuple[bool, list[tuple[bytes, bytes]]]:
        """Count one request of a token; say whether it is allowed, and the headers that tell the rest."""
        now = self.clock()
        window = self.windows.get(token)
        if window is None or now >= window.began + 1:
            window = self.windows[token] = Window(now)
        allowed = window.asked < self.limit
        window.asked += allowed
        left = self.limit - window.asked
        reset = 0.0 if left else max(0.0, window.began + 1 - now)
        return allowed, [
            (b"x-ratelimit-limit", str(self.limit).encode()),
            (b"x-ratelimit-remaining", str(left).encode()),
            (b"x-ratelimit-reset", f"{reset:.3f}".encode()),
        ]


def credentials(scope: Scope) -> bytes:
    """Tell whose second it is: the token's, or that of all who bring none."""
    return next((value for key, value in scope["headers"] if key == b"authorization"), b"")


async def refuse(send: Send, headers: list[tuple[bytes, bytes]]) -> None:
    """Answer 429 with the documented body, whose status is a number."""
    kind = (b"content-type", b"application/vnd.api+json; charset=utf-8")
    await send({"type": "http.response.start", "status": 429, "headers": [kind, *headers]})
    await send({"type": "http.response.body", "body": EXCEEDED})
