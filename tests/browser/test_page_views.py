"""What is seen, as filters, cards, addresses and commands: each says the same as rtgraph itself."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import networkx as nx
import pytest
from playwright.sync_api import Browser, Page, expect

from rtgraph.analysis.cycles import find_cycles
from rtgraph.audit.findings import audit_graph
from rtgraph.exports.pictures import Drawing
from rtgraph.selectors import select_workspaces
from tests.browser.opening import ACME, SMALL, ask, click_on, open_page, order, search_for, settle
from tests.graphs import graph


@pytest.mark.parametrize(
    ("field", "value", "selection"),
    [
        ("project", "payments", "project:payments"),
        ("tag", "pci", "tag:pci"),
        ("select", "+payouts-prod,!tag:pci", None),
    ],
)
def test_filters_and_the_command_that_makes_the_same(
    page: Page, tmp_path: Path, field: str, value: str, selection: str | None
) -> None:
    open_page(page, tmp_path, ACME)
    page.click("summary:has-text('Filter')")
    if field == "select":
        page.fill("#filter-select", value)
        page.press("#filter-select", "Enter")
    else:
        page.select_option(f"#filter-{field}", value)
    assert ask(page, "shown") == select_workspaces(ACME, selection or value)
    page.click("#open-commands")
    command = shlex.split(page.input_value("#command-0"))
    assert command[:4] == ["rtgraph", "export", "--demo", "--select"]
    assert select_workspaces(ACME, command[4]) == ask(page, "shown")


def test_a_rule_filters_workspaces_and_findings(page: Page, tmp_path: Path) -> None:
    open_page(page, tmp_path, ACME)
    page.click("summary:has-text('Filter')")
    page.select_option("#filter-rule", "duplicate-runs")
    findings = [each for each in audit_graph(ACME).findings if each.rule == "duplicate-runs"]
    assert ask(page, "shown") == order({each for finding in findings for each in finding.workspaces})
    page.click("#findings-tab")
    assert page.locator("#findings li:visible").count() == len(findings)
    page.click("#open-commands")
    assert select_workspaces(ACME, shlex.split(page.input_value("#command-0"))[4]) == ask(page, "shown")


def test_projects_collapse_and_expand(page: Page, tmp_path: Path) -> None:
    open_page(page, tmp_path, ACME)
    projects = nx.get_node_attributes(ACME, "project")
    homes = {each: (home and home["name"]) or each for each, home in projects.items()}
    between = {(homes[one], homes[other]) for one, other in ACME.edges if homes[one] != homes[other]}
    page.click("#collapse")
    settle(page)
    loose = sum(home is None for home in projects.values())
    assert ask(page, "drawn") == {"workspaces": loose, "groups": 3, "arrows": len(between)}
    click_on(page, next(each for each in ACME if homes[each] == "payments"))
    assert ask(page, "drawn")["groups"] == 2
    page.keyboard.press("c")
    assert ask(page, "drawn")["groups"] == 0


def test_the_address_restores_what_is_seen(page: Page, tmp_path: Path) -> None:
    open_page(page, tmp_path, ACME)
    search_for(page, "eks-prod")
    page.keyboard.press("n")
    page.keyboard.press("n")
    page.click("summary:has-text('Filter')")
    page.select_option("#filter-tag", "prod")
    page.click("#theme")
    page.click("#larger")
    page.wait_for_timeout(300)
    states = []
    for _ in range(2):
        states.append({key: ask(page, key) for key in ("selected", "lit", "litTriggers", "shown", "view")})
        states[-1]["heading"] = page.inner_text("#wave h4")
        states[-1]["theme"] = page.evaluate("document.documentElement.dataset.theme")
        address = page.evaluate("location.hash")
        open_page(page, tmp_path, ACME, address=address)
    one, other = states
    assert other.pop("view") == pytest.approx(one.pop("view"), abs=1)
    assert one == other
    assert one["heading"].startswith("Wave 2 of 6")


def test_every_finding_cycle_and_card_has_an_address(page: Page, tmp_path: Path) -> None:
    open_page(page, tmp_path, ACME)
    page.click("#findings-tab")
    for number in range(len(audit_graph(ACME).findings)):
        page.evaluate("number => document.querySelector(`[data-finding='${number}']`).click()", number)
        page.wait_for_timeout(200)
        lit, told = ask(page, "lit"), page.inner_text("#panel")
        page.evaluate("location.hash = location.hash.replace('view=', 'was=')")
        page.wait_for_timeout(50)
        assert (ask(page, "lit"), page.inner_text("#panel")) == (lit, told)
    for address, drawn in (("#overview=yes", 3), ("#collapsed=core&collapsed=payments", 2), ("#collapsed=none", 0)):
        open_page(page, tmp_path, ACME, address=address)
        assert ask(page, "drawn")["groups"] == drawn
        page.click("#larger")
        page.wait_for_timeout(300)
        assert ask(page, "drawn")["groups"] == drawn
        assert page.evaluate("location.hash").startswith(address) == bool(drawn)
    for cycle in ("ws-none", *(each.workspaces[0] for each in find_cycles(ACME))):
        open_page(page, tmp_path, ACME, address=f"#cycle={cycle}")
        assert (cycle in ask(page, "lit")) == (cycle in ACME)


@pytest.mark.parametrize(
    "address",
    [
        "#workspace=none&wave=9&view=x_y_z",
        "#finding=99999&cycle=-1&collapsed=7.x&project=no",
        "#select=%28%28&theme=<b>&view=1_1_0",
        "#%ff=%",
        "#outline",
    ],
)
def test_an_address_that_is_wrong_does_no_harm(page: Page, tmp_path: Path, address: str) -> None:
    open_page(page, tmp_path, SMALL, address=address)
    assert ask(page, "drawn") == {"workspaces": 5, "groups": 0, "arrows": 3}
    assert (ask(page, "selected"), ask(page, "lit")) == (None, [])
    assert 0 < ask(page, "view")["scale"] <= 4


def test_commands_quote_every_name(page: Page, tmp_path: Path) -> None:
    names = {"a": "it's; rm -rf ~", "b": '"quoted" \\ (x),!', "c": "net prod", "d": "new\nline", "e": "-x", "f": "ws-a"}
    built = graph(" > ".join(names), **{key: {"name": value} for key, value in names.items()})
    open_page(page, tmp_path, built)
    for workspace in built:
        page.evaluate(
            "number => document.querySelector(`#outline [data-number='${number}']`).click()",
            list(built).index(workspace),
        )
        page.click("#open-commands")
        impact, export = (shlex.split(page.input_value(f"#command-{place}")) for place in (0, 1))
        page.keyboard.press("Escape")
        assert impact[:2] == ["rtgraph", "impact"]
        assert impact[3:] == ["--org", "acme"]
        assert impact[2] in {workspace, built.nodes[workspace]["name"]}
        assert not impact[2].startswith("-")
        assert select_workspaces(built, export[5]) == list(built)


def test_arrows_that_show_dependencies_light_the_same(page: Page, tmp_path: Path) -> None:
    drawing = Drawing(arrows="depends", layout="TB", group_by="none")
    open_page(page, tmp_path, SMALL, drawing)
    assert page.inner_text(".direction") == "A → B: a run in A is queued by a successful apply in B"
    assert ask(page, "locate('ws-net')")[1] > ask(page, "locate('ws-app')")[1] > ask(page, "locate('ws-db')")[1]
    click_on(page, "ws-app")
    assert ask(page, "lit") == ["ws-app", "ws-db", "ws-net"]
    assert re.findall(r"\d+ workspaces? upstream, \d+ downstream", page.inner_text("#panel")) == [
        "1 workspace upstream, 1 downstream"
    ]


def test_the_names_that_other_scripts_may_ask_for_are_read_only(page: Page, tmp_path: Path) -> None:
    open_page(page, tmp_path, SMALL)
    names = json.loads(page.evaluate("JSON.stringify(Object.keys(rtgraph))"))
    assert names == ["selected", "shown", "lit", "litTriggers", "drawn", "view", "locate", "select", "cascade"]
    assert page.evaluate("Object.isFrozen(rtgraph)")


def test_a_command_is_copied(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = open_page(context.new_page(), tmp_path, ACME)
    page.click("#open-commands")
    page.click("#command-list button")
    expect(page.locator("#command-list button")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "rtgraph export --demo -o graph.html"
    context.close()
