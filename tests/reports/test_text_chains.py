from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.analysis.chains import find_chains
from rtgraph.analysis.trees import list_tree
from rtgraph.reports.text_chains import render_overview, render_trees
from rtgraph.reports.text_trees import DEEPEST
from tests.graphs import graph

if TYPE_CHECKING:
    from rtgraph.graph import Graph


def overview(found: Graph, top: int | None = 5) -> str:
    chains = find_chains(found)
    return render_overview(found, chains, list(list_tree(found, chains.starts[:top], DEEPEST)), top)


def trees(found: Graph, *starts: str, most: int | None = 200) -> str:
    return render_trees(found, find_chains(found, starts), list(list_tree(found, starts, DEEPEST)), most)


def test_the_overview_of_a_small_graph() -> None:
    found = graph("net > app > db", "net > web > db", "old > web", "db > net", "lone", auto="db")
    assert overview(found) == (
        """Longest chain: 1 hop (a cycle counts as one step)
  old → [cycle: app, db, net, web]

Widest fan-out
  net  triggers 2  reaches 3 workspaces
  old  triggers 1  reaches 4 workspaces
  app  triggers 1  reaches 3 workspaces
  db   triggers 1  reaches 3 workspaces
  web  triggers 1  reaches 3 workspaces

Deepest downstream
  old  1 hop deep  reaches 4 workspaces

What starts at 1 root of 1

old · reaches 4 workspaces, 1 hop deep
╰── web                 rt-old-web
    ╰── db              rt-web-db   auto-apply
        ╰── net         rt-db-net
            ├── app     rt-net-app
            │   ╰── db  rt-app-db   auto-apply (closes a cycle)
            ╰── web     rt-net-web  (closes a cycle)

acme on app.terraform.io: 6 workspaces, 6 run triggers, crawled 2026-01-01T00:00:00Z
Complete: everything was read.
A → B: a successful apply in A queues a run in B.
"""
    )


def test_a_chain_may_lead_nowhere_out_of_a_cycle() -> None:
    assert overview(graph("a > b > a", "c > c")).startswith(
        "No chain leads out of [cycle: a, b].\n\nWidest fan-out\n  a  triggers 1  reaches 1 workspace\n"
    )


def test_without_triggers_there_is_no_table() -> None:
    assert overview(graph("a", "b")) == (
        """No chain: nothing is triggered.

acme on app.terraform.io: 2 workspaces, 0 run triggers, crawled 2026-01-01T00:00:00Z
Complete: everything was read.
A → B: a successful apply in A queues a run in B.
"""
    )


def test_what_is_left_out_is_counted() -> None:
    found = graph(*[f"root{each} > leaf{each}" for each in range(7)])
    text = overview(found, 2)
    assert "What starts at 2 roots of 7\n" in text
    assert "\n\n… 5 roots more; --all draws them, or name a WORKSPACE\n" in text
    assert text.count("triggers 1") == 2
    assert "more" not in overview(found, None)


def test_many_rows_are_cut_and_counted() -> None:
    hub = graph(*[f"hub > leaf{each:03}" for each in range(300)])
    text = trees(hub, "ws-hub")
    assert text.count("├── ") == 199
    assert "\n\n… 101 rows more; --all writes them\n" in text
    assert trees(hub, "ws-hub", most=None).count("── ") == 300


def test_several_trees_stand_apart_and_share_what_they_repeat() -> None:
    found = graph("b > shared > deep", "a > shared")
    assert trees(found, "ws-b", "ws-a").partition("\n\nLongest")[0] == (
        """b · reaches 2 workspaces, 2 hops deep
╰── shared    rt-b-shared
    ╰── deep  rt-shared-deep

a · reaches 2 workspaces, 2 hops deep
╰── shared  rt-a-shared  (see above)"""
    )


def test_a_leaf_is_a_tree_of_one_line() -> None:
    assert trees(graph("a > b"), "ws-b").startswith(
        "b · reaches 0 workspaces, 0 hops deep\n\nNo chain: nothing is triggered."
    )


def test_a_very_deep_tree_keeps_its_indentation_bounded() -> None:
    deep = graph(" > ".join(f"w{number:05}" for number in range(10_000)))
    text = trees(deep, "ws-w00000")
    lines = text.splitlines()
    assert lines[DEEPEST].endswith("rt-w00019-w00020  … goes on 9,979 hops deep, to 9,979 workspaces")
    assert lines[DEEPEST + 1] == ""
    assert "w00019 → … 9,976 more … → w09996 → w09997 → w09998 → w09999\n" in text.replace("\n    ", " ")


def test_a_large_cycle_in_a_chain_names_some_of_its_members() -> None:
    ring = " > ".join([*(f"w{number}" for number in range(9)), "w0"])
    assert "  in → [cycle: w0, w1, w2, w3, 5 more] → out\n" in overview(graph("in > w4", ring, "w8 > out"))


def test_marks_in_the_tree() -> None:
    found = graph("a > b", "a > c", auto="b", c={"readable": False, "name": "c\x1b[2J"})
    found.edges["ws-a", "ws-b"]["duplicates"] = ["rt-again"]
    assert trees(found, "ws-a").splitlines()[1:3] == [
        "├── b         rt-a-b  and 1 duplicate auto-apply",
        "╰── c\\x1b[2J  rt-a-c  not readable",
    ]
