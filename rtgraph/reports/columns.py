"""Text in columns, for terminals."""

from __future__ import annotations

import textwrap
import unicodedata
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH: ContextVar[int] = ContextVar("WIDTH", default=100)
"""How many columns a paragraph takes; the command line sets it where a terminal or ``COLUMNS`` says otherwise."""


def measure(text: str) -> int:
    """Count the columns that a text takes on a terminal: two for a wide character, none for one that combines."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )


def align(rows: Sequence[Sequence[str]], right: Sequence[int] = (), gap: str = "  ") -> list[str]:
    """Set rows of cells in columns.

    Args:
        rows: the cells; rows may differ in length.
        right: the columns that are set to the right.
        gap: what stands between columns.
    """
    count = max(map(len, rows), default=0)
    widths = [max((measure(row[column]) for row in rows if column < len(row)), default=0) for column in range(count)]
    lines = []
    for row in rows:
        cells = []
        for column, cell in enumerate(row):
            space = " " * (widths[column] - measure(cell))
            cells.append(space + cell if column in right else cell + space)
        lines.append(gap.join(cells).rstrip())
    return lines


def wrap(text: str, indent: str = "", further: str | None = None, width: int | None = None) -> list[str]:
    """Break a paragraph into lines; names stay whole."""
    return textwrap.wrap(
        text,
        WIDTH.get() if width is None else width,
        initial_indent=indent,
        subsequent_indent=indent if further is None else further,
        break_long_words=False,
        break_on_hyphens=False,
    )


def count(number: int, thing: str) -> str:
    """Say a number and its thing, in the singular where it is one: ``1 workspace``, ``2,000 workspaces``."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
