"""The grammar of selections: text → tree, or a mistake and its place.

::

    either     = both { space both }
    both       = turned { "," turned }
    turned     = { "!" } between
    between    = hops [ ".." hops ]
    hops       = [ [ number ] "+" ] single [ "+" [ number ] ]
    single     = "(" either ")" | [ key ":" ] ( word | '"' any '"' )
"""

from __future__ import annotations

import re
from typing import get_args

from rtgraph.nearest import suggest
from rtgraph.selection_tree import Between, Both, Either, Hops, Key, SelectionError, Term, Tree, Turned, shorten

KEYS: tuple[Key, ...] = get_args(Key)[1:]
"""What may stand before a colon."""
DEEPEST = 50
"""How deep brackets may stand in one another: more would be too deep for Python's own stack."""
DIGITS = 9
"""How many digits a number of hops may have; no chain is that long."""
TOKEN = re.compile(
    r"(?P<space>\s+)"
    r'|(?P<quoted>"(?:[^"\\]|\\.)*")'
    r"|(?P<sign>\.\.|[(),+!])"
    r'|(?P<word>(?!!)(?:(?!\.\.)[^\s(),+"])+)',
    re.DOTALL,
)


def parse_selection(text: str) -> Tree:
    """Read a selection.

    Raises:
        SelectionError: it is none.
    """
    reader = Reader(text)
    tree = reader.read_either()
    if reader.kind:
        raise reader.complain("there is a bracket too many; take it away, or open one before")
    return tree


class Reader:
    """Reads a text from left to right, a token at a time, and never goes back.

    Attributes:
        kind: of the token that comes next: ``space``, ``quoted``, ``sign``, ``word``; empty at the end.
        piece: that token's text.
        position: where it begins.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.depth = 0
        self.position = 0
        self.end = 0
        self.kind = ""
        self.piece = ""
        self.advance()

    def advance(self) -> None:
        """Go on to the next token."""
        self.position = self.end
        self.kind = self.piece = ""
        if self.position == len(self.text):
            return
        found = TOKEN.match(self.text, self.position)
        if found is None:
            raise self.complain('a quotation mark is not closed; put one more, or write \\" for one in a name')
        self.kind, self.piece, self.end = str(found.lastgroup), found[0], found.end()

    def complain(self, problem: str, position: int | None = None) -> SelectionError:
        """Make the error for a place, or for the one that was reached."""
        return SelectionError(self.text, self.position if position is None else position, problem)

    def take(self, sign: str) -> bool:
        """Go on where the next token is this sign, and tell whether it was."""
        found = self.kind == "sign" and self.piece == sign
        if found:
            self.advance()
        return found

    def skip_space(self) -> bool:
        """Go on where white space comes next, and tell whether it did."""
        found = self.kind == "space"
        if found:
            self.advance()
        return found

    def read_either(self) -> Tree:
        """Read parts with white space between, up to the end or to a closing bracket."""
        self.skip_space()
        parts = [self.read_both()]
        while self.kind and self.piece != ")":
            parts.append(self.read_both())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def read_both(self) -> Tree:
        """Read parts with commas between, and the white space that comes after; around a comma it says nothing."""
        parts = [self.read_turned()]
        spaced = self.skip_space()
        while self.take(","):
            self.skip_space()
            parts.append(self.read_turned())
            spaced = self.skip_space()
        if self.kind and self.piece != ")" and not spaced:
            raise self.complain(explain_neighbour(self.piece))
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def read_turned(self) -> Tree:
        """Read a part that exclamation marks may stand before; two of them say nothing."""
        turned = False
        while self.take("!"):
            turned = not turned
            self.skip_space()
        tree = self.read_between()
        return Turned(tree) if turned else tree

    def read_between(self) -> Tree:
        """Read a part, or two with ``..`` between."""
        tree = self.read_hops()
        return Between(tree, self.read_hops()) if self.take("..") else tree

    def read_hops(self) -> Tree:
        """Read a part with ``+`` and numbers of hops before and after it."""
        upstream = self.take_upstream()
        inner = self.read_single()
        downstream = self.take_number() if self.take("+") else 0
        return (
            inner if (upstream, downstream) == (0, 0) else Hops(inner=inner, upstream=upstream, downstream=downstream)
        )

    def take_upstream(self) -> int | None:
        """Read the ``+`` before a term and its number; digits are a name where nothing comes after their ``+``."""
        if self.take("+"):
            return None
        if not re.match(r"[0-9]+\+(?![\s),+]|\.\.|$)", self.text[self.position : self.end + 3]):
            return 0
        number = self.take_number()
        self.advance()
        return number

    def take_number(self) -> int | None:
        """Read a number of hops where one comes next."""
        if self.kind != "word" or not re.fullmatch("[0-9]+", self.piece):
            return None
        if len(self.piece) > DIGITS:
            raise self.complain(f"a number of hops has at most {DIGITS} digits; + without a number takes them all")
        number = int(self.piece)
        self.advance()
        return number

    def read_single(self) -> Tree:
        """Read a group, or a single term."""
        if self.piece == "(":
            return self.read_group()
        if self.kind not in {"word", "quoted"}:
            raise self.complain("something to select is missing here, such as a workspace, project:NAME or tag:NAME")
        if self.kind == "quoted" or ":" not in self.piece:
            return self.take_value("name")
        before, _, value = self.piece.partition(":")
        key = self.find_key(before, self.position)
        position = self.position + len(before) + 1
        self.advance()
        if value or self.kind != "quoted":
            term = Term(position=position, key=key, value=value, literal=False)
        else:
            term = self.take_value(key)
        self.check_value(term)
        return term

    def take_value(self, key: Key) -> Term:
        """Make a term of the word or the quoted text that comes next."""
        literal = self.kind == "quoted"
        value = unquote(self.piece) if literal else self.piece
        term = Term(position=self.position, key=key, value=value, literal=literal)
        self.advance()
        return term

    def read_group(self) -> Tree:
        """Read what stands in brackets."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.complain(f"brackets stand more than {DEEPEST} deep in one another; take some away")
        self.take("(")
        tree = self.read_either()
        if not self.take(")"):
            raise self.complain("a bracket is not closed; put ) where it ends")
        self.depth -= 1
        return tree

    def find_key(self, text: str, position: int) -> Key:
        """Find what stands before a colon."""
        for key in KEYS:
            if key == text:
                return key
        raise self.complain(f"there is no attribute {shorten(text)!r}{suggest(text, KEYS)}", position)

    def check_value(self, term: Term) -> None:
        """Make sure that there is a value, and one that the key can have."""
        if not term.value:
            raise self.complain(f"what comes after {term.key}: is missing; {term.key}:* is any", term.position)
        if term.key == "auto" and not term.is_glob and term.value not in {"yes", "no"}:
            raise self.complain(f"auto: is yes or no and not {shorten(term.value)!r}", term.position)


def explain_neighbour(sign: str) -> str:
    """Say what is wrong with what follows a term without a space."""
    if sign == "..":
        return "a path has two ends; write a..b b..c for one that goes on"
    if sign == "+":
        return "there is a + too many; one before and one after a term are all there can be"
    return "two terms stand together; put a space between them for either, a comma for both"


def unquote(quoted: str) -> str:
    """Give what stands between quotation marks."""
    return re.sub(r"(?s)\\(.)", r"\1", quoted[1:-1])
