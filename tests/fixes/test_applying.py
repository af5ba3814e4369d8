"""Steps are looked at ahead, made one after another, and settled where an earlier run was cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from rtgraph.client import Client
from rtgraph.fixes.applying import Progress, Step, choose_pending, look_ahead, make_steps, settle_opened
from rtgraph.fixes.journal import Journal
from rtgraph.fixes.lines import Phase
from rtgraph.fixes.undoing import plan_undo
from rtgraph.fixes.writes import Outcome
from rtgraph.sandbox.faults import Fault
from rtgraph.sandbox.outcomes import drop, refuse
from tests.graphs import snapshot
from tests.mending import Stage, build_stage, change, make_journal

CROWD = [f"s{number:02} > app" for number in range(20)]


def steps_of(*lines: str) -> tuple[Step, ...]:
    return tuple(Step(number=number, change=change(line)) for number, line in enumerate(lines))


def ahead(stage: Stage, *lines: str) -> tuple[dict[int, str], dict[int, str]]:
    """Look ahead, and give how each step stands and what is wrong, by the steps' numbers."""
    looks, problems = stage.talk(lambda client: look_ahead(client, "acme", steps_of(*lines)))
    assert stage.asked == []
    return {number: look.state for number, look in looks.items()}, problems


def room(*lines: str, crowd: int = 20) -> list[int]:
    """Give the numbers of the steps for which there is no room in a workspace with so many sources."""
    _, problems = ahead(build_stage(snapshot("x", "y", *CROWD[:crowd])), *lines)
    assert all("and no more can be added; delete one first" in each for each in problems.values())
    return list(problems)


def test_room_is_counted_in_the_order_of_the_steps() -> None:
    assert room("+ x > app", "+ y > app", crowd=18) == []
    assert room("+ x > app", "+ y > app", crowd=19) == [1]
    assert room("+ x > app", "+ y > app") == [0, 1]
    assert room("- s00 > app", "+ x > app") == []
    assert room("+ x > app", "- s00 > app") == [0]
    assert room("- s00 > app", "+ x > app", "+ y > app") == [2]
    assert room("- s00 > app", "- s01 > app", "+ x > app", "+ y > app") == []


def test_what_is_done_already_takes_and_gives_no_room() -> None:
    assert room("+ s00 > app", "+ x > app", crowd=19) == []
    assert room("- y > app", "+ x > app") == [1]
    assert room("~ app on", "+ x > app") == [1]


def test_everything_that_is_not_as_planned_is_told_in_order() -> None:
    states, problems = ahead(build_stage(snapshot("net > app")), "+ zz > app", "- net > app", "- app > zz", "~ zz on")
    assert states == {1: "pending"}
    assert list(problems) == [0, 2, 3]


def made(stage: Stage, journal: Journal, phase: Phase, steps: tuple[Step, ...], limit: int | None = None) -> Progress:
    said: list[int] = []

    async def work(client: Client) -> Progress:
        return await make_steps(
            client, journal, phase, steps, limit=limit, on_step=lambda step, _: said.append(step.number)
        )

    progress = stage.talk(work)
    journal.close()
    assert said == [step.number for step, _ in progress.made]
    return progress


LINES = ("- net > app", "+ net > db", "~ net on")


def test_steps_are_made_in_order_with_their_lines(tmp_path: Path) -> None:
    stage = build_stage(snapshot("net > app", "db"))
    journal = make_journal(tmp_path / "journal", *LINES)
    progress = made(stage, journal, "apply", steps_of(*LINES))
    assert ([each.result for _, each in progress.made], progress.left, progress.failure) == (
        ["deleted", "created", "updated"],
        (),
        None,
    )
    assert choose_pending(journal, "apply", steps_of(*LINES)) == ()
    assert choose_pending(journal, "undo", steps_of(*LINES)) == steps_of(*LINES)
    assert [step.change.action for step in plan_undo(journal)] == ["update", "delete", "create"]


def test_a_limit_counts_writes_and_not_what_is_done_already(tmp_path: Path) -> None:
    stage = build_stage(snapshot("net", "app", "db"))
    progress = made(stage, make_journal(tmp_path / "journal", *LINES), "apply", steps_of(*LINES), limit=1)
    assert [each.result for _, each in progress.made] == ["already", "created"]
    assert ([step.number for step in progress.left], progress.failure) == ([2], None)


def test_applying_stops_at_a_refusal_and_taking_back_goes_on(tmp_path: Path) -> None:
    for phase, numbers in (("apply", [0, 1, 2]), ("undo", [0])):
        stage = build_stage(snapshot("net > app", "db"), faults=[Fault(method="DELETE", outcome=refuse(422, "no"))])
        progress = made(stage, make_journal(tmp_path / str(phase), *LINES), phase, steps_of(*LINES))  # type: ignore[arg-type]
        assert [step.number for step in progress.left] == numbers
        assert "answered 422 (no)" in (progress.failure or "")


def test_taking_back_stops_where_an_answer_is_lost(tmp_path: Path) -> None:
    stage = build_stage(snapshot("net > app", "db"), faults=[Fault(method="DELETE", outcome=drop())])
    journal = make_journal(tmp_path / "journal", *LINES)
    progress = made(stage, journal, "undo", steps_of(*LINES))
    assert [step.number for step in progress.left] == [0, 1, 2]
    assert list(journal.opened) == [("undo", 0)]


def test_taking_back_tells_every_reason(tmp_path: Path) -> None:
    stage = build_stage(snapshot("net"))
    progress = made(
        stage, make_journal(tmp_path / "journal", *LINES), "undo", steps_of("+ a > net", "+ b > net", "~ net on")
    )
    assert progress.failure is not None
    assert progress.failure.count("; also ") == 1
    assert [step.number for step in progress.left] == [0, 1]
    assert stage.auto() == "net"


@pytest.mark.parametrize("there", [True, False])
def test_what_was_cut_off_is_settled_by_reading(tmp_path: Path, there: bool) -> None:
    stage = build_stage(snapshot("net > app") if there else snapshot("net", "app"))
    journal = make_journal(tmp_path / "journal", "+ net > app")
    journal.intend("apply", 0, change("+ net > app"), ())
    assert stage.talk(lambda client: settle_opened(client, journal)) == ()
    journal.close()
    assert journal.opened == {}
    assert [each.run_trigger_id for each in journal.done.values()] == (["rt-net-app"] if there else [])
    assert stage.asked == []


def test_what_cannot_be_told_stays_open(tmp_path: Path) -> None:
    stage = build_stage(snapshot("net"))
    journal = make_journal(tmp_path / "journal", "+ net > app", "~ net on")
    journal.intend("apply", 0, change("+ net > app"), ())
    journal.intend("apply", 1, change("~ net on"), ())
    assert stage.talk(lambda client: settle_opened(client, journal)) == (
        "an earlier run was cut off in the middle of a write: create net → app: whether it was done cannot be told: "
        "app is absent, or hidden from this token; use a token that may read it",
    )
    journal.close()
    assert list(journal.opened) == [("apply", 0)]


def test_only_what_was_done_is_taken_back(tmp_path: Path) -> None:
    journal = make_journal(tmp_path / "journal", *LINES)
    for number, line in enumerate(LINES):
        journal.intend("apply", number, change(line), ())
    journal.finish("apply", 0, Outcome(result="deleted", run_trigger_id="rt-net-app"))
    journal.refuse("apply", 1, "no")
    journal.finish("apply", 2, Outcome(result="already"))
    journal.close()
    assert [(step.number, step.change) for step in plan_undo(journal)] == [
        (0, change("+ net > app", "takes back: delete rt-net-app (net → app)"))
    ]
