from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rtgraph.exports.dot import LARGE, render_dot
from rtgraph.exports.pictures import Drawing
from rtgraph.graph import build_graph
from rtgraph.snapshots import save_snapshot
from tests.exports.pictures import hostile_snapshot
from tests.graphs import graph, snapshot

if TYPE_CHECKING:
    from rtgraph.graph import Graph

ROOM = "#d0d7de"

DATA = (["json"], ["graphml"], ["csv"], ["hcl", "--workspaces", "data"])

SMALL = Path(__file__).with_name("small.dot")
"""The graph of ``small``, its head left out."""


def small() -> Graph:
    return graph(
        "net > app > db > app",
        "db > hidden",
        auto="app",
        project={"net": "core", "app": "core"},
        hidden={"readable": False, "url": None},
    )


def without_head(dot: str) -> str:
    before, _, rest = dot.partition("label=<<table")
    return f"{before}label=<HEAD>{rest.partition('</table>>')[2]}"


def test_a_small_graph_as_a_whole() -> None:
    assert without_head(render_dot(small())) == SMALL.read_text(encoding="utf-8")


def test_the_head_has_title_legend_notes_and_key() -> None:
    dot = render_dot(graph("net > app"))
    head = dot[dot.index("label=<<table") : dot.index(" labeljust")]
    frame = 'border="0" cellborder="0" cellspacing="0"'
    box = 'cellborder="0" cellspacing="0" cellpadding="0" style="rounded" bgcolor="#ddf4ff" color="#0969da"'
    assert head == (
        f'label=<<table {frame} cellpadding="2">'
        '<tr><td align="left"><font point-size="14" color="#1f2328"><b>acme · run triggers</b></font>'
        " · 2 workspaces, 1 run trigger · crawled 2026-01-01</td></tr>"
        '<tr><td align="left">A → B: a successful apply in A queues a run in B</td></tr>'
        f'<tr><td align="left"><table {frame} cellpadding="2" align="left" fixedsize="true" width="364" height="20">'
        f'<tr><td><table border="1" {box}><tr><td width="22" height="10"></td></tr></table></td>'
        '<td align="left">root: no run trigger queues runs in it</td></tr></table></td></tr></table>>'
    )


def test_arrows_point_from_the_sourceable_to_the_workspace_and_depends_turns_them_round() -> None:
    found = graph("source > destination")
    number = {"ws-destination": "n0", "ws-source": "n1"}
    assert list(found) == list(number)
    trigger, depends = render_dot(found), render_dot(found, Drawing(arrows="depends"))
    assert arrows(trigger) == ["n1 -> n0"]
    assert arrows(depends) == ["n0 -> n1"]
    assert "A → B: a successful apply in A queues a run in B" in trigger
    assert "A → B: a run in A is queued by a successful apply in B" in depends
    assert 'tooltip="source → destination' in depends


def arrows(dot: str) -> list[str]:
    return [line.split(" [")[0].strip() for line in dot.splitlines() if " -> " in line and line.startswith("\tn")]


def test_the_cut_is_dashed_and_named_and_comes_last_in_the_order() -> None:
    dot = render_dot(graph("b > c > a > b", auto="*"))
    cut = [line for line in dot.splitlines() if "trigger cut" in line]
    assert len(cut) == 1
    assert "style=dashed" in cut[0]
    assert 'label=" cut "' in cut[0]
    first = [line.strip() for line in dot.splitlines() if line.strip() in {"n0", "n1", "n2"}]
    tail, head = arrows(cut[0])[0].split(" -> ")
    assert (first[-1], first[0]) == (tail, head)


def test_further_triggers_for_the_same_pair_are_counted() -> None:
    found = graph("net > app")
    found.edges["ws-net", "ws-app"]["duplicates"] = ["rt-2", "rt-3"]
    dot = render_dot(found)
    assert 'label=" ×3 "' in dot
    assert "rt-net-app, rt-2, rt-3" in dot
    assert "2 workspaces, 3 run triggers" in dot


@pytest.mark.parametrize(
    ("drawing", "groups"),
    [
        (Drawing(), ["core", "payments"]),
        (Drawing(group_by="tag"), ["eu", "prod"]),
        (Drawing(group_by="none"), []),
    ],
)
def test_workspaces_are_gathered_by_project_by_first_tag_or_not(drawing: Drawing, groups: list[str]) -> None:
    found = graph(
        "net > app > db > lone",
        project={"net": "core", "app": "payments", "db": "payments"},
        net={"tags": ("prod", "eu")},
        app={"tags": ("prod",)},
    )
    dot = render_dot(found, drawing)
    assert [line.split("label=")[1].split()[0] for line in dot.splitlines() if ROOM in line] == groups


def test_a_name_outside_ascii_gets_a_box_wide_enough() -> None:
    dot = render_dot(graph("a > b", a={"name": "日本語の名前"}, b={"name": "é"}))
    assert r'label="日本語の名前\nroot"' in dot
    assert "width=1.22" in dot
    assert "width=0.39" in dot


def test_the_layout_gives_up_quality_above_its_limit() -> None:
    chain = " > ".join(f"w{place:04}" for place in range(LARGE + 1))
    assert "splines=line" in render_dot(graph(chain))
    assert "nslimit=0.02" in render_dot(graph(chain))
    parts = graph(*(f"a{place} > b{place}" for place in range(LARGE)))
    assert "splines=true" in render_dot(parts)
    assert 'packmode="graph"' in render_dot(parts)


def test_a_shuffled_snapshot_gives_the_same_bytes() -> None:
    found = hostile_snapshot()
    workspaces, triggers = list(found.workspaces), list(found.run_triggers)
    for seed in range(3):
        chance = random.Random(seed)
        chance.shuffle(workspaces)
        chance.shuffle(triggers)
        other = replace(found, workspaces=tuple(workspaces), run_triggers=tuple(triggers))
        assert render_dot(build_graph(other)) == render_dot(build_graph(found))


def test_every_hash_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    lines = [f"w{place} > w{(place * 7 + 3) % 40}" for place in range(40)]
    save_snapshot(snapshot(*lines, auto="w1 w5", w3={"tags": ("b", "a")}), tmp_path / "s.json")
    command = [sys.executable, "-m", "rtgraph", "export", "-s", str(tmp_path / "s.json"), "-f"]
    for form in (["dot"], ["dot", "--cycles-only", "--group-by", "tag"], ["svg"], *DATA):
        written = {
            subprocess.run(
                [*command, *form], env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True
            ).stdout
            for seed in ("0", "1", "42")
        }
        assert len(written) == 1
