"""A journal → the steps that take back what it says was done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rtgraph.errors import RtgraphError
from rtgraph.fixes.applying import Step
from rtgraph.fixes.looks import describe

if TYPE_CHECKING:
    from rtgraph.fixes.journal import Journal
    from rtgraph.fixes.lines import Done
    from rtgraph.models import Change


def plan_undo(journal: Journal) -> tuple[Step, ...]:
    """Give the steps that take back what was done, the last first, those that are taken back already among them.

    What the server had already when the plan was applied is not taken back.

    Raises:
        RtgraphError: nothing was done, or everything is taken back already.
    """
    steps = tuple(
        Step(number=number, change=reverse(journal.intents[phase, number].change, done))
        for (phase, number), done in sorted(journal.done.items(), key=lambda item: item[0][1], reverse=True)
        if phase == "apply" and done.result != "already"
    )
    if not steps:
        raise RtgraphError(f"{journal.path} says of no change that it was made; there is nothing to take back")
    if all(("undo", step.number) in journal.done for step in steps):
        raise RtgraphError(
            f"{journal.path} was undone already, and a journal is undone once; to change anything else, make a plan: "
            "rtgraph fix plan"
        )
    return steps


def reverse(change: Change, done: Done) -> Change:
    """Give the change that takes another one back."""
    reason = f"takes back: {describe(change)}"
    if change.action == "update":
        return replace(change, auto_apply_run_trigger=not change.auto_apply_run_trigger, reason=reason)
    if change.action == "delete":
        return replace(change, action="create", run_trigger_id=None, reason=reason)
    return replace(change, action="delete", run_trigger_id=done.run_trigger_id, reason=reason)
