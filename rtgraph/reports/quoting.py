"""Text from the API, made safe for a terminal."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """Show control, format and direction characters as escapes, so that no name can drive a terminal."""
    return "".join(each if is_harmless(each) else each.encode("unicode_escape").decode() for each in text)


def is_harmless(character: str) -> bool:
    """Tell whether a character only shows itself: no control, format, surrogate or line separator."""
    return character == " " or unicodedata.category(character)[0] not in "CZ"
