from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rtgraph.reports.markdown_quoting import quote_block, quote_markdown, write_table
from rtgraph.reports.quoting import plain

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
GAP = "\u200b"

HOSTILE = st.text(st.sampled_from("ab 1.)\\`*_[](){}|~$^&;<>#+-=!@:/\"'\n\x1b\u202e🦊") | st.characters(), max_size=40)


def shown(markdown: str) -> list[str]:
    """Give the texts that a page shows, and fail where a name became anything but text."""
    texts = []
    for token in PARSER.parse(markdown):
        if token.type == "inline":
            kinds = {each.type for each in token.children or []}
            assert kinds <= {"text", "text_special"}, kinds
            texts.append("".join(each.content for each in token.children or []).replace(GAP, ""))
    return texts


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("net-prod", "net-prod"),
        ("net_prod", "net\\_prod"),
        ("a|b", "a\\|b"),
        ("<b>&c", "&lt;b&gt;&amp;&#8203;c"),
        ("[x](y) `z` *s*", "\\[x\\](y) \\`z\\` \\*s\\*"),
        ("back\\slash", "back\\\\slash"),
        ("\x1b[31m\n", "\\\\x1b\\[31m\\\\n"),
        ("\u202eabc", "\\\\u202eabc"),
        ("@team", "@&#8203;team"),
        ("see #12 or !3", "see #&#8203;12 or !&#8203;3"),
        ("https://x.example", "https:&#8203;//x.example"),
        ("www.x.example", "www&#8203;.x.example"),
        (":tada:", ":&#8203;tada:"),
        ("2026-01-01T00:00:00Z on tfe.corp:8443: ok", "2026-01-01T00:00:00Z on tfe.corp:8443: ok"),
        ("# a", "\\# a"),
        ("- a", "\\- a"),
        ("1. a", "1\\. a"),
        (" a", "&#32;a"),
        ("🦊 é", "🦊 é"),
    ],
)
def test_a_text_shows_as_it_is_and_does_nothing(text: str, quoted: str) -> None:
    assert quote_markdown(text) == quoted


@given(HOSTILE)
def test_a_paragraph_shows_the_text_and_nothing_else(text: str) -> None:
    assert "".join(shown(quote_markdown(text))).strip(" ") == plain(text).strip(" ")


@given(st.lists(st.tuples(HOSTILE, HOSTILE, HOSTILE), min_size=1, max_size=4))
def test_a_table_has_the_cells_that_were_given(rows: list[tuple[str, str, str]]) -> None:
    lines = write_table(("one", "two", "three"), rows, right=(2,))
    assert len(lines) == len(rows) + 2
    assert lines[1] == "| --- | --- | --: |"
    cells = shown("\n".join(lines))[3:]
    assert [cell.strip(" ") for cell in cells] == [plain(cell).strip(" ") for row in rows for cell in row]


@given(HOSTILE)
def test_nobody_is_mentioned_and_nothing_is_linked(text: str) -> None:
    page = "".join(
        each.content
        for token in PARSER.parse(f"x {quote_markdown(text)}")
        if token.type == "inline"
        for each in token.children or []
    )
    assert not re.search(r"[@#!%~$&]\w|://|\bwww\.", page)


@given(st.lists(HOSTILE, min_size=1, max_size=4))
def test_a_block_of_code_holds_its_lines_and_nothing_ends_it(lines: list[str]) -> None:
    tokens = PARSER.parse("\n".join(["- item", "", *(f"  {line}" for line in quote_block(lines)), "- next"]))
    (block,) = [each for each in tokens if each.type == "fence"]
    assert block.content.splitlines() == [plain(line) for line in lines]
