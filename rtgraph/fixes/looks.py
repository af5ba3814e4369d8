"""What a change is about, read again just before it is made: it must still be what the plan says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rtgraph.errors import RtgraphError
from rtgraph.fixes.calls import list_inbound, show_trigger, show_workspace

if TYPE_CHECKING:
    from rtgraph.client import Client
    from rtgraph.jsonapi import ListedTrigger, ShownWorkspace
    from rtgraph.models import Change

MOST_SOURCES = 20
"""https://developer.hashicorp.com/terraform/cloud-docs/workspaces/settings/run-triggers"""
AGAIN = "make the plan anew with: rtgraph fix plan"


class ChangedWorldError(RtgraphError):
    """What a plan was made for is not there any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the subject of a change stands.

    Attributes:
        state: ``pending`` where the change is still to be made, ``done`` where the server has it already.
        triggers: for a creation the ids of the run triggers that the pair has now; else empty.
        sources: for a creation how many sources the destination has now; else None.
    """

    state: Literal["pending", "done"]
    triggers: tuple[str, ...] = ()
    sources: int | None = None


async def look_at(client: Client, organization: str, change: Change, *, ahead: bool = False) -> Look:
    """Read what a change is about.

    Args:
        client: the server.
        organization: the organization that the plan is for; empty for any.
        change: the change.
        ahead: whether other changes come first, so that a destination that is full now may have room by then.

    Raises:
        ChangedWorldError: it is not what the plan says, or cannot be told, or the token may not make the change.
    """
    if change.action == "delete":
        return await look_at_deletion(client, organization, change)
    if change.action == "create":
        return await look_at_creation(client, organization, change, ahead)
    return await look_at_update(client, organization, change)


async def look_at_deletion(client: Client, organization: str, change: Change) -> Look:
    """See that the run trigger still has the ends that the plan names; one that is gone is done.

    404 means absent or hidden, so it is gone only where the destination's list can be read and lacks it.
    """
    trigger = str(change.run_trigger_id)
    shown = await show_trigger(client, trigger)
    present = () if shown is not None else await list_inbound(client, change.workspace_id)
    shown = shown or next((each for each in present or () if each.id == trigger), None)
    if shown is not None:
        check_ends(change, shown)
        home = await show_workspace(client, organization, change.workspace_id)
        if home is None:
            raise ChangedWorldError(f"{describe(change)}: {missing_right(change)}")
        check_workspace(organization, change, home)
        return Look(state="pending")
    if present is None:
        raise ChangedWorldError(
            f"{describe(change)}: whether {trigger} is there cannot be told: it and the inbound run triggers of "
            f"{name_end(change.workspace_name, change.workspace_id)} are absent, or hidden from this token; use a "
            f"token that may read them, or {AGAIN}"
        )
    return Look(state="done")


async def look_at_creation(client: Client, organization: str, change: Change, ahead: bool) -> Look:
    """See that both ends are there, that the pair has no run trigger yet, and that there is room for one more."""
    source = await show_workspace(client, organization, str(change.sourceable_id))
    if source is None:
        raise ChangedWorldError(
            f"{describe(change)}: the workspace {name_end(change.sourceable_name, change.sourceable_id)} is absent, or "
            f"hidden from this token; {AGAIN}"
        )
    check_workspace(organization, change, await show_workspace(client, organization, change.workspace_id))
    present = await list_inbound(client, change.workspace_id)
    destination = name_end(change.workspace_name, change.workspace_id)
    if present is None:
        raise ChangedWorldError(
            f"{describe(change)}: the inbound run triggers of {destination} cannot be read with this token, so whether "
            "it is there already cannot be told; use a token that may read runs there"
        )
    same = tuple(sorted(each.id for each in present if each.sourceable_id == change.sourceable_id))
    found = Look(state="done" if same else "pending", triggers=same, sources=len(present))
    if not same and not ahead:
        check_room(change, len(present))
    return found


async def look_at_update(client: Client, organization: str, change: Change) -> Look:
    """See whether the workspace still applies triggered runs the other way."""
    shown = await show_workspace(client, organization, change.workspace_id)
    check_workspace(organization, change, shown)
    value = shown.workspace.auto_apply_run_trigger if shown else None
    if value is None:
        raise ChangedWorldError(
            f"{describe(change)}: this server does not tell auto-apply-run-trigger, which came with Terraform "
            "Enterprise v202401-1; delete run triggers instead: rtgraph fix plan --cycles"
        )
    return Look(state="done" if value == change.auto_apply_run_trigger else "pending")


def check_room(change: Change, sources: int) -> None:
    """Make sure that the destination of a creation, which has so many sources, can have one more."""
    if sources >= MOST_SOURCES:
        raise ChangedWorldError(
            f"{describe(change)}: {name_end(change.workspace_name, change.workspace_id)} has {sources} of "
            f"{MOST_SOURCES} sources, and no more can be added; delete one first"
        )


def check_ends(change: Change, shown: ListedTrigger) -> None:
    """Make sure that a run trigger is the one in the plan."""
    if (shown.sourceable_id, shown.workspace_id) != (change.sourceable_id, change.workspace_id):
        raise ChangedWorldError(
            f"{describe(change)}: {shown.id} leads from {shown.sourceable_name or shown.sourceable_id} to "
            f"{shown.workspace_name or shown.workspace_id}, which is not what the plan says; {AGAIN}"
        )


def check_workspace(organization: str, change: Change, shown: ShownWorkspace | None) -> None:
    """Make sure that the workspace of a change is there, in the plan's organization, and may be changed."""
    name = name_end(change.workspace_name, change.workspace_id)
    if shown is None:
        raise ChangedWorldError(
            f"{describe(change)}: the workspace {name} is absent, or hidden from this token; {AGAIN}"
        )
    if organization and shown.organization not in (None, organization):
        raise ChangedWorldError(
            f"{describe(change)}: {name} belongs to {shown.organization}, and the plan is for {organization}; {AGAIN}"
        )
    if shown.writable is False:
        raise ChangedWorldError(f"{describe(change)}: {missing_right(change)}")


def missing_right(change: Change) -> str:
    """Say which right a change takes.

    Source: https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run-triggers#permissions
    """
    name = name_end(change.workspace_name, change.workspace_id)
    more = ""
    if change.action == "create":
        more = f", and permission to read runs in {name_end(change.sourceable_name, change.sourceable_id)}"
    return f"it takes admin access to {name}{more}, which this token lacks; use a token that has it"


def describe(change: Change) -> str:
    """Say what a change does, in a few words."""
    destination = name_end(change.workspace_name, change.workspace_id)
    if change.action == "update":
        return f"switch auto-apply-run-trigger {'on' if change.auto_apply_run_trigger else 'off'} in {destination}"
    pair = f"{name_end(change.sourceable_name, change.sourceable_id)} → {destination}"
    return f"delete {change.run_trigger_id} ({pair})" if change.action == "delete" else f"create {pair}"


def name_end(name: str | None, identity: str | None) -> str:
    """Give a workspace's name, or its id where a plan has no name."""
    return name or identity or "?"
