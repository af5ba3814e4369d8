r"""Text from the API, made safe for Graphviz and for what Graphviz writes.

Graphviz reads ``\N``, ``\G``, ``\l`` and the like inside labels, and HTML entities everywhere; measured on 2.43
and 16.1, it does so once in labels and twice in tooltips. Each helper here undoes exactly that.
Source: https://graphviz.org/docs/attr-types/escString/
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import graphviz

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 60
"""How many characters of a name a box shows; the tooltip has all of them."""


def show(text: str) -> str:
    """Show control, format and direction characters as escapes: XML allows none, and none may move the text."""
    return "".join(each if is_harmless(each) else each.encode("unicode_escape").decode() for each in text)


def is_harmless(character: str) -> bool:
    """Tell whether a character only shows itself: no control, format, surrogate or odd space."""
    return character == " " or unicodedata.category(character)[0] not in "CZ"


def shorten(text: str) -> str:
    """Leave out the middle of a text that is too long for a box."""
    if len(text) <= LONGEST:
        return text
    end = LONGEST // 3
    return f"{text[: LONGEST - end - 3]}...{text[-end:]}"


def quote_label(text: str) -> str:
    """Make a text a plain label: no escape of Graphviz and no entity is read in it, and it is no markup."""
    return mark_plain(show(text).replace("&", "&amp;").replace("\\", "\\\\"))


def quote_tooltip(lines: Iterable[str]) -> str:
    """Make lines a tooltip; Graphviz reads escapes in it twice."""
    shown = [show(line).replace("&", "&amp;").replace("\\", "\\\\\\\\") for line in lines]
    return mark_plain("\\n".join(shown))


def quote_markup(text: str) -> str:
    """Make a text part of an HTML-like label: nothing in it is markup, and no space is lost."""
    shown = show(text).replace("&", "&amp;").replace("\\", "\\\\").replace("  ", " &#160;")
    return shown.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def quote_link(url: str | None) -> str | None:
    """Give an address that a drawing may link to, as Graphviz reads it; None for anything else."""
    address = check_address(url)
    return None if address is None else mark_plain(address.replace("&", "&amp;"))


def check_address(url: str | None) -> str | None:
    """Give an address that a person may be led to: http or https with a host, in ASCII; None for anything else."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.netloc or url is None:
        return None
    return quote(url, safe="%/:?#[]@!$&()*+,;=~")


def mark_plain(text: str) -> str:
    """Mark a text that starts and ends like a tag as plain text for the graphviz package."""
    marked: str = graphviz.nohtml(text)
    return marked
