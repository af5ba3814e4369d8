"""An event loop whose clock jumps: what would sleep for minutes is over at once, and times come out exact."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")

TICK = 1e-9
"""The least that the clock moves on, so that rounding leaves nobody asleep for ever."""

PATIENT = 1_000
"""After so many rounds in which no time passes, a tick does."""


class JumpingSelector(selectors.SelectSelector):
    """Moves its loop's clock on instead of waiting."""

    loop: JumpingLoop
    stood_still = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise AssertionError("the loop would wait for ever: nothing is left that could happen")
        self.stood_still = 0 if timeout > 0 else self.stood_still + 1
        if timeout > 0 or self.stood_still > PATIENT:
            self.loop.passed += max(timeout, TICK)
        return super().select(0)


class JumpingLoop(asyncio.SelectorEventLoop):
    """A loop that begins at second 0; for work that opens no sockets."""

    def __init__(self) -> None:
        self.passed = 0.0
        selector = JumpingSelector()
        selector.loop = self
        super().__init__(selector)

    def time(self) -> float:
        return self.passed


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run work to its end on a loop whose clock jumps."""
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        return runner.run(work)


def clock() -> float:
    """Give the seconds that have passed since the running loop began."""
    return asyncio.get_running_loop().time()
