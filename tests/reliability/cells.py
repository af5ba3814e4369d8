"""One cell: a request, a trouble, what rtgraph makes of it, and whether that is true."""

from __future__ import annotations

import asyncio
import re
import ssl
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
from starlette.types import ASGIApp

from rtgraph.client import Client
from rtgraph.crawler import crawl_organization
from rtgraph.errors import RtgraphError
from rtgraph.fixes.writes import LostWriteError, carry_out
from rtgraph.hosts import choose_host
from rtgraph.models import Change, Snapshot
from rtgraph.sandbox.application import build_application
from rtgraph.sandbox.faults import Faults
from rtgraph.sandbox.world import World, build_world
from rtgraph.snapshots import dump_snapshot
from tests.reliability.requests import CHANGES, Request, organization
from tests.reliability.troubles import Trouble

TOKEN = "owner-sandbox-token"

GUARD = 90.0
"""Seconds after which a cell hangs: many times what the longest takes on a busy machine."""


class Wire(httpx.AsyncBaseTransport):
    """The network, where every request is noted, and some find nobody to connect to."""

    def __init__(self, request: Request, refused: int | None, nobody: int) -> None:
        self.sent: list[httpx.Request] = []
        self.answered: list[tuple[str, int]] = []
        plain = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # there is no TLS here, and certificates take time to load
        self._network = httpx.AsyncHTTPTransport(verify=plain, limits=httpx.Limits(max_connections=None))
        self._request = request
        self._refused = refused
        self._nobody = nobody

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        meant = request.method == self._request.method and re.search(self._request.path, request.url.path)
        if meant and self._refused != 0:
            self._refused = self._refused and self._refused - 1
            request = httpx.Request(request.method, request.url.copy_with(port=self._nobody), headers=request.headers)
        response = await self._network.handle_async_request(request)
        self.answered.append((request.method, response.status_code))
        return response

    async def aclose(self) -> None:
        await self._network.aclose()


@dataclass(slots=True, kw_only=True)
class Cell:
    """One meeting of a request and a trouble.

    Attributes:
        ca_file: the certificates to trust, a few, since those of a system take long to load.
        outcome: the word in the table.
        problems: what must never be; empty where all is well.
    """

    request: Request
    trouble: Trouble
    ca_file: Path | None = None
    outcome: str = ""
    problems: list[str] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    world: World = field(default_factory=lambda: build_world(organization()))

    def application(self) -> ASGIApp:
        """Give what serves this cell."""
        return build_application(self.world, rate_limit=0, creation_seconds=0.0, faults=self.faults)

    async def play(self, address: str, other: str, nobody: int, truth: Snapshot | None) -> Snapshot | None:
        """Do the journey at an address and judge what came of it; ``truth`` is the crawl that nothing disturbed."""
        self.trouble.arm(self.request, self.faults, other)
        refused = 0 if self.trouble.make is not None else 1 if self.trouble.once else None
        wire = Wire(self.request, refused, nobody)
        found: Snapshot | None = None
        try:
            async with asyncio.timeout(GUARD):
                found = await self.travel(address, wire, truth)
        except LostWriteError as error:
            self.outcome = "unsure"
            self.check_line(str(error))
        except RtgraphError as error:
            self.outcome = "stops"
            self.check_line(str(error))
            if self.request.journey != "crawl" and self.done():
                self.problems.append(f"it says that it failed, and it was done: {error}")
        except TimeoutError:
            self.problems.append("it hangs")
        except Exception as error:  # noqa: BLE001 - whatever comes is what is looked for
            self.problems.append(f"a traceback: {error!r}")
        self.check_requests(wire, address)
        return found

    async def travel(self, address: str, wire: Wire, truth: Snapshot | None) -> Snapshot | None:
        """Crawl, or look at a change and make it."""
        client = Client(
            choose_host(address, {}), TOKEN, ca_file=self.ca_file, transport=wire, patience=self.trouble.patience
        )
        async with client:
            if self.request.journey == "crawl":
                found = await crawl_organization(client, "acme", state_consumers=True)
                self.outcome = "recovers" if truth is None else self.judge(found, truth)
                return found
            change: Change = CHANGES[self.request.journey]
            await client.discover()
            await client.ping()
            outcome = await carry_out(client, "acme", change)
        self.outcome = "recovers"
        if not self.done():
            self.problems.append(f"it says {outcome.result}, and nothing was done")
        return None

    def judge(self, found: Snapshot, truth: Snapshot) -> str:
        """Compare a snapshot with the truth: nothing made up, and what is missing is covered by a blind spot."""
        alike = replace(found, host=truth.host, directions=truth.directions, workspaces=truth.workspaces)
        strangers = [each for each in found.workspaces if each not in truth.workspaces]
        known = {each.id: each for each in truth.workspaces}
        blind = {(each.what, each.workspace_id) for each in found.blind_spots}
        if dump_snapshot(alike) == dump_snapshot(truth) and not {each.id for each in strangers} - known.keys():
            for each in strangers:
                if replace(each, url=known[each.id].url) != known[each.id]:
                    self.problems.append(f"another {each.name}")
            return "recovers"
        if found.complete or not blind:
            self.problems.append("a wrong graph that says it is whole")
        real = {(each.id, each.sourceable_id, each.workspace_id) for each in truth.run_triggers}
        shown = {(each.id, each.sourceable_id, each.workspace_id) for each in found.run_triggers}
        if shown - real:
            self.problems.append(f"triggers that are not there: {sorted(shown - real)}")
        for identity, _, workspace in real - shown:
            if not {("inbound", workspace), ("workspace", None)} & blind:
                self.problems.append(f"{identity} is lost without a word")
        if ("workspace", None) not in blind and {each.id for each in found.workspaces} != known.keys():
            self.problems.append("workspaces are lost without a word")
        return "blind spot"

    def done(self) -> bool:
        """Tell whether the world is as the change wants it."""
        if self.request.journey == "delete":
            return "rt-net-app" not in self.world.run_triggers
        if self.request.journey == "create":
            pairs = [(each.sourceable_id, each.workspace_id) for each in self.world.run_triggers.values()]
            return ("ws-dns", "ws-db") in pairs
        return self.world.organizations["acme"].workspaces["ws-app"].auto_apply_run_trigger is True

    def check_line(self, line: str) -> None:
        """See that an error is one clear line without the token."""
        if "\n" in line or TOKEN in line or not re.search("; |: check --host", line):
            self.problems.append(f"no clear line: {line!r}")

    def check_requests(self, wire: Wire, address: str) -> None:
        """See that the token went to its host alone, and that no write was sent twice."""
        astray = {str(each.url) for each in wire.sent if not str(each.url).startswith(f"{address}/")}
        if astray:
            self.problems.append(f"it went to {astray}")
        if sum(method != "GET" and status != 429 for method, status in wire.answered) > 1:
            self.problems.append("a write was sent twice")
        if self.trouble.make is not None and not self.faults.hits:
            self.problems.append("the trouble never came")
