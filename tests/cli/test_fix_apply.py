"""``rtgraph fix apply`` over a real socket: what it says, what it writes, and what stops it before the first write."""

from __future__ import annotations

import os
from pathlib import Path

import filelock
import pytest

from rtgraph.fixes.planning import Wishes, plan_changes
from rtgraph.fixes.plans import dump_plan
from rtgraph.graph import build_graph
from tests.cli.scenes import JOURNAL, KEPT, ON, PLAN, SHOWN, WRITES, Scene, Start, set_out, small, untouched
from tests.mending import OWNER


def test_everything_is_shown_made_and_read_again(start: Start) -> None:
    scene = set_out(start)
    assert scene.apply() == (
        0,
        f"{SHOWN}2 deleted, 1 created, 1 changed.\nRead again: every change stands, and no cycle is left.\n{KEPT}",
        "switch auto-apply-run-trigger off in db: changed\n"
        "delete rt-db-net (db → net): deleted\n"
        "delete rt-app-web (app → web): deleted\n"
        "create web → db: created as NEW\n",
    )
    assert scene.stage.pairs() == ["app > db", "net > app", "web > db"]
    assert (scene.stage.auto(), scene.stage.asked) == ("app", WRITES)
    assert scene.files() == [PLAN, JOURNAL, f"{JOURNAL}.lock"]


def test_a_plan_that_rtgraph_made_is_applied(start: Start) -> None:
    scene = start(small())
    graph = build_graph(small())
    graph.graph["host"] = scene.host
    Path(PLAN).write_bytes(dump_plan(plan_changes(graph, Wishes(cycles=True))))
    code, out, _ = scene.apply("-q")
    assert (code, out.splitlines()[-3:]) == (
        0,
        ["1 deleted.", "Read again: every change stands, and no cycle is left.", KEPT.strip()],
    )


def test_once_more_there_is_nothing_to_do(start: Start) -> None:
    scene = set_out(start)
    scene.apply()
    assert scene.apply() == (
        0,
        f"{SHOWN}Everything was done already.\nRead again: every change stands, and no cycle is left.\n{KEPT}",
        "",
    )
    assert scene.stage.asked == WRITES


def test_a_dry_run_reads_everything_and_writes_nothing(start: Start) -> None:
    scene = set_out(start)
    scene.stage.drop("rt-app-web")
    assert scene.run("fix", "apply", PLAN, "--dry-run") == (
        0,
        f"{SHOWN}Dry run: everything was read, nothing is written.\n"
        "  switch auto-apply-run-trigger off in db: would be done\n"
        "  delete rt-db-net (db → net): would be done\n"
        "  delete rt-app-web (app → web): is done already\n"
        "  create web → db: would be done\n",
        "",
    )
    assert untouched(scene, files=(PLAN,))


def test_a_limit_stops_it_and_the_next_run_goes_on(start: Start) -> None:
    scene = set_out(start)
    code, out, err = scene.apply("--limit", "1", "-q")
    assert (code, out.removeprefix(SHOWN)) == (
        4,
        "Done in this run:\n"
        "  switch auto-apply-run-trigger off in db: changed\n"
        "Not done:\n"
        "  delete rt-db-net (db → net)\n"
        "  delete rt-app-web (app → web)\n"
        "  create web → db\n",
    )
    assert err == f"rtgraph: stopped after 1 write (--limit); 1 of 4 changes done, 3 left; {ON}\n"
    assert scene.apply("--limit", "2", "-q")[2] == (
        f"rtgraph: stopped after 2 writes (--limit); 2 of 3 changes done, 1 left; {ON}\n"
    )
    assert scene.run("fix", "apply", PLAN, "--dry-run")[1].endswith(
        "  3 changes done by an earlier run\n  create web → db: would be done\n"
    )
    code, out, err = scene.apply("--limit", "1", "-q")
    assert (code, out.removeprefix(SHOWN).splitlines()[0], err) == (0, "1 created.", "")
    assert scene.stage.asked == WRITES


def test_what_is_done_already_is_no_write_and_is_not_taken_back(start: Start) -> None:
    scene = set_out(start)
    scene.stage.drop("rt-db-net")
    scene.stage.switch("db", False)
    scene.stage.add("web", "db")
    code, out, err = scene.apply("--limit", "2")
    assert (code, out.removeprefix(SHOWN).splitlines()[0]) == (0, "1 deleted, 3 done already.")
    assert err == (
        "switch auto-apply-run-trigger off in db: done already\n"
        "delete rt-db-net (db → net): done already\n"
        "delete rt-app-web (app → web): deleted\n"
        "create web → db: done already\n"
    )
    assert scene.stage.asked == ["DELETE rt-app-web"]
    assert scene.undo()[0] == 0
    assert scene.stage.pairs() == ["app > db", "app > web", "net > app", "web > db"]
    assert (scene.stage.auto(), len(scene.stage.asked)) == ("app", 2)


def test_duplicates_on_a_pair_go_one_by_one_and_come_back_as_one_each(start: Start) -> None:
    scene = set_out(start, lines=("- db > net", "- db > net rt-second"))
    scene.stage.add("db", "net", "rt-second")
    assert scene.apply()[0] == 0
    assert scene.stage.pairs() == ["app > db", "app > web", "net > app"]
    code, out, _ = scene.undo()
    assert (code, out.splitlines()[-2:]) == (0, ["1 created, 1 done already.", "Read again: everything is taken back."])
    assert scene.stage.pairs() == ["app > db", "app > web", "db > net", "net > app"]


def test_a_plan_without_changes_says_so(start: Start) -> None:
    scene = set_out(start, lines=())
    code, out, err = scene.apply()
    assert (code, out.splitlines()[0], err) == (0, "No changes: there is nothing to mend.", "")
    assert untouched(scene, files=(PLAN,))


def test_without_a_terminal_and_without_yes_nothing_is_written(start: Start) -> None:
    scene = set_out(start)
    code, out, err = scene.run("fix", "apply", PLAN)
    assert (code, out) == (2, SHOWN)
    assert err.endswith("Error: There is no terminal to ask on; look at what it will do, and add --yes.\n")
    assert untouched(scene)


def test_a_journal_may_lie_elsewhere(start: Start) -> None:
    scene = set_out(start)
    Path("over there").mkdir()
    code, out, _ = scene.apply("--journal", "over there/j")
    assert (code, out.splitlines()[-1]) == (0, "Take it back with: rtgraph fix undo 'over there/j'")
    assert scene.run("fix", "undo", "over there/j", "--yes")[0] == 0


@pytest.mark.parametrize(
    ("journal", "said"),
    [
        ("missing/j", "cannot write missing/j: there is no folder missing; create it first"),
        (PLAN, f"{PLAN}:1 is no line of a journal: "),
        ("/dev/full", "cannot "),
    ],
)
def test_a_journal_that_cannot_be_one(start: Start, journal: str, said: str) -> None:
    scene = set_out(start)
    before = Path(PLAN).read_bytes()
    code, _, err = scene.apply("--journal", journal)
    assert code in (1, 2)
    assert err.startswith(f"rtgraph: {said}")
    assert (scene.stage.asked, Path(PLAN).read_bytes()) == ([], before)


def test_two_at_once_are_one_too_many(start: Start) -> None:
    scene = set_out(start)
    with filelock.FileLock(f"{JOURNAL}.lock"):
        assert scene.apply() == (
            1,
            SHOWN,
            f"rtgraph: another rtgraph is at work with {JOURNAL} (it holds {JOURNAL}.lock); wait until it is done\n",
        )
    assert untouched(scene)
    assert scene.apply()[0] == 0


def test_a_warning_about_the_token_is_given_once(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = set_out(start)
    Path(os.environ["HOME"], "elsewhere").mkdir()
    token = Path(os.environ["HOME"], "elsewhere", "token")
    monkeypatch.setattr(Scene, "check_tokens", lambda *_: None)  # it lies in a file, and that is meant
    token.write_text(OWNER)
    token.chmod(0o644)
    code, _, err = scene.apply("--token-file", str(token))
    assert (code, err.count("warning: ")) == (0, 1)
    assert scene.undo("--token-file", str(token), "-q")[2] == ""
