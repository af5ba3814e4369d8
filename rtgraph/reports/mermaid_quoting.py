"""Text from the API, made safe for Mermaid."""

from __future__ import annotations

import re

from rtgraph.reports.quoting import plain

LONGEST = 60
"""How many characters of a name a box shows; JSON has all of them."""

PLAIN = re.compile(r"[A-Za-z0-9]|(?<=[A-Za-z0-9])(?:[-_](?=[A-Za-z0-9])| (?=\S))")
"""What may stand as it is: no dash, for one, that would begin a list in the Markdown of some versions."""

BEGINNINGS = frozenset("\\$:\ufb02\xb6")
"""What begins a line break, a formula, an icon or Mermaid's own mark, which are looked for after entities are read."""

GAP = "#8203;"
"""A space without width, which keeps them apart from what would follow."""


def quote_mermaid(text: str) -> str:
    """Write a text for a label in quotation marks, so that it shows as it is and does nothing.

    All but letters and digits of ASCII, and what joins them, becomes an entity.
    Source: https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
    """
    shown = plain(text)
    if len(shown) > LONGEST:
        shown = f"{shown[: LONGEST // 2]}…{shown[-LONGEST // 2 + 1 :]}"
    return "".join(each if PLAIN.match(shown, place) else quote_character(each) for place, each in enumerate(shown))


def quote_character(character: str) -> str:
    """Write one character as an entity; of several spaces a browser would show one."""
    code = ord("\N{NO-BREAK SPACE}" if character == " " else character)
    return f"#{code};{GAP if character in BEGINNINGS else ''}"
