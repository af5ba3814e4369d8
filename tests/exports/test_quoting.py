from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtgraph.exports.quoting import quote_label, quote_link, quote_markup, quote_tooltip, shorten, show


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("net-prod", "net-prod"),
        ("a  b", "a  b"),
        ("é日🙂", "é日🙂"),
        ("\x1b[0m\x00\n", "\\x1b[0m\\x00\\n"),
        ("\u202e\u200b\u2028\ufffe\ud800", "\\u202e\\u200b\\u2028\\ufffe\\ud800"),
    ],
)
def test_what_does_not_show_itself_is_shown_as_an_escape(text: str, shown: str) -> None:
    assert show(text) == shown


def test_long_names_lose_their_middle() -> None:
    assert shorten("x" * 60) == "x" * 60
    assert shorten("a" * 50 + "b" * 50) == "a" * 37 + "..." + "b" * 20


def test_each_place_has_its_own_quoting() -> None:
    text = '\\N "a" &amp; <b>  c</b>'
    assert quote_label(text) == '\\\\N "a" &amp;amp; <b>  c</b>'
    assert quote_tooltip([text, "d"]) == '\\\\\\\\N "a" &amp;amp; <b>  c</b>\\nd'
    assert quote_markup(text) == "\\\\N &quot;a&quot; &amp;amp; &lt;b&gt; &#160;c&lt;/b&gt;"


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://app.terraform.io/app/acme/workspaces/net", "https://app.terraform.io/app/acme/workspaces/net"),
        ("http://localhost:8080/a?b=1&c=2#d", "http://localhost:8080/a?b=1&amp;c=2#d"),
        ('https://x/"\\N<b>\n é%20', "https://x/%22%5CN%3Cb%3E%0A%20%C3%A9%20"),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt://x/%0aalert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("//x/y", None),
        ("https:", None),
        ("https://[x", None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_become_links(url: str | None, link: str | None) -> None:
    assert quote_link(url) == link


@given(st.text())
def test_markup_holds_no_tag_and_no_control(text: str) -> None:
    quoted = quote_markup(text)
    assert not set(quoted) & set('<>"')
    assert quoted.isprintable()
