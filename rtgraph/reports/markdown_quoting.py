"""Text from the API, made safe for Markdown as GitHub and GitLab read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rtgraph.reports.quoting import plain

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

MARKUP = {each: f"\\{each}" for each in "\\`*_[]|~$^"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
"""A character that marks something up wherever it stands → how it is written to stand for itself."""

BEGINNINGS = re.compile(r"^(?:[-+=# ]|\d+(?=[.)]))")
"""What makes a heading, a list, an underline or code of a line that begins with it."""

REFERENCES = re.compile(
    r"""[@#!%~$&](?=[\w"])|:(?=/)|:(?=[\w+-]*[a-z_+-][\w+-]*:)|:(?=(?:100|1234):)|(?<=\bwww)(?=\.)""", re.IGNORECASE
)
"""After this a person is mentioned, an issue, an address or a picture named: both services look for it in the page."""

GAP = "&#8203;"
"""A space without width: no escape of Markdown's stops a reference, since it is looked for after Markdown is read."""


def quote_markdown(text: str) -> str:
    r"""Write a text so that it shows as it is, in a paragraph, a list or a cell of a table, and does nothing.

    Markup is escaped (``\|``, ``&lt;``), a mention or an address is broken by a space without width, and what a
    terminal or a browser might act on is shown as an escape.
    Source: https://github.github.com/gfm/#backslash-escapes and https://docs.gitlab.com/user/markdown/
    """
    parted = REFERENCES.sub(lambda found: f"{found[0]}\0", plain(text))  # plain leaves no \0
    quoted = "".join(MARKUP.get(each, each) for each in parted)
    return BEGINNINGS.sub(shield, quoted).replace("\0", GAP)


def quote_code(text: str) -> str:
    """Write a text as code within a line, whatever backticks it holds."""
    shown = plain(text)
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    gap = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{gap}{shown}{gap}{fence}"


def quote_block(lines: Iterable[str]) -> list[str]:
    """Write lines as a block of code, whatever backticks they hold."""
    shown = [plain(line) for line in lines]
    longest = max((len(run) for line in shown for run in re.findall("`+", line)), default=0)
    fence = "`" * max(longest + 1, 3)
    return [f"{fence}text", *shown, fence]


def shield(beginning: re.Match[str]) -> str:
    """Make the beginning of a line plain text."""
    if beginning[0] == " ":
        return "&#32;"
    return f"\\{beginning[0]}" if not beginning[0].isdigit() else f"{beginning[0]}\\"


def write_table(headings: Sequence[str], rows: Iterable[Sequence[str]], right: Container[int] = ()) -> list[str]:
    """Write a table of unquoted cells, one line a row.

    Args:
        headings: the first line.
        rows: the cells, as many in each row as there are headings.
        right: the columns that are set to the right.
    """
    rule = ["--:" if column in right else "---" for column in range(len(headings))]
    lines = [map(quote_markdown, headings), rule, *(map(quote_markdown, row) for row in rows)]
    return [f"| {' | '.join(cells)} |" for cells in lines]
