"""The page's own reading of the selection language gives what rtgraph's gives."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from rtgraph.graph import build_graph
from rtgraph.selection_tree import SelectionError
from rtgraph.selectors import select_workspaces
from tests.browser.opening import ask, open_page
from tests.examples import FULL
from tests.graphs import graph
from tests.test_selection_grammar import MISTAKES, TREES
from tests.test_selectors import SAMPLE, SELECTIONS

ASK = """texts => texts.map(text => {
  try {
    return rtgraph.select(text);
  } catch (error) {
    return [[...text.slice(0, error.position)].length, error.message];
  }
})"""
PIECES = ["a", "b", "c", "ws-d", "[ab]*", "?", "[!b]", "tag:t", "tag:[!u]*", "auto:yes", "mode:local", "project:p"]
SIGNS = [
    " ",
    ",",
    "..",
    "!",
    "+",
    "(",
    ")",
    " ",
    ",",
    '"a"',
    "2+",
    "+1",
    "cycle:",
    "root:*",
    "leaf:?",
    "isolated:*",
    "x",
]


def read(built: Any, text: str) -> list[Any]:
    """Give the ids that rtgraph selects, or the place of a mistake and what is wrong there."""
    try:
        return select_workspaces(built, text)
    except SelectionError as error:
        return [error.position, begin(error.problem)]


def short(found: list[Any]) -> list[Any]:
    if not found or isinstance(found[0], str):
        return found
    return [found[0], begin(found[1])]


def begin(problem: str) -> str:
    """Give what is wrong, without the value (Python shows it as it writes texts) and what was perhaps meant."""
    return problem.partition("'")[0].partition("; ")[0]


def test_every_selection_of_the_other_tests(page: Page, tmp_path: Path) -> None:
    open_page(page, tmp_path, SAMPLE)
    texts = [*SELECTIONS, *TREES, *MISTAKES]
    assert [short(each) for each in page.evaluate(ASK, texts)] == [read(SAMPLE, text) for text in texts]


def test_random_texts_on_random_graphs(page: Page, tmp_path: Path) -> None:
    chance = random.Random(7)
    for _ in range(8):
        names = "abcdefgh"
        lines = [f"{chance.choice(names)} > {chance.choice(names)}" for _ in range(chance.randrange(14))]
        built = graph(
            *names,
            *lines,
            auto="b d",
            project={"a": "p", "c": "q"},
            a={"tags": ("t", "u")},
            b={"tags": ("u",)},
            c={"tags": ("t",), "execution_mode": "local"},
        )
        open_page(page, tmp_path, built)
        texts = ["".join(chance.choices(PIECES + SIGNS, k=chance.randrange(1, 9))) for _ in range(400)]
        texts += [
            " ".join(chance.choices(PIECES, k=3)).replace(" ", chance.choice([" ", ",", ".."]), 1) for _ in range(100)
        ]
        found = page.evaluate(ASK, texts)
        assert [(text, short(each)) for text, each in zip(texts, found, strict=True)] == [
            (text, read(built, text)) for text in texts
        ]
        understood = [each for each in found if not each or isinstance(each[0], str)]
        assert len(understood) > 100


GLOBS = re.findall(
    r"\S+",
    r"[ [] []a] [!]a] [!a-c]* [a-] [-a] [--a] [a-c-e] [c-a] [!c-a] [!] *[ a**b [^a] [\]* *.* ?[a-c]? [a-a] [a--] "
    r"*** *?*?* [ab é* [à-é] ?",
)
NAMES = [
    "a",
    "b",
    "c",
    "-",
    "]",
    "^",
    "!",
    "\\",
    "ab",
    "axb",
    "a.b",
    "bab",
    "[",
    "[]",
    "[ab",
    "é",
    "è",
    "🦊",
    "a\nb",
    "A",
]


def test_globs_are_pythons(page: Page, tmp_path: Path) -> None:
    built = graph(
        *(f"w{place}" for place in range(len(NAMES))), **{f"w{i}": {"name": name} for i, name in enumerate(NAMES)}
    )
    open_page(page, tmp_path, built)
    found = page.evaluate(ASK, GLOBS)
    assert [(glob, short(each)) for glob, each in zip(GLOBS, found, strict=True)] == [
        (glob, read(built, glob)) for glob in GLOBS
    ]


def test_names_full_of_signs_and_shared_names(page: Page, tmp_path: Path) -> None:
    built = build_graph(FULL)
    hostile = built.nodes["ws-1"]["name"].replace("\\", "\\\\").replace('"', '\\"')
    open_page(page, tmp_path, built)
    assert page.evaluate(ASK, [f'"{hostile}"+1'])[0] == ["ws-1", "ws-2"]
    shared = graph("a", "b", "c", a={"name": "ws-b"}, b={"name": "same"}, c={"name": "same"})
    open_page(page, tmp_path, shared)
    assert page.evaluate(ASK, ["ws-b", "same"]) == [["ws-b"], ["ws-b", "ws-c"]]


@pytest.mark.parametrize("text", ["!" * 20_000 + "a", "a " * 20_000, "a," * 20_000 + "a"])
def test_length_is_no_trouble(page: Page, tmp_path: Path, text: str) -> None:
    open_page(page, tmp_path, graph("a", "b"))
    assert page.evaluate(ASK, [text])[0] == ["ws-a"]


def test_the_filter_field_shows_what_is_selected_and_where_a_mistake_is(page: Page, tmp_path: Path) -> None:
    open_page(page, tmp_path, graph("net > app > db", "net > web", "lone"))
    page.click("summary:has-text('Filter')")
    page.fill("#filter-select", "+app lone")
    page.press("#filter-select", "Enter")
    assert ask(page, "shown") == ["ws-app", "ws-lone", "ws-net"]
    assert page.inner_text("#shown") == "3 of 5 workspaces"
    assert page.locator("#outline li").all_inner_texts() == ["app", "lone", "net\nroot"]
    page.fill("#filter-select", "app,nott")
    page.press("#filter-select", "Enter")
    assert page.inner_text("#filter-mistake span") == "there is no workspace 'nott'; there are app, db, lone, net, web"
    assert page.locator("#filter-mistake pre").inner_text() == "app,nott\n    ^"
    assert len(ask(page, "shown")) == 5
    page.click("#filter-reset")
    assert page.is_hidden("#filter-mistake")
