from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rtgraph.selection_grammar import parse_selection
from rtgraph.selection_tree import Between, Both, Either, Hops, Key, SelectionError, Term, Tree, Turned


def term(position: int, value: str, key: Key = "name", *, literal: bool = False) -> Term:
    return Term(position=position, key=key, value=value, literal=literal)


A = term(0, "a")

TREES: dict[str, Tree] = {
    "a": A,
    " a ": term(1, "a"),
    "net-*": term(0, "net-*"),
    "a.b!c": term(0, "a.b!c"),
    "w[!a]b": term(0, "w[!a]b"),
    '"a b"': term(0, "a b", literal=True),
    r'"say \"a\\b\""': term(0, r'say "a\b"', literal=True),
    '"tag:a"': term(0, "tag:a", literal=True),
    "tag:a": term(4, "a", "tag"),
    "tag:a:b": term(4, "a:b", "tag"),
    'project:"a, b"': term(8, "a, b", "project", literal=True),
    "+a": Hops(inner=term(1, "a"), upstream=None, downstream=0),
    "a+": Hops(inner=A, upstream=0, downstream=None),
    "2+a+10": Hops(inner=term(2, "a"), upstream=2, downstream=10),
    "0+a": term(2, "a"),
    "2": term(0, "2"),
    "2+": Hops(inner=term(0, "2"), upstream=0, downstream=None),
    "2+ a": Either((Hops(inner=term(0, "2"), upstream=0, downstream=None), term(3, "a"))),
    "2+..a": Between(Hops(inner=term(0, "2"), upstream=0, downstream=None), term(4, "a")),
    "2+1": Hops(inner=term(2, "1"), upstream=2, downstream=0),
    '"2"+1': Hops(inner=term(0, "2", literal=True), upstream=0, downstream=1),
    "2nd+": Hops(inner=term(0, "2nd"), upstream=0, downstream=None),
    '1+"a"': Hops(inner=term(2, "a", literal=True), upstream=1, downstream=0),
    "1+(a b)": Hops(inner=Either((term(3, "a"), term(5, "b"))), upstream=1, downstream=0),
    "a..b": Between(A, term(3, "b")),
    "a+1..2+b": Between(
        Hops(inner=A, upstream=0, downstream=1),
        Hops(inner=term(7, "b"), upstream=2, downstream=0),
    ),
    "!a": Turned(term(1, "a")),
    "! a": Turned(term(2, "a")),
    "!!a": term(2, "a"),
    "!a..b": Turned(Between(term(1, "a"), term(4, "b"))),
    "!a,b": Both((Turned(term(1, "a")), term(3, "b"))),
    "a b\n\tc": Either((A, term(2, "b"), term(5, "c"))),
    "a,b , c": Both((A, term(2, "b"), term(6, "c"))),
    "a b,c": Either((A, Both((term(2, "b"), term(4, "c"))))),
    "(a b),c": Both((Either((term(1, "a"), term(3, "b"))), term(6, "c"))),
    "(( a ))": term(3, "a"),
}


@pytest.mark.parametrize("text", TREES)
def test_what_binds_how(text: str) -> None:
    assert parse_selection(text) == TREES[text]


MISSING = "something to select is missing here, such as a workspace, project:NAME or tag:NAME"
TOGETHER = "two terms stand together; put a space between them for either, a comma for both"
KEYS = "there are project, tag, mode, auto, cycle, root, leaf, isolated"

MISTAKES = {
    "": (0, MISSING),
    "  ": (2, MISSING),
    "()": (1, MISSING),
    "a,": (2, MISSING),
    ",a": (0, MISSING),
    "a,,b": (2, MISSING),
    "a..": (3, MISSING),
    "..a": (0, MISSING),
    "a.. b": (3, MISSING),
    "!": (1, MISSING),
    "+": (1, MISSING),
    "++a": (1, MISSING),
    "2+!a": (2, MISSING),
    "a+b": (2, TOGETHER),
    "a+1b": (2, TOGETHER),
    '"a""b"': (3, TOGETHER),
    'a"b"': (1, TOGETHER),
    "a(b)": (1, TOGETHER),
    "(a)!b": (3, TOGETHER),
    "a++": (2, "there is a + too many; one before and one after a term are all there can be"),
    "1+a+1+": (5, "there is a + too many; one before and one after a term are all there can be"),
    "a..b..c": (4, "a path has two ends; write a..b b..c for one that goes on"),
    "1234567890+a": (0, "a number of hops has at most 9 digits; + without a number takes them all"),
    "a+1234567890": (2, "a number of hops has at most 9 digits; + without a number takes them all"),
    "(a": (2, "a bracket is not closed; put ) where it ends"),
    "a)": (1, "there is a bracket too many; take it away, or open one before"),
    'a "b': (2, 'a quotation mark is not closed; put one more, or write \\" for one in a name'),
    "a projekt:x": (2, "there is no attribute 'projekt'; did you mean project?"),
    ":x": (0, f"there is no attribute ''; {KEYS}"),
    "https://x": (0, f"there is no attribute 'https'; {KEYS}"),
    "tag:": (4, "what comes after tag: is missing; tag:* is any"),
    'a,tag:""': (6, "what comes after tag: is missing; tag:* is any"),
    "auto:maybe": (5, "auto: is yes or no and not 'maybe'"),
    "(" * 100_000: (50, "brackets stand more than 50 deep in one another; take some away"),
    "!(" * 100_000: (101, "brackets stand more than 50 deep in one another; take some away"),
}


@pytest.mark.parametrize("text", MISTAKES, ids=lambda text: text[:12])
def test_a_mistake_says_where_and_what_to_do(text: str) -> None:
    with pytest.raises(SelectionError) as caught:
        parse_selection(text)
    assert (caught.value.position, caught.value.problem) == MISTAKES[text]
    assert caught.value.text == text


def test_a_mistake_is_one_line_that_shows_only_what_is_around() -> None:
    with pytest.raises(SelectionError) as caught:
        parse_selection("tag:prod,\nprojekt:x")
    assert str(caught.value) == (
        r"in the selection 'tag:prod,\nprojekt:x' at character 11: "
        "there is no attribute 'projekt'; did you mean project?"
    )
    with pytest.raises(SelectionError) as caught:
        parse_selection("a " * 1000 + "b,, c" + " d" * 1000)
    assert str(caught.value) == f"in the selection '…{'a ' * 29}b,, c{' d' * 28} …' at character 2,003: {MISSING}"


@pytest.mark.parametrize("text", ["x" * 100_000 + ":x", "auto:" + "x" * 100_000])
def test_a_long_word_is_shortened(text: str) -> None:
    with pytest.raises(SelectionError, match="x…'") as caught:
        parse_selection(text)
    assert len(str(caught.value)) < 350


@pytest.mark.parametrize("text", ["!" * 100_000 + "a", "a " * 100_000, "a," * 100_000 + "a", "(" * 50 + "a" + ")" * 50])
def test_length_is_no_trouble(text: str) -> None:
    assert "value='a'" in repr(parse_selection(text))[:100_000]


@given(st.text(alphabet='aw*?[]"\\()!+,.: 12', max_size=20) | st.text(max_size=12))
@example("\x1c")
@example('"\n"')
def test_any_text_is_a_selection_or_one_line_about_it(text: str) -> None:
    found = mistake_in(text)
    if found is not None:
        assert 0 <= found.position <= len(text)
        assert re.fullmatch(r"in the selection .+ at character \d+: .+", str(found))


def mistake_in(text: str) -> SelectionError | None:
    try:
        parse_selection(text)
    except SelectionError as error:
        return error
    return None
