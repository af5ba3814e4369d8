"""The requests that a mend makes: run triggers and workspaces read one by one, and the three writes.

Sources: https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run-triggers and
https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspaces
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

import msgspec

from rtgraph.concurrency import together
from rtgraph.errors import ApiError, HiddenError, LostAnswerError
from rtgraph.jsonapi import ListedTrigger, read_run_trigger, read_workspace
from rtgraph.listing import list_triggers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from rtgraph.client import Client
    from rtgraph.jsonapi import ShownWorkspace

Record = TypeVar("Record")

CREATION_LOCKED = "Run Trigger creation locked"
"""What the service says while another run trigger of the organization is being created; HashiCorp's own provider waits
for the same words: https://github.com/hashicorp/terraform-provider-tfe/pull/178"""
LOCK_SECONDS = 60.0
"""How long the lock is waited out."""
LOCK_PAUSES = (0.5, 1.5)
"""The shortest and the longest time between two tries, in seconds."""


async def show_trigger(client: Client, trigger: str) -> ListedTrigger | None:
    """Read one run trigger; None where it is absent, or hidden from this token."""
    try:
        return await client.get(f"run-triggers/{quote(trigger, safe='')}", {}, read_run_trigger)
    except HiddenError:
        return None


async def show_workspace(client: Client, organization: str, workspace: str) -> ShownWorkspace | None:
    """Read one workspace by its id; None where it is absent, or hidden from this token."""
    return await ask_workspace(client, organization, f"workspaces/{quote(workspace, safe='')}")


async def find_workspace(client: Client, organization: str, name: str) -> ShownWorkspace | None:
    """Read one workspace by its name; None where it is absent, or hidden from this token."""
    path = f"organizations/{quote(organization, safe='')}/workspaces/{quote(name, safe='')}"
    return await ask_workspace(client, organization, path)


async def ask_workspace(client: Client, organization: str, path: str) -> ShownWorkspace | None:
    """Read one workspace at a path."""

    def read(body: bytes) -> ShownWorkspace:
        return read_workspace(body, host_url=client.host.url, organization=organization)

    try:
        return await client.get(path, {}, read)
    except HiddenError:
        return None


async def list_inbound(client: Client, workspace: str) -> tuple[ListedTrigger, ...] | None:
    """Read the inbound run triggers of a workspace; None where they cannot be read, or not whole."""
    found = await list_triggers(client, workspace, "inbound")
    return found.triggers if found.hidden is None else None


async def name_ends(
    client: Client, triggers: Iterable[ListedTrigger], known: Mapping[str, str] = {}
) -> tuple[ListedTrigger, ...]:
    """Give run triggers with their workspaces' names; those that the server does not tell are read one by one.

    ``known`` has names by id that need not be read. A workspace that cannot be read stays without a name.
    """
    listed = tuple(triggers)
    ends = [(each.sourceable_id, each.sourceable_name) for each in listed]
    ends += [(each.workspace_id, each.workspace_name) for each in listed]
    names = dict(known)

    async def read(workspace: str) -> None:
        shown = await show_workspace(client, "", workspace)
        if shown is not None:
            names[workspace] = shown.workspace.name

    await together(read(each) for each in sorted({end for end, name in ends if end and not name} - set(names)))
    return tuple(
        replace(
            each,
            sourceable_name=each.sourceable_name or names.get(each.sourceable_id or ""),
            workspace_name=each.workspace_name or names.get(each.workspace_id or ""),
        )
        for each in listed
    )


async def delete_trigger(client: Client, trigger: str) -> None:
    """Delete a run trigger.

    Raises:
        HiddenError: it is absent, or the token does not administer its destination.
        LostAnswerError: it may or may not be deleted; an answer with a body is not the API's, and tells nothing.
    """
    path = f"run-triggers/{quote(trigger, safe='')}"
    if await client.write("DELETE", path):
        raise LostAnswerError(f"DELETE {path}: it was answered with a document where there is none")


async def create_trigger(client: Client, source: str, destination: str) -> ListedTrigger:
    """Create a run trigger, sourceable → workspace; while another one is being created it waits, a minute at most.

    Raises:
        HiddenError: an end is absent, or the token does not administer the destination.
        ApiError: the server refuses.
        LostAnswerError: it may or may not be created.
    """
    relation = {"sourceable": {"data": {"type": "workspaces", "id": source}}}
    body = msgspec.json.encode({"data": {"type": "run-triggers", "relationships": relation}})
    clock = asyncio.get_running_loop().time
    ends = clock() + LOCK_SECONDS
    while True:
        try:
            path = f"workspaces/{quote(destination, safe='')}/run-triggers"
            return read_answer(read_run_trigger, await client.write("POST", path, body))
        except LostAnswerError:
            raise
        except ApiError as error:
            pause = random.uniform(*LOCK_PAUSES)  # noqa: S311 - spreads clients, hides nothing
            if CREATION_LOCKED not in str(error) or clock() + pause > ends:
                raise
            await asyncio.sleep(pause)


async def set_auto_apply(client: Client, organization: str, workspace: str, value: bool) -> bool | None:
    """Switch whether a workspace applies triggered runs by itself, and give what the server says that it is now.

    Raises:
        HiddenError: the workspace is absent, or the token does not administer it.
        LostAnswerError: it may or may not be switched.
    """
    data = {"type": "workspaces", "id": workspace, "attributes": {"auto-apply-run-trigger": value}}
    body = await client.write("PATCH", f"workspaces/{quote(workspace, safe='')}", msgspec.json.encode({"data": data}))

    def read(answer: bytes) -> ShownWorkspace:
        return read_workspace(answer, host_url=client.host.url, organization=organization)

    return read_answer(read, body).workspace.auto_apply_run_trigger


def read_answer(read: Callable[[bytes], Record], body: bytes) -> Record:
    """Read what a write was answered with.

    Raises:
        LostAnswerError: it is not the document, so that it does not tell what was done.
    """
    try:
        return read(body)
    except ApiError as error:
        raise LostAnswerError(str(error)) from error
