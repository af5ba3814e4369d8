"""Everything that goes wrong with a request: once, or for ever."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from rtgraph.patience import Patience
from rtgraph.sandbox.faults import Fault, Faults
from rtgraph.sandbox.outcomes import (
    Call,
    Outcome,
    alter,
    answer,
    drip,
    drop,
    hang,
    misannounce,
    parts,
    refuse,
    reset,
    truncate,
)
from tests.reliability.requests import Request

HASTY = Patience(total=0.3, first=0.01, longest=0.05)
"""Gives up soon, and still waits long for each answer: a slow machine is no fault."""
BRIEF = Patience(total=0.3, first=0.01, longest=0.05, read=2.0, answer=4.0)
STEADY = Patience(total=60.0, first=0.01, longest=0.05)

STORM = 0.6
"""Seconds of 429 to everything, well within the patience, as 60 s are within the usual 120 s."""

SHAPE = {"data": 7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One thing that goes wrong.

    Attributes:
        name: its row in the table.
        make: makes what the client gets to see, for one cell; None where no connection is to be had at all.
        once: whether it happens once, and not for ever.
        late: whether the first such request passes, where a journey makes several.
        paged: whether it can happen to a page of a list alone.
        patience: how long the client tries again.
    """

    name: str
    make: Callable[[Faults, str], Outcome] | None
    once: bool = False
    late: bool = False
    paged: bool = False
    patience: Patience = HASTY

    def arm(self, request: Request, faults: Faults, other: str) -> None:
        """Let it happen to a request; ``other`` is the address of another host."""
        if self.make is not None:
            faults.add(
                Fault(
                    method=request.method,
                    path=request.path,
                    after=1 if self.late and request.several else 0,
                    times=1 if self.once else None,
                    outcome=self.make(faults, other),
                )
            )


def always(outcome: Callable[[], Outcome]) -> Callable[[Faults, str], Outcome]:
    """Make the same outcome for every cell."""
    return lambda _faults, _other: outcome()


def storm(faults: Faults, _other: str) -> Outcome:
    """Answer every request of the client with 429 for a while, from this one on."""
    refusal, ends = refuse(429, "Too many requests"), [0.0]

    async def show(call: Call) -> None:
        if not ends[0]:
            ends[0] = time.monotonic() + STORM
            faults.add(Fault(times=None, outcome=raging))
        elif time.monotonic() > ends[0]:
            faults.clear()
        await refusal.show(call)

    raging = Outcome(handled=False, show=show)
    return raging


def standstill(_faults: Faults, _other: str) -> Outcome:
    """Give the first page of each list again, whichever page is asked for."""
    first: dict[str, list[Any]] = {}

    async def show(call: Call) -> None:
        for message in first.setdefault(call.scope["path"], call.messages):
            await call.send(message)

    return Outcome(handled=True, show=show)


def shrinking(_faults: Faults, _other: str) -> Outcome:
    """Count one record less each time, as a server does whose records go while they are listed."""
    seen = [0]

    def change(document: Any) -> Any:
        if "pagination" in document.get("meta", {}):
            document["meta"]["pagination"]["total-count"] -= seen[0]
            seen[0] += 1
        return document

    return alter(change)


def elsewhere(_faults: Faults, other: str) -> Outcome:
    """Send the client to another host."""
    return answer(302, headers={"location": f"{other}/api/v2/account/details"})


def leading_away(_faults: Faults, other: str) -> Outcome:
    """Name another host in every link of a document."""
    return alter(lambda document: document | {"links": dict.fromkeys(("next", "last", "self"), f"{other}/api/v2/x")})


def without_objects(document: Any) -> Any:
    """Put null where an object stands, one level down."""
    data = document.get("data")
    if isinstance(data, list):
        return document | {"data": [None for _ in data]}
    if isinstance(data, dict):
        return document | {"data": {key: None if isinstance(each, dict) else each for key, each in data.items()}}
    return dict.fromkeys(document)


def cut_in_half() -> Outcome:
    """Announce the whole answer and close the connection in its middle."""
    whole = truncate(0)

    async def show(call: Call) -> None:
        _, body = parts(call.messages)
        await truncate(len(body) // 2).show(call)

    return Outcome(handled=whole.handled, show=show)


def both(name: str, make: Callable[[Faults, str], Outcome] | None, patience: Patience = HASTY) -> tuple[Trouble, ...]:
    """Let something happen once, and for ever."""
    return (
        Trouble(name=f"{name}, once", make=make, once=True, patience=patience),
        Trouble(name=f"{name}, for ever", make=make, patience=patience),
    )


def statuses() -> tuple[Trouble, ...]:
    """Give the answers of a server in trouble."""
    return tuple(each for status in (500, 502, 503, 504) for each in both(str(status), always(partial(answer, status))))


LIMIT = {"x-ratelimit-limit": "30", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "0.05"}

TROUBLES = (
    Trouble(
        name="429 with headers, once",
        make=always(lambda: refuse(429, "Too many requests", headers=LIMIT)),
        once=True,
    ),
    *both("429 without headers", always(lambda: refuse(429, "Too many requests"))),
    Trouble(name="429 to everything for half of the patience", make=storm, once=True, patience=STEADY),
    *statuses(),
    Trouble(name="504, and it was done", make=always(lambda: answer(504, handled=True)), once=True),
    *both("connection refused", None),
    *both("closed without an answer", always(lambda: drop(handled=True))),
    *both("reset before the answer", always(lambda: reset(handled=True))),
    *both("reset during the body", always(lambda: reset(20))),
    *both("body cut off", always(cut_in_half)),
    *both("announced too short", always(lambda: misannounce(-7))),
    *both("announced too long", always(lambda: misannounce(7))),
    Trouble(name="slow and steady", make=always(lambda: drip(0.001, 64))),
    *both("dripping past the budget", always(lambda: drip(0.5)), BRIEF),
    *both("hanging", always(lambda: hang(handled=True)), BRIEF),
    *both("a web page with 200", always(lambda: answer(200, b"<html>Sign in</html>", {"content-type": "text/html"}))),
    *both("no JSON", always(lambda: answer(200, b'{"data": [{"id":'))),
    *both("JSON of another shape", always(lambda: alter(lambda _: SHAPE))),
    *both("null for an object", always(lambda: alter(without_objects))),
    Trouble(
        name="no meta",
        make=always(lambda: alter(lambda found: {key: each for key, each in found.items() if key != "meta"})),
        paged=True,
    ),
    Trouble(name="a page that does not advance", make=standstill, paged=True),
    Trouble(name="a total that shrinks", make=shrinking, paged=True),
    Trouble(name="redirected to another host", make=elsewhere),
    Trouble(name="`links.next` on another host", make=leading_away, paged=True),
    Trouble(name="401 from the second on", make=always(lambda: refuse(401, "unauthorized")), late=True),
    Trouble(name="403", make=always(lambda: refuse(403, "forbidden"))),
    Trouble(name="404", make=always(lambda: refuse(404, "not found"))),
)
