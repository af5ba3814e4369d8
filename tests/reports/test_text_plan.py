from __future__ import annotations

import pytest

from rtgraph.fixes.planning import Wishes, plan_changes
from rtgraph.models import Change, LargestCascade, Measures, Plan
from rtgraph.reports.text_plan import render_plan_text
from tests.graphs import graph

TEXT = """\
~ update  x  auto-apply-run-trigger: on → off
    holds up x → y → x
- delete rt-a-c  a → c
    a → b → c leads there too; nobody has to confirm a run on it, so that behaviour changes only
      where a plan has no changes

Plan: 0 to create, 1 to delete, 1 to change.
Optimal: no plan with fewer changes does the same.

                                         before             after
run triggers                                  5                 4  -1
cycles (SCCs)                                 1                 1
  that keep themselves going                  1                 0  -1
workspaces in the largest SCC                 2                 2
longest chain (hops)                          2                 2
largest cascade                runs without end  runs without end
  of one apply in                             x                 x

acme on app.terraform.io: 5 workspaces, 5 run triggers, crawled 2026-01-01T00:00:00Z
Complete: everything was read.
A → B: a successful apply in A queues a run in B.
"""

CREATE = Change(action="create", sourceable_id="ws-1", workspace_id="ws-2", reason="wanted by wanted.csv:3")
DELETE = Change(action="delete", sourceable_id="ws-2", workspace_id="ws-1", run_trigger_id="rt-1")
UPDATE = Change(action="update", workspace_id="ws-1", auto_apply_run_trigger=True, reason="was so")


def plan(
    *changes: Change, optimal: bool | None = None, at_least: int | None = None, notes: tuple[str, ...] = ()
) -> Plan:
    """A plan as somebody may write it by hand."""
    return Plan(
        host="tfe.corp",
        organization="acme",
        changes=changes,
        before=Measures(cyclic_components=1),
        after=Measures(cyclic_components=0),
        optimal=optimal,
        at_least=at_least,
        notes=notes,
    )


def test_changes_with_their_reasons_then_totals_then_what_becomes_of_the_graph() -> None:
    found = graph("a > b > c", "a > c", "x > y > x", auto="b x y")
    assert render_plan_text(plan_changes(found, Wishes(gate=True, redundant=True)), found) == TEXT


def test_a_plan_is_enough_without_names_numbers_or_a_graph() -> None:
    assert render_plan_text(plan(UPDATE, DELETE, CREATE)) == (
        """\
~ update  ws-1  auto-apply-run-trigger: off → on
    was so
- delete rt-1  ws-2 → ws-1
+ create  ws-1 → ws-2
    wanted by wanted.csv:3

Plan: 1 to create, 1 to delete, 1 to change.

               before  after
cycles (SCCs)       1      0  -1

acme on tfe.corp
A → B: a successful apply in A queues a run in B.
"""
    )


@pytest.mark.parametrize(
    ("optimal", "at_least", "line"),
    [
        (True, 3, "Optimal: no plan with fewer changes does the same."),
        (False, 2, "Approximate: up to 1 change may be too many; it is proven that it takes 2 at the least."),
        (False, 1, "Approximate: up to 2 changes may be too many; it is proven that it takes 1 at the least."),
        (False, None, "Approximate: fewer changes may do the same."),
    ],
)
def test_how_good_a_plan_is(optimal: bool, at_least: int | None, line: str) -> None:
    text = render_plan_text(plan(UPDATE, DELETE, CREATE, optimal=optimal, at_least=at_least))
    assert f"\nPlan: 1 to create, 1 to delete, 1 to change.\n{line}\n\n" in text


def test_nothing_to_do_is_a_sentence() -> None:
    assert render_plan_text(plan(optimal=True, at_least=0, notes=("Something is hidden.",))) == (
        "No changes: there is nothing to mend.\n\n"
        "Note: Something is hidden.\n\n"
        "acme on tfe.corp\n"
        "A → B: a successful apply in A queues a run in B.\n"
    )


def test_no_cascade_is_none_and_a_huge_one_is_short() -> None:
    huge = LargestCascade(workspace="ws-1", name="net", workspaces_reached=9, runs=3 * 10**40)
    before = Measures(cyclic_components=0, run_triggers=1_234, largest_cascade=huge)
    after = Measures(cyclic_components=0, run_triggers=0)
    made = Plan(host="h", organization="o", changes=(DELETE,), before=before, after=after, complete=False)
    table, end = render_plan_text(made).split("\n\n")[2:]
    assert table.splitlines() == [
        "                              before  after",
        "run triggers                   1,234      0  -1,234",
        "cycles (SCCs)                      0      0",
        "largest cascade    about 3.0e40 runs   none",
        "  of one apply in                net",
    ]
    assert end.splitlines()[:2] == ["o on h", "Incomplete: the crawl did not read everything."]


def test_no_name_can_drive_the_terminal() -> None:
    hostile = "\x1b[2J\u202e\n=cmd()"
    made = Change(
        action="delete",
        sourceable_id="ws-1",
        sourceable_name=hostile,
        workspace_id="ws-2",
        workspace_name=hostile,
        run_trigger_id=f"rt-{hostile}",
        reason=f"breaks {hostile}",
    )
    update = Change(action="update", workspace_id="ws-1", workspace_name=hostile, auto_apply_run_trigger=False)
    text = render_plan_text(plan(made, update, notes=(f"See {hostile}.",)))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert text.splitlines()[:3] == [
        r"- delete rt-\x1b[2J\u202e\n=cmd()  \x1b[2J\u202e\n=cmd() → \x1b[2J\u202e\n=cmd()",
        r"    breaks \x1b[2J\u202e\n=cmd()",
        r"~ update  \x1b[2J\u202e\n=cmd()  auto-apply-run-trigger: on → off",
    ]
