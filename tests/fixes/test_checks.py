"""What a plan promised is confirmed by reading once more what it touched."""

from __future__ import annotations

import pytest

from rtgraph.fixes.applying import Step
from rtgraph.fixes.checks import check_promise, check_steps
from rtgraph.models import Measures, Snapshot
from rtgraph.sandbox.permissions import Hidden
from rtgraph.sandbox.world import build_world
from tests.graphs import snapshot
from tests.mending import OWNER, Stage, build_stage, change, make_plan

WATCH = ("ws-net", "ws-app", "ws-db")
NO_CYCLE = Measures(cyclic_components=0, self_sustaining=0)
NO_ENGINE = Measures(cyclic_components=1, self_sustaining=0)
ANEW = "make another plan with: rtgraph fix plan"


def promise(stage: Stage, after: Measures, watch: tuple[str, ...] = WATCH) -> list[str]:
    plan = make_plan("- net > app", after=after, watch=watch)
    problems = stage.talk(lambda client: check_promise(client, plan))
    assert stage.asked == []
    return problems


RING = "net > app > db > net"


@pytest.mark.parametrize(
    ("found", "after", "problems"),
    [
        (snapshot("net > app > db"), NO_CYCLE, []),
        (snapshot(RING), NO_CYCLE, [f"a cycle is left: app → db → net → app; {ANEW}"]),
        (snapshot("net > net", "app", "db"), NO_CYCLE, [f"a cycle is left: net → net; {ANEW}"]),
        (snapshot(RING, auto="net app"), NO_ENGINE, []),
        (snapshot(RING, auto="*"), NO_ENGINE, [f"a cycle is left: app → db → net → app; {ANEW}"]),
        (snapshot(RING, auto="*"), Measures(cyclic_components=1), []),
        (snapshot(RING, auto="*"), Measures(cyclic_components=1, self_sustaining=1), []),
    ],
)
def test_a_promise_is_held_against_the_server(found: Snapshot, after: Measures, problems: list[str]) -> None:
    assert promise(build_stage(found), after) == problems


def test_a_plan_that_does_not_say_where_to_look_is_not_looked_after() -> None:
    stage = build_stage(snapshot(RING))
    assert promise(stage, NO_CYCLE, watch=()) == []


def test_a_cycle_outside_of_what_is_watched_is_not_the_plans() -> None:
    assert promise(build_stage(snapshot("net", "app", "db", "x > y > x")), NO_CYCLE) == []


def test_a_workspace_that_cannot_be_read_is_told() -> None:
    hidden = Hidden(trigger_lists=frozenset({"ws-app"}))
    stage = build_stage(build_world(snapshot("net > app > db"), hidden={OWNER: hidden}))
    assert promise(stage, NO_CYCLE) == [
        "ws-app cannot be read, so what triggers it is not confirmed; use a token that may read it"
    ]


def test_every_step_is_looked_at_once_more() -> None:
    stage = build_stage(snapshot("net > app", "db", auto="db"))
    lines = ("- net > app", "+ net > app", "~ db on", "~ db off", "+ zz > db")
    steps = [Step(number=number, change=change(line)) for number, line in enumerate(lines)]
    assert stage.talk(lambda client: check_steps(client, "acme", steps)) == [
        "delete rt-net-app (net → app): the server shows it not done any more; make the plan anew with: rtgraph fix "
        "plan",
        "switch auto-apply-run-trigger off in db: the server shows it not done any more; make the plan anew with: "
        "rtgraph fix plan",
        "create zz → db: the workspace zz is absent, or hidden from this token; make the plan anew with: rtgraph fix "
        "plan",
    ]
