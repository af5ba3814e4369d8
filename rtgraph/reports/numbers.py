"""Numbers of any size, written for people and for programs."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from math import floor, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 10**15
"""From here on a number is written as a power of ten."""


def large(number: int) -> str:
    """Write a number for people: ``4,092``, or ``about 1.2e45`` where nobody counts the digits."""
    if number < LARGEST:
        return f"{number:,}"
    exponent = floor(log10(number))
    lead = f"{10 ** (log10(number) - exponent):.1f}"
    if lead == "10.0":
        lead, exponent = "1.0", exponent + 1
    return f"about {lead}e{exponent}"


def describe_runs(number: int | None) -> str:
    """Say how many runs; None is no end of them."""
    if number is None:
        return "runs without end"
    return f"{large(number)} run{'' if number == 1 else 's'}"


def describe_time(seconds: float) -> str:
    """Write a time as people say it."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60:,} h {minutes % 60} min"


@contextmanager
def all_digits() -> Iterator[None]:
    """Let Python write numbers of more than 4,300 digits, which it refuses by default since it takes long.

    Here they have at most a digit or so for each workspace.
    Source: https://docs.python.org/3/library/stdtypes.html#integer-string-conversion-length-limitation
    """
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(before)
