"""One browser for the tests of this folder; pages that may neither complain nor reach out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.pages import Mermaid, watch_context

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start the browser; it ends with this folder, since its loop would be in the way of other tests'."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium here")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Open a profile of its own; fails the test where a page of it complains or asks for anything elsewhere."""
    opened = browser.new_context()
    wrong = watch_context(opened)
    yield opened
    opened.close()
    assert wrong == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Open an empty page."""
    return context.new_page()


@pytest.fixture(params=["mermaid", "mermaid-11"])
def mermaid(request: pytest.FixtureRequest, page: Page, node_modules: Path) -> Mermaid:
    """Load one release of Mermaid into the page; give the function that parses and draws a text there.

    The function raises Playwright's ``Error`` with Mermaid's words where the text is not understood.
    """
    page.set_content("<!doctype html><title>Mermaid</title><main></main>")
    page.add_script_tag(path=node_modules / request.param / "dist" / "mermaid.min.js")
    page.evaluate("mermaid.initialize({startOnLoad: false})")

    def draw(text: str) -> str:
        svg: str = page.evaluate(DRAW, text)
        return svg

    return draw


DRAW = """async text => {
  await mermaid.parse(text);
  const { svg } = await mermaid.render("drawing", text);
  document.querySelector("main").innerHTML = svg;
  return svg;
}"""
