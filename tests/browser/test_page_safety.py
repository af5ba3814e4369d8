"""Hostile names neither break nor run, nothing is asked for elsewhere, and everybody can use the page."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from rtgraph.exports.html import render_html
from rtgraph.exports.quoting import show
from rtgraph.graph import build_graph
from rtgraph.models import Project
from rtgraph.snapshots import load
from tests.browser.opening import ask, open_page, search_for, settle
from tests.browser.pages import watch_context
from tests.exports.pictures import HOSTILE, hostile_snapshot
from tests.graphs import graph
from tests.node.packages import PEERS, install_packages
from tests.regenerate import SAMPLES

RUN = "window.ran=1"
WORSE = (
    f"</script><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<!--<script>{RUN}",
    f"${{{RUN}}}`;{RUN}//",
    f"';{RUN};'\"-{RUN}-\"",
    "line\u2028separator\u2029s",
    "javascript:" + RUN,
    "🦊👩‍👩‍👧 عربي \u202e",
    "=cmd()|' /C calc'!A0",
    "{% raw %}{{ 7*7 }}",
    "]]><svg/onload=" + RUN + ">",
    "\x1b]8;;http://x\x07link\x1b]8;;\x07",
    "&lt;b&gt; &amp;amp;",
    "__proto__",
    "constructor",
    "w" * 255,
)


def hostile_everywhere() -> Any:
    """Put hostile texts wherever a server could: names, ids, projects, tags, versions, modes, addresses, reasons."""
    found = hostile_snapshot()
    names = (*HOSTILE, *WORSE)
    made = [
        replace(each, terraform_version=name, execution_mode=name, url=f"javascript:{RUN}", tags=(name, name[::-1]))
        for each, name in zip(found.workspaces, names, strict=False)
    ]
    more = [
        replace(found.workspaces[0], id=f"ws-{name}", name=name, project=Project(id=name, name=name)) for name in WORSE
    ]
    triggers = [
        replace(
            found.run_triggers[0], id=f"rt-{name}", sourceable_id=made[0].id, workspace_id=f"ws-{name}", created_at=name
        )
        for name in WORSE
    ]
    return build_graph(
        replace(found, organization=WORSE[0], workspaces=(*made, *more), run_triggers=(*found.run_triggers, *triggers))
    )


def test_hostile_names_are_shown_and_nothing_runs(page: Page, tmp_path: Path) -> None:
    built = hostile_everywhere()
    open_page(page, tmp_path, built)
    assert page.inner_text("h1") == f"{WORSE[0]} · run triggers"
    shown = page.locator("#outline .name").all_text_contents()
    assert sorted(shown) == sorted(show(built.nodes[each]["name"]) for each in built)
    for number, workspace in enumerate(built):
        page.evaluate("number => document.querySelector(`#outline [data-number='${number}']`).click()", number)
        assert ask(page, "selected") == workspace
        assert page.text_content("#panel h2") == show(built.nodes[workspace]["name"])
        assert page.locator("#panel a").count() <= 1
    for href in page.evaluate("[...document.querySelectorAll('a[href]')].map(each => each.href)"):
        assert href.startswith("https://")
    for tab in ("#findings-tab", "#cycles-tab", "#open-commands"):
        page.click(tab)
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    search_for(page, "</script>")
    settle(page)
    assert page.evaluate("window.ran") is None
    assert page.locator("script").count() == 2
    assert page.locator("img, iframe, object, embed, link, base, svg").count() == 0


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Serve another address on loopback, and note what is asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


ATTACKS = {
    "markup": "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
    "script": "append('script', {textContent: 'window.ran=1'})",
    "foreign script": "append('script', {src: `${url}/a.js`})",
    "handler": "document.body.setAttribute('onclick', 'window.ran=1'); document.body.click()",
    "image": "append('img', {src: `${url}/a.png`})",
    "frame": "append('iframe', {src: url})",
    "fetch": "fetch(`${url}/a`).catch(() => 0)",
    "form": "append('form', {action: `${url}/form`}).submit()",
    "eval": "setTimeout(() => eval('window.ran=1'))",  # at once it would run in the name of the test
    "style": "document.body.setAttribute('style', 'color:red')",
}
ATTACK = """([code, url]) => {
  window.refused = [];
  document.addEventListener('securitypolicyviolation', event => refused.push(event.effectiveDirective));
  const append = (tag, values) => document.body.appendChild(Object.assign(document.createElement(tag), values));
  try {
    CODE
  } catch (error) {
    refused.push(String(error));
  }
  return new Promise(done => setTimeout(() => done(refused), 200));
}"""


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_policy_forbids_what_the_page_does_not_need(
    browser: Browser, tmp_path: Path, attack: str, elsewhere: tuple[str, list[str]]
) -> None:
    url, asked = elsewhere
    context = browser.new_context()
    page = open_page(context.new_page(), tmp_path, graph("a > b"))
    assert page.evaluate(ATTACK.replace("CODE", ATTACKS[attack]), [attack, url]) != []
    assert page.evaluate("window.ran") is None
    assert page.locator("body > b").count() == 0
    assert asked == []
    context.close()


def test_the_watch_sees_what_the_policy_refuses(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context()
    wrong = watch_context(context)
    path = tmp_path / "page.html"
    path.write_text(render_html(graph("a")).replace("</body>", f"<script>{RUN}</script></body>"), encoding="utf-8")
    page = context.new_page()
    page.goto(path.as_uri())
    settle(page)
    assert page.evaluate("window.ran") is None
    assert len(wrong) == 1
    assert "Content Security Policy" in wrong[0]
    context.close()


@pytest.fixture(scope="module")
def axe() -> str:
    """Give axe-core's script; skips by name where it cannot be had."""
    try:
        return (install_packages(PEERS) / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    except LookupError as error:
        pytest.skip(str(error))


def find_barriers(page: Page, axe: str) -> list[str]:
    """Give what axe-core finds wrong, of any severity, after it was shown that it finds something."""
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert len(found["passes"]) > 10
    return [
        f"{each['id']} ({each['impact']}): {node['html'][:120]} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_axe_finds_no_barrier(browser: Browser, tmp_path: Path, axe: str, scheme: str, width: int) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 860})  # type: ignore[arg-type]
    page = open_page(context.new_page(), tmp_path, build_graph(load(SAMPLES / "snapshot.json")))
    assert find_barriers(page, axe) == []
    page.click("summary:has-text('Filter')")
    search_for(page, "ledger-prod")
    page.keyboard.press("n")
    assert find_barriers(page, axe) == []
    page.click("#findings-tab")
    page.locator("#findings li button").first.click()
    assert find_barriers(page, axe) == []
    page.click("#cycles-tab")
    page.fill("#filter-select", "((")
    page.press("#filter-select", "Enter")
    page.fill("#search", "prod")
    assert find_barriers(page, axe) == []
    page.keyboard.press("Escape")
    page.click("#open-commands")
    assert find_barriers(page, axe) == []
    page.keyboard.press("Escape")
    page.click("#open-help")
    assert find_barriers(page, axe) == []
    context.close()
