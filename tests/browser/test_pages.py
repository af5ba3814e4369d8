"""The watch over pages sees what it is there for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pages import watch_context


@pytest.fixture
def watched(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    context = browser.new_context()
    wrong = watch_context(context)
    yield context.new_page(), wrong
    context.close()


def test_a_quiet_page_is_fine(watched: tuple[Page, list[str]]) -> None:
    page, wrong = watched
    page.set_content(
        "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA='><script>console.log(1)</script>"
    )
    assert wrong == []


@pytest.mark.parametrize(
    ("body", "complaints"),
    [
        ("<script>console.error('oh')</script>", ["console: oh"]),
        ("<script>throw new Error('oh')</script>", ["error: oh"]),
        ("<script>alert('oh')</script>", ["alert: oh"]),
        (
            "<img src='http://127.0.0.1:9/a.png'>",
            ["asked for http://127.0.0.1:9/a.png", "console: Failed to load resource: net::ERR_FAILED"],
        ),
    ],
)
def test_a_page_that_complains_or_reaches_out_is_not(
    body: str, complaints: list[str], watched: tuple[Page, list[str]]
) -> None:
    page, wrong = watched
    page.set_content(body)
    assert wrong == complaints
