"""``rtgraph fix undo`` goes on past what cannot come back and past what it cannot tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from rtgraph.sandbox.faults import Fault
from rtgraph.sandbox.outcomes import drop, refuse
from tests.cli.scenes import JOURNAL, Scene, Start, crowd, set_out

BEFORE = (["app > db", "app > web", "db > net", "net > app"], "app db")
BACK = ["DELETE NEW", "POST ws-web", "POST ws-net", "PATCH ws-db"]
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


def test_what_cannot_come_back_keeps_none_of_the_others(scene: Scene) -> None:
    scene.stage.drop_workspace("net")
    code, out, err = scene.undo("-q")
    gone = (
        "create db → net: the workspace net is absent, or hidden from this token; make the plan anew with: rtgraph fix "
        "plan"
    )
    assert (code, err) == (
        4,
        f"warning: {gone}; the others can be taken back\nrtgraph: {gone}; 3 of 4 changes done, 1 left; {ON}\n",
    )
    assert out.endswith("Not done:\n  create db → net\n")
    assert stands(scene) == (["app > db", "app > web"], "app db")


def test_a_cycle_that_the_server_refuses_keeps_none_of_the_others(start: Start) -> None:
    scene = set_out(start, cycles="refuse")
    scene.apply("-q")
    code, out, err = scene.undo("-q")
    assert code == 4
    assert "answered 422 (Invalid Attribute: Run trigger would close a cycle: db → net → app → db)" in err
    assert err.endswith(f"; 3 of 4 changes done, 1 left; {ON}\n")
    assert out.endswith("Not done:\n  create db → net\n")
    assert stands(scene) == (["app > db", "app > web", "net > app"], "app db")


def test_a_destination_that_is_full_by_now_keeps_none_of_the_others(start: Start) -> None:
    scene = set_out(start, lines=("- app > db", "- db > net"))
    scene.apply("-q")
    crowd(scene, 20)
    code, out, err = scene.undo("-q")
    assert code == 4
    assert err.startswith("warning: create app → db: db has 20 of 20 sources, and no more can be added")
    assert out.endswith("Not done:\n  create app → db\n")
    assert "db > net" in scene.stage.pairs()


@pytest.mark.parametrize("handled", [True, False])
def test_an_apply_whose_write_is_open_is_taken_back_as_far_as_it_came(start: Start, handled: bool) -> None:
    scene = set_out(start)
    blind = Fault(method="GET", path="/(run-triggers|workspaces)/", times=None, outcome=refuse(503, "unavailable"))
    scene.stage.faults.add(Fault(method="POST", outcome=drop(handled=handled)))
    if handled:
        scene.stage.faults.clear()
        scene.stage.faults.add(
            Fault(method="POST", outcome=drop(handled=True), after_handling=lambda: scene.stage.faults.add(blind))
        )
    assert scene.apply("-q")[0] == 4
    scene.stage.faults.clear()
    scene.stage.asked.clear()
    lines = Path(JOURNAL).read_bytes()
    code, out, _ = scene.run("fix", "undo", JOURNAL, "--dry-run")
    assert (code, "takes back: create web → db" in out) == (0, handled)
    assert Path(JOURNAL).read_bytes() == lines
    assert scene.undo()[0] == 0
    assert (stands(scene), asked(scene)) == (BEFORE, BACK if handled else BACK[1:])


def test_a_write_of_which_it_cannot_be_told_stays_open_and_the_others_are_taken_back(start: Start) -> None:
    scene = set_out(start)
    scene.stage.faults.add(
        Fault(method="POST", outcome=drop(handled=True), after_handling=lambda: scene.stage.faults.add(blind))
    )
    blind = Fault(method="GET", path="/ws-db/run-triggers", times=None, outcome=refuse(404, "not found"))
    assert scene.apply("-q")[0] == 4
    scene.stage.asked.clear()
    code, _, err = scene.undo("-q")
    untold = (
        "an earlier run was cut off in the middle of a write: create web → db: whether it was done cannot be told: db "
        "is absent, or hidden from this token; use a token that may read it"
    )
    assert (code, err) == (
        4,
        f"warning: {untold}\nrtgraph: all else is taken back, but {untold}; {ON}\n",
    )
    assert asked(scene) == BACK[1:]
    scene.stage.faults.clear()
    assert scene.undo()[0] == 0
    assert (stands(scene), asked(scene)) == (BEFORE, [*BACK[1:], "DELETE NEW"])
    assert scene.undo()[2] == ONCE
