"""A selection as a tree, and the mistake that one can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rtgraph.errors import ConfigurationError

Key = Literal["name", "project", "tag", "mode", "auto", "cycle", "root", "leaf", "isolated"]

SHOWN = 60
"""How many characters before and after the place of a mistake are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A name, an attribute or a shape.

    Attributes:
        position: where its value stands in the text, from 0.
        key: what the value is compared with.
        value: the value as it was meant, without quotation marks.
        literal: it was quoted, so that no character of it is a glob.
    """

    position: int
    key: Key
    value: str
    literal: bool

    @property
    def is_glob(self) -> bool:
        """Whether the value is a pattern."""
        return not self.literal and not set(self.value).isdisjoint("*?[")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hops:
    """Workspaces with so many hops of their upstream and downstream; None is all of it."""

    inner: Tree
    upstream: int | None
    downstream: int | None


@dataclass(frozen=True, slots=True)
class Between:
    """Everything on a path from one to the other, with the ends."""

    start: Tree
    end: Tree


@dataclass(frozen=True, slots=True)
class Turned:
    """Every workspace but these."""

    inner: Tree


@dataclass(frozen=True, slots=True)
class Both:
    """The workspaces in all of the parts."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """The workspaces in any of the parts."""

    parts: tuple[Tree, ...]


Tree = Term | Hops | Between | Turned | Both | Either


def shorten(text: str) -> str:
    """Keep the beginning of a text that is too long for a line."""
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


class SelectionError(ConfigurationError):
    """A selection that is not understood.

    Attributes:
        text: the selection.
        position: where in it, from 0; its length is the end.
        problem: what is wrong there, in one sentence without a full stop.
    """

    def __init__(self, text: str, position: int, problem: str) -> None:
        begin, end = max(0, position - SHOWN), position + SHOWN
        shown = f"{'…' if begin else ''}{text[begin:end]}{'…' if end < len(text) else ''}"
        super().__init__(f"in the selection {shown!r} at character {position + 1:,}: {problem}")
        self.text = text
        self.position = position
        self.problem = problem
