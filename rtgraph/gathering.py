"""The work of a crawl: lists read side by side, and those that a checkpoint has not read again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from rtgraph.checkpoint import Checkpoint, ConsumerList, Listing, ReadList, TriggerList
from rtgraph.client import Client
from rtgraph.concurrency import together
from rtgraph.errors import ApiError, UnauthorizedError
from rtgraph.listing import list_consumers, list_triggers, list_workspaces, reason_of
from rtgraph.models import ListKind, Workspace

WORKERS = 32
"""How many lists of triggers are asked for at once."""

MOST_IN_A_ROW = 10
"""When so many lists in a row have failed, one that could be read tells whether the server as a whole is down."""

Job = tuple[str, ListKind]
"""One list: whose it is, and of what."""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a crawl is: lists of triggers read, how many there will be, and what came of them so far."""

    lists: int
    expected: int
    triggers: int
    requests: int
    resumed: int


class Crawl:
    """One crawl: the workspaces are listed while workers already ask for the triggers of those that came.

    A list that the server fails to give becomes a blind spot, and no checkpoint has it: a crawl that goes on asks for
    it again. A server that fails as a whole ends the crawl.
    """

    def __init__(self, client: Client, record: Checkpoint, on_progress: Callable[[Progress], None]) -> None:
        self.lists: dict[Job, ReadList] = {}
        self.listing: Listing | None = None
        self._client = client
        self._record = record
        self._on_progress = on_progress
        self._kinds: tuple[ListKind, ...] = record.head.directions
        if record.head.state_consumers:
            self._kinds = (*self._kinds, "state-consumers")
        self._jobs: asyncio.Queue[Job | None] = asyncio.Queue()
        self._failures: dict[Job, ApiError] = {}
        self._in_a_row = 0
        self._doubt = asyncio.Lock()
        self._queued: set[str] = set()
        self._expected = 0
        self._triggers = 0
        for part in record.parts:
            if isinstance(part, Listing):
                self.listing = part
            else:
                self._keep(part)
        self._resumed = len(self.lists)

    async def run(self) -> Listing:
        """List the workspaces and read their triggers, except what the checkpoint has.

        Raises:
            ApiError: the token is not known any more, the workspaces cannot be listed, or the server fails as a whole.
        """
        if self._resumed:
            self._report()
        await together([self._list(), *(self._work() for _ in range(WORKERS))])
        await self._see_alive(1)
        for job, error in self._failures.items():
            self._keep(blank(job, reason_of(error)))
            self._report()
        assert self.listing is not None  # noqa: S101 - _list has brought it in, or failed
        return self.listing

    async def _list(self) -> None:
        """Bring in the workspaces, and let the workers end when all are in."""
        if self.listing is None:
            head = self._record.head
            self.listing = await list_workspaces(self._client, head.organization, head.scope, self._enqueue)
            self._record.add(self.listing)
        self._enqueue(self.listing.workspaces, len(self.listing.workspaces))
        for _ in range(WORKERS):
            self._jobs.put_nowait(None)

    def _enqueue(self, workspaces: tuple[Workspace, ...], total: int | None) -> None:
        """Queue the lists of workspaces that have not been queued or read."""
        self._expected = (total or 0) * len(self._kinds)
        for workspace in workspaces:
            if workspace.id not in self._queued:
                self._queued.add(workspace.id)
                if "state-consumers" in self._kinds and workspace.global_remote_state:
                    self._keep(ConsumerList(workspace_id=workspace.id, open=True))  # all may: there is nothing to ask
                for kind in self._kinds:
                    if (workspace.id, kind) not in self.lists:
                        self._jobs.put_nowait((workspace.id, kind))

    async def _work(self) -> None:
        """Read lists until there are no more."""
        while (job := await self._jobs.get()) is not None:
            try:
                found = await self._read(job)
            except UnauthorizedError:
                raise
            except ApiError as error:
                self._failures[job] = error
                self._in_a_row += 1
                await self._see_alive(MOST_IN_A_ROW)
                continue
            self._in_a_row = 0
            self._record.add(found)
            self._keep(found)
            self._report()

    async def _read(self, job: Job) -> ReadList:
        """Read one list."""
        workspace, kind = job
        if kind == "state-consumers":
            return await list_consumers(self._client, workspace)
        return await list_triggers(self._client, workspace, kind)

    async def _see_alive(self, suspicious: int) -> None:
        """Where so many lists in a row have failed, read one again that could be read.

        Raises:
            ApiError: there is none, or the server does not give it any more: it is down as a whole.
        """
        async with self._doubt:
            if self._in_a_row < suspicious:
                return
            latest = list(self._failures.values())[-1]
            proof = next((job for job in reversed(self.lists) if job[1] != "state-consumers"), None)
            if proof is None:
                raise latest
            try:
                await self._read(proof)
            except ApiError:
                raise latest from None
            self._in_a_row = 0

    def _keep(self, found: ReadList) -> None:
        """Hold a list that is read."""
        if isinstance(found, TriggerList):
            self.lists[found.workspace_id, found.direction] = found
            self._triggers += len(found.triggers)
        else:
            self.lists[found.workspace_id, "state-consumers"] = found

    def _report(self) -> None:
        """Tell how far the crawl is."""
        self._on_progress(
            Progress(
                lists=len(self.lists),
                expected=max(self._expected, len(self.lists)),
                triggers=self._triggers,
                requests=self._client.requests,
                resumed=self._resumed,
            )
        )


def blank(job: Job, reason: str) -> ReadList:
    """Stand in for a list that could not be read."""
    workspace, kind = job
    if kind == "state-consumers":
        return ConsumerList(workspace_id=workspace, hidden=reason)
    return TriggerList(workspace_id=workspace, direction=kind, hidden=reason)
