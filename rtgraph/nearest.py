"""The names that are nearest to one that is not there: what a person most likely meant."""

from __future__ import annotations

import difflib
import heapq
from collections.abc import Collection, Iterable

COMPARED = 200
"""How many names are compared letter by letter; all of 100,000 would take seconds."""
FEW = 9
"""Up to so many names are all listed where none is near."""


def find_nearest(text: str, names: Iterable[str], most: int = 3) -> list[str]:
    """Give the names that are nearest to a text, the nearest first, then those that hold it."""
    known = list(dict.fromkeys(names))
    wanted = pair_letters(text)
    shared = {name: len(wanted & pair_letters(name)) / (len(name) + 1) for name in known}
    near = difflib.get_close_matches(text, heapq.nlargest(COMPARED, known, key=shared.__getitem__), most, 0.55)
    holding = (name for name in known if text and text.casefold() in name.casefold() and name not in near)
    return [*near, *(name for name, _ in zip(holding, range(most - len(near)), strict=False))]


def pair_letters(text: str) -> set[str]:
    """Give the pairs of neighbouring letters in a text, its beginning and its end counted as letters."""
    framed = f" {text.casefold()} "
    return {framed[place : place + 2] for place in range(len(framed) - 1)}


def suggest(text: str, names: Collection[str]) -> str:
    """Say which names were perhaps meant, or which there are: the end of a sentence, nothing where there are many."""
    near = find_nearest(text, names)
    if near:
        return f"; did you mean {' or '.join(near)}?"
    known = list(dict.fromkeys(names))
    return f"; there are {', '.join(known)}" if 0 < len(known) <= FEW else ""
