"""Random plans on random worlds, with random faults and crashes, end in the planned world; undo restores the first."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

import rtgraph.fixes.journal
from rtgraph.client import Client
from rtgraph.fixes.applying import Progress, Step, choose_pending, look_ahead, make_steps, settle_opened
from rtgraph.fixes.journal import Journal, load_journal, read_journal
from rtgraph.fixes.lines import Phase, write_line
from rtgraph.fixes.undoing import plan_undo
from rtgraph.models import Change, Plan
from rtgraph.sandbox.faults import Fault
from rtgraph.sandbox.outcomes import answer, drop, hang, refuse
from rtgraph.sandbox.routes.run_triggers import LOCKED
from tests.graphs import snapshot
from tests.mending import Stage, build_stage, change, make_head, make_plan

NAMES = "abcd"
PAIRS = [f"{one} > {other}" for one in NAMES for other in NAMES if one != other]
OUTCOMES = {
    "lost before": drop(),
    "lost after": drop(handled=True),
    "silent before": hang(),
    "silent after": hang(handled=True),
    "500 before": answer(500),
    "500 after": answer(500, handled=True),
    "a page before": answer(200, b"<html>"),
    "a page after": answer(200, b"<html>", handled=True),
    "no document after": answer(200, b"{}", handled=True),
    "429": refuse(429, "Too many requests", headers={"x-ratelimit-reset": "1"}),
    "401": refuse(401, "unauthorized"),
    "404": refuse(404, "not found"),
    "422": refuse(422, "no"),
    "locked": refuse(422, "Invalid Attribute", LOCKED),
}


class CrashError(BaseException):
    """The process is gone."""


@st.composite
def plans(draw: st.DrawFn) -> tuple[list[str], str, Plan]:
    """Draw run triggers, who applies by itself, and a plan that is consistent with them."""
    there = draw(st.lists(st.sampled_from(PAIRS), unique=True, max_size=8))
    auto = "".join(draw(st.lists(st.sampled_from(NAMES), unique=True)))
    touched = draw(st.lists(st.sampled_from(PAIRS), unique=True, max_size=4))
    lines = [f"{'-' if pair in there else '+'} {pair}" for pair in touched]
    lines += [
        f"~ {name} {'off' if name in auto else 'on'}" for name in draw(st.sets(st.sampled_from(NAMES), max_size=2))
    ]
    return there, " ".join(sorted(auto)), make_plan(*draw(st.permutations(lines)))


FAULTS = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(sorted(OUTCOMES))), max_size=3)
CRASHES = st.lists(st.integers(0, 9), max_size=2)


@contextmanager
def crashing(after: int | None) -> Iterator[None]:
    """End at a line of the journal, half of which is written."""
    left = [after]

    def write(path: Path, stream: Any, line: Any) -> None:
        if left[0] == 0:
            stream.write(msgspec.json.encode(line)[:30])
            stream.close()
            raise CrashError
        left[0] = None if left[0] is None else left[0] - 1
        write_line(path, stream, line)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda _: None)
        patch.setattr(rtgraph.fixes.journal, "write_line", write)
        yield


def attempt(stage: Stage, journal: Journal, phase: Phase, steps: tuple[Step, ...]) -> bool:
    """Do what one run of the command does, and tell whether nothing is left."""

    async def work(client: Client) -> Progress | None:
        if await settle_opened(client, journal):
            return None
        _, changed = await look_ahead(client, "acme", choose_pending(journal, phase, steps))
        if changed:
            return None
        return await make_steps(client, journal, phase, choose_pending(journal, phase, steps))

    try:
        progress = stage.talk(work)
    except CrashError:
        event("crashed")
        return False
    finally:
        journal.close()
    return progress is not None and not progress.left


def apply(stage: Stage, path: Path, plan: Plan) -> bool:
    steps = tuple(Step(number=number, change=each) for number, each in enumerate(plan.changes))
    return attempt(stage, load_journal(path, make_head(plan)), "apply", steps)


def undo(stage: Stage, path: Path) -> bool:
    journal = read_journal(path)
    return attempt(stage, journal, "undo", plan_undo(journal))


def persevere(stage: Stage, work: Any, faults: list[tuple[int, str]], crashes: list[int]) -> None:
    """Run until nothing is left: first with faults and crashes, then without."""
    for after, name in faults:
        for method in ("POST", "DELETE", "PATCH"):
            stage.faults.add(Fault(method=method, after=after, outcome=OUTCOMES[name]))
    finished = False
    for crash in [*crashes, None, None]:
        with crashing(crash):
            finished = finished or work()
    for hit in stage.faults.hits:
        event(f"{hit.method} {next(name for name, each in OUTCOMES.items() if each is hit.fault.outcome)}")
    stage.faults.clear()
    stage.faults.hits.clear()
    for _ in range(2):
        with crashing(None):
            finished = finished or work()
    assert finished


def planned(there: list[str], auto: str, changes: tuple[Change, ...]) -> tuple[list[str], str]:
    """Work out the world that a plan leaves."""
    pairs, switched = set(there), set(auto.split())
    for each in changes:
        pair = f"{each.sourceable_name} > {each.workspace_name}"
        if each.action == "delete":
            pairs.remove(pair)
        elif each.action == "create":
            pairs.add(pair)
        else:
            switched ^= {str(each.workspace_name)}
    return sorted(pairs), " ".join(sorted(switched))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(case=plans(), faults=FAULTS, crashes=CRASHES, more=FAULTS, further=CRASHES)
def test_whatever_happens_the_plan_is_made_and_taken_back(
    case: tuple[list[str], str, Plan],
    faults: list[tuple[int, str]],
    crashes: list[int],
    more: list[tuple[int, str]],
    further: list[int],
) -> None:
    there, auto, plan = case
    stage = build_stage(snapshot(*NAMES, *there, auto=auto))
    before = stage.world.run_triggers.copy()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal"
        persevere(stage, lambda: apply(stage, path, plan), faults, crashes)
        assert (stage.pairs(), stage.auto()) == planned(there, auto, plan.changes)
        left = {each.run_trigger_id for each in plan.changes}
        assert [each for each in before if each not in left and each not in stage.world.run_triggers] == []
        if plan.changes:
            persevere(stage, lambda: undo(stage, path), more, further)
            assert undone(path)
        assert (stage.pairs(), stage.auto()) == (sorted(there), auto)


def undone(path: Path) -> bool:
    """Tell whether a journal says that everything it made is taken back."""
    journal = read_journal(path)
    return {number for phase, number in journal.done if phase == "apply"} == {
        number for phase, number in journal.done if phase == "undo"
    }


def test_the_lines_of_a_drawn_plan_are_read_as_they_are_meant() -> None:
    assert planned(["a > b"], "a", tuple(map(change, ["- a > b", "+ b > a", "~ a off", "~ b on"]))) == (["b > a"], "b")
