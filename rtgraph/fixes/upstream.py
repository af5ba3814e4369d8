"""The part of an organization that leads to some workspaces: enough to see what a run trigger into them would close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.concurrency import together
from rtgraph.listing import list_triggers, list_workspaces
from rtgraph.models import BlindSpot, RunTrigger, Snapshot
from rtgraph.times import now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rtgraph.client import Client


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
    known = {each.id for each in listing.workspaces}
    triggers: dict[str, RunTrigger] = {}
    spots = list(listing.blind_spots)
    snapshot = Snapshot(
        host=client.host.name,
        organization=organization,
        crawled_at=now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        directions=("inbound",),
        complete=False,
        workspaces=listing.workspaces,
        run_triggers=(),
    )
    reached: set[str] = set()

    async def read(workspace: str) -> None:
        found = await list_triggers(client, workspace, "inbound")
        if found.hidden is not None:
            spots.append(BlindSpot(what="inbound", workspace_id=workspace, reason=found.hidden))
        for each in found.triggers:
            if each.sourceable_id is not None:
                triggers[each.id] = RunTrigger(
                    id=each.id, sourceable_id=each.sourceable_id, workspace_id=workspace, created_at=each.created_at
                )

    wave = set(choose(snapshot))
    while wave:
        reached |= wave
        await together(read(each) for each in sorted(wave))
        wave = {each.sourceable_id for each in triggers.values()} & known - reached
    return Snapshot(
        host=snapshot.host,
        organization=organization,
        crawled_at=snapshot.crawled_at,
        directions=("inbound",),
        complete=False,
        blind_spots=tuple(spots),
        workspaces=listing.workspaces,
        run_triggers=tuple(triggers.values()),
    )
