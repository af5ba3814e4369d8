"""The page's cascades are rtgraph's: every number, every wave, in the same order."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Page

from rtgraph.analysis.cascades import find_cascade
from rtgraph.reports.numbers import describe_runs
from tests.browser.opening import ask, open_page, search_for, settle
from tests.graphs import graph

if TYPE_CHECKING:
    from rtgraph.graph import Graph

ALL = """ids => ids.map(id => {
  const { runs, unattended, gates, waves, end } = rtgraph.cascade(id);
  const text = number => number === null ? null : String(number);
  const arrivals = waves.map(wave => wave.map(each => [each.workspace, text(each.runs), each.sources, each.gate]));
  return [text(runs), text(unattended), gates, arrivals, end];
})"""


def text(number: int | None) -> str | None:
    return None if number is None else str(number)


def expect(built: Graph, start: str) -> list[Any]:
    cascade = find_cascade(built, start)
    waves = [[[a.workspace, text(a.runs), list(a.sources), a.gate] for a in wave] for wave in cascade.waves]
    return [text(cascade.runs), text(cascade.unattended), list(cascade.gates), waves, cascade.waves_end]


def test_random_graphs(page: Page, tmp_path: Path) -> None:
    chance = random.Random(3)
    for size in (3, 6, 9, 12, 14, 16):
        names = [f"w{place:02}" for place in range(size)]
        lines = [f"{chance.choice(names)} > {chance.choice(names)}" for _ in range(chance.randrange(size, 2 * size))]
        local: dict[str, Any] = {chance.choice(names): {"execution_mode": "local"}}
        built = graph(*names, *lines, auto=" ".join(chance.sample(names, size // 2)), **local)
        for source, destination in list(built.edges)[::3]:
            built.edges[source, destination]["duplicates"] = [f"rt-again-{source}-{destination}"]
        open_page(page, tmp_path, built)
        assert page.evaluate(ALL, list(built)) == [expect(built, each) for each in built]


def test_numbers_are_exact_however_large(page: Page, tmp_path: Path) -> None:
    lines = [f"s{step} > {way}{step} > s{step + 1}" for step in range(80) for way in "ab"]
    built = graph(*lines, auto="*")
    open_page(page, tmp_path, built)
    (found,) = page.evaluate(ALL, ["ws-s0"])
    assert found == expect(built, "ws-s0")
    assert int(found[0]) > 2**80
    search_for(page, "s0")
    assert f"An apply here queues {describe_runs(int(found[0]))} in " in page.inner_text("#cascade")


def test_waves_without_end_are_bounded(page: Page, tmp_path: Path) -> None:
    chain = " > ".join(f"w{place:04}" for place in range(900))
    shortcuts = [f"w{place:04} > w{place + 2:04}" for place in range(898)]
    built = graph(chain, *shortcuts, "w0899 > w0000")
    open_page(page, tmp_path, built)
    assert page.evaluate(ALL, ["ws-w0000"])[0] == expect(built, "ws-w0000")


def test_the_waves_are_stepped_through(page: Page, tmp_path: Path) -> None:
    built = graph("net > app > db", "net > web > db", "db > report", auto="app web")
    open_page(page, tmp_path, built)
    search_for(page, "net")
    assert page.locator("#cascade > p").all_inner_texts() == [
        "An apply here queues 6 runs in 4 other workspaces, 2 of them applied with nobody confirming.",
        "A person is asked in db, report.",
    ]
    seen = []
    for _ in range(3):
        page.click("#wave-next")
        settle(page)
        rows = page.locator("#wave li").all_inner_texts()
        seen.append((page.inner_text("#wave h4"), rows, ask(page, "lit"), ask(page, "litTriggers")))
    assert seen == [
        (
            "Wave 1 of 3: 2 runs in 2 workspaces",
            ["app\n1 run from net", "web\n1 run from net"],
            ["ws-app", "ws-net", "ws-web"],
            ["rt-net-app", "rt-net-web"],
        ),
        (
            "Wave 2 of 3: 2 runs in 1 workspace",
            ["db\n2 runs from app, web · waits for a person"],
            ["ws-app", "ws-db", "ws-net", "ws-web"],
            ["rt-app-db", "rt-web-db"],
        ),
        (
            "Wave 3 of 3: 2 runs in 1 workspace",
            ["report\n2 runs from db · waits for a person"],
            ["ws-app", "ws-db", "ws-net", "ws-report", "ws-web"],
            ["rt-db-report"],
        ),
    ]
    page.click("#wave-back")
    assert page.inner_text("#wave h4") == "Wave 2 of 3: 2 runs in 1 workspace"
    page.keyboard.press("Escape")
    assert ask(page, "lit") == []


def test_the_waves_play_by_themselves_to_the_last(page: Page, tmp_path: Path) -> None:
    open_page(page, tmp_path, graph("a > b > c"))
    page.clock.install()
    search_for_at_once = "() => document.querySelector('[data-number=\"0\"]').click()"
    page.evaluate(search_for_at_once)
    page.click("#wave-play")
    assert (page.inner_text("#wave h4"), page.inner_text("#wave-play")) == (
        "Wave 1 of 2: 1 run in 1 workspace",
        "Pause",
    )
    page.clock.run_for(1500)
    assert page.inner_text("#wave h4") == "Wave 2 of 2: 1 run in 1 workspace"
    page.clock.run_for(1500)
    assert (page.inner_text("#wave h4"), page.inner_text("#wave-play")) == ("Wave 2 of 2: 1 run in 1 workspace", "Play")
