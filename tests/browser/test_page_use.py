"""The page in use, with clicks and keys: what it lights and counts is the graph's truth."""

from __future__ import annotations

import json
import random
import re
import shlex
from pathlib import Path

import networkx as nx
import pytest
from playwright.sync_api import Page

from rtgraph.analysis.cycles import find_cycles
from rtgraph.audit.findings import audit_graph
from rtgraph.exports.pictures import Drawing
from rtgraph.graph import build_graph
from rtgraph.selectors import select_workspaces
from rtgraph.snapshots import load
from tests.browser.opening import ask, click_on, open_page, search_for, settle
from tests.graphs import graph
from tests.regenerate import SAMPLES

ACME = build_graph(load(SAMPLES / "snapshot.json"))
SMALL = graph("net > app > db", "net > web", "lone", project={"net": "core", "app": "pay", "db": "pay", "web": "pay"})


def order(chosen: set[str]) -> list[str]:
    return [each for each in ACME if each in chosen]


def name(workspace: str) -> str:
    return str(ACME.nodes[workspace]["name"])


def test_everything_is_drawn_and_listed(page: Page, tmp_path: Path) -> None:
    open_page(page, tmp_path, ACME)
    assert ask(page, "drawn") == {"workspaces": len(ACME), "groups": 0, "arrows": ACME.number_of_edges()}
    assert sorted(page.locator("#outline li .name").all_text_contents()) == sorted(map(name, ACME))
    assert page.locator("[role=tab] .number").all_inner_texts() == [
        str(len(ACME)), str(len(audit_graph(ACME).findings)), "3"
    ]  # fmt: skip


def test_clicks_light_upstream_and_downstream(page: Page, tmp_path: Path) -> None:
    open_page(page, tmp_path, ACME)
    for workspace in random.Random(1).sample(list(ACME), 8):
        page.keyboard.press("Escape")
        page.click("#fit")
        settle(page)
        click_on(page, workspace)
        assert ask(page, "selected") == workspace
        upstream, downstream = nx.ancestors(ACME, workspace), nx.descendants(ACME, workspace)
        assert ask(page, "lit") == order({workspace} | upstream | downstream)
        parts = [ACME.subgraph(each | {workspace}).edges for each in (upstream, downstream)]
        assert sorted(ask(page, "litTriggers")) == sorted({ACME.edges[edge]["id"] for part in parts for edge in part})
        assert page.inner_text("#panel h2") == name(workspace)
        assert f"{len(upstream)} workspace" in page.inner_text("#panel")


def test_the_panel_lists_triggers_with_ids_and_leads_to_the_others(page: Page, tmp_path: Path) -> None:
    open_page(page, tmp_path, ACME)
    search_for(page, "eks-prod")
    (workspace,) = select_workspaces(ACME, "eks-prod")
    inbound = [(source, ACME.edges[source, workspace]["id"]) for source in ACME.predecessors(workspace)]
    outbound = [(reached, ACME.edges[workspace, reached]["id"]) for reached in ACME.successors(workspace)]
    for section, triggers in (("Inbound", inbound), ("Outbound", outbound)):
        rows = page.locator(f"#panel section:has(h3:has-text('{section}')) li")
        shown = [tuple(row.splitlines()) for row in rows.all_inner_texts()]
        assert [(who, facts.split(" · ")[0]) for who, facts in shown] == [(name(end), each) for end, each in triggers]
    messages = [each.message for each in audit_graph(ACME).findings if workspace in each.workspaces]
    rows = page.locator("#panel [data-finding]")
    assert [text.split(" ", 1)[1] for text in rows.all_inner_texts()] == messages
    page.click("#panel .jump:has-text('checkout-prod')")
    assert page.inner_text("#panel h2") == "checkout-prod"
    assert page.get_by_role("link", name="Open the workspace").get_attribute("href") == ACME.nodes[
        ask(page, "selected")
    ]["url"]  # fmt: skip


def test_search_is_done_with_the_keyboard(page: Page, tmp_path: Path) -> None:
    open_page(page, tmp_path, ACME)
    page.keyboard.press("/")
    page.keyboard.type("PAYMENTS")
    assert page.is_visible("#no-hits")
    page.fill("#search", "-prod")
    options = page.locator("#hits [role=option]")
    assert options.count() == 40
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#hits [aria-selected=true]")
    assert page.get_attribute("#search", "aria-activedescendant") == chosen.get_attribute("id") == "hit-2"
    wanted = chosen.inner_text().split()[0]
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == wanted
    assert page.evaluate("document.activeElement.tagName") == "H2"


def test_the_list_is_walked_with_arrow_keys(page: Page, tmp_path: Path) -> None:
    open_page(page, tmp_path, SMALL)
    page.focus("#outline summary")
    for step in ("ArrowDown net", "ArrowDown pay", "ArrowDown app", "End lone", "Home core", "ArrowDown net"):
        key, focused = step.split()
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.firstChild.innerText") == focused
    page.keyboard.press("Enter")
    assert ask(page, "selected") == "ws-net"
    assert page.locator("#outline [aria-current]").all_inner_texts() == ["net\nroot"]


def test_findings_and_cycles_jump_to_their_place(page: Page, tmp_path: Path) -> None:
    open_page(page, tmp_path, ACME)
    page.click("#findings-tab")
    for finding in random.Random(2).sample(audit_graph(ACME).findings, 6):
        page.locator("#findings button", has_text=finding.message).click()
        inside = {each for each in finding.workspaces if each in ACME}
        ends = {end for edge in ACME.edges if ACME.edges[edge]["id"] in finding.run_triggers for end in edge}
        assert ask(page, "lit") == order(inside | ends)
        assert set(ask(page, "litTriggers")) == set(finding.run_triggers)
        settle(page)
        for each in inside:
            x, y = ask(page, f"locate({each!r})")
            assert 0 < x < page.evaluate("document.querySelector('#graph').clientWidth")
            assert 0 < y < page.evaluate("document.querySelector('#graph').clientHeight")
    page.click("#cycles-tab")
    page.locator("#cycles button", has_text="certs-prod → dns-prod").click()
    assert sorted(map(name, ask(page, "lit"))) == ["certs-prod", "dns-prod", "ingress-prod"]


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
