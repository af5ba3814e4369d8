"""``rtgraph fix plan`` on the sample organization and on small snapshots."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from rtgraph.cli import run
from rtgraph.fixes.plans import read_plan
from rtgraph.snapshots import save_snapshot
from tests.graphs import snapshot

SAMPLE = str(Path(__file__).parents[2] / "samples" / "snapshot.json")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = snapshot("net > app > db > app", "net > db", "x > y > x", "lone", auto="app x y", project={"app": "core"})
    save_snapshot(found, Path("acme.json"))


def plan(*arguments: str) -> int:
    return run(["fix", "plan", "-s", "acme.json", *arguments])


TEXT = """\
- delete rt-db-app  db → app
    breaks db → app → db
- delete rt-y-x  y → x
    breaks y → x → y

Plan: 0 to create, 2 to delete, 0 to change.
Optimal: no plan with fewer changes does the same.

                                         before   after
run triggers                                  6       4  -2
cycles (SCCs)                                 2       0  -2
  that keep themselves going                  1       0  -1
workspaces in the largest SCC                 2       0  -2
longest chain (hops)                          1       2  +1
largest cascade                runs without end  3 runs
  of one apply in                           net     net

acme on app.terraform.io: 6 workspaces, 6 run triggers, crawled 2026-01-01T00:00:00Z
Complete: everything was read.
A → B: a successful apply in A queues a run in B.
"""


def test_the_plan_is_shown_and_how_to_keep_it(capfd: pytest.CaptureFixture[str]) -> None:
    assert plan("--cycles") == 0
    assert capfd.readouterr() == (
        f"{TEXT}\nNothing is changed yet. Keep the plan with -o FILE, then apply it with: rtgraph fix apply FILE\n",
        "",
    )


def test_with_a_file_the_plan_is_written_there_and_shown_still(capfd: pytest.CaptureFixture[str]) -> None:
    assert plan("--cycles", "-o", "my plan.json") == 0
    assert capfd.readouterr().out == (
        f"{TEXT}\nNothing is changed yet. Apply it with: rtgraph fix apply 'my plan.json'\n"
    )
    made = read_plan(Path("my plan.json"))
    assert [each.run_trigger_id for each in made.changes] == ["rt-db-app", "rt-y-x"]
    assert made.watch == ("ws-app", "ws-db", "ws-x", "ws-y")


def test_the_sample_organization_is_mended(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["fix", "plan", "-s", SAMPLE, "--gate", "--redundant", "--include-gated"]) == 0
    assert capfd.readouterr().out == SAMPLE_TEXT


def test_demo_crawls_the_sample_organization(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["fix", "plan", "--demo", "-q", "--cycles"]) == 0
    out, err = capfd.readouterr()
    assert err == ""
    assert out.startswith(
        """\
- delete rt-9PMDkm2DqLuHqyE3  batch-prod → batch-prod
    breaks batch-prod → batch-prod
- delete rt-R1ak7MAAskcASAoe  certs-prod → dns-prod
    breaks certs-prod → dns-prod → ingress-prod → certs-prod
- delete rt-vAhj9jRL81W7Damt  reconciliation-prod → payouts-prod
    breaks reconciliation-prod → payouts-prod → ledger-prod → settlement-prod → reconciliation-prod

Plan: 0 to create, 3 to delete, 0 to change.
Optimal: no plan with fewer changes does the same.
"""
    )


def test_what_is_kept_and_preferred_is_heeded(capfd: pytest.CaptureFixture[str]) -> None:
    assert plan("--cycles", "--keep", "project:core", "--keep", "y", "--exclude", "x", "-f", "json") == 0
    made = json.loads(capfd.readouterr().out)
    assert [each["reason"] for each in made["changes"]] == [
        "breaks db → app → db, though app is kept: each run trigger of this cycle has a kept end"
    ]
    assert plan("--cycles", "--prefer", "oldest", "-f", "json") == 0
    made = json.loads(capfd.readouterr().out)
    assert [each["run_trigger_id"] for each in made["changes"]] == ["rt-app-db", "rt-x-y"]


def test_only_the_selected_part_is_changed(capfd: pytest.CaptureFixture[str]) -> None:
    assert plan("--cycles", "--select", "x y") == 0
    out = capfd.readouterr().out
    assert out.startswith(
        "- delete rt-y-x  y → x\n    breaks y → x → y\n\nPlan: 0 to create, 1 to delete, 0 to change."
    )
    assert "\nNot selected: 4 workspaces and 4 run triggers.\n" in out


@pytest.mark.parametrize("lines", [(), ("lone",), ("a > b",)])
def test_nothing_to_do_is_no_error(lines: tuple[str, ...], capfd: pytest.CaptureFixture[str]) -> None:
    save_snapshot(snapshot(*lines), Path("acme.json"))
    assert plan("--cycles", "--gate", "--redundant", "-o", "plan.json") == 0
    out = capfd.readouterr().out
    assert out.startswith("No changes: there is nothing to mend.\n\nacme on app.terraform.io: ")
    assert out.endswith("A → B: a successful apply in A queues a run in B.\n")
    assert read_plan(Path("plan.json")).changes == ()


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "Say what to mend, one or several of these:"),
        (["--include-gated", "--cycles"], "--include-gated goes with --redundant."),
        (["--allow-empty", "--cycles"], "--allow-empty goes with --desired."),
        (["--prefer", "oldest", "--gate"], "--prefer goes with --cycles."),
        (["--desired", "w.csv", "--gate"], "--desired says all there shall be, so it goes without --gate."),
        (["--desired", "w.csv", "--keep", "x"], "goes without --keep; narrow it with --exclude."),
        (["--cycles", "--keep", "ap"], "--keep: there is no workspace 'ap'; did you mean app?\n\n  ap\n  ^"),
        (["--cycles", "--keep", "a,"], "--keep: something to select is missing here"),
        (["--cycles", "--select", "ap"], "--select: there is no workspace 'ap'; did you mean app?\n\n  ap\n  ^"),
    ],
)
def test_a_wrong_command_line_says_what_is_wrong(
    arguments: list[str], line: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert plan(*arguments) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert line in err.partition("Error: ")[2]


def test_each_kind_of_mend_is_explained_where_none_is_given(capfd: pytest.CaptureFixture[str]) -> None:
    assert plan() == 2
    assert capfd.readouterr().err.partition("Error: ")[2] == (
        """\
Say what to mend, one or several of these:

  --cycles     Delete the fewest run triggers that leave no cycle.
  --redundant  Delete run triggers beside which a longer way leads to the same workspace.
  --gate       Switch auto-apply-run-trigger off on the fewest workspaces that leave no cycle that keeps itself going.
  --desired    Make the run triggers exactly those in FILE: CSV of SOURCE,DESTINATION, a snapshot, Terraform files.
"""
    )


def test_what_cannot_be_is_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    assert plan("--cycles", "--keep", "app db") == 1
    assert plan("--gate", "--keep", "x y") == 1
    assert plan("--cycles", "--keep", "zz*") == 1
    assert capfd.readouterr() == (
        "",
        "rtgraph: every workspace of the cycle app → db → app is to be kept, so that none of its run triggers may be "
        "deleted; keep one workspace less, such as app\n"
        "rtgraph: every workspace of the cycle x → y → x, which keeps itself going, is to be kept, so that none of "
        "them may be made a gate; keep one workspace less, such as x\n"
        "rtgraph: --keep zz* selects no workspace; see what there is with: rtgraph chains --all\n",
    )


def test_marks_are_coloured_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys, "stdout", Terminal(written := io.BytesIO(), encoding="utf-8"))
    assert plan("--cycles", "--gate") == 0
    assert written.getvalue().decode().startswith("\x1b[31m\x1b[1m-\x1b[0m delete rt-db-app  db → app\n")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys, "stdout", Terminal(written := io.BytesIO(), encoding="utf-8"))
    assert plan("--cycles", "--gate") == 0
    assert "\x1b" not in written.getvalue().decode()


SAMPLE_TEXT = """\
~ update  certs-prod  auto-apply-run-trigger: on → off
    holds up certs-prod → dns-prod → ingress-prod → certs-prod
- delete rt-cn8BQ96dfFZDX5hK  net-prod → cluster-addons-prod
    net-prod → eks-prod → cluster-addons-prod leads there too; nobody has to confirm a run on it, so
      that behaviour changes only where a plan has no changes

Plan: 0 to create, 1 to delete, 1 to change.
Optimal: no plan with fewer changes does the same.

                                          before              after
run triggers                                  78                 77  -1
cycles (SCCs)                                  3                  3
  that keep themselves going                   1                  0  -1
workspaces in the largest SCC                  4                  4
longest chain (hops)                          10                 10
largest cascade                 runs without end   runs without end
  of one apply in              org-baseline-prod  org-baseline-prod

Note: Run triggers of security-hub-prod and vault-prod could not be read: those that are hidden are
      not in this plan.

acme on sandbox.rtgraph.example: 63 workspaces, 78 run triggers, crawled 2026-01-01T00:00:00Z
3 blind spots: the token could not read
  inbound run triggers (404: absent, or hidden from this token): security-hub-prod
  outbound run triggers (404: absent, or hidden from this token): security-hub-prod
  workspaces (named by rt-TWGiFfR8V7uHzCzP and not in the list of workspaces: absent, or hidden from
    this token): vault-prod
1 workspace known only from run triggers: vault-prod
A → B: a successful apply in A queues a run in B.

Nothing is changed yet. Keep the plan with -o FILE, then apply it with: rtgraph fix apply FILE
"""
