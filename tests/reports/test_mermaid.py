from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from rtgraph.analysis.cascades import find_cascade
from rtgraph.graph import build_graph
from rtgraph.models import BlindSpot, RunTrigger
from rtgraph.reports.mermaid import CHARACTERS, EDGES, render_impact_mermaid
from rtgraph.reports.mermaid_quoting import quote_mermaid
from tests.graphs import graph, snapshot

CLASSES = """\
  classDef start fill:#ddf4ff,stroke:#0969da,color:#1f2328
  classDef auto fill:#fff8c5,stroke:#9a6700,color:#1f2328
  classDef gate fill:#fbefff,stroke:#8250df,stroke-width:2px,color:#1f2328
  classDef rest fill:#ffffff,stroke:#57606a,stroke-dasharray:4,color:#57606a
  classDef note fill:#ffffff,stroke:#ffffff,color:#1f2328
"""


def draw(*lines: str, start: str = "a", **options: Any) -> str:
    built = graph(*lines, **options)
    return render_impact_mermaid(built, find_cascade(built, f"ws-{start}"))


def test_a_diamond_with_a_dead_end() -> None:
    local = {"execution_mode": "local"}
    assert draw("up > a > b > d", "a > c > d", "d > old > older", auto="b d", old=local) == (
        """\
graph LR
  note["A → B: a successful apply in A queues a run in B.<br/>4 runs in 3 workspaces, \
2 runs applied with nobody confirming"]:::note
  n0(["a<br/>apply"]):::start
  note --- n0
  linkStyle 0 stroke-width:0px
  subgraph wave1["wave 1, 2 runs"]
    n1["b<br/>auto-apply"]:::auto
    n2{{"c<br/>waits for a person"}}:::gate
  end
  subgraph wave2["wave 2, 2 runs"]
    n3["d<br/>auto-apply · 2 runs"]:::auto
  end
  n4["old<br/>local execution: dead end"]:::rest
  n0 --> n1
  n0 --> n2
  n1 --> n3
  n2 --> n3
  n3 -.-> n4
"""
        + CLASSES
    )


def test_a_cycle_leads_back_and_a_workspace_to_itself() -> None:
    lines = draw("a > b > a", "b > b", auto="*").splitlines()
    assert '  n0(["a<br/>apply, and again without end"]):::start' in lines
    assert '    n1["b<br/>auto-apply · runs without end"]:::auto' in lines
    assert [each for each in lines if "-->" in each] == ["  n0 --> n1", "  n1 --> n1", "  n1 --> n0"]


def test_several_triggers_on_an_arrow_are_counted() -> None:
    taken = snapshot("a > b")
    twice = RunTrigger(id="rt-again", sourceable_id="ws-a", workspace_id="ws-b")
    built = build_graph(replace(taken, run_triggers=(*taken.run_triggers, twice)))
    assert '  n0 -->|"2 run triggers"| n1\n' in render_impact_mermaid(built, find_cascade(built, "ws-a"))


def test_what_could_not_be_read_is_said() -> None:
    spot = BlindSpot(what="outbound", workspace_id="ws-b", reason="404")
    built = build_graph(replace(snapshot("a > b"), complete=False, blind_spots=(spot,)))
    assert "<br/>not everything could be read, 1 blind spot: run triggers may be missing" in render_impact_mermaid(
        built, find_cascade(built, "ws-a")
    )


def test_a_workspace_that_sets_off_nothing_is_drawn_alone() -> None:
    assert draw("b > a").count(":::") == draw("a > b", a={"execution_mode": "local"}).count(":::") == 2


@pytest.mark.parametrize(
    "lines",
    [
        [f"a > w{each:03}" for each in range(600)],
        [f"{'a' if not each else f's{each}'} > {side}{each} > s{each + 1}" for each in range(400) for side in "lr"],
        [f"{'a' if not each else f's{each}'} > s{each + 1}" for each in range(1200)],
    ],
    ids=["star", "diamonds", "chain"],
)
@pytest.mark.parametrize("name", ["{}", "é{}" * 120])
def test_what_is_too_much_for_mermaid_is_left_out_and_counted(lines: list[str], name: str) -> None:
    built = graph(*lines)
    for each in built:
        built.nodes[each]["name"] = name.replace("{}", built.nodes[each]["name"])
    text = render_impact_mermaid(built, find_cascade(built, "ws-a"))
    arrows, boxes = text.count(" --> "), len(re.findall(r"(?m)^ +n\d+[(\[{]", text))
    assert CHARACTERS * 0.75 < len(text) < CHARACTERS or EDGES - 2 <= arrows <= EDGES
    workspaces, triggers = len(built) - boxes, built.number_of_edges() - arrows
    assert f'  rest["left out, too much for Mermaid: {workspaces:,} workspaces, {triggers:,} run triggers"]' in text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("net-prod_2 eu", "net-prod_2 eu"),
        ('x"];click n0', "x#34;#93;#59;click n0"),
        ("<b>&`#;", "#60;b#62;#38;#96;#35;#59;"),
        ("1. one", "1#46;#160;one"),
        ("- a _b_ c-", "#45;#160;a #95;b#95;#160;c#45;"),
        ("a\nb\x1b[1m", "a#92;#8203;nb#92;#8203;x1b#91;1m"),
        ("fa:fa-user $$x$$", "fa#58;#8203;fa-user #36;#8203;#36;#8203;x#36;#8203;#36;#8203;"),
        ("a  b", "a#160;#160;b"),
        ("ﬂ°1¶ß", "#64258;#8203;#176;1#182;#8203;#223;"),
        ("🚀", "#128640;"),
        ("\u202eevil", "#92;#8203;u202eevil"),
        ("x" * 255, "x" * 30 + "#8230;" + "x" * 29),
    ],
)
def test_names_are_shown_and_do_nothing(name: str, shown: str) -> None:
    """Each was looked at in Mermaid 11.17, which decodes entities after it has read Markdown and its own syntax."""
    assert quote_mermaid(name) == shown


def test_hostile_names_stay_in_their_boxes() -> None:
    plain, hostile = draw("a > b"), draw("a > b", b={"name": '"]\nend\nclick n0 "javascript:alert(1)"\n%%{init: {}}%%'})
    assert len(hostile.splitlines()) == len(plain.splitlines())
    assert hostile.count('"') == plain.count('"')
    assert "%%" not in hostile
