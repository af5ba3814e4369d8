from __future__ import annotations

import base64
import hashlib
import json
import random
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from rtgraph.errors import RtgraphError
from rtgraph.exports import html
from rtgraph.exports.html import SCRIPTS, render_html
from rtgraph.exports.page_quoting import embed_json
from rtgraph.exports.pictures import Drawing
from rtgraph.graph import build_graph
from rtgraph.models import Scope
from rtgraph.selectors import select_part
from rtgraph.snapshots import load
from tests.exports.pictures import HOSTILE, hostile_snapshot
from tests.graphs import graph, snapshot
from tests.regenerate import SAMPLES


class Parts(HTMLParser):
    """Reads a page as a browser does: elements, and the text of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open = tag

    def handle_endtag(self, tag: str) -> None:
        self.open = ""

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts.setdefault(self.open, []).append(data)

    @property
    def data(self) -> Any:
        return json.loads(self.texts["script"][0])


def test_the_policy_names_this_script_and_this_style() -> None:
    page = Parts(render_html(graph("a > b")))
    (policy,) = [attrs["content"] for tag, attrs in page.elements if "http-equiv" in attrs]
    _, script = page.texts["script"]
    (style,) = page.texts["style"]
    hashes = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in (script, style)]
    assert policy == (
        f"default-src 'none'; script-src 'sha256-{hashes[0]}'; style-src 'sha256-{hashes[1]}'; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def test_the_page_is_one_file_without_handlers_in_its_markup() -> None:
    page = Parts(render_html(build_graph(load(SAMPLES / "snapshot.json"))))
    names = {name for _, attrs in page.elements for name in attrs}
    assert not names & {"src", "srcset", "style", "background", "action", "data", "href"}
    assert [name for name in names if name.startswith("on")] == []
    assert not {tag for tag, _ in page.elements} & {"link", "img", "iframe", "object", "embed", "base"}
    assert "url(" not in page.texts["style"][0]
    assert "@import" not in page.texts["style"][0]


def test_the_scripts_set_no_markup_and_load_nothing() -> None:
    script = html.read_script()
    assert (
        re.findall(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Function\(|\bfetch\b|XMLHttp", script)
        == []
    )
    assert "</script" not in script
    assert "<!--" not in script


def test_every_file_of_the_page_is_used_and_small() -> None:
    folder = Path(html.__file__).parent / "page"
    assert {each.name for each in folder.iterdir()} == {"page.html", "page.css", *(f"{name}.js" for name in SCRIPTS)}
    assert [each.name for each in folder.iterdir() if each.read_text(encoding="utf-8").count("\n") >= 250] == []


def test_what_the_page_knows_points_from_the_sourceable_to_the_workspace() -> None:
    built = graph("net > app > db > app", auto="app db", project={"net": "core", "app": "pay", "db": "pay"})
    data = Parts(render_html(built)).data
    ids = [each["id"] for each in data["workspaces"]]
    assert ids == list(built)
    assert [[ids[source], ids[target], line, *rest[:2]] for source, target, line, *rest in data["triggers"]] == [
        ["ws-app", "ws-db", "cycle", ["rt-app-db"], "2024-01-01"],
        ["ws-db", "ws-app", "cut", ["rt-db-app"], "2024-01-01"],
        ["ws-net", "ws-app", "plain", ["rt-net-app"], "2024-01-01"],
    ]
    assert [each["name"] for each in data["groups"]] == ["core", "pay"]
    assert data["cycles"] == [
        {"workspaces": [0, 1], "path": [0, 1, 0], "sustained": True, "cut": ["rt-db-app"], "optimal": True}
    ]
    assert (data["source"], data["turned"], data["downwards"]) == (["--org", "acme"], False, False)


@pytest.mark.parametrize("arrows", ["trigger", "depends"])
@pytest.mark.parametrize("layout", ["LR", "TB"])
def test_arrows_lead_the_way_that_was_asked_for(layout: Any, arrows: Any) -> None:
    page = Parts(render_html(graph("a > b"), Drawing(layout=layout, arrows=arrows)))
    one, other = (each["box"] for each in page.data["workspaces"])
    axis = 0 if layout == "LR" else 1
    assert (one[axis] < other[axis]) == (arrows == "trigger")
    assert one[1 - axis] == other[1 - axis]


def test_hostile_texts_are_data_and_no_markup() -> None:
    found = hostile_snapshot()
    page = Parts(render_html(build_graph(found)))
    assert sorted(each["name"] for each in page.data["workspaces"]) == sorted(HOSTILE)
    assert [tag for tag, _ in page.elements].count("script") == 2
    assert not {"b", "td", "svg"} & {tag for tag, _ in page.elements}
    assert "".join(page.texts["title"]) == '<b>"a\\N"</b>&amp; · run triggers'


def test_json_in_a_script_is_ascii_without_markup() -> None:
    data = {"</script>": ["<!--", "]]>", "&lt;", "\u2028\u2029", "\ud800", "🦊", '"\\', "{{ x }}"]}
    text = embed_json(data)
    assert text.isascii()
    assert set(text).isdisjoint("<>&\n")
    assert json.loads(text) == data


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//host/x", "https:", "ftp://x/y", "http://[", None]
)
def test_only_addresses_of_the_web_are_links(url: str | None) -> None:
    data = Parts(render_html(graph("a", a={"url": url}))).data
    assert "url" not in data["workspaces"][0]


def test_what_is_left_out_and_not_read_is_counted() -> None:
    found = replace(snapshot("net > app > db", "lone"), scope=Scope(project="core"), complete=False)
    part = select_part(build_graph(found), ["+app"], [])
    text = render_html(part)
    assert "not selected: 2 workspaces and 1 run trigger" in text
    assert "only project core" in text
    assert "the crawl is not complete: something may be missing" in text
    beyond = {each["id"]: each.get("beyond") for each in Parts(text).data["workspaces"]}
    assert beyond == {"ws-app": [0, 1], "ws-net": None}


def test_cycles_only_leaves_the_rest_out_and_says_so() -> None:
    text = render_html(graph("a > b > c > b", "d"), Drawing(cycles_only=True))
    assert [each["name"] for each in Parts(text).data["workspaces"]] == ["b", "c"]
    assert "not drawn: 2 workspaces and 1 run trigger that are on no cycle" in text


def test_a_limit_is_kept() -> None:
    with pytest.raises(RtgraphError, match="3 workspaces are more than the 2"):
        render_html(graph("a", "b", "c"), Drawing(max_nodes=2))


@pytest.mark.parametrize(
    ("host", "source"),
    [
        ("app.terraform.io", ["--org", "acme"]),
        ("tfe.corp:8443", ["--org", "acme", "--host", "tfe.corp:8443"]),
        ("sandbox.rtgraph.example", ["--demo"]),
    ],
)
def test_commands_read_the_same_organization(host: str, source: list[str]) -> None:
    built = build_graph(replace(snapshot("a"), host=host))
    assert Parts(render_html(built)).data["source"] == source


RENDER = """
import sys
from rtgraph.exports.html import render_html
from rtgraph.graph import build_graph
from rtgraph.snapshots import load
sys.stdout.write(render_html(build_graph(load("samples/snapshot.json"))))
"""


def test_the_same_snapshot_gives_the_same_bytes() -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", RENDER],
            cwd=SAMPLES.parent,
            env={"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            check=True,
            stdout=subprocess.PIPE,
        ).stdout
        for seed in "123"
    }
    assert len(outputs) == 1
    found = load(SAMPLES / "snapshot.json")
    chance = random.Random(4)
    shuffled = replace(
        found,
        workspaces=tuple(chance.sample(found.workspaces, len(found.workspaces))),
        run_triggers=tuple(chance.sample(found.run_triggers, len(found.run_triggers))),
    )
    assert {render_html(build_graph(shuffled)).encode()} == outputs


def test_a_map_of_projects_that_all_lead_on_is_no_thread() -> None:
    names = [f"w{place:02}" for place in range(40)]
    lines = [f"{one} > {other}" for place, one in enumerate(names) for other in names[place + 1 :]]
    overview = Parts(render_html(graph(*lines, project={name: f"p{name}" for name in names}))).data["overview"]
    assert max(overview["size"]) < 8 * min(overview["size"])
    assert len({tuple(card[:2]) for card in overview["cards"]}) == 40


def test_a_map_of_projects_leads_forwards() -> None:
    built = graph("a > b > c", "a > d", project={"a": "core", "b": "platform", "c": "pay"})
    overview = Parts(render_html(built)).data["overview"]
    core, pay, platform, without = overview["cards"]
    assert core[0] < platform[0] < pay[0]
    assert without is None
    assert core[0] < overview["boxes"]["3"][0]
