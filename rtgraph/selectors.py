"""The selection language: which workspaces of a graph a text means.

========================  ================================================================
term                      selects
========================  ================================================================
``net-prod`` ``net-*``    by name, with globs (``*``, ``?``, ``[…]``); ``ws-…`` by id
``project:x`` ``tag:x``   by attribute, with globs; ``mode:local``; ``auto:yes`` or ``no``
``+x`` ``x+`` ``2+x+1``   x with its upstream, its downstream, or so many hops of each
``x..y``                  everything on a path from x to y, both ends too
``cycle:*`` ``root:*``    by shape, with globs on names; ``leaf:*``, ``isolated:*`` too
``a b``                   union
``a,b``                   intersection, which binds tighter
``!a``                    every workspace but a
``( )``                   grouping; ``"…"`` quotes a name
========================  ================================================================
"""

from __future__ import annotations

import difflib
import fnmatch
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from rtgraph.errors import ConfigurationError, RtgraphError
from rtgraph.graph import count_triggers
from rtgraph.shapes import SHAPES, reach

if TYPE_CHECKING:
    from rtgraph.graph import Graph

TOKEN = re.compile(
    r'(?P<space>\s+)|(?P<quoted>"(?:[^"\\]|\\.)*")|(?P<sign>\.\.|[(),!+])|(?P<word>(?:(?!\.\.)[^\s(),!+"])+)'
)
DEEPEST = 100
"""How deep brackets and exclamation marks may stand in one another."""

FEW = 12
"""So many names are listed where none is near to the one that is not there."""

ATTRIBUTES: dict[str, Callable[[dict[str, object]], Iterable[str]]] = {
    "project": lambda node: [node["project"]["name"], node["project"]["id"]] if node["project"] else [],  # type: ignore[index]
    "tag": lambda node: node["tags"],  # type: ignore[return-value, dict-item]
    "mode": lambda node: [str(node["execution_mode"])] if node["execution_mode"] else [],
    "auto": lambda node: ["yes" if node["auto_apply_run_trigger"] is True else "no"],
}
"""attribute → its values in a node."""


class SelectionError(ConfigurationError):
    """A selection that is not understood; ``text``, ``position`` (from 0) and ``problem`` say where and why."""

    def __init__(self, text: str, position: int, problem: str) -> None:
        super().__init__(f"{problem}, at character {position + 1} of the selection {text!r}")
        self.text = text
        self.position = position
        self.problem = problem


def select_workspaces(graph: Graph, text: str) -> list[str]:
    """Give the ids of the workspaces that a selection means, in graph order.

    Raises:
        SelectionError: the text is no selection, or names a workspace, project, tag or mode that is not there.
    """
    chosen = Reader(graph, text).read()
    return [each for each in graph if each in chosen]


def select_part(graph: Graph, select: Iterable[str], exclude: Iterable[str]) -> Graph:
    """Give the part of a graph that selections mean: without one everything, less what is excluded.

    The graph attribute ``left_out`` counts the ``workspaces`` and ``run_triggers`` that are not in the part.

    Raises:
        SelectionError: as ``select_workspaces``.
        RtgraphError: nothing is left.
    """
    wanted, unwanted = tuple(select), tuple(exclude)
    chosen = {each for text in wanted for each in select_workspaces(graph, text)} if wanted else set(graph)
    chosen.difference_update(each for text in unwanted for each in select_workspaces(graph, text))
    if not chosen and (wanted or unwanted):
        asked = [*(f"--select {each}" for each in wanted), *(f"--exclude {each}" for each in unwanted)]
        raise RtgraphError(f"{' '.join(asked)} selects no workspace; see what there is with: rtgraph chains --all")
    part: Graph = graph.subgraph([each for each in graph if each in chosen]).copy()
    part.graph["left_out"] = {
        "workspaces": len(graph) - len(part),
        "run_triggers": count_triggers(graph) - count_triggers(part),
    }
    return part


class Reader:
    """Reads one selection of one graph, from left to right."""

    def __init__(self, graph: Graph, text: str) -> None:
        self.graph = graph
        self.text = text
        self.tokens = self._split()
        self.place = 0
        self.depth = 0

    def read(self) -> set[str]:
        """Read the whole text."""
        chosen = self._union()
        if self.place < len(self.tokens):
            raise self._wrong("there is a bracket too many")
        return chosen

    def _split(self) -> list[tuple[str, str, int]]:
        """Split the text into (kind, token, position)."""
        tokens, position = [], 0
        while position < len(self.text):
            found = TOKEN.match(self.text, position)
            if found is None:
                raise SelectionError(self.text, position, "a quotation mark is not closed")
            tokens.append((str(found.lastgroup), found[0], position))
            position = found.end()
        while tokens and tokens[-1][0] == "space":
            tokens.pop()
        return tokens

    def _next(self, ahead: int = 0) -> str:
        """Give the next token, empty at the end; white space is a space."""
        if self.place + ahead >= len(self.tokens):
            return ""
        kind, token, _ = self.tokens[self.place + ahead]
        return " " if kind == "space" else token

    def _wrong(self, problem: str) -> SelectionError:
        """Make the error for the place that was reached."""
        position = self.tokens[self.place][2] if self.place < len(self.tokens) else len(self.text)
        return SelectionError(self.text, position, problem)

    def _union(self) -> set[str]:
        """Read terms with white space between."""
        chosen: set[str] = set()
        empty = True
        while True:
            while self._next() == " ":
                self.place += 1
            if self._next() in ("", ")"):
                if empty:
                    raise self._wrong("a workspace, a project:, a tag: or the like is missing")
                return chosen
            chosen |= self._intersection()
            empty = False

    def _intersection(self) -> set[str]:
        """Read terms with commas between; white space around a comma does not matter."""
        chosen = self._complement()
        while True:
            spaces = 1 if self._next() == " " and self._next(1) == "," else 0
            if self._next(spaces) != ",":
                return chosen
            self.place += spaces + 1
            if self._next() == " ":
                self.place += 1
            chosen = chosen & self._complement()

    def _complement(self) -> set[str]:
        """Read a term that may be turned round with exclamation marks."""
        turned = False
        while self._next() == "!":
            turned = not turned
            self.place += 1
        chosen = self._path()
        return set(self.graph) - chosen if turned else chosen

    def _path(self) -> set[str]:
        """Read ``x..y``, or a term with hops."""
        chosen = self._spread()
        while self._next() == "..":
            self.place += 1
            end = self._spread()
            chosen = reach(self.graph.successors, chosen) & reach(self.graph.predecessors, end)
        return chosen

    def _spread(self) -> set[str]:
        """Read a term with ``+`` and hops before or after it."""
        above = below = 0.0
        if self._next() == "+":
            above = float("inf")
            self.place += 1
        elif is_hops(self._next()) and self._next(1) == "+" and self._next(2) not in ("", " ", ")", ","):
            above = int(self._next())
            self.place += 2
        chosen = self._primary()
        if self._next() == "+":
            self.place += 1
            below = float("inf")
            if is_hops(self._next()):
                below = int(self._next())
                self.place += 1
        upstream = reach(self.graph.predecessors, chosen, above) if above else set()
        downstream = reach(self.graph.successors, chosen, below) if below else set()
        return chosen | upstream | downstream

    def _primary(self) -> set[str]:
        """Read a bracket or a single term."""
        token = self._next()
        if token == "(":  # noqa: S105 - a bracket
            self.depth += 1
            if self.depth > DEEPEST:
                raise self._wrong(f"brackets stand deeper than {DEEPEST} in one another")
            self.place += 1
            chosen = self._union()
            if self._next() != ")":
                raise self._wrong("a bracket is not closed")
            self.place += 1
            self.depth -= 1
            return chosen
        if token in ("", " ", ")", ",", "!", "+", ".."):
            raise self._wrong("a workspace, a project:, a tag: or the like is missing")
        start = self.place
        self.place += 1
        if token.endswith(":") and not token.startswith('"') and self._next().startswith('"'):
            token += unquote(self._next())
            self.place += 1
            return self._attribute(token, start)
        if token.startswith('"'):
            return self._name(unquote(token), start, plain=True)
        if ":" in token:
            return self._attribute(token, start)
        return self._name(token, start, plain=not is_glob(token))

    def _name(self, name: str, start: int, *, plain: bool) -> set[str]:
        """Find workspaces by name or id."""
        if not plain:
            matches = re.compile(fnmatch.translate(name)).match
            return {each for each, node in self.graph.nodes(data=True) if matches(node["name"])}
        if name in self.graph:
            return {name}
        found = {each for each, node in self.graph.nodes(data=True) if node["name"] == name}
        if not found:
            raise self._unknown("workspace", name, (node["name"] for _, node in self.graph.nodes(data=True)), start)
        return found

    def _attribute(self, token: str, start: int) -> set[str]:
        """Find workspaces by an attribute or by their shape."""
        kind, _, value = token.partition(":")
        matches = re.compile(fnmatch.translate(value)).match
        if kind == "cycle" and not is_glob(value):
            return SHAPES[kind](self.graph, value)
        if kind in SHAPES:
            return {each for each in SHAPES[kind](self.graph, None) if matches(self.graph.nodes[each]["name"])}
        if kind not in ATTRIBUTES:
            raise self._unknown("attribute", kind, (*ATTRIBUTES, *SHAPES), start)
        values = {each: tuple(ATTRIBUTES[kind](node)) for each, node in self.graph.nodes(data=True)}
        found = {each for each, known in values.items() if any(map(matches, known))}
        if not found and not is_glob(value) and not (kind == "auto" and value in ("yes", "no")):
            raise self._unknown(kind, value, {one for known in values.values() for one in known}, start)
        return found

    def _unknown(self, what: str, name: str, known: Iterable[str], start: int) -> SelectionError:
        """Make the error for a name that is not there, with the nearest ones."""
        choices = sorted(set(known))
        near = difflib.get_close_matches(name, choices, n=3)
        hint = (
            f"; did you mean {' or '.join(near)}?"
            if near
            else f"; there are {', '.join(choices)}"
            if len(choices) < 9
            else ""
        )
        return SelectionError(self.text, self.tokens[start][2], f"there is no {what} {name!r}{hint}")


def is_hops(token: str) -> bool:
    """Tell whether a token is a number of hops."""
    return token.isascii() and token.isdigit() and len(token) < 10


def is_glob(text: str) -> bool:
    """Tell whether a text is a pattern."""
    return not set(text).isdisjoint("*?[")


def unquote(token: str) -> str:
    """Give what stands between quotation marks."""
    return re.sub(r"\\(.)", r"\1", token[1:-1])
