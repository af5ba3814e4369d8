"""The docs say what the program does: generated pages are fresh, every command, name and link has its place."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import rtgraph
from rtgraph.audit.findings import audit_graph
from rtgraph.audit.policy_file import THRESHOLDS, parse_policy
from rtgraph.audit.rules import RULES
from rtgraph.cli.commands import COMMANDS
from rtgraph.cli.commands import rtgraph as group
from rtgraph.reports.formats import AUDIT_FORMATS
from tests import regenerate

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


def headings(page: str) -> set[str]:
    return set(re.findall(r"^#+ (.*)$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE))


def test_the_page_of_commands_is_fresh() -> None:
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == regenerate.cli_page()


@pytest.mark.parametrize("name", regenerate.TOURS)
def test_the_commands_of_a_tour_print_what_it_shows(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == regenerate.tour(name)


def test_every_rule_threshold_and_format_is_explained() -> None:
    page = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    assert {rule.id for rule in RULES} <= headings("docs/findings.md")
    assert [name for name in (*THRESHOLDS, *AUDIT_FORMATS) if name not in page] == []


def test_the_policy_that_is_shown_is_one() -> None:
    (shown,) = re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / "findings.md").read_text(encoding="utf-8"), re.DOTALL)
    policy = parse_policy(tomllib.loads(shown), "rtgraph.toml", tuple(rule.id for rule in RULES))
    graph = rtgraph.build_graph(rtgraph.load(ROOT / "samples" / "snapshot.json"))
    assert audit_graph(graph, policy).excepted == 1


def test_every_command_has_its_heading() -> None:
    commands = [" ".join(path) for path in regenerate.list_commands(group)]
    assert {"fix apply", "trigger list", *COMMANDS} <= set(commands)
    assert {f"rtgraph {command}" for command in commands} <= headings("docs/cli.md")


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
    lines = re.findall(r"^(?:\$ )?rtgraph ([a-z].*)", "\n".join(blocks), re.MULTILINE)
    commands = [" ".join(path) for path in regenerate.list_commands(group)]
    whole = [each for each in commands if not any(other.startswith(f"{each} ") for other in commands)]
    assert [line for line in lines if not any(f"{line} ".startswith(f"{each} ") for each in whole)] == []


def test_only_what_is_named_stands_at_the_top() -> None:
    allowed = {"pyproject.toml", "README.md", "rtgraph", "tests", "samples", "docs", "rtgraph-demo", "build", "dist"}
    assert {each.name for each in ROOT.iterdir() if not each.name.startswith(".")} <= allowed
