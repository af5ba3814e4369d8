"""The part of an organization that leads to some workspaces: enough to see what a run trigger into them would close."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rtgraph.assembly import assemble_snapshot
from rtgraph.checkpoint import Head
from rtgraph.concurrency import together
from rtgraph.listing import list_triggers, list_workspaces
from rtgraph.times import now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rtgraph.checkpoint import TriggerList
    from rtgraph.client import Client
    from rtgraph.models import Snapshot


async def crawl_upstream(client: Client, organization: str, choose: Callable[[Snapshot], Iterable[str]]) -> Snapshot:
    """Read all workspaces, and the inbound run triggers of some and of all that lead to them.

    A cycle through a new run trigger leads from its workspace back to its sourceable, and so does every longer way
    between the two: both stand in the inbound lists upstream of them.

    Args:
        client: the server.
        organization: its name.
        choose: gives the ids to begin with, once the workspaces are known.

    Raises:
        ApiError: as a crawl does.
    """
    listing = await list_workspaces(client, organization, None, lambda _workspaces, _total: None)
    ids = {each.name: each.id for each in listing.workspaces}
    known = frozenset(ids.values())
    lists: list[TriggerList] = []
    head = Head(
        host=client.host.name,
        organization=organization,
        account="",
        scope=None,
        directions=("inbound",),
        begun_at=now().strftime("%Y-%m-%dT%H:%M:%SZ"),
    )

    def assemble() -> Snapshot:
        return replace(assemble_snapshot(head, listing, lists), complete=False)

    async def read(workspace: str) -> set[str]:
        found = await list_triggers(client, workspace, "inbound")
        lists.append(found)
        ends = (each.sourceable_id or ids.get(each.sourceable_name or "") for each in found.triggers)
        return {each for each in ends if each is not None}

    reached: set[str] = set()
    wave = set(choose(assemble()))
    while wave:
        reached |= wave
        sources: set[str] = set()

        async def note(workspace: str, sources: set[str] = sources) -> None:
            sources |= await read(workspace)

        await together(note(each) for each in sorted(wave))
        wave = (sources & known) - reached
    return assemble()
