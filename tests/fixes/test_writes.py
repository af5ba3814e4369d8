"""One change is made with one write; what came of it is told apart, on a clock that jumps."""

from __future__ import annotations

import pytest

from rtgraph.client import Client
from rtgraph.errors import RtgraphError
from rtgraph.fixes.calls import LOCK_SECONDS
from rtgraph.fixes.writes import LostWriteError, Outcome, RefusedError, carry_out, make_change, recognise
from rtgraph.sandbox.faults import Fault
from rtgraph.sandbox.outcomes import Outcome as Shown
from rtgraph.sandbox.outcomes import answer, drop, hang, refuse
from rtgraph.sandbox.permissions import Hidden
from rtgraph.sandbox.routes.run_triggers import LOCKED
from rtgraph.sandbox.world import build_world
from tests.clock import clock
from tests.graphs import snapshot
from tests.mending import OWNER, Stage, build_stage, change

LINES = ("- net > app", "+ app > net", "~ net off")
RESULTS = {"- net > app": "deleted", "+ app > net": "created", "~ net off": "updated"}
lines = pytest.mark.parametrize("line", LINES)


def stage_with(*faults: Fault) -> Stage:
    return build_stage(snapshot("net > app", auto="net"), faults=faults)


def faulty(outcome: Shown, times: int | None = 1) -> Stage:
    return stage_with(*(Fault(method=method, outcome=outcome, times=times) for method in ("POST", "PATCH", "DELETE")))


def make(stage: Stage, line: str) -> tuple[Outcome, float]:
    """Make a change, and give what came of it and the seconds that it took."""

    async def work(client: Client) -> tuple[Outcome, float]:
        return await make_change(client, "acme", change(line)), clock()

    return stage.talk(work)


def done(stage: Stage, line: str) -> bool:
    """Tell whether the world is as a change leaves it."""
    return {
        "- net > app": stage.pairs() == [],
        "+ app > net": stage.pairs() == ["app > net", "net > app"],
        "~ net off": stage.auto() == "",
    }[line]


@lines
def test_a_change_is_one_write(line: str) -> None:
    stage = stage_with()
    outcome, _ = make(stage, line)
    assert (outcome.result, done(stage, line), len(stage.asked)) == (RESULTS[line], True, 1)


def test_a_created_trigger_has_the_id_that_the_server_gave() -> None:
    stage = stage_with()
    outcome, _ = make(stage, "+ app > net")
    created = stage.world.run_triggers[str(outcome.run_trigger_id)]
    assert (created.sourceable_id, created.workspace_id) == ("ws-app", "ws-net")


@lines
@pytest.mark.parametrize("outcome", [drop(handled=True), hang(handled=True), answer(502, handled=True)], ids=range(3))
def test_an_answer_that_is_lost_is_found_by_reading(line: str, outcome: Shown) -> None:
    stage = faulty(outcome)
    found, _ = make(stage, line)
    assert (found.result, done(stage, line), len(stage.asked)) == (RESULTS[line], True, 1)
    if line.startswith("+"):
        assert found.run_trigger_id in stage.world.run_triggers


@lines
@pytest.mark.parametrize("outcome", [drop(), hang(), answer(502)], ids=range(3))
def test_what_reading_does_not_show_is_lost_after_some_seconds(line: str, outcome: Shown) -> None:
    stage = faulty(outcome)
    with pytest.raises(LostWriteError, match="and the server does not show that it was done; it was not sent again$"):
        make(stage, line)
    assert (done(stage, line), len(stage.asked)) == (False, 1)


def test_a_server_that_is_slow_to_do_it_is_waited_for() -> None:
    stage = faulty(drop())
    gone = Fault(path="/rt-net-app$", method="GET", after=2, outcome=refuse(404, "not found"), times=None)
    stage.faults.add(gone)
    lists = Fault(path="/ws-app/run-triggers$", method="GET", outcome=answer(200, {"data": []}), times=None)
    stage.faults.add(lists)

    async def work(client: Client) -> tuple[Outcome, float]:
        return await make_change(client, "acme", change("- net > app")), clock()

    outcome, seconds = stage.talk(work)
    assert outcome.result == "deleted"
    assert 1.5 <= seconds < 2.5


@lines
@pytest.mark.parametrize("status", [409, 422])
def test_what_the_server_will_not_do_is_refused(line: str, status: int) -> None:
    with pytest.raises(RefusedError, match=rf"answered {status} \(no\); the server will not do it as things are$"):
        make(faulty(refuse(status, "no")), line)


@lines
@pytest.mark.parametrize("status", [400, 401, 415])
def test_what_could_not_be_done_is_no_refusal(line: str, status: int) -> None:
    with pytest.raises(RtgraphError) as caught:
        make(faulty(refuse(status, "no")), line)
    assert type(caught.value) is RtgraphError


@pytest.mark.parametrize("status", [409, 422])
def test_a_creation_that_is_refused_since_it_is_there_is_done_already(status: int) -> None:
    stage = stage_with(Fault(method="POST", outcome=refuse(status, "taken")))
    stage.add("app", "net", "rt-theirs")
    assert make(stage, "+ app > net")[0] == Outcome(result="already", run_trigger_id="rt-theirs")


def test_a_refusal_counts_for_more_than_what_cannot_be_read_after_it() -> None:
    hidden = Hidden(trigger_lists=frozenset({"ws-net"}))
    stage = build_stage(
        build_world(snapshot("net > app"), hidden={OWNER: hidden}),
        faults=[Fault(method="POST", outcome=refuse(422, "no"))],
    )
    with pytest.raises(RefusedError, match=r"answered 422 \(no\)"):
        make(stage, "+ app > net")


def test_404_to_a_creation_that_is_there_gives_its_id() -> None:
    stage = stage_with(Fault(method="POST", outcome=refuse(404, "not found")))
    stage.add("app", "net", "rt-theirs")
    assert make(stage, "+ app > net")[0] == Outcome(result="already", run_trigger_id="rt-theirs")


def test_carrying_out_looks_first() -> None:
    stage = stage_with()
    found = stage.talk(lambda client: carry_out(client, "acme", change("+ net > app")))
    assert (found, stage.asked) == (Outcome(result="already", run_trigger_id="rt-net-app"), [])
    found = stage.talk(lambda client: carry_out(client, "acme", change("- net > app")))
    assert (found, stage.asked) == (Outcome(result="deleted", run_trigger_id="rt-net-app"), ["DELETE rt-net-app"])
    found = stage.talk(lambda client: carry_out(client, "acme", change("- net > app")))
    assert found == Outcome(result="already", run_trigger_id="rt-net-app")


def locked(times: int | None) -> Fault:
    return Fault(method="POST", outcome=refuse(422, "Invalid Attribute", LOCKED), times=times)


def test_the_lock_of_creations_is_waited_out_for_a_minute() -> None:
    outcome, seconds = make(stage_with(locked(20)), "+ app > net")
    assert outcome.result == "created"
    assert 10 <= seconds <= 30


def test_a_lock_that_stays_is_given_up_after_a_minute() -> None:
    stage = stage_with(locked(None))

    async def work(client: Client) -> float:
        with pytest.raises(RefusedError, match="Run Trigger creation locked by another user in your organization"):
            await make_change(client, "acme", change("+ app > net"))
        return clock()

    assert LOCK_SECONDS - 1.5 <= stage.talk(work) <= LOCK_SECONDS
    assert 40 <= len(stage.asked) <= 121


def test_a_lock_that_was_told_after_the_fact_is_not_tried_again() -> None:
    stage = stage_with(Fault(method="POST", outcome=refuse(500, "oops", LOCKED)))
    with pytest.raises(LostWriteError):
        make(stage, "+ app > net")
    assert stage.asked == ["POST ws-net"]


def recognised(stage: Stage, line: str, before: tuple[str, ...] = ()) -> Outcome | None:
    return stage.talk(lambda client: recognise(client, "acme", change(line), before))


@lines
def test_what_was_not_done_is_not_recognised(line: str) -> None:
    assert recognised(stage_with(), line) is None


def test_what_was_done_is_recognised_whatever_right_or_room_is_left() -> None:
    crowd = [f"s{number:02} > app" for number in range(20)]
    stage = build_stage(build_world(snapshot("net", *crowd)))
    assert recognised(stage, "+ s07 > app") == Outcome(result="created", run_trigger_id="rt-s07-app")
    assert recognised(stage, "+ net > app") is None
    reader = stage.talk(lambda client: recognise(client, "acme", change("- net > app")), "reader-sandbox-token")
    assert reader == Outcome(result="deleted", run_trigger_id="rt-net-app")


def test_a_trigger_that_was_there_before_is_not_the_new_one() -> None:
    stage = stage_with()
    assert recognised(stage, "+ net > app", ("rt-net-app",)) is None
    stage.add("net", "app", "rt-new")
    assert recognised(stage, "+ net > app", ("rt-net-app",)) == Outcome(result="created", run_trigger_id="rt-new")


@lines
def test_where_nothing_can_be_read_nothing_is_recognised(line: str) -> None:
    stage = build_stage(
        build_world(snapshot("net > app"), hidden={OWNER: Hidden(workspaces=frozenset({"ws-net", "ws-app"}))})
    )
    with pytest.raises(RtgraphError, match="whether it was done cannot be told: .* is absent, or hidden from"):
        recognised(stage, line)
