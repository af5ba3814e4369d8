"""The docs say what the program does: generated pages are fresh, every command, name and link has its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import rtgraph
from rtgraph.cli.commands import COMMANDS
from tests import regenerate

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


def headings(page: str) -> set[str]:
    return set(re.findall(r"^#+ (.*)$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE))


def test_the_page_of_commands_is_fresh() -> None:
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == regenerate.cli_page()


def test_the_tutorials_commands_print_what_it_shows() -> None:
    assert (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8") == regenerate.tutorial()


def test_every_command_has_its_heading() -> None:
    assert {f"rtgraph {name}" for name in COMMANDS} <= headings("docs/cli.md")


def test_every_public_name_has_its_heading_and_its_docstring() -> None:
    assert set(rtgraph.__all__) <= headings("docs/api.md")
    assert [name for name in rtgraph.__all__ if not (getattr(rtgraph, name).__doc__ or "").strip()] == []


def test_every_runtime_dependency_has_its_reason() -> None:
    declared = re.search(r"^dependencies = \[(.*?)^\]", (ROOT / "pyproject.toml").read_text(), re.DOTALL | re.MULTILINE)
    assert declared
    reasons = (ROOT / "docs" / "development.md").read_text(encoding="utf-8").partition("## Runtime dependencies")[2]
    assert [name for name in re.findall(r'"([a-z0-9-]+)>', declared[1]) if name not in reasons] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_in_the_docs_exist(page: Path) -> None:
    blocks = re.findall(r"```(?:sh|console)\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    used = set(re.findall(r"^(?:\$ )?rtgraph ([a-z]+)", "\n".join(blocks), re.MULTILINE))
    assert used <= set(COMMANDS)


def test_only_what_is_named_stands_at_the_top() -> None:
    allowed = {"pyproject.toml", "README.md", "rtgraph", "tests", "samples", "docs", "rtgraph-demo", "build", "dist"}
    assert {each.name for each in ROOT.iterdir() if not each.name.startswith(".")} <= allowed
