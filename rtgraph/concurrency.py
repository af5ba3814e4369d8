"""Doing things side by side, and from outside of a loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")


def finish(work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """Run a coroutine to its end from anywhere, in a thread of its own where a loop runs here, as in a notebook.

    What interrupts the wait for that thread, such as Ctrl-C, ends the coroutine too.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work())
    begun: Future[tuple[asyncio.AbstractEventLoop, asyncio.Task[Any] | None]] = Future()

    async def tracked() -> Result:
        begun.set_result((asyncio.get_running_loop(), asyncio.current_task()))
        return await work()

    with ThreadPoolExecutor(1) as threads:
        done = threads.submit(lambda: asyncio.run(tracked()))
        try:
            return done.result()
        except BaseException:
            loop, task = begun.result()
            if task is not None and not done.done():
                loop.call_soon_threadsafe(task.cancel)
            raise


async def together(work: Iterable[Coroutine[Any, Any, object]]) -> None:
    """Run coroutines side by side; the first failure ends the others and is raised as itself, not in a group."""
    try:
        async with asyncio.TaskGroup() as group:
            for each in work:
                group.create_task(each)
    except BaseExceptionGroup as failures:
        raise first(failures) from None


def first(failures: BaseExceptionGroup[BaseException]) -> BaseException:
    """Give the first failure in a group of groups."""
    found: BaseException = failures
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found
