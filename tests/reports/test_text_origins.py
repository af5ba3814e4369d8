"""What leads to a cycle, as a tree below it."""

from __future__ import annotations

import dataclasses
from typing import Any

from rtgraph.audit.findings import audit_graph
from rtgraph.graph import build_graph
from rtgraph.models import RunTrigger
from rtgraph.reports.text_origins import LINES, WORKSPACES, count_outside, draw_origins
from tests.graphs import graph, snapshot


def draw(*lines: str, **options: Any) -> str:
    audit = audit_graph(graph(*lines, **options))
    (cycle,) = (each for each in audit.findings if each.cycle and "ws-a" in each.workspaces)
    return "\n".join(draw_origins(audit.graph, cycle.workspaces, count_outside(audit)))


def test_each_triggers_the_one_above_it() -> None:
    local = {"execution_mode": "local"}
    assert draw("old > net > a > b > a", "net > dns > b", "x > y > x", "y > dns", old=local, y={"readable": False}) == (
        """\
a
╰── net            rt-net-a
    ╰── old        rt-old-net  local execution: never fires
b
╰── dns            rt-dns-b
    ├── net        rt-net-dns  (see above)
    ╰── y          rt-y-dns    not readable
        ╰── x      rt-x-y
            ╰── y  rt-y-x      not readable (closes a cycle)"""
    )


def test_nothing_leads_there() -> None:
    assert draw("a > b > a", "b > c") == ""


def test_a_pair_with_two_run_triggers_says_so() -> None:
    taken = snapshot("net > a > a")
    twice = RunTrigger(id="rt-again", sourceable_id="ws-net", workspace_id="ws-a", created_at="2025-01-01T00:00:00Z")
    audit = audit_graph(build_graph(dataclasses.replace(taken, run_triggers=(*taken.run_triggers, twice))))
    assert draw_origins(audit.graph, ["ws-a"], count_outside(audit)) == ["a", "╰── net  rt-net-a  and 1 duplicate"]


def test_the_nearest_are_shown_and_the_others_counted() -> None:
    lines = draw("a > a", *[f"far{each:04} > near{each:02} > a" for each in range(40)]).splitlines()
    assert len(lines) == 1 + WORKSPACES + 1
    assert lines[1].startswith("├── near00  rt-near00-a")
    assert lines[-1] == f"… {80 - WORKSPACES} workspaces more: rtgraph export --select +ws-a"


def test_a_tangle_above_is_cut_to_its_first_lines() -> None:
    dense = [f"w{one} > w{other}" for one in range(10) for other in range(one)]
    lines = draw("a > a", "w0 > a", *dense).splitlines()
    assert len(lines) == LINES + 1
    assert lines[-1].startswith(f"… {1 + 1 + len(dense) - LINES} run triggers more among them: ")


def test_a_hostile_name_stays_in_its_line() -> None:
    text = draw("a > a", "x > a", x={"name": "\x1b[31m\n╰── y"})
    assert text == "a\n╰── \\x1b[31m\\n╰── y  rt-x-a"
