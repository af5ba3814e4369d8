from __future__ import annotations

import asyncio
import itertools

import pytest

from rtgraph.patience import QUIET, Patience, Pauses
from tests.clock import clock, run


async def pauses_of(patience: Patience) -> list[float]:
    """Wait until the patience ends, and give each pause."""
    pauses = Pauses(patience)
    found: list[float] = []
    while True:
        begun = clock()
        if not await pauses.wait():
            return found
        found.append(clock() - begun)


def test_pauses_double_up_to_the_longest_and_each_is_drawn_from_its_upper_half() -> None:
    found = run(pauses_of(Patience(total=60.0, first=0.5, longest=4.0)))
    bounds = itertools.chain([0.5, 1.0, 2.0], itertools.repeat(4.0))
    assert len(found) > 10
    assert all(bound / 2 <= each <= bound for each, bound in zip(found, bounds, strict=False))


def test_pauses_end_when_the_patience_does() -> None:
    found = run(pauses_of(Patience(total=60.0, first=0.5, longest=4.0)))
    assert 60.0 - 4.0 <= sum(found) <= 60.0


def test_without_patience_there_is_no_pause() -> None:
    assert run(pauses_of(Patience(total=0.0))) == []


@pytest.mark.parametrize(("total", "told"), [(60.0, True), (2 * QUIET, False), (4.0, False)])
def test_what_goes_on_for_a_while_is_told_with_the_seconds_that_are_left(total: float, told: bool) -> None:
    left: list[tuple[float, float]] = []

    async def work() -> None:
        pauses = Pauses(Patience(total=total), lambda seconds: left.append((clock(), seconds)))
        while await pauses.wait():
            pass

    run(work())
    assert bool(left) == told
    assert all(QUIET < at < total - QUIET and seconds == pytest.approx(total - at) for at, seconds in left)


def test_two_clients_that_fail_together_do_not_come_back_together() -> None:
    patience = Patience(total=10.0)
    assert run(pauses_of(patience)) != run(pauses_of(patience))


def test_the_first_failure_starts_the_clock_also_at_second_zero_of_a_loop() -> None:
    async def work() -> list[bool]:
        pauses = Pauses(Patience(total=10.0))
        found = [pauses.may_wait(10.0)]
        await asyncio.sleep(5.0)
        return [*found, pauses.may_wait(4.9), pauses.may_wait(5.1)]

    assert run(work()) == [True, True, False]


@pytest.mark.parametrize("wait", [0.0, 0.05, 0.35, 7.0])
def test_the_servers_own_wait_is_kept_and_a_little_jitter_added(wait: float) -> None:
    async def work() -> list[float]:
        pauses = Pauses(Patience())
        return [pauses.hold(wait) for _ in range(100)]

    found = run(work())
    assert min(found) >= max(wait, 0.1)
    assert max(found) <= max(wait, 0.1) + 0.3
    assert len(set(found)) > 90


def test_where_the_server_names_no_wait_each_one_is_longer_than_the_last() -> None:
    async def work() -> list[float]:
        pauses = Pauses(Patience(first=1.0, longest=8.0))
        return [pauses.hold(None) for _ in range(5)]

    for each, least in zip(run(work()), [1.0, 2.0, 4.0, 8.0, 8.0], strict=True):
        assert least <= each <= least + 0.3
