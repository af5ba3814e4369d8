"""How long a read that fails is tried again."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long a read is tried again, in seconds.

    Attributes:
        total: from the first failure of a request until it is given up.
        first: the first pause, doubled each time up to ``longest``; each pause is drawn from its upper half.
        longest: the longest pause.
        connect: to open a connection.
        read: between two pieces of an answer.
        answer: for a whole answer.
    """

    total: float = 120.0
    first: float = 0.5
    longest: float = 10.0
    connect: float = 10.0
    read: float = 30.0
    answer: float = 90.0


QUIET = 3.0
"""For so many seconds a request that fails is tried again without a word: most that fail once do not fail twice."""


class Pauses:
    """The pauses of one request that fails, until its patience ends.

    ``on_wait`` is told before a pause how many seconds are left, where more than ``QUIET`` have passed and are left.
    """

    def __init__(self, patience: Patience, on_wait: Callable[[float], None] = lambda _: None) -> None:
        self._patience = patience
        self._on_wait = on_wait
        self._next = patience.first
        self._clock = asyncio.get_running_loop().time
        self._ends: float | None = None

    def may_wait(self, wait: float | None) -> bool:
        """Tell whether a pause of this length still fits; the first failure starts the clock."""
        now = self._clock()
        self._ends = self._ends or now + self._patience.total
        return now + (self._next if wait is None else wait) <= self._ends

    def hold(self, wait: float | None) -> float:
        """Give the pause that the server asks for, or the next longer one of our own, with some jitter."""
        if wait is None:
            wait, self._next = self._next, min(2 * self._next, self._patience.longest)
        return max(wait, 0.1) + random.uniform(0, 0.3)  # noqa: S311 - spreads clients, hides nothing

    async def wait(self) -> bool:
        """Sleep the next pause; False where it would end after the patience does."""
        if not self.may_wait(None):
            return False
        pause, self._next = self._next, min(2 * self._next, self._patience.longest)
        left = (self._ends or 0.0) - self._clock()
        if min(left, self._patience.total - left) > QUIET:
            self._on_wait(left)
        await asyncio.sleep(random.uniform(pause / 2, pause))  # noqa: S311
        return True
