"""``fix apply`` and ``fix undo`` are killed at every step, and the next run finishes with exactly what was planned."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any

import pytest

from rtgraph.sandbox.faults import Fault
from tests.cli.scenes import JOURNAL, PLAN, Scene
from tests.graphs import snapshot
from tests.killing import killer, name_points, run_killed, started

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="these processes are watched as Linux can")

Start = Callable[..., Scene]

BEFORE = (["app > db", "app > web", "db > net", "net > app"], "app db")
STEPS = ["~ db off", "- db > net", "- app > web", "+ web > db"]
AFTER = (["app > db", "net > app", "web > db"], "app")
WRITES = ["PATCH ws-db", "DELETE rt-db-net", "DELETE rt-app-web", "POST ws-db"]
BACK = ["DELETE NEW", "POST ws-web", "POST ws-net", "PATCH ws-db"]

APPLY = ["fix", "apply", PLAN, "--yes"]
UNDO = ["fix", "undo", JOURNAL, "--yes"]
APPLY_POINTS = name_points(len(STEPS), head=True)
UNDO_POINTS = name_points(len(STEPS), head=False)
MOMENTS = ("before_handling", "after_handling")


def numbered(points: list[str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("kill_at", range(len(points)), ids=points)


@pytest.fixture
def scene(start: Start, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setattr("os.fsync", lambda _: None)  # it takes its time, and no power is cut here
    scene = start(snapshot("net > app > db > net", "app > web", auto="app db"))
    scene.plan(*STEPS)
    return scene


def stands(scene: Scene) -> tuple[list[str], str]:
    return scene.stage.pairs(), scene.stage.auto()


def asked(scene: Scene) -> list[str]:
    return [scene.smooth(each) for each in scene.stage.asked]


def finish(scene: Scene) -> None:
    """Apply again, and see that every change was made once."""
    assert scene.apply()[0] == 0
    assert (stands(scene), asked(scene)) == (AFTER, WRITES)


def finish_undo(scene: Scene) -> None:
    """Take back, or go on with it, and see that every change was taken back once."""
    assert scene.undo()[0] in (0, 1)
    assert (stands(scene), asked(scene)) == (BEFORE, WRITES + BACK)
    assert "was undone already" in scene.undo()[2]
    assert asked(scene) == WRITES + BACK


def test_the_points_are_those_that_pass(scene: Scene) -> None:
    assert stands(scene) == BEFORE
    for arguments, points in ((APPLY, APPLY_POINTS), (UNDO, UNDO_POINTS)):
        assert run_killed(arguments, scene.folder) == 0
        passed = (scene.folder / "points.txt").read_text().splitlines()
        assert passed == [point.partition(": ")[2] for point in points]
    assert (stands(scene), asked(scene)) == (BEFORE, WRITES + BACK)


@numbered(APPLY_POINTS)
def test_an_apply_is_killed(scene: Scene, kill_at: int) -> None:
    assert run_killed(APPLY, scene.folder, kill_at) == -9
    finish(scene)
    finish_undo(scene)


@numbered(UNDO_POINTS)
def test_an_undo_is_killed(scene: Scene, kill_at: int) -> None:
    finish(scene)
    assert run_killed(UNDO, scene.folder, kill_at) == -9
    finish_undo(scene)


@numbered(APPLY_POINTS)
def test_an_apply_is_killed_and_taken_back_as_far_as_it_came(scene: Scene, kill_at: int) -> None:
    assert run_killed(APPLY, scene.folder, kill_at) == -9
    made = len(scene.stage.asked)
    code, _, said = scene.undo()
    assert stands(scene) == BEFORE
    assert len(scene.stage.asked) == 2 * made
    if made:
        assert code == 0
    else:
        assert code in (1, 2)
        assert said.endswith(
            ("there is nothing to take back\n", "nothing was done with it\n", "name the journal of a plan\n")
        )


def kill_while_handled(scene: Scene, arguments: list[str], write: str, moment: str) -> None:
    """Kill a command while the server has a write of it, and wait until the server has done it."""
    method, _, subject = write.partition(" ")
    path = rf"/{subject.replace('NEW', 'rt-[^/]+')}(/run-triggers)?$"
    processes: list[BaseProcess] = []
    calls: dict[str, Any] = {moment: killer(processes)}
    scene.stage.faults.add(Fault(method=method, path=path, **calls))
    with started(arguments, scene.folder) as process:
        processes.append(process)
        process.join()
        assert process.exitcode == -9
    while scene.server.exchanges[-1].method != method:
        time.sleep(0.001)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("write", WRITES)
def test_an_apply_is_killed_while_the_server_has_its_write(scene: Scene, write: str, moment: str) -> None:
    kill_while_handled(scene, APPLY, write, moment)
    finish(scene)
    finish_undo(scene)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("write", BACK)
def test_an_undo_is_killed_while_the_server_has_its_write(scene: Scene, write: str, moment: str) -> None:
    finish(scene)
    kill_while_handled(scene, UNDO, write, moment)
    finish_undo(scene)
