"""``rtgraph trigger create --from``: many are refused as a whole, or created one after another."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rtgraph.models import Snapshot
from rtgraph.sandbox.faults import Fault
from rtgraph.sandbox.outcomes import answer, drop, refuse
from rtgraph.sandbox.routes.run_triggers import LOCKED
from rtgraph.snapshots import dump_snapshot
from tests.cli.scenes import Scene, Start
from tests.graphs import snapshot

PAIRS = ["app > db", "net > app"]


def small() -> Snapshot:
    return snapshot("net > app > db", "lone", "desk", auto="net app db", desk={"execution_mode": "local"})


@pytest.fixture
def scene(start: Start) -> Scene:
    scene = start(small())
    Path("acme.json").write_bytes(dump_snapshot(small()))
    return scene


def create(scene: Scene, *arguments: str) -> tuple[int, str, str]:
    return scene.run("trigger", "create", *arguments, "--org", "acme")


MANY = "source,destination\nnet,lone\n# a comment\nnet,app\nlone,desk\nnet,lone\n"


def test_many_are_created_one_after_another(scene: Scene) -> None:
    Path("wanted.csv").write_text(MANY)
    assert create(scene, "--from", "wanted.csv", "-q") == (
        0,
        "created        NEW  net → lone\n"
        "already there  rt-net-app           net → app\n"
        "created        NEW  lone → desk\n"
        "  never fires: desk has local execution, so no run can be queued there\n",
        "",
    )
    assert scene.stage.asked == ["POST ws-lone", "POST ws-desk"]
    assert create(scene, "--from", "wanted.csv")[0] == 0
    assert len(scene.stage.asked) == 2


def test_many_are_refused_as_a_whole_before_the_first_write(scene: Scene) -> None:
    Path("wanted.csv").write_text("net,lone\nlone,net\n")
    assert create(scene, "--from", "wanted.csv") == (
        1,
        "",
        "rtgraph: lone → net would close a cycle: lone → net → lone; where that is meant, add --allow-cycle; nothing "
        "is created\n",
    )
    Path("wanted.csv").write_text("net,lone\nlone,nope\n")
    code, _, err = create(scene, "--from", "wanted.csv")
    assert (code, err.splitlines()[-1]) == (2, "Error: Line 2: There is no workspace 'nope'. Did you mean net?")
    assert scene.stage.asked == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "wanted.csv names no run trigger; write SOURCE,DESTINATION on a line of its own"),
        (b"# nothing\n", "wanted.csv names no run trigger; write SOURCE,DESTINATION on a line of its own"),
        (b"net,\xff\n", "wanted.csv is not UTF-8: invalid start byte; save it as UTF-8"),
        (
            b"net\n",
            "wanted.csv:1: 'net' names one workspace and not two; write SOURCE,DESTINATION with a comma between",
        ),
        (b"destination,source\n", "wanted.csv:1: the columns are destination,source; put the source first"),
    ],
)
def test_a_file_that_is_wrong(scene: Scene, text: bytes, said: str) -> None:
    Path("wanted.csv").write_bytes(text)
    assert create(scene, "--from", "wanted.csv") == (2, "", f"rtgraph: {said}\n")


def test_pairs_come_from_standard_input(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    command = [sys.executable, "-m", "rtgraph", "trigger", "create", "--from", "-", "--org", "acme", "-q"]
    done = subprocess.run(command, input=MANY, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert scene.stage.pairs() == sorted([*PAIRS, "net > lone", "lone > desk"])


@pytest.fixture
def many(scene: Scene) -> Callable[[Fault], tuple[int, str, str]]:
    def run(fault: Fault) -> tuple[int, str, str]:
        Path("wanted.csv").write_text("net,lone\nlone,desk\nnet,desk\n")
        scene.stage.faults.add(fault)
        return create(scene, "--from", "wanted.csv", "-q", "-o", "rows.txt")

    return run


def results(scene: Scene) -> list[str]:
    return [line.split("  ")[0] for line in Path("rows.txt").read_text().splitlines() if not line.startswith(" ")]


def test_many_stop_at_the_first_that_fails(scene: Scene, many: Callable[[Fault], tuple[int, str, str]]) -> None:
    assert many(Fault(method="POST", path="ws-desk", outcome=refuse(422, "no"))) == (
        4,
        "",
        "rtgraph: create lone → desk: POST /api/v2/workspaces/ws-desk/run-triggers answered 422 (no); the server will "
        "not do it as things are; 1 created, 2 not: the same command goes on\n",
    )
    assert results(scene) == ["created", "not created", "not created"]
    assert create(scene, "--from", "wanted.csv", "-q", "-o", "rows.txt")[0] == 0
    assert results(scene) == ["already there", "created", "created"]


def test_where_the_first_fails_nothing_is_done(scene: Scene, many: Callable[[Fault], tuple[int, str, str]]) -> None:
    code, _, err = many(Fault(method="POST", outcome=refuse(404, "not found")))
    assert (code, results(scene)) == (1, ["not created"] * 3)
    assert err == (
        "rtgraph: create net → lone: the server answered 404: it takes admin access to lone, and permission to read "
        "runs in net, which this token lacks; use a token that has it\n"
    )


def test_a_lost_answer_is_found_out(scene: Scene, many: Callable[[Fault], tuple[int, str, str]]) -> None:
    assert many(Fault(method="POST", outcome=drop(handled=True)))[0] == 0
    assert scene.stage.asked == ["POST ws-lone", "POST ws-desk", "POST ws-desk"]


def test_what_may_be_created_is_not_said_to_be_not(scene: Scene, many: Callable[[Fault], tuple[int, str, str]]) -> None:
    code, _, err = many(Fault(method="POST", outcome=answer(500)))
    assert (code, results(scene)) == (4, ["may be created", "not created", "not created"])
    assert err.endswith("it was not sent again; 0 created, 3 not: the same command goes on\n")


def test_the_lock_is_waited_out(scene: Scene, many: Callable[[Fault], tuple[int, str, str]]) -> None:
    assert many(Fault(method="POST", outcome=refuse(422, "Invalid Attribute", LOCKED), times=3))[0] == 0
    assert len(scene.stage.asked) == 6


def test_a_reader_that_is_gone_does_not_make_a_failure_a_success(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("rtgraph.cli.output.emit", gone)
    monkeypatch.setattr("rtgraph.cli.forget_output", lambda: None)
    scene.stage.faults.add(Fault(method="POST", outcome=refuse(422, "no")))
    assert create(scene, "net", "lone", "-q")[0] == 1
    assert create(scene, "net", "lone", "-q")[0] == 0
    assert "net > lone" in scene.stage.pairs()
