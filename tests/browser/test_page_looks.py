"""What the page looks like: screenshots that are looked at, moves, sizes, paper, and pages with nothing to draw."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from rtgraph.exports.palette import DARK, LOOKS, PAPER, RED
from rtgraph.graph import build_graph
from rtgraph.models import BlindSpot
from tests.browser.opening import ask, click_on, colours_at, open_page, settle
from tests.browser.pages import watch_context
from tests.graphs import graph, snapshot

ROLES = graph(
    "root > auto > plain > gate > auto",
    "root > unreadable",
    auto="auto",
    unreadable={"readable": False},
    gate={"auto_apply_run_trigger": False},
    plain={"auto_apply_run_trigger": True},
)


def fill_of(page: Page, workspace: str) -> str:
    """Give the colour of a box a little under its upper border, beside the middle."""
    x, y = ask(page, f"locate({workspace!r})")
    scale = ask(page, "view")["scale"]
    (colour,) = colours_at(page, round(x - 25 * scale), round(y - 12 * scale))
    return colour


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_boxes_have_the_colours_of_their_roles(browser: Browser, tmp_path: Path, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    wrong = watch_context(context)
    page = open_page(context.new_page(), tmp_path, ROLES)
    fills = {role: fill_of(page, f"ws-{role}") for role in ("root", "auto", "gate", "unreadable")}
    assert fills == {role: DARK[LOOKS[role].fill] if scheme == "dark" else LOOKS[role].fill for role in fills}
    page.click("#theme")
    settle(page)
    assert fill_of(page, "ws-root") == (LOOKS["root"].fill if scheme == "dark" else DARK[LOOKS["root"].fill])
    context.close()
    assert wrong == []


def test_a_cycle_is_red_and_what_leads_to_it_is_not(page: Page, tmp_path: Path) -> None:
    open_page(page, tmp_path, graph("a > b > c > b"))
    (left, y), (middle, _), (right, _) = (ask(page, f"locate('ws-{each}')") for each in "abc")
    half = 42 * ask(page, "view")["scale"]

    def reds(start: float, end: float) -> int:
        return colours_at(page, round(start + half + 8), round(y - 8), round(end - start - 2 * half - 16), 16).count(
            RED
        )

    assert reds(left, middle) == 0
    assert reds(middle, right) > 20


def test_what_is_not_lit_fades(page: Page, tmp_path: Path) -> None:
    open_page(page, tmp_path, graph("a > b", "c > d"))
    assert fill_of(page, "ws-c") == LOOKS["root"].fill
    click_on(page, "ws-b")
    assert fill_of(page, "ws-a") == LOOKS["root"].fill
    assert fill_of(page, "ws-c") not in {LOOKS["root"].fill, PAPER}


def test_the_drawing_is_moved_by_mouse_wheel_and_keys(page: Page, tmp_path: Path) -> None:
    open_page(page, tmp_path, ROLES)
    start = ask(page, "locate('ws-auto')")
    corner = page.locator("#graph").bounding_box()
    assert corner is not None
    page.mouse.move(corner["x"] + 30, corner["y"] + 40)
    page.mouse.down()
    page.mouse.move(corner["x"] + 130, corner["y"] + 90, steps=5)
    page.mouse.up()
    assert ask(page, "locate('ws-auto')") == pytest.approx([start[0] + 100, start[1] + 50], abs=1)
    assert ask(page, "selected") is None
    before, scale = ask(page, "locate('ws-auto')"), ask(page, "view")["scale"]
    page.mouse.move(corner["x"] + before[0], corner["y"] + before[1])
    page.mouse.wheel(0, -240)
    settle(page)
    assert ask(page, "view")["scale"] == pytest.approx(scale * 2.718**0.5, rel=0.01)
    assert ask(page, "locate('ws-auto')") == pytest.approx(before, abs=1)
    page.focus("#graph")
    page.keyboard.press("ArrowLeft")
    assert ask(page, "locate('ws-auto')")[0] == pytest.approx(before[0] + 60, abs=1)
    page.keyboard.press("0")
    assert ask(page, "locate('ws-auto')") == pytest.approx(start, abs=1)


def test_two_fingers_zoom_and_move(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(has_touch=True, viewport={"width": 390, "height": 800})
    wrong = watch_context(context)
    page = open_page(context.new_page(), tmp_path, ROLES)
    scale = ask(page, "view")["scale"]
    session = context.new_cdp_session(page)
    corner = page.locator("#graph").bounding_box()
    assert corner is not None

    def touch(kind: str, *points: float) -> None:
        at = [{"x": corner["x"] + x, "y": corner["y"] + 100, "id": place} for place, x in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    touch("touchStart", 100, 200)
    touch("touchMove", 80, 220)
    touch("touchMove", 50, 250)
    touch("touchEnd")
    assert ask(page, "view")["scale"] == pytest.approx(2 * scale, rel=0.02)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
    assert wrong == []


NOTHING = replace(
    snapshot(), complete=False, blind_spots=(BlindSpot(what="workspace", workspace_id="ws-9", reason="404"),)
)
STATES = {
    "no workspaces": (graph(), ["there are no workspaces"], "There is nothing to draw: no workspace is known."),
    "only blind spots": (
        build_graph(NOTHING),
        [
            "there are no workspaces",
            "1 blind spot that the token could not read (1 workspace): run triggers may be missing",
        ],
        "There is nothing to draw: no workspace is known.",
    ),
    "one workspace": (graph("net"), ["there are no run triggers"], None),
    "no triggers": (graph("net", "app"), ["there are no run triggers"], None),
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_a_page_with_little_says_so_and_works(page: Page, tmp_path: Path, state: str) -> None:
    built, notes, nothing = STATES[state]
    open_page(page, tmp_path, built)
    assert page.locator(".note:visible").all_inner_texts() == notes
    assert page.locator(".nothing").all_inner_texts() == ([nothing] if nothing else [])
    assert ask(page, "drawn") == {"workspaces": len(built), "groups": 0, "arrows": 0}
    for key in ("f", "c", "n", "p", "Escape"):
        page.keyboard.press(key)
    for workspace in built:
        click_on(page, workspace)
        assert ask(page, "selected") == workspace
        assert "An apply here queues no runs." in page.inner_text("#panel")


def test_paper_is_light_and_has_the_findings_without_the_tools(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(color_scheme="dark")
    page = open_page(context.new_page(), tmp_path, ROLES)
    pdf = page.pdf(format="A4", landscape=True)
    assert pdf.startswith(b"%PDF")
    corner = "document.querySelector('#graph').getContext('2d').getImageData(2, 2, 1, 1).data.join()"
    assert page.evaluate(corner) == "13,17,23,255"
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(corner) == "255,255,255,255"
    assert page.is_visible("#findings li")
    assert page.is_hidden(".tools")
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    settle(page)
    assert page.evaluate(corner) == "13,17,23,255"
    context.close()
