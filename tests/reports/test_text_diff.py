from __future__ import annotations

from rtgraph.differences.comparison import compare_snapshots
from rtgraph.reports.text_diff import render_diff
from tests.graphs import snapshot
from tests.reports.differences import every_difference, old

TEXT = r"""Workspaces
  ~ db  ws-db  auto_apply_run_trigger true → false: is now a gate: triggered runs wait for a person

Workspaces gone or hidden
  NEW did not read where they would be: they may still be there.
  ? gone  ws-gone  in project core

Workspaces new or hidden before
  OLD did not read where they would be: they may have been there.
  ? late                             ws-late
  ? x|`<b>@me</b>\x1b[31m\u202e\n🦊  ws-extra

Run triggers
  ↻ net  → app  rt-net-app → rt-again

Run triggers gone or hidden
  NEW did not read where they would be: they may still be there.
  ? app  → dark  rt-app-dark
  ? app  → gone  rt-app-gone
  ? db   → app   rt-db-app

Run triggers new or hidden before
  OLD did not read where they would be: they may have been there.
  ? app  → x|`<b>@me</b>\x1b[31m\u202e\n🦊  rt-app-extra
  ? net  → late                             rt-net-late

Findings
  + warning  blind-spot: something that the token could not read
      The token could not read the inbound run triggers of app: 404.
  + warning  blind-spot: something that the token could not read
      The token could not read the inbound run triggers of dark: 404.
  - warning  blind-spot: something that the token could not read
      The token could not read the inbound run triggers of web: 404.

Findings gone or hidden
  NEW did not read all that they hang on: they may still hold.
  ? error  auto-apply-cycle: a cycle that keeps itself going
      app → db → app keeps itself going: each apply queues the next run, and nobody has to confirm
      one.

Counts                OLD  NEW
workspaces              6    7  +1
run triggers            6    5  -1
cyclic components       1    0  -1
longest chain (hops)    2    2
findings                2    2
blind spots             1    2  +1

1 workspace changed, 1 gone or hidden, 2 new or hidden before; 1 run trigger re-created, 3 gone or hidden, 2 new or hidden before; 2 findings appeared, 1 went, 1 gone or hidden.

OLD  acme on app.terraform.io: 6 workspaces, 6 run triggers, crawled 2026-01-01T00:00:00Z
     1 blind spot: the token could not read
       inbound run triggers (404): web
NEW  acme on app.terraform.io: 7 workspaces, 5 run triggers, crawled 2026-02-01T00:00:00Z
     2 blind spots: the token could not read
       inbound run triggers (404): app, dark
A → B: a successful apply in A queues a run in B.
"""  # noqa: E501


def test_every_difference_has_its_mark_and_its_section() -> None:
    assert render_diff(every_difference()) == TEXT


def test_no_difference_is_one_line_and_what_was_compared() -> None:
    found = old()
    assert render_diff(compare_snapshots(found, found)) == (
        "No differences.\n\n"
        "OLD  acme on app.terraform.io: 6 workspaces, 6 run triggers, crawled 2026-01-01T00:00:00Z\n"
        "     1 blind spot: the token could not read\n"
        "       inbound run triggers (404): web\n"
        "NEW  acme on app.terraform.io: 6 workspaces, 6 run triggers, crawled 2026-01-01T00:00:00Z\n"
        "     1 blind spot: the token could not read\n"
        "       inbound run triggers (404): web\n"
        "A → B: a successful apply in A queues a run in B.\n"
    )


def test_a_comparison_by_name_says_so() -> None:
    text = render_diff(compare_snapshots(snapshot("a"), snapshot("a", a={"id": "ws-1"}), by_name=True))
    assert text == (
        "No differences.\n\n"
        "OLD  acme on app.terraform.io: 1 workspace, 0 run triggers, crawled 2026-01-01T00:00:00Z\n"
        "     Complete: everything was read.\n"
        "NEW  acme on app.terraform.io: 1 workspace, 0 run triggers, crawled 2026-01-01T00:00:00Z\n"
        "     Complete: everything was read.\n"
        "Compared by name: ids say nothing here, so that no run trigger counts as re-created.\n"
        "A → B: a successful apply in A queues a run in B.\n"
    )
