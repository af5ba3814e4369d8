from __future__ import annotations

import asyncio
import signal
import threading
from typing import Any

import pytest

from rtgraph.concurrency import finish, first, together
from tests.clock import clock, run


def test_all_of_it_runs_side_by_side() -> None:
    async def work() -> float:
        await together(asyncio.sleep(pause) for pause in (1.0, 3.0, 2.0))
        return clock()

    assert run(work()) == 3.0


def test_nothing_is_done_at_once() -> None:
    run(together([]))


def test_the_first_failure_ends_the_others_and_is_raised_as_itself() -> None:
    ended: list[str] = []

    async def linger() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    async def fail() -> None:
        await asyncio.sleep(1)
        raise LookupError("here")

    async def work() -> float:
        with pytest.raises(LookupError, match=r"^here$"):
            await together([linger(), fail(), linger()])
        return clock()

    assert run(work()) == 1.0
    assert ended == ["cancelled"] * 2


def test_a_failure_in_a_group_in_a_group_is_raised_as_itself() -> None:
    async def fail() -> None:
        raise LookupError("deep")

    async def work() -> None:
        await together([together([together([fail()])]), asyncio.sleep(60)])

    with pytest.raises(LookupError, match=r"^deep$"):
        run(work())


def test_work_that_never_began_is_ended_without_a_warning() -> None:
    async def fail() -> None:
        raise LookupError("at once")

    async def work() -> None:
        await together([fail(), *(asyncio.sleep(60) for _ in range(100))])

    with pytest.raises(LookupError):
        run(work())


def test_cancelling_ends_all_of_it() -> None:
    async def work() -> set[asyncio.Task[Any] | None]:
        outer = asyncio.create_task(together(asyncio.sleep(60) for _ in range(10)))  # noqa: RUF006 - awaited below
        await asyncio.sleep(1)
        outer.cancel()
        with pytest.raises(asyncio.CancelledError):
            await outer
        left: set[asyncio.Task[Any] | None] = {*asyncio.all_tasks()}
        return left - {asyncio.current_task()}

    assert run(work()) == set()


def test_the_first_of_nested_failures() -> None:
    found = LookupError("found")
    group = BaseExceptionGroup("outer", [BaseExceptionGroup("inner", [found, ValueError()]), OSError()])
    assert first(group) is found


async def name_thread() -> str:
    await asyncio.sleep(0)
    return threading.current_thread().name


def test_work_is_finished_in_this_thread_where_no_loop_runs() -> None:
    assert finish(name_thread) == threading.current_thread().name


def test_work_is_finished_in_another_thread_where_a_loop_runs() -> None:
    async def notebook() -> str:
        return finish(name_thread)

    assert asyncio.run(notebook()) != threading.current_thread().name


def test_a_failure_comes_back_as_itself_from_the_other_thread() -> None:
    async def fail() -> None:
        raise LookupError("here")

    async def notebook() -> None:
        finish(fail)

    with pytest.raises(LookupError, match=r"^here$"):
        asyncio.run(notebook())


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="this system sends no signal to a thread")
def test_an_interrupt_ends_the_work_in_the_other_thread() -> None:
    ended: list[str] = []
    main = threading.main_thread().ident or 0

    async def linger() -> None:
        await asyncio.sleep(0.1)  # until the other thread waits for this one
        signal.pthread_kill(main, signal.SIGINT)
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    async def notebook() -> None:
        with pytest.raises(KeyboardInterrupt):
            finish(linger)

    loop = asyncio.new_event_loop()  # asyncio.run would turn the interrupt into a cancellation of its own
    try:
        loop.run_until_complete(notebook())
    finally:
        loop.close()
    assert ended == ["cancelled"]
