"""Steps made from the command line: looked at, asked about, told as they go, and confirmed at the end."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from rtgraph.cli.brakes import ask, talk
from rtgraph.cli.output import notice, tell
from rtgraph.errors import RtgraphError, UnfinishedError
from rtgraph.reports.columns import count

if TYPE_CHECKING:
    from rtgraph.cli.source import Source
    from rtgraph.client import Client
    from rtgraph.fixes.applying import Progress, Step
    from rtgraph.fixes.journal import Journal
    from rtgraph.fixes.lines import Phase
    from rtgraph.fixes.writes import Outcome
    from rtgraph.models import Plan

WORDS = {"deleted": "deleted", "created": "created", "updated": "changed", "already": "done already"}
"""What came of a change → how it is said."""


def run_steps(
    source: Source,
    record: Journal,
    phase: Phase,
    steps: tuple[Step, ...],
    *,
    quiet: bool,
    yes: bool,
    limit: int | None,
    again: str,
) -> Progress:
    """Look at what is still to be done, ask, and do it.

    Args:
        source: which server; it has been aimed.
        record: the journal, which the caller has locked, and closes.
        phase: whether the steps apply the plan or take it back.
        steps: all of them; those that the journal has as done are passed over.
        quiet: say nothing of single steps.
        yes: do not ask.
        limit: how many writes at the most.
        again: the command that goes on.

    Raises:
        UnfinishedError: it stopped at a failure or at the limit; what is done and what is not is on standard output.
        RtgraphError: nothing was written.
    """
    from rtgraph.fixes.applying import Progress, choose_pending, make_steps

    where = f"{record.head.organization} on {record.head.host}"

    async def make(client: Client) -> Progress:
        return await make_steps(
            client, record, phase, pending, limit=limit, on_step=lambda *made: say_step(*made, quiet=quiet)
        )

    try:
        talk(source, lambda client: look_first(client, record, phase, steps))
        pending = choose_pending(record, phase, steps)
        if not pending:
            return Progress(made=(), left=(), failure=None)
        ask(f"{'Take back' if phase == 'undo' else 'Make'} {count(len(pending), 'change')} in {where}?", yes)
        progress = talk(source, make)
    except KeyboardInterrupt:
        if not any(key[0] == phase for key in record.intents):
            raise KeyboardInterrupt("interrupted; nothing is changed") from None
        raise KeyboardInterrupt(f"interrupted; what was done stands in {record.path}: run {again} to go on") from None
    if progress.left:
        tell(list_progress(progress))
        raise UnfinishedError(f"{describe_stop(progress, limit)}; run {again} to go on")
    return progress


async def look_first(client: Client, record: Journal, phase: Phase, steps: tuple[Step, ...]) -> None:
    """Settle what an earlier run left open, and look at everything that is to be changed.

    Raises:
        RtgraphError: what cannot be settled or changed stops an apply; taking back goes on without it.
    """
    from rtgraph.fixes.applying import choose_pending, look_ahead, settle_opened
    from rtgraph.fixes.looks import ChangedWorldError

    problems = await settle_opened(client, record)
    if problems and phase == "apply":
        raise RtgraphError(f"{'; also '.join(problems)}; nothing was written")
    looks, changed = await look_ahead(client, record.head.organization, choose_pending(record, phase, steps))
    if changed and (phase == "apply" or not looks):
        raise ChangedWorldError(f"{'; also '.join(changed.values())}; nothing was written")
    for problem in changed.values():
        notice(f"warning: {problem}; the others can be taken back")


def rehearse(source: Source, record: Journal, phase: Phase, steps: tuple[Step, ...]) -> str:
    """Read everything that would be changed, write nothing, and say how it stands.

    Raises:
        RtgraphError: something is not what the plan says.
    """
    from rtgraph.fixes.applying import choose_pending, look_ahead
    from rtgraph.fixes.looks import ChangedWorldError, describe
    from rtgraph.reports.quoting import plain

    pending = choose_pending(record, phase, steps)
    looks, changed = talk(source, lambda client: look_ahead(client, record.head.organization, pending))
    if changed:
        raise ChangedWorldError("; also ".join(changed.values()))
    stands = {"pending": "would be done", "done": "is done already"}
    lines = [f"  {describe(step.change)}: {stands[looks[step.number].state]}" for step in pending]
    earlier = len(steps) - len(pending)
    told = [f"  {count(earlier, 'change')} done by an earlier run"] if earlier else []
    return "\n".join(map(plain, ["Dry run: everything was read, nothing is written.", *told, *lines])) + "\n"


def describe_stop(progress: Progress, limit: int | None) -> str:
    """Say why it stopped, and how far it came."""
    reason = progress.failure or f"stopped after {count(limit or 0, 'write')} (--limit)"
    made, left = len(progress.made), len(progress.left)
    return f"{reason}; {made:,} of {count(made + left, 'change')} done, {left:,} left"


def conclude(
    source: Source, record: Journal, steps: tuple[Step, ...], progress: Progress, plan: Plan | None = None
) -> None:
    """Say what was done, and read once more all that was touched.

    Raises:
        UnfinishedError: something does not stand as it was made, a promise is not kept, or that cannot be read.
    """
    from rtgraph.fixes.checks import check_promise, check_steps

    async def check(client: Client) -> list[str]:
        problems = await check_steps(client, record.head.organization, steps)
        return problems + (await check_promise(client, plan) if plan else [])

    tell(f"{count_results(progress) or 'Everything was done already'}.\n")
    try:
        problems = talk(source, check)
    except KeyboardInterrupt:
        raise KeyboardInterrupt("interrupted; everything is done, but it was not read again") from None
    except RtgraphError as error:
        raise UnfinishedError(f"everything is done, but it could not be read again: {error}") from error
    if problems:
        raise UnfinishedError(f"everything is done, but read again it does not stand: {'; '.join(problems)}")


def say_step(step: Step, outcome: Outcome, *, quiet: bool) -> None:
    """Say that a change is made; that nobody listens any more does not stop the work."""
    from rtgraph.fixes.looks import describe

    if not quiet:
        new = f" as {outcome.run_trigger_id}" if outcome.result == "created" else ""
        with suppress(OSError):
            notice(f"{describe(step.change)}: {WORDS[outcome.result]}{new}")


def list_progress(progress: Progress) -> str:
    """List what is done and what is not, after a run that did not come to its end."""
    from rtgraph.fixes.looks import describe
    from rtgraph.reports.quoting import plain

    done = [f"  {describe(step.change)}: {WORDS[outcome.result]}" for step, outcome in progress.made]
    left = [f"  {describe(step.change)}" for step in progress.left]
    lines = ["Done in this run:", *(done or ["  nothing"]), "Not done:", *left]
    return "\n".join(plain(line) for line in lines) + "\n"


def count_results(progress: Progress) -> str:
    """Say in numbers what was done."""
    results = [outcome.result for _, outcome in progress.made]
    return ", ".join(f"{results.count(result):,} {word}" for result, word in WORDS.items() if result in results)
