from __future__ import annotations

import asyncio
import itertools

import pytest

from rtgraph.pacing import MARGIN, Pace, seconds
from tests.clock import clock, run

FOLLOWED = {"x-ratelimit-limit": "20"}


async def starts(pace: Pace, count: int) -> list[float]:
    """Let so many requests ask for their turn at once, and give the times at which they start."""
    found: list[float] = []

    async def request() -> None:
        await pace.turn()
        found.append(clock())

    await asyncio.gather(*(request() for _ in range(count)))
    return found


def gaps(times: list[float]) -> list[float]:
    return [later - earlier for earlier, later in itertools.pairwise(times)]


@pytest.mark.parametrize("limit", [1, 20, 30, 200])
def test_requests_are_spaced_evenly_and_stay_below_the_limit(limit: int) -> None:
    async def work() -> list[float]:
        pace = Pace()
        pace.watch({"x-ratelimit-limit": str(limit)})
        return await starts(pace, 3 * limit + 1)

    times = run(work())
    assert gaps(times) == pytest.approx([1 / (limit * MARGIN)] * (3 * limit), rel=1e-3)
    assert 3.0 < times[-1] < 3.1


def test_a_server_that_names_no_limit_has_none() -> None:
    async def work() -> list[float]:
        pace = Pace()
        pace.watch({})
        return await starts(pace, 100)

    assert run(work()) == [0.0] * 100


@pytest.mark.parametrize("text", ["", "many", "-1", "nan", "inf", "1e-9", "30 per second", "٣x"])
def test_a_limit_that_is_no_number_changes_nothing(text: str) -> None:
    async def work() -> tuple[float | None, list[float]]:
        pace = Pace()
        pace.watch(FOLLOWED)
        pace.watch({"x-ratelimit-limit": text})
        return pace.limit, await starts(pace, 3)

    limit, times = run(work())
    assert limit == 20
    assert gaps(times) == pytest.approx([1 / (20 * MARGIN)] * 2, rel=1e-3)


@pytest.mark.parametrize("text", ["0", "0.0"])
def test_a_limit_of_zero_is_none(text: str) -> None:
    async def work() -> tuple[float | None, list[float]]:
        pace = Pace()
        pace.watch(FOLLOWED)
        pace.watch({"x-ratelimit-limit": text})
        return pace.limit, await starts(pace, 3)

    assert run(work()) == (None, [0.0] * 3)


def test_a_changed_limit_is_followed() -> None:
    async def work() -> list[float]:
        pace = Pace()
        pace.watch(FOLLOWED)
        await starts(pace, 20)
        pace.watch({"x-ratelimit-limit": "100"})
        return await starts(pace, 20)

    assert gaps(run(work())) == pytest.approx([1 / (100 * MARGIN)] * 19, rel=1e-3)


def test_a_changed_limit_lets_nobody_skip_the_gap() -> None:
    async def work() -> list[float]:
        pace = Pace()
        times = []
        for limit in ["30", "20", "30", "20", "30"] * 4:
            pace.watch({"x-ratelimit-limit": limit})
            times += await starts(pace, 1)
        return times

    assert min(gaps(run(work()))) >= 1 / 30


def test_the_limit_that_is_named_again_and_again_is_one_limit() -> None:
    async def work() -> list[float]:
        pace = Pace()
        times = []
        for _ in range(10):
            pace.watch(FOLLOWED)
            times += await starts(pace, 1)
        return times

    assert gaps(run(work())) == pytest.approx([1 / (20 * MARGIN)] * 9, rel=1e-3)


def test_a_hold_holds_everyone_and_is_followed_by_no_burst() -> None:
    async def work() -> list[float]:
        pace = Pace()
        pace.watch(FOLLOWED)
        pace.hold(3.0)
        return await starts(pace, 40)

    times = run(work())
    assert times[0] >= 3.0
    assert min(gaps(times)) >= 1 / (20 * MARGIN) - 1e-9


def test_a_hold_reaches_those_who_wait_already() -> None:
    async def work() -> list[float]:
        pace = Pace()
        pace.watch(FOLLOWED)
        waiting = asyncio.create_task(starts(pace, 40))
        await asyncio.sleep(0.5)
        pace.hold(3.0)
        return await waiting

    times = run(work())
    before = [each for each in times if each <= 0.5]
    assert 9 <= len(before) <= 11
    assert times[len(before)] >= 3.5
    assert min(gaps(times)) >= 1 / (20 * MARGIN) - 1e-9


def test_the_longest_of_several_holds_counts() -> None:
    async def work() -> list[float]:
        pace = Pace()
        pace.hold(3.0)
        pace.hold(1.0)
        return await starts(pace, 1)

    assert run(work()) == [3.0]


def test_after_a_hold_those_of_a_server_without_a_limit_go_at_once() -> None:
    async def work() -> list[float]:
        pace = Pace()
        pace.hold(3.0)
        return await starts(pace, 3)

    assert run(work()) == [3.0] * 3


@pytest.mark.parametrize(
    ("text", "number"),
    [("0.35", 0.35), ("0.0", 0.0), (" 2 ", 2.0), ("1e1", 10.0), (None, None), ("", None), ("soon", None), ("-1", None)],
)
def test_a_headers_number(text: str | None, number: float | None) -> None:
    assert seconds(text) == number
