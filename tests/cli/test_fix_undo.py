"""``rtgraph fix undo`` over a real socket: what was done is taken back, once, and as far as it goes."""

from __future__ import annotations

from pathlib import Path

import filelock
import pytest

from rtgraph.sandbox.faults import Fault
from rtgraph.sandbox.outcomes import refuse
from tests.cli.scenes import JOURNAL, Scene, Start, set_out

BEFORE = (["app > db", "app > web", "db > net", "net > app"], "app db")
AFTER = (["app > db", "net > app", "web > db"], "app")
BACK = ["DELETE NEW", "POST ws-web", "POST ws-net", "PATCH ws-db"]
SHOWN = """\
- delete NEW  web → db
    takes back: create web → db
+ create  app → web
    takes back: delete rt-app-web (app → web)
+ create  db → net
    takes back: delete rt-db-net (db → net)
~ update  db  auto-apply-run-trigger: off → on
    takes back: switch auto-apply-run-trigger off in db

acme on HOST
"""
ON = f"run rtgraph fix undo {JOURNAL} to go on"
ONCE = (
    f"rtgraph: {JOURNAL} was undone already, and a journal is undone once; to change anything else, make a plan: "
    "rtgraph fix plan\n"
)


@pytest.fixture
def scene(start: Start) -> Scene:
    scene = set_out(start)
    assert scene.apply("-q")[0] == 0
    scene.stage.asked.clear()
    return scene


def stands(scene: Scene) -> tuple[list[str], str]:
    return scene.stage.pairs(), scene.stage.auto()


def asked(scene: Scene) -> list[str]:
    return [scene.smooth(each) for each in scene.stage.asked]


def test_everything_is_taken_back_the_last_first(scene: Scene) -> None:
    assert scene.undo() == (
        0,
        f"{SHOWN}1 deleted, 2 created, 1 changed.\nRead again: everything is taken back.\n",
        "delete NEW (web → db): deleted\n"
        "create app → web: created as NEW\n"
        "create db → net: created as NEW\n"
        "switch auto-apply-run-trigger on in db: changed\n",
    )
    assert (stands(scene), asked(scene)) == (BEFORE, BACK)


def test_new_ids_stand_in_the_journal(scene: Scene) -> None:
    scene.undo()
    text = Path(JOURNAL).read_text()
    new = [each.id for each in scene.stage.world.run_triggers.values() if each.id not in ("rt-net-app", "rt-app-db")]
    assert [each for each in new if f'"run_trigger_id":"{each}"' not in text] == []
    assert len(new) == 2


def test_a_journal_is_undone_once(scene: Scene) -> None:
    scene.undo()
    assert scene.undo() == (1, "", ONCE)
    assert scene.run("fix", "undo", JOURNAL, "--dry-run") == (1, "", ONCE)
    assert asked(scene) == BACK


def test_what_was_taken_back_is_not_applied_again(scene: Scene) -> None:
    scene.undo("--limit", "1")
    code, _, err = scene.apply()
    assert (code, err) == (
        1,
        f"rtgraph: {JOURNAL} says that this plan was taken back; make another with: rtgraph fix plan\n",
    )
    assert asked(scene) == BACK[:1]


def test_a_half_done_undo_goes_on(scene: Scene) -> None:
    code, out, err = scene.undo("--limit", "3", "-q")
    assert (code, err) == (4, f"rtgraph: stopped after 3 writes (--limit); 3 of 4 changes done, 1 left; {ON}\n")
    assert out.endswith("Not done:\n  switch auto-apply-run-trigger on in db\n")
    assert scene.undo("-q")[0] == 0
    assert (stands(scene), asked(scene)) == (BEFORE, BACK)


def test_a_dry_run_takes_nothing_back(scene: Scene) -> None:
    before = Path(JOURNAL).read_bytes()
    assert scene.run("fix", "undo", JOURNAL, "--dry-run") == (
        0,
        f"{SHOWN}Dry run: everything was read, nothing is written.\n"
        "  delete NEW (web → db): would be done\n"
        "  create app → web: would be done\n"
        "  create db → net: would be done\n"
        "  switch auto-apply-run-trigger on in db: would be done\n",
        "",
    )
    assert (scene.stage.asked, Path(JOURNAL).read_bytes()) == ([], before)


def test_without_a_terminal_and_without_yes_nothing_is_taken_back(scene: Scene) -> None:
    code, out, err = scene.run("fix", "undo", JOURNAL)
    assert (code, out) == (2, SHOWN)
    assert err.endswith("Error: There is no terminal to ask on; look at what it will do, and add --yes.\n")
    assert scene.stage.asked == []


def test_two_at_once_are_one_too_many(scene: Scene) -> None:
    with filelock.FileLock(f"{JOURNAL}.lock"):
        assert scene.undo() == (
            1,
            "",
            f"rtgraph: another rtgraph is at work with {JOURNAL} (it holds {JOURNAL}.lock); wait until it is done\n",
        )
    assert scene.stage.asked == []


def test_what_somebody_took_back_already_is_left_to_them(scene: Scene) -> None:
    scene.stage.add("db", "net", "rt-theirs")
    scene.stage.switch("db", True)
    code, out, _ = scene.undo("-q")
    assert (code, out.splitlines()[-2]) == (0, "1 deleted, 1 created, 2 done already.")
    assert (stands(scene), len(scene.stage.asked)) == (BEFORE, 2)


def test_where_nothing_was_done_there_is_nothing_to_take_back(start: Start) -> None:
    scene = set_out(start, faults=[Fault(method="PATCH", outcome=refuse(422, "no"))])
    assert scene.apply()[0] == 4
    said = f"rtgraph: {JOURNAL} says of no change that it was made; there is nothing to take back\n"
    assert scene.undo() == (1, "", said)
    assert scene.run("fix", "undo", JOURNAL, "--dry-run") == (1, "", said)


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (None, 1, f"cannot read {JOURNAL}: it is no file; name the journal of a plan"),
        (b"", 2, f"{JOURNAL} was cut off in its first line, so that nothing was done with it"),
        (b'{"type":"head"', 2, f"{JOURNAL} was cut off in its first line, so that nothing was done with it"),
        (b"{}\n", 2, f"{JOURNAL}:1 is no line of a journal: "),
        (b"hello", 2, f"{JOURNAL} is no journal, and is left as it is; name another file"),
    ],
)
def test_what_is_no_journal_is_told(start: Start, text: bytes | None, code: int, said: str) -> None:
    scene = set_out(start)
    if text is not None:
        Path(JOURNAL).write_bytes(text)
    found, out, err = scene.undo()
    assert (found, out) == (code, "")
    assert err.startswith(f"rtgraph: {said}")
    assert scene.server.exchanges == []
    assert f"{JOURNAL}.lock" not in scene.files()


def test_a_journal_for_another_host_goes_nowhere(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    count = len(scene.server.exchanges)
    monkeypatch.setenv("TFE_ADDRESS", "https://tfe.example")
    assert scene.undo() == (
        2,
        "",
        "rtgraph: this is for HOST, and TFE_ADDRESS says tfe.example; name the right one with --host\n",
    )
    monkeypatch.delenv("TFE_ADDRESS")
    assert "TFE_TOKEN is bound to no host" in scene.undo()[2]
    assert len(scene.server.exchanges) == count


def test_a_token_that_may_not_is_told_and_nothing_is_taken_back(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TFE_TOKEN", "reader-sandbox-token")
    code, _, err = scene.undo("-q")
    assert code == 1
    assert "it takes admin access to db, which this token lacks; use a token that has it; also create app" in err
    assert err.endswith("; nothing was written\n")
    assert (scene.stage.asked, stands(scene)) == ([], AFTER)
