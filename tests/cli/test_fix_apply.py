"""``rtgraph fix apply`` over a real socket: what it says, what it writes, and what stops it before the first write."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import filelock
import pytest

from rtgraph.fixes.planning import plan_changes
from rtgraph.fixes.plans import dump_plan
from rtgraph.graph import build_graph
from rtgraph.models import Measures, Snapshot
from rtgraph.sandbox.permissions import Hidden
from rtgraph.sandbox.world import build_world
from tests.cli.scenes import JOURNAL, PLAN, Scene
from tests.graphs import snapshot
from tests.mending import OWNER

Start = Callable[..., Scene]

WORLD = {"auto": "app db"}
LINES = ("~ db off", "- db > net", "- app > web", "+ web > db")
SHOWN = """\
~ update  db  auto-apply-run-trigger: on → off
- delete rt-db-net  db → net
- delete rt-app-web  app → web
+ create  web → db

Plan: 1 to create, 2 to delete, 1 to change.

               before  after
cycles (SCCs)       1      0  -1

acme on HOST
A → B: a successful apply in A queues a run in B.
"""
WRITES = ["PATCH ws-db", "DELETE rt-db-net", "DELETE rt-app-web", "POST ws-db"]
ANEW = "make the plan anew with: rtgraph fix plan"
KEPT = f"Take it back with: rtgraph fix undo {JOURNAL}\n"
ON = f"run rtgraph fix apply {PLAN} to go on"


def small() -> Snapshot:
    return snapshot("net > app > db > net", "app > web", auto="app db")


def set_out(start: Start, found: Snapshot | None = None, lines: tuple[str, ...] = LINES, **options: object) -> Scene:
    """A world, and a plan for it that leaves no cycle."""
    scene = start(found or small(), **options)
    scene.plan(*lines, after=Measures(cyclic_components=0), watch=("ws-app", "ws-db", "ws-net"))
    return scene


def untouched(scene: Scene, *, files: tuple[str, ...] = (PLAN, f"{JOURNAL}.lock")) -> bool:
    return scene.stage.asked == [] and scene.files() == sorted(files)


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
    Path(PLAN).write_bytes(dump_plan(plan_changes(graph, cycles=True)))
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
    code, out, err = scene.undo()
    assert (code, out.splitlines()[-2:]) == (0, ["1 created, 1 done already.", "Read again: everything is taken back."])
    assert scene.stage.pairs() == ["app > db", "app > web", "db > net", "net > app"]


def test_a_plan_without_changes_says_so(start: Start) -> None:
    scene = set_out(start, lines=())
    code, out, err = scene.apply()
    assert (code, out.splitlines()[0], err) == (0, "Nothing to change.", "")
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


STOPS: list[tuple[str, Callable[[Scene], object], str]] = [
    (
        "retargeted",
        lambda scene: (scene.stage.drop("rt-db-net"), scene.stage.add("net", "web", "rt-db-net")),
        f"delete rt-db-net (db → net): rt-db-net leads from net to web, which is not what the plan says; {ANEW}",
    ),
    (
        "a workspace is deleted",
        lambda scene: scene.stage.drop_workspace("web"),
        "delete rt-app-web (app → web): whether rt-app-web is there cannot be told: it and the inbound run triggers of "
        f"web are absent, or hidden from this token; use a token that may read them, or {ANEW}; also create web → db: "
        f"the workspace web is absent, or hidden from this token; {ANEW}",
    ),
    (
        "the destination is full",
        lambda scene: (
            [
                scene.stage.world.put_workspace(scene.stage.world.organizations["acme"], each)
                for each in snapshot(*[f"s{number:02}" for number in range(19)]).workspaces
            ]
            and [scene.stage.add(f"s{number:02}", "db") for number in range(19)]
        ),
        "create web → db: db has 20 of 20 sources, and no more can be added; delete one first",
    ),
]


@pytest.mark.parametrize(("what", "happens", "said"), STOPS, ids=[each[0] for each in STOPS])
def test_a_changed_world_stops_it_before_the_first_write(
    start: Start, what: str, happens: Callable[[Scene], object], said: str
) -> None:
    scene = set_out(start)
    happens(scene)
    assert scene.apply() == (1, SHOWN, f"rtgraph: {said}; nothing was written\n")
    assert untouched(scene)


def test_a_trigger_that_was_replaced_is_not_deleted_in_its_stead(start: Start) -> None:
    scene = set_out(start, lines=("- db > net",))
    scene.stage.drop("rt-db-net")
    scene.stage.add("db", "net", "rt-other")
    code, out, err = scene.apply()
    assert (code, err) == (
        4,
        "delete rt-db-net (db → net): done already\n"
        "rtgraph: everything is done, but read again it does not stand: a cycle is left: app → db → net → app; make "
        "another plan with: rtgraph fix plan\n",
    )
    assert "Read again" not in out
    assert scene.stage.asked == []


@pytest.mark.parametrize("token", ["reader-sandbox-token", OWNER])
def test_a_token_that_may_not_write_is_told_which_right_it_lacks(
    start: Start, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = set_out(start, build_world_for(token), lines=("- db > net",))  # type: ignore[arg-type]
    monkeypatch.setenv("TFE_TOKEN", token)
    code, _, err = scene.apply()
    assert code == 1
    assert "it takes admin access to net, which this token lacks; use a token that has it; nothing was written" in err
    assert untouched(scene)


def build_world_for(token: str) -> object:
    hidden = {OWNER: Hidden(workspaces=frozenset({"ws-net"}))} if token == OWNER else {}
    return build_world(small(), hidden=hidden)


def test_hidden_is_not_the_same_as_gone(start: Start) -> None:
    hidden = Hidden(workspaces=frozenset({"ws-net", "ws-db"}))
    scene = set_out(start, build_world(small(), hidden={OWNER: hidden}), lines=("- db > net",))  # type: ignore[arg-type]
    code, _, err = scene.apply()
    assert (code, scene.stage.asked) == (1, [])
    assert "whether rt-db-net is there cannot be told" in err
    assert "rt-db-net" in scene.stage.world.run_triggers


def test_a_plan_for_another_organization_touches_nothing(start: Start) -> None:
    scene = start(small())
    scene.plan("- db > net", "~ db off", organization="umbra")
    code, _, err = scene.apply()
    assert code == 1
    assert f"net belongs to acme, and the plan is for umbra; {ANEW}; also switch" in err
    assert untouched(scene)


def test_a_plan_for_another_host_is_not_sent_here(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = start(small())
    scene.plan("- db > net", host="tfe.example")
    said = "rtgraph: this is for tfe.example, and {} says HOST; name the right one with --host\n"
    assert scene.apply() == (2, "", said.format("TFE_ADDRESS"))
    monkeypatch.delenv("TFE_ADDRESS")
    assert scene.apply("--host", scene.server.address) == (2, "", said.format("--host"))
    assert untouched(scene, files=(PLAN,))
    assert scene.server.exchanges == []


def test_a_plan_does_not_choose_where_a_token_goes(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = start(small())
    scene.plan("- db > net", host=scene.host)
    monkeypatch.delenv("TFE_ADDRESS")
    assert scene.apply() == (
        2,
        "",
        "rtgraph: this is for HOST, which nothing but the file names, and TFE_TOKEN is bound to no host; if that is the "
        "right place, name it with --host\n",
    )
    Path("token").write_text("not for everybody")
    monkeypatch.delenv("TFE_TOKEN")
    Path("token").chmod(0o600)
    assert "and --token-file token is bound to no host" in scene.apply("--token-file", "token")[2]
    assert scene.server.exchanges == []


def test_a_token_that_is_bound_to_the_plans_host_goes_there(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = start(small())
    scene.plan("- db > net", host="tfe.example")
    for name in ("TFE_ADDRESS", "TFE_TOKEN"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("TF_TOKEN_tfe_example", "bound")
    asked: list[str] = []

    def refuse(self: object, *arguments: object, **options: object) -> None:
        asked.append(str(self))
        raise OSError("no network here")

    monkeypatch.setattr("rtgraph.client.Client._exchange", refuse)
    code, _, err = scene.apply()
    assert (code, bool(asked)) == (1, True)
    assert "on https://tfe.example: no network here" in err


def test_the_demo_is_gone_when_its_command_ends(start: Start) -> None:
    scene = start(small())
    scene.plan("- db > net", host="sandbox.rtgraph.example")
    assert scene.apply() == (
        2,
        "",
        "rtgraph: this is for the organization of --demo, which is gone when its command ends; serve it with: rtgraph "
        "sandbox, and begin anew with --org acme\n",
    )


def test_a_plan_that_was_edited_by_hand_is_refused(start: Start) -> None:
    scene = set_out(start)
    Path(PLAN).write_text(Path(PLAN).read_text().replace("rt-app-web", "rt-net-app"))
    code, out, err = scene.apply()
    assert (code, out) == (2, "")
    assert err == (
        "rtgraph: plan.json was edited after it was written: what it promises is no longer what it does; make it anew "
        'with: rtgraph fix plan -o plan.json, or take its "digest" out if the edit is meant\n'
    )
    assert untouched(scene, files=(PLAN,))


def test_a_plan_that_says_no_more_than_the_contract_is_applied(start: Start) -> None:
    scene = start(small())
    delete = {
        "action": "delete",
        "run_trigger_id": "rt-db-net",
        "sourceable_id": "ws-db",
        "workspace_id": "ws-net",
        "reason": "…",
    }
    plan = {
        "format": "rtgraph.plan/1",
        "host": scene.host,
        "organization": "acme",
        "changes": [delete],
        "before": {"cyclic_components": 1},
        "after": {"cyclic_components": 0},
        "optimal": True,
    }
    Path(PLAN).write_text(json.dumps(plan))
    code, out, err = scene.apply()
    assert (code, err) == (0, "delete rt-db-net (ws-db → ws-net): deleted\n")
    assert out.endswith(f"1 deleted.\nRead again: every change stands.\n{KEPT}")  # it does not say what to read again
    assert scene.stage.pairs() == ["app > db", "app > web", "net > app"]


def test_a_journal_of_another_plan_is_not_gone_on_with(start: Start) -> None:
    scene = set_out(start)
    scene.apply()
    scene.plan("- app > db")
    assert scene.apply()[2] == (
        f"rtgraph: {JOURNAL} is the journal of another plan; name another file with --journal, or move this one away\n"
    )
    assert scene.stage.asked == WRITES


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
