from __future__ import annotations

import dataclasses
import itertools
from typing import TYPE_CHECKING, Any

import pytest

from rtgraph.analysis import cuts
from rtgraph.audit.findings import Audit, audit_graph, keep_findings
from rtgraph.graph import build_graph
from rtgraph.models import BlindSpot
from rtgraph.reports.text_audit import render_audit
from tests.graphs import graph, snapshot

if TYPE_CHECKING:
    from rtgraph.graph import Graph

HOSTILE = 'a\n\x1b[31m"\\ ‮]'


def about_cycles(found: Graph) -> Audit:
    """Audit a graph and keep what is said about cycles; other rules have other tests."""
    audit = keep_findings(audit_graph(found), lambda each: each.cycle is not None)
    return dataclasses.replace(audit, left_out=0)


def partly_read(*lines: str, **options: Any) -> Graph:
    return build_graph(
        dataclasses.replace(
            snapshot(*lines, **options),
            complete=False,
            blind_spots=(
                BlindSpot(what="inbound", workspace_id="ws-b", reason="404: absent, or hidden from this token"),
                BlindSpot(what="projects", workspace_id=None, reason="403"),
            ),
        )
    )


def test_each_kind_of_cycle_with_its_evidence() -> None:
    found = graph("root > vpc > net > app > dns > net", "x > y > x", auto="net app dns x")
    assert render_audit(about_cycles(found)) == (
        """error  auto-apply-cycle: a cycle that keeps itself going
  app → dns → net → app keeps itself going: each apply queues the next run, and nobody has to
  confirm one.

  app
    → dns  rt-app-dns  auto-apply  created 2024-01-01
    → net  rt-dns-net  auto-apply  created 2024-01-01
    → app  rt-net-app  auto-apply  created 2024-01-01

  reached from  root → vpc → net
  cut           rt-net-app  net → app
                optimal: no cycle is left
  mend          rtgraph trigger delete rt-net-app

error  cycle: a cycle that waits for a person
  x → y → x is a cycle that goes on when a person confirms the run in y.

  x
    → y  rt-x-y  gate        created 2024-01-01
    → x  rt-y-x  auto-apply  created 2024-01-01

  reached from  nowhere else: nothing outside leads here
  cut           rt-y-x  y → x
                optimal: no cycle is left
  mend          rtgraph trigger delete rt-y-x

2 errors, 0 warnings, 0 info · acme on app.terraform.io: 7 workspaces, 7 run triggers, crawled 2026-01-01T00:00:00Z
Complete: everything was read.
A → B: a successful apply in A queues a run in B.
"""
    )


def test_no_cycles_is_said_plainly() -> None:
    assert render_audit(about_cycles(graph("a > b"))) == (
        """No findings.

0 errors, 0 warnings, 0 info · acme on app.terraform.io: 2 workspaces, 1 run trigger, crawled 2026-01-01T00:00:00Z
Complete: everything was read.
A → B: a successful apply in A queues a run in B.
"""
    )


def test_what_could_not_be_read_is_named() -> None:
    found = partly_read("a > b > c", c={"readable": False})
    assert render_audit(about_cycles(found)) == (
        """No findings in what could be read; what could not be read may hide some.

0 errors, 0 warnings, 0 info · acme on app.terraform.io: 3 workspaces, 2 run triggers, crawled 2026-01-01T00:00:00Z
2 blind spots: the token could not read
  inbound run triggers (404: absent, or hidden from this token): b
  the projects (403)
1 workspace known only from run triggers: c
A → B: a successful apply in A queues a run in B.
"""
    )


@pytest.mark.parametrize(
    ("attributes", "said", "shown"),
    [
        ({"readable": False}, "b (a gate only by presumption: the workspace cannot be read)", "gate"),
        (
            {"auto_apply_run_trigger": None},
            "b (a gate only by presumption: the server does not tell auto-apply-run-trigger)",
            "gate (presumed)",
        ),
        ({"execution_mode": "local"}, "b (local execution: it runs nothing by itself)", "local execution"),
    ],
)
def test_a_gate_that_is_only_presumed_is_called_so(attributes: dict[str, Any], said: str, shown: str) -> None:
    audit = about_cycles(graph("a > b > a", auto="a", b=attributes))
    assert audit.findings[0].message == f"a → b → a is a cycle that goes on when a person confirms the run in {said}."
    assert f"    → b  rt-a-b  {shown}" in render_audit(audit)


def test_a_tangle_gets_its_shortest_cycle_and_a_summary() -> None:
    names = [f"w{each:02}" for each in range(14)]
    text = render_audit(about_cycles(graph(*[f"{a} > {b}" for a, b in itertools.permutations(names, 2)])))
    assert (
        "w00 → w01 → w00 is a cycle that goes on when a person confirms the run in w00 and w01; it is the\n"
        "  shortest such cycle among 14 workspaces and 182 run triggers.\n"
    ) in text
    assert "                … and 81 more: rtgraph audit -f json lists all\n" in text
    assert "                optimal: no cycle is left, and fewer than 91 will not do\n" in text
    assert "                … and 81 commands more: rtgraph audit -f json lists all\n" in text
    assert len(text.splitlines()) < 40


def test_a_long_cycle_is_shown_with_its_middle_left_out() -> None:
    names = [f"w{each:02}" for each in range(50)]
    text = render_audit(about_cycles(graph(" > ".join([*names, "w00"]))))
    assert "  w00 → w01 → w02 → w03 → … 45 more … → w49 → w00 is a cycle" in text
    lines = text.splitlines()
    shown = [line for line in lines if line.startswith("    ")]
    assert len(shown[:-1]) == 31
    assert shown[24].split() == ["→", "w25", "rt-w24-w25", "gate", "created", "2024-01-01"]
    assert shown[25] == "    … 20 hops more …"
    assert shown[26].split()[1] == "w46"


def test_an_approximate_cut_says_how_far_off_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuts, "cut_by_order", lambda task: (set(list(task.costs)[:3]), 2, True))
    monkeypatch.setattr(cuts, "COVERED", 0)
    text = render_audit(about_cycles(graph("a > b > c > a", "b > a", "c > b")))
    assert (
        "approximate: no cycle is left after these 3; at least 2 are needed, so that 1 of them at most are too many\n"
        in text
    )


def test_a_hostile_name_cannot_drive_the_terminal() -> None:
    text = render_audit(about_cycles(graph("a > b > a", a={"name": HOSTILE})))
    assert "    → b" in text
    assert '    → a\\n\\x1b[31m"\\ \\u202e]  rt-b-a' in text
    assert "\x1b" not in text
    assert "‮" not in text
