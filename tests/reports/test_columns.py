from __future__ import annotations

from rtgraph.reports.columns import align, count, measure, wrap


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    assert align([("a", "1", "x"), ("bbb", "22"), ("c", "", "y")], right=[1]) == ["a     1  x", "bbb  22", "c        y"]


def test_wide_and_combining_characters_are_counted_as_a_terminal_shows_them() -> None:
    assert measure("e\u0301") == 1
    assert measure("網") == 2
    assert align([("網", "x"), ("ab", "y")]) == ["網  x", "ab  y"]


def test_nothing_has_no_columns() -> None:
    assert align([]) == []


def test_a_paragraph_keeps_names_whole() -> None:
    assert wrap("see a-very-long-name-indeed", "  ", "    ", 12) == ["  see", "    a-very-long-name-indeed"]


def test_numbers_are_counted_in_words() -> None:
    assert [count(each, "hop") for each in (0, 1, 2_000)] == ["0 hops", "1 hop", "2,000 hops"]
