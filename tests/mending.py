"""A small organization in a sandbox, what was written to it, and plans for it: ``change("- net > app")``."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from starlette.types import ASGIApp, Receive, Scope, Send

from rtgraph.client import Client
from rtgraph.fixes.journal import Journal
from rtgraph.fixes.lines import Head
from rtgraph.fixes.plans import dump_plan
from rtgraph.hosts import Host
from rtgraph.models import Change, Measures, Plan, RunTrigger, Snapshot
from rtgraph.patience import Patience
from rtgraph.sandbox.application import build_application
from rtgraph.sandbox.faults import Faults
from rtgraph.sandbox.transport import in_process
from rtgraph.sandbox.world import World, build_world
from tests.clock import run

Result = TypeVar("Result")

HOST = Host(url="https://sandbox.example", name="sandbox.example")
OWNER = "owner-sandbox-token"
READER = "reader-sandbox-token"
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def no_certificates(_: Path | None = None) -> ssl.SSLContext:
    """Trust nobody, in place of loading what a system trusts, which takes most of a short command's time."""
    return PLAIN


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A world behind the API's routes.

    Attributes:
        application: answers, and notes every write as it comes in ``asked``, whatever becomes of it.
        asked: the writes, such as ``DELETE rt-net-app`` or ``POST ws-app`` (a run trigger into app).
    """

    world: World
    faults: Faults
    application: ASGIApp
    asked: list[str] = field(default_factory=list)

    def pairs(self) -> list[str]:
        """Give the run triggers as ``sourceable > workspace``, by name; one that is there twice twice."""
        names = {each.id: each.name for home in self.world.organizations.values() for each in home.workspaces.values()}
        rows = self.world.run_triggers.values()
        return sorted(f"{names[each.sourceable_id]} > {names[each.workspace_id]}" for each in rows)

    def auto(self) -> str:
        """Name the workspaces that apply triggered runs by themselves, with spaces between."""
        rows = self.world.organizations["acme"].workspaces.values()
        return " ".join(sorted(each.name for each in rows if each.auto_apply_run_trigger))

    def switch(self, name: str, value: bool | None) -> None:
        """Switch auto-apply-run-trigger of a workspace, as somebody else would."""
        home = self.world.organizations["acme"]
        self.world.put_workspace(home, replace(home.workspaces[f"ws-{name}"], auto_apply_run_trigger=value))

    def add(self, source: str, destination: str, identity: str | None = None) -> None:
        """Create a run trigger, as somebody else would."""
        trigger = RunTrigger(
            id=identity or f"rt-{source}-{destination}",
            sourceable_id=f"ws-{source}",
            workspace_id=f"ws-{destination}",
            created_at="2024-02-02T00:00:00Z",
        )
        self.world.add_trigger(self.world.organizations["acme"], trigger)

    def drop(self, identity: str) -> None:
        """Delete a run trigger, as somebody else would."""
        self.world.delete_trigger(self.world.run_triggers[identity])

    def drop_workspace(self, name: str) -> None:
        """Delete a workspace, as somebody else would."""
        self.world.delete_workspace(self.world.organizations["acme"].workspaces[f"ws-{name}"])

    def talk(self, work: Callable[[Client], Coroutine[Any, Any, Result]], token: str = OWNER) -> Result:
        """Do some work with the application in this process, on a clock that jumps."""

        async def connected() -> Result:
            transport = in_process(self.application)
            async with Client(HOST, token, transport=transport, patience=Patience(total=5.0)) as client:
                return await work(client)

        return run(connected())


def build_stage(found: Snapshot | World, **options: Any) -> Stage:
    """Put a snapshot or a world behind the API's routes, without a rate limit and with a short lock."""
    world = found if isinstance(found, World) else build_world(found)
    application = build_application(world, **({"rate_limit": 0, "creation_seconds": 0.0} | options))
    asked: list[str] = []

    async def noted(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] != "GET":
            asked.append(f"{scope['method']} {scope['path'].removesuffix('/run-triggers').rpartition('/')[2]}")
        await application(scope, receive, send)

    return Stage(world=world, faults=application.state.faults, application=noted, asked=asked)


def change(line: str, reason: str = "") -> Change:
    """Make a change of ``- net > app`` (an id may follow), of ``+ net > app`` or of ``~ net off``."""
    mark, first, *rest = line.split()
    if mark == "~":  # what it becomes is said last
        return Change(
            action="update",
            workspace_id=f"ws-{first}",
            workspace_name=first,
            auto_apply_run_trigger=rest[0] == "on",
            reason=reason,
        )
    _, second, *named = rest
    return Change(
        action="delete" if mark == "-" else "create",
        workspace_id=f"ws-{second}",
        workspace_name=second,
        sourceable_id=f"ws-{first}",
        sourceable_name=first,
        run_trigger_id=(named[0] if named else f"rt-{first}-{second}") if mark == "-" else None,
        reason=reason,
    )


def make_plan(*lines: str, host: str = HOST.name, **facts: Any) -> Plan:
    """Make a plan of lines as ``change`` reads them, which promises nothing unless it is told to."""
    same = Measures(cyclic_components=1)
    given: dict[str, Any] = {"organization": "acme", "before": same, "after": same} | facts
    return Plan(host=host, changes=tuple(map(change, lines)), **given)


def save_plan(path: Path, *lines: str, **facts: Any) -> Plan:
    """Write a plan of lines into a file, sealed."""
    plan = make_plan(*lines, **facts)
    path.write_bytes(dump_plan(plan))
    return plan


def make_head(plan: Plan, digest: str = "digest") -> Head:
    """Make the head of a plan's journal."""
    return Head(
        host=plan.host,
        organization=plan.organization,
        plan=digest,
        changes=len(plan.changes),
        begun_at="2026-01-01T00:00:00Z",
    )


def make_journal(path: Path, *lines: str) -> Journal:
    """Begin the journal of a plan of lines."""
    return Journal(path, make_head(make_plan(*lines)))
