"""A plan's changes made one after another: looked at, journalled before and after, stopped at the first failure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.concurrency import together
from rtgraph.errors import RtgraphError
from rtgraph.fixes.looks import ChangedWorldError, check_room, look_at
from rtgraph.fixes.writes import LostWriteError, Outcome, RefusedError, find_trace, make_change

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rtgraph.client import Client
    from rtgraph.fixes.journal import Journal
    from rtgraph.fixes.lines import Phase
    from rtgraph.fixes.looks import Look
    from rtgraph.models import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change on its way; ``number`` is the place of the plan's change that it makes or takes back, from 0."""

    number: int
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far it came.

    Attributes:
        made: the steps of this run with what came of them.
        left: the steps that are still to be made, in order.
        failure: why it stopped before the end; None where it did not, or stopped at the limit.
    """

    made: tuple[tuple[Step, Outcome], ...]
    left: tuple[Step, ...]
    failure: str | None


def choose_pending(journal: Journal, phase: Phase, steps: Sequence[Step]) -> tuple[Step, ...]:
    """Give the steps of which the journal does not say that they are done."""
    return tuple(step for step in steps if (phase, step.number) not in journal.done)


async def settle_opened(client: Client, journal: Journal) -> tuple[str, ...]:
    """Find out by reading what came of the writes that a run before this one sent and noted no answer to.

    Returns:
        a sentence for each of which it cannot be told; they stay open.
    """
    problems: list[str] = []
    for (phase, number), intent in list(journal.opened.items()):
        try:
            outcome = await find_trace(client, journal.head.organization, intent.change, intent.present)
        except RtgraphError as error:
            problems.append(f"an earlier run was cut off in the middle of a write: {error}")
            continue
        if outcome is None:
            journal.refuse(phase, number, "the server does not show that it was done")
        else:
            journal.finish(phase, number, outcome)
    return tuple(problems)


async def look_ahead(
    client: Client, organization: str, steps: Sequence[Step]
) -> tuple[dict[int, Look], dict[int, str]]:
    """Look at everything that is to be changed, before the first write.

    Returns:
        how each step stands by its number, and why a step cannot be made by its number, both in order.
    """
    looks: dict[int, Look] = {}
    problems: dict[int, str] = {}

    async def look(step: Step) -> None:
        try:
            looks[step.number] = await look_at(client, organization, step.change, ahead=True)
        except ChangedWorldError as error:
            problems[step.number] = str(error)

    await together(look(step) for step in steps)
    problems |= find_crowds([step for step in steps if step.number in looks], looks)
    order = [step.number for step in steps]
    return (
        {number: looks[number] for number in order if number not in problems},
        {number: problems[number] for number in order if number in problems},
    )


def find_crowds(steps: Sequence[Step], looks: Mapping[int, Look]) -> dict[int, str]:
    """Find the creations whose destination will be full by the time that it is their turn."""
    sources = {step.change.workspace_id: found for step in steps if (found := looks[step.number].sources) is not None}
    problems: dict[int, str] = {}
    for step in steps:
        destination = step.change.workspace_id
        if destination not in sources or looks[step.number].state == "done":
            continue
        if step.change.action == "create":
            try:
                check_room(step.change, sources[destination])
            except ChangedWorldError as error:
                problems[step.number] = str(error)
        sources[destination] += {"delete": -1, "create": 1, "update": 0}[step.change.action]
    return problems


async def make_steps(
    client: Client,
    journal: Journal,
    phase: Phase,
    steps: Sequence[Step],
    *,
    limit: int | None = None,
    on_step: Callable[[Step, Outcome], None] = lambda _step, _outcome: None,
) -> Progress:
    """Make steps one after another until all are made, one fails, or ``limit`` writes were sent.

    Each is looked at once more just before its write. What the server has already counts as done and not as a write.
    Taking back goes on past a step that the server refuses, or that is not what the journal says any more, so that one
    that cannot come back keeps none of the others.
    """
    made: list[tuple[Step, Outcome]] = []
    refused: list[Step] = []
    failures: list[str] = []
    writes = 0
    for step in steps:
        if limit is not None and writes >= limit:
            break
        try:
            outcome, written = await make_step(client, journal, phase, step)
        except (RefusedError, ChangedWorldError) as error:
            failures.append(str(error))
            refused.append(step)
            if phase == "apply":
                break
        except RtgraphError as error:
            failures.append(str(error))
            break
        else:
            writes += written
            made.append((step, outcome))
            on_step(step, outcome)
    left = (*refused, *steps[len(made) + len(refused) :])
    return Progress(made=tuple(made), left=left, failure="; also ".join(failures) or None)


async def make_step(client: Client, journal: Journal, phase: Phase, step: Step) -> tuple[Outcome, bool]:
    """Look at one step and make it, with a line in the journal before and after.

    Returns:
        what came of it, and whether a write was sent.

    Raises:
        RtgraphError: it is not what the plan says any more, or the server refuses, or the answer was lost.
    """
    organization = journal.head.organization
    found = await look_at(client, organization, step.change)
    if found.state == "done":
        trigger = found.triggers[0] if found.triggers else step.change.run_trigger_id
        outcome, written = Outcome(result="already", run_trigger_id=trigger), False
    else:
        journal.intend(phase, step.number, step.change, found.triggers)
        try:
            outcome, written = await make_change(client, organization, step.change, found.triggers), True
        except LostWriteError:
            raise  # its intent stays open: the next run finds out
        except RtgraphError as error:
            journal.refuse(phase, step.number, str(error))
            raise
    journal.finish(phase, step.number, outcome)
    return outcome, written
