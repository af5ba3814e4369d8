"""An apply is interrupted, asks on a terminal, loses its reader or its disk: real processes."""

from __future__ import annotations

import os
import pty
import resource
import signal
import subprocess
import sys
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from rtgraph.sandbox.faults import Fault
from rtgraph.sandbox.outcomes import refuse
from tests.cli.scenes import JOURNAL, ON, PLAN, SHOWN, WRITES, Scene, Start, set_out
from tests.killing import killer, name_points, run_killed, started

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="these processes are watched as Linux can")

BEFORE = (["app > db", "app > web", "db > net", "net > app"], "app db")
AFTER = (["app > db", "net > app", "web > db"], "app")
APPLY = ["fix", "apply", PLAN, "--yes"]
PROGRAM = [sys.executable, "-m", "rtgraph"]
QUESTION = "\nMake 4 changes in acme on HOST?\nOnly 'yes' will be accepted: "
POINTS = name_points(1, head=True)


@pytest.fixture
def scene(start: Start, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    return set_out(start)


def stands(scene: Scene) -> tuple[list[str], str]:
    return scene.stage.pairs(), scene.stage.auto()


def goes_on(scene: Scene, asked: list[str] = WRITES) -> bool:
    """Apply again, see that every change was made once, and take it back."""
    assert scene.apply()[0] == 0
    assert (stands(scene), scene.stage.asked) == (AFTER, asked)
    return scene.undo()[0] == 0 and stands(scene) == BEFORE


@pytest.mark.parametrize("kill_at", range(len(POINTS)), ids=POINTS)
def test_ctrl_c_at_any_point_of_a_step(scene: Scene, kill_at: int) -> None:
    assert run_killed(APPLY, scene.folder, kill_at, signal.SIGINT) == 130
    assert (scene.folder / "err.txt").read_text().splitlines()[-1] == (
        f"rtgraph: interrupted; what was done stands in {JOURNAL}: {ON}"
    )
    assert goes_on(scene)


@pytest.mark.parametrize("moment", ["before_handling", "after_handling"])
@pytest.mark.parametrize(("method", "place"), [("PATCH", 1), ("DELETE", 2), ("POST", 4)])
def test_ctrl_c_in_the_middle_of_a_write(scene: Scene, moment: str, method: str, place: int) -> None:
    processes: list[BaseProcess] = []
    calls: dict[str, Any] = {moment: killer(processes, signal.SIGINT)}
    scene.stage.faults.add(Fault(method=method, **calls))
    with started(APPLY, scene.folder) as process:
        processes.append(process)
        process.join()
        assert process.exitcode == 130
    assert scene.stage.asked == WRITES[:place]
    assert goes_on(scene)


def test_ctrl_c_before_anything_is_written(scene: Scene) -> None:
    processes: list[BaseProcess] = []
    scene.stage.faults.add(Fault(path="/run-triggers/rt-db-net", before_handling=killer(processes, signal.SIGINT)))
    with started(APPLY, scene.folder) as process:
        processes.append(process)
        process.join()
        assert process.exitcode == 130
    assert (scene.folder / "err.txt").read_text() == "rtgraph: interrupted; nothing is changed\n"
    assert (scene.stage.asked, (scene.folder / JOURNAL).exists()) == ([], False)


def test_ctrl_c_when_everything_is_done_but_not_read_again(scene: Scene) -> None:
    processes: list[BaseProcess] = []
    last = Fault(
        path=lambda path: scene.stage.asked == WRITES and path.endswith("/ping"),
        before_handling=killer(processes, signal.SIGINT),
    )
    scene.stage.faults.add(last)
    with started(APPLY, scene.folder) as process:
        processes.append(process)
        process.join()
        assert process.exitcode == 130
    assert (scene.folder / "err.txt").read_text().splitlines()[-1] == (
        "rtgraph: interrupted; everything is done, but it was not read again"
    )
    assert goes_on(scene)


def answer_on_a_terminal(scene: Scene, answer: str, *options: str) -> tuple[int, str, str]:
    """Run ``fix apply plan.json`` with a terminal as its standard input, and type an answer."""
    person, terminal = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, "fix", "apply", PLAN, *options],
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=scene.folder,
        text=True,
    ) as process:
        os.write(person, f"{answer}\n".encode())
        out, err = process.communicate()
    os.close(person)
    os.close(terminal)
    scene.check_tokens(out + err)
    return process.returncode, scene.smooth(out), scene.smooth(err)


def test_yes_on_a_terminal_goes_ahead(scene: Scene) -> None:
    code, out, err = answer_on_a_terminal(scene, "yes")
    assert (code, out.startswith(SHOWN)) == (0, True)
    assert err.startswith(f"{QUESTION}switch auto-apply-run-trigger off in db: changed\n")
    assert stands(scene) == AFTER


@pytest.mark.parametrize("answer", ["y", "Yes", "YES", "", "yes please", "no"])
def test_any_other_answer_changes_nothing(scene: Scene, answer: str) -> None:
    assert answer_on_a_terminal(scene, answer) == (
        1,
        SHOWN,
        f"{QUESTION}rtgraph: not confirmed, so nothing is changed; answer yes, or add --yes\n",
    )
    assert (scene.stage.asked, scene.files()) == ([], [PLAN, f"{JOURNAL}.lock"])


def test_with_yes_nobody_is_asked(scene: Scene) -> None:
    code, _, err = answer_on_a_terminal(scene, "", "--yes", "-q")
    assert (code, err) == (0, "")
    assert stands(scene) == AFTER


def run_into(scene: Scene, stdout: int, **options: Any) -> tuple[int, str]:
    """Run an apply with a standard output of its own."""
    done = subprocess.run(
        [*PROGRAM, *APPLY],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        cwd=scene.folder,
        text=True,
        check=False,
        **options,
    )
    return done.returncode, scene.smooth(done.stderr)


def test_a_reader_that_goes_in_the_middle_does_not_stop_it(scene: Scene) -> None:
    reader, writer = os.pipe()
    scene.stage.faults.add(Fault(method="PATCH", before_handling=lambda: os.close(reader)))
    code, err = run_into(scene, writer)
    os.close(writer)
    assert (code, len(err.splitlines())) == (0, 4)
    assert (stands(scene), scene.stage.asked) == (AFTER, WRITES)
    assert goes_on(scene)


def test_a_reader_that_goes_does_not_make_a_failure_a_success(scene: Scene) -> None:
    reader, writer = os.pipe()
    scene.stage.faults.add(Fault(method="PATCH", before_handling=lambda: os.close(reader)))
    scene.stage.faults.add(Fault(method="POST", outcome=refuse(422, "no")))
    code, err = run_into(scene, writer)
    os.close(writer)
    assert (code, err.splitlines()[-1].endswith(f"3 of 4 changes done, 1 left; {ON}")) == (4, True)


def test_nothing_is_written_that_nobody_was_shown(scene: Scene) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    assert run_into(scene, writer) == (
        1,
        "rtgraph: standard output was closed before everything was shown, so nothing is changed; look at it with "
        "--dry-run\n",
    )
    os.close(writer)
    assert scene.stage.asked == []


def test_an_output_that_is_full_shows_nothing_and_so_nothing_is_written(scene: Scene) -> None:
    with Path("/dev/full").open("wb") as full:
        code, err = run_into(scene, full.fileno())
    assert (code, err) == (
        1,
        "rtgraph: cannot write standard output: No space left on device; write to a file with -o FILE\n",
    )
    assert scene.stage.asked == []


@pytest.mark.parametrize("room", [0, 100, 300, 520, 700, 860])
def test_a_disk_that_is_full_in_the_middle_stops_it_and_with_room_it_goes_on(scene: Scene, room: int) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    code, err = run_into(scene, subprocess.DEVNULL, preexec_fn=limit)
    assert code == 4
    assert f"cannot write {JOURNAL}: File too large; make it writable, or make room; " in err
    assert err.splitlines()[-1].endswith(f" left; {ON}")
    assert goes_on(scene)
