"""Lines of CSV that name a source and a destination: what people write, and what spreadsheets hand back.

A cell that a spreadsheet would take for a formula is written with an apostrophe before it, which reading takes away.
Source: https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import csv
import io
import re

from rtgraph.errors import ConfigurationError

HEADER = ("source", "destination")
SOURCES = frozenset({"source", "source_id", "sourceable", "sourceable_id"})
DESTINATIONS = frozenset({"destination", "destination_id", "workspace", "workspace_id"})
GUARDED = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")

Pair = tuple[str, str, int]
"""The source, the destination, and the line from 1."""


def read_pairs(text: str, name: str) -> list[Pair]:
    """Read SOURCE,DESTINATION a line; blank lines, ``#`` comments, a header and further fields are passed over.

    Args:
        text: the file's text.
        name: says in errors which file it is.

    Raises:
        ConfigurationError: it is no CSV, a line lacks one of the two, or the header turns them round.
    """
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True, skipinitialspace=True)
    pairs: list[Pair] = []
    begun = header = False
    line = 1
    try:
        for cells in rows:
            row, line, place = [each.strip() for each in cells], rows.line_num + 1, line
            if not any(row) or row[0].startswith("#"):
                continue
            header, begun = not begun and is_header(row, name, place), True
            if not header:
                pairs.append(read_row(row, name, place))
    except csv.Error as error:
        raise ConfigurationError(
            f"{name}:{line}: it is no CSV from here on: {error}; close each quote and double those within"
        ) from error
    return pairs


def is_header(row: list[str], name: str, line: int) -> bool:
    """Tell whether the first line names the columns.

    Raises:
        ConfigurationError: it names them the other way round.
    """
    words = [re.sub("[ -]", "_", each.casefold()) for each in row[:2]]
    if len(words) == 2 and words[0] in DESTINATIONS and words[1] in SOURCES:
        raise ConfigurationError(f"{name}:{line}: the columns are {row[0]},{row[1]}; put the source first")
    return len(words) == 2 and words[0] in SOURCES and words[1] in DESTINATIONS


def read_row(row: list[str], name: str, line: int) -> Pair:
    """Take the source and the destination out of a line.

    Raises:
        ConfigurationError: one of them is missing.
    """
    if len(row) < 2 or not row[0] or not row[1]:
        said = ",".join(row)
        raise ConfigurationError(
            f"{name}:{line}: {said!r} names one workspace and not two; write SOURCE,DESTINATION with a comma between"
        )
    return unguard(row[0]), unguard(row[1]), line


def guard(text: str) -> str:
    """Write a cell so that no spreadsheet takes it for a formula."""
    return f"'{text}" if GUARDED.match(text) else text


def unguard(text: str) -> str:
    """Read a cell back that ``guard`` wrote."""
    return text[1:] if text.startswith("'") and GUARDED.match(text) else text


def stands_for_itself(text: str) -> bool:
    """Tell whether a text that is written as a cell is read back as it is."""
    return bool(text) and text == text.strip() and not text.startswith("#")
