from __future__ import annotations

import sys

import pytest

from rtgraph.reports.numbers import all_digits, describe_runs, describe_time, large


def test_large_numbers_are_powers_of_ten() -> None:
    written = {
        "0": 0,
        "4,092": 4092,
        "999,999,999,999,999": 10**15 - 1,
        "about 1.0e15": 10**15,
        "about 1.2e45": 1_249_999 * 10**39,
        "about 1.0e24": 9_999 * 10**20,
        "about 1.0e30103": 2**100_000,
        "about 9.5e50001": 95 * 10**50_000,
    }
    assert [large(number) for number in written.values()] == list(written)


def test_runs_are_one_many_or_without_end() -> None:
    assert [describe_runs(each) for each in (0, 1, 2000, None)] == ["0 runs", "1 run", "2,000 runs", "runs without end"]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (89.4, "89 s"),
        (90, "2 min"),
        (840, "14 min"),
        (7_140, "119 min"),
        (7_200, "2 h 0 min"),
        (9e6, "2,500 h 0 min"),
    ],
)
def test_times_are_said_as_people_do(seconds: float, text: str) -> None:
    assert describe_time(seconds) == text


def test_all_digits_are_written_only_where_that_was_asked_for() -> None:
    limit = sys.get_int_max_str_digits()
    with all_digits():
        assert len(str(10**5000)) == 5001
    assert sys.get_int_max_str_digits() == limit
    with pytest.raises(ValueError, match="4300 digits"):
        str(10**5000)
