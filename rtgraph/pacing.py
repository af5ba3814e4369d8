"""How fast requests may go: the server's own limit, and its word to wait."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from aiolimiter import AsyncLimiter

MARGIN = 0.985
"""The part of the limit that is used: room for the jitter of a network between evenly spaced requests."""


LEAST = 1.0
"""No server is slower than a request a second; a smaller number is not taken for a limit."""


class Pace:
    """Spaces requests evenly below the limit that the server announces, and holds all of them when it says so.

    Sources: ``x-ratelimit-limit`` (requests a second) in
    https://developer.hashicorp.com/terraform/cloud-docs/api-docs#rate-limiting; ``x-ratelimit-reset`` is a float,
    in seconds from now, as HashiCorp's own client go-tfe reads it.
    """

    def __init__(self) -> None:
        self.limit: float | None = None
        self._limiter: AsyncLimiter | None = None
        self._held_until = 0.0
        self._latest = float("-inf")

    def watch(self, headers: Mapping[str, str]) -> None:
        """Take the limit from an answer's headers; zero means that there is none, as does never naming one."""
        announced = seconds(headers.get("x-ratelimit-limit"))
        if announced is not None and 0 < announced < LEAST:
            announced = None
        limit = self.limit if announced is None else announced or None
        if limit != self.limit:
            self.limit = limit
            self._limiter = AsyncLimiter(1, 1 / (limit * MARGIN)) if limit else None
            if limit:  # the new limiter knows nothing of the last request
                self._held_until = max(self._held_until, self._latest + 1 / (limit * MARGIN))

    def hold(self, wait: float) -> None:
        """Let no request start for so many seconds."""
        self._held_until = max(self._held_until, asyncio.get_running_loop().time() + wait)

    async def turn(self) -> None:
        """Wait until a request may start; those held together start one after another, not all at once."""
        while True:
            if self._limiter is not None:
                await self._limiter.acquire()
            now = asyncio.get_running_loop().time()
            wait = self._held_until - now
            if wait <= 0:
                self._latest = now
                return
            await asyncio.sleep(wait)


def seconds(text: str | None) -> float | None:
    """Read a header's number; None where it is missing, not a number or negative."""
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None
