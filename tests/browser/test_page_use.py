"""The page in use, with clicks and keys: what it lights and counts is the graph's truth."""

from __future__ import annotations

import random
from pathlib import Path

import networkx as nx
from playwright.sync_api import Page, expect

from rtgraph.audit.findings import audit_graph
from rtgraph.selectors import select_workspaces
from tests.browser.opening import ACME, SMALL, ask, click_on, open_page, order, search_for, settle
from tests.graphs import graph


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


def test_a_long_list_opens_in_parts(page: Page, tmp_path: Path) -> None:
    names = [f"w{place:03}" for place in range(450)]
    open_page(page, tmp_path, graph(*names))
    assert page.locator("#outline li").count() == 0
    page.focus("#outline summary")
    page.keyboard.press("Enter")
    assert page.locator("#outline .parts summary").all_inner_texts() == [
        "w000 … w199200", "w200 … w399200", "w400 … w44950"
    ]  # fmt: skip
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector("#outline li")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert ask(page, "selected") == "ws-w400"
    for summary in page.locator("#outline .parts details:not([open]) summary").all()[::-1]:
        summary.click()
    expect(page.locator("#outline li")).to_have_count(450)
    assert page.locator("#outline li .name").all_text_contents() == names
    page.click("summary:has-text('Filter')")
    page.fill("#filter-select", "w1*")
    page.press("#filter-select", "Enter")
    assert page.locator("#outline li .name").all_text_contents() == names[100:200]
    assert page.locator("#outline summary:visible .number").all_inner_texts() == ["100", "100"]


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
