from __future__ import annotations

from typing import Any

from rtgraph.analysis.cascades import find_cascade
from rtgraph.analysis.paths import Paths, find_paths
from rtgraph.analysis.rankings import Impact
from rtgraph.reports.text_impact import render_cascade, render_impacts, render_ranking
from rtgraph.reports.text_paths import render_path, render_paths
from tests.graphs import graph


def tell(*lines: str, start: str = "a", **options: Any) -> str:
    built = graph(*lines, **options)
    return "\n".join(render_cascade(built, find_cascade(built, f"ws-{start}")))


def test_a_diamond_with_everything_to_say() -> None:
    hidden = {"readable": False, "auto_apply_run_trigger": None, "execution_mode": None}
    timed = {"plan_seconds": 300, "apply_seconds": 540}
    local = {"execution_mode": "local"}
    assert tell("a > b > d > x", "a > c > d > old", auto="b d", b=timed, x=hidden, old=local) == (
        """\
apply in a
  wave 1  2 runs
    b    auto-apply          via a
    c    waits for a person  via a
  wave 2  2 runs
    d  ×2  auto-apply  via b, c
  wave 3  2 runs
    x  ×2  waits for a person  via d
  total   6 runs in 4 workspaces · 2 duplicates
  applied with nobody confirming: 2 runs in b, d
  waits for a person at c, x
  more than one run: d ×2 (1 via b, 1 via c), x ×2 (2 via d)
  spared where a plan has no changes, in workspaces: d 1
  about 14 min along the slowest path, waiting for people aside: a → b; no averages are known of c,
    d, x
  dead end, local execution: old
  outbound run triggers cannot be read, so what lies behind is unknown: x"""
    )


def test_without_end() -> None:
    assert tell("a > b > c > b", "c > d > d", "a > e", auto="b c e") == (
        """\
apply in a
  wave 1  2 runs
    b    auto-apply  via a
    e    auto-apply  via a
  wave 2  1 run
    c    auto-apply  via b
  wave 3  2 runs
    b    auto-apply          again via c
    d    waits for a person  via c
  wave 4  2 runs
    c    auto-apply          again via b
    d    waits for a person  again via d
  … and so on without end
  total   runs without end in 4 workspaces
  no end: the cycle of b, c keeps itself going
  no end: d, which triggers itself, goes on as often as a person confirms
  applied with nobody confirming: runs without end in b, c, e
  waits for a person at d
  more than one run: b without end, c without end, d without end
  spared where a plan has no changes, in workspaces: b 2, c 1"""
    )


def test_nothing_is_set_off() -> None:
    local = {"execution_mode": "local"}
    assert tell("b > a") == "apply in a\n  sets off nothing"
    assert tell("a > b", a=local) == (
        "apply in a\n  sets off nothing: it has local execution, so it has no runs that could be applied"
    )
    assert tell("a > b", b=local) == "apply in a\n  sets off nothing\n  dead end, local execution: b"


def test_a_chain_of_gates_says_that_nothing_is_unattended() -> None:
    assert "  applied with nobody confirming: none\n" in tell("a > b > c")


def test_long_answers_are_shortened_and_count_what_is_left_out() -> None:
    text = tell(*[f"a > w{each:03}" for each in range(50)], *[f"w{each:03} > z" for each in range(50)])
    assert "\n    … and 10 workspaces more: -f json has all\n" in text
    assert "\n    z  ×50  waits for a person  via w000, w001, w002, w003, w004, w005 and 44 more\n" in text
    assert "(1 via w000, 1 via w001, 1 via w002, 1 via w003, 1 via w004, 1 via w005\n    and 44 more)" in text
    assert "\n  waits for a person at w000, w001, w002, w003, w004, w005 and 45 more\n" in text
    text = tell(*[f"{'a' if not each else f's{each:03}'} > s{each + 1:03}" for each in range(99)])
    assert (
        "\n  wave 30  1 run\n    s030    waits for a person  via s029\n  … and 69 waves more: -f json has them\n"
        in text
    )


def test_hostile_names_do_nothing_on_a_terminal() -> None:
    text = tell("a > b > c > b", a={"name": "\x1b[31ma\n"}, b={"name": "b\u202e"}, c={"name": "c\x07"})
    assert all(each.isprintable() for each in text.splitlines())
    assert "apply in \\x1b[31ma\\n\n" in text


def test_each_workspace_has_its_block_and_the_end_stands_once() -> None:
    built = graph("a > b > c")
    text = render_impacts(built, [find_cascade(built, each) for each in ("ws-a", "ws-b")])
    assert [line for line in text.splitlines() if not line.startswith(" ")] == [
        "apply in a",
        "",
        "apply in b",
        "",
        "acme on app.terraform.io: 3 workspaces, 2 run triggers, crawled 2026-01-01T00:00:00Z",
        "Complete: everything was read.",
        "A → B: a successful apply in A queues a run in B.",
    ]


def test_a_ranking_is_a_table() -> None:
    rows = [
        Impact(workspace="ws-a", reached=2, runs=None, unattended=None),
        Impact(workspace="ws-bee", reached=1000, runs=7**100, unattended=0),
    ]
    assert render_ranking(graph("a > bee > c", "d", "e"), rows).splitlines()[:4] == [
        "apply in  reaches          runs  unattended",
        "a               2        no end      no end",
        "bee         1,000  about 3.2e84           0",
        "… and 3 workspaces more: --top 5 has all",
    ]


def test_paths_that_cannot_be_counted_are_at_least_so_many() -> None:
    built = graph("a > b")
    found = Paths(paths=(("ws-a", "ws-b"),), shortest=1, total=None, at_least=4000, runs=None)
    assert render_paths(built, "ws-a", "ws-b", found).startswith(
        """\
a
  → b  rt-a-b  gate

a → b: at least 4,000 paths, too many among cycles to count, 1 shown
One apply in a queues runs without end in b.
"""
    )


def test_the_middle_of_a_long_path_is_left_out() -> None:
    built = graph(" > ".join(f"s{each:03}" for each in range(100)))
    (path,) = find_paths(built, "ws-s000", "ws-s099").paths
    lines = list(render_path(built, path))
    assert len(lines) == 62
    assert lines[55:58] == [
        "  → s055  rt-s054-s055  gate",
        "  … 39 hops more …",
        "  → s095  rt-s094-s095  gate",
    ]
