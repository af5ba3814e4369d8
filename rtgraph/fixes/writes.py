"""One change made on the server, and what came of it; an answer that is lost is found out by reading."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from rtgraph.errors import ApiError, HiddenError, LostAnswerError, RtgraphError
from rtgraph.fixes.calls import (
    create_trigger,
    delete_trigger,
    list_inbound,
    set_auto_apply,
    show_trigger,
    show_workspace,
)
from rtgraph.fixes.looks import describe, look_at, missing_right, name_end

if TYPE_CHECKING:
    from rtgraph.client import Client
    from rtgraph.models import Change

Result = Literal["deleted", "created", "updated", "already"]

PAUSES = (0.0, 0.5, 1.0, 2.0)
"""Seconds between the looks for a write whose answer was lost: a server may still be at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a change.

    Attributes:
        result: ``already`` where the server had it already, so that there is nothing to take back.
        run_trigger_id: of the run trigger that was created or deleted, or that is there already.
    """

    result: Result
    run_trigger_id: str | None = None


class LostWriteError(RtgraphError):
    """A write was sent, its answer was lost, and reading does not show that it was done."""


class RefusedError(RtgraphError):
    """The server understood a write, and will not do it: nothing is changed."""


async def make_change(client: Client, organization: str, change: Change, before: tuple[str, ...] = ()) -> Outcome:
    """Make one change, with one write.

    Args:
        client: the server.
        organization: the organization that the plan is for.
        change: what to do; it has been looked at and is pending.
        before: for a creation the run triggers that the pair had before.

    Raises:
        RefusedError: the server will not do it.
        RtgraphError: it could not be done, and nothing is changed.
        LostWriteError: it may or may not be done.
    """
    try:
        return await send(client, organization, change)
    except LostAnswerError as error:
        return await find_out(client, organization, change, before, error)
    except HiddenError as error:
        return await explain_hidden(client, organization, change, error)
    except ApiError as error:
        if change.action == "create" and error.status in (409, 422):
            with suppress(RtgraphError):  # what the server said counts for more than why this cannot be read
                found = await recognise(client, organization, change)
                if found is not None:
                    return replace(found, result="already")
        kind = RefusedError if error.status in (409, 422) else RtgraphError
        raise kind(f"{describe(change)}: {error}") from error


async def carry_out(client: Client, organization: str, change: Change) -> Outcome:
    """Look at one change and make it, where it is not done already; no journal is kept.

    Raises:
        RtgraphError: it cannot be made, or may or may not be done.
    """
    found = await look_at(client, organization, change)
    if found.state == "done":
        present = found.triggers[0] if found.triggers else change.run_trigger_id
        return Outcome(result="already", run_trigger_id=present)
    return await make_change(client, organization, change, found.triggers)


async def send(client: Client, organization: str, change: Change) -> Outcome:
    """Send the write of a change."""
    if change.action == "delete":
        await delete_trigger(client, str(change.run_trigger_id))
        return Outcome(result="deleted", run_trigger_id=change.run_trigger_id)
    if change.action == "create":
        created = await create_trigger(client, str(change.sourceable_id), change.workspace_id)
        return Outcome(result="created", run_trigger_id=created.id)
    value = await set_auto_apply(client, organization, change.workspace_id, change.auto_apply_run_trigger is True)
    if value is not change.auto_apply_run_trigger:
        raise RtgraphError(
            f"{describe(change)}: the server took it and still says {value}; it may be too old for "
            "auto-apply-run-trigger: delete run triggers instead"
        )
    return Outcome(result="updated")


async def find_out(
    client: Client, organization: str, change: Change, before: tuple[str, ...], error: ApiError
) -> Outcome:
    """Find out by reading whether a write was done; it is never sent again.

    Raises:
        LostWriteError: reading does not show it, or cannot tell.
    """
    try:
        outcome = await find_trace(client, organization, change, before)
    except RtgraphError as further:
        raise LostWriteError(
            f"{describe(change)}: its answer was lost ({error}), and whether it was done cannot be read: {further}"
        ) from further
    if outcome is not None:
        return outcome
    raise LostWriteError(
        f"{describe(change)}: its answer was lost ({error}), and the server does not show that it was done; it was "
        "not sent again"
    )


async def find_trace(client: Client, organization: str, change: Change, before: tuple[str, ...]) -> Outcome | None:
    """Read for some seconds what came of a write that was sent; None where the server does not show it."""
    for pause in PAUSES:
        await asyncio.sleep(pause)
        outcome = await recognise(client, organization, change, before)
        if outcome is not None:
            return outcome
    return None


async def recognise(client: Client, organization: str, change: Change, before: tuple[str, ...] = ()) -> Outcome | None:
    """Read once what came of a write that was sent; None where the server does not show that it was done.

    Whether it could be done now is not asked: the right to do it may be gone since, or the room.

    Raises:
        RtgraphError: it cannot be told.
    """
    if change.action == "update":
        shown = await show_workspace(client, organization, change.workspace_id)
        value = shown.workspace.auto_apply_run_trigger if shown else None
        if value is None:
            raise untellable(change)
        return Outcome(result="updated") if value is change.auto_apply_run_trigger else None
    trigger = change.run_trigger_id
    if trigger is not None and await show_trigger(client, trigger) is not None:
        return None
    present = await list_inbound(client, change.workspace_id)
    if present is None:
        raise untellable(change)
    if change.action == "delete":
        listed = any(each.id == trigger for each in present)
        return None if listed else Outcome(result="deleted", run_trigger_id=trigger)
    ours = sorted(each.id for each in present if each.sourceable_id == change.sourceable_id and each.id not in before)
    return Outcome(result="created", run_trigger_id=ours[0]) if ours else None


def untellable(change: Change) -> RtgraphError:
    """Say that reading does not tell whether a change was made."""
    name = name_end(change.workspace_name, change.workspace_id)
    return RtgraphError(
        f"{describe(change)}: whether it was done cannot be told: {name} is absent, or hidden from this token; use a "
        "token that may read it"
    )


async def explain_hidden(client: Client, organization: str, change: Change, error: HiddenError) -> Outcome:
    """Tell what 404 to a write means: it is gone by now, or the token lacks the right.

    Raises:
        RtgraphError: it is there, so the token lacks the right.
    """
    found = await look_at(client, organization, change)
    if found.state == "done":
        present = found.triggers[0] if found.triggers else change.run_trigger_id
        return Outcome(result="already", run_trigger_id=present)
    raise RtgraphError(f"{describe(change)}: the server answered {error.status}: {missing_right(change)}") from error
