"""The sandbox's state: organizations with their projects, workspaces, run triggers and state sharing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from rtgraph.models import Project, RunTrigger, Snapshot, Workspace
from rtgraph.sandbox.permissions import Hidden, Token, issue_tokens

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class Organization:
    """One organization, indexed the way the routes ask for it.

    Attributes:
        home: whether it is the one that the sandbox was started with, whose members are the sandbox's tokens.
        inbound: workspace id → its inbound run triggers by id; ``outbound`` likewise.
        consumers: workspace id → ids of the workspaces that may read its state.
        global_remote_state: ids of the workspaces whose state the whole organization may read.
        unread: what the snapshot could not read, as pairs of workspace id (or nothing) and kind: it answers 404 to all.
        creating: whether a run trigger is being created; another creation is refused meanwhile.
        self_triggering: ids of the workspaces that triggered themselves at the start: a server that holds such a run
            trigger is one that let it be created, and lets it be created again.
    """

    name: str
    external_id: str
    email: str = "owner@example.com"
    created_at: str = "2019-04-01T09:00:00.000Z"
    home: bool = False
    projects: dict[str, Project] = field(default_factory=dict)
    workspaces: dict[str, Workspace] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    inbound: dict[str, dict[str, RunTrigger]] = field(default_factory=dict)
    outbound: dict[str, dict[str, RunTrigger]] = field(default_factory=dict)
    consumers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    global_remote_state: set[str] = field(default_factory=set)
    unread: frozenset[tuple[str, str]] = frozenset()
    creating: bool = False
    self_triggering: set[str] = field(default_factory=set)

    def named(self, name: str) -> Workspace | None:
        """Find a workspace by its name."""
        return self.workspaces.get(self.names.get(name, ""))

    def default_project(self) -> Project | None:
        """Give the project that a workspace lands in when none is asked for."""
        for project in self.projects.values():
            if project.name == "Default Project":
                return project
        return next(iter(self.projects.values()), None)

    def path_between(self, start: str, end: str) -> list[str] | None:
        """Find a shortest path of run triggers from one workspace id to another, both ends included."""
        came_from = {start: start}
        queue = [start]
        for place in queue:
            if place == end:
                path = [end]
                while path[-1] != start:
                    path.append(came_from[path[-1]])
                return path[::-1]
            for trigger in self.outbound.get(place, {}).values():
                if trigger.workspace_id not in came_from:
                    came_from[trigger.workspace_id] = place
                    queue.append(trigger.workspace_id)
        return None


@dataclass(slots=True, kw_only=True)
class World:
    """Everything that the sandbox serves, and the tokens that it knows."""

    organizations: dict[str, Organization] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    run_triggers: dict[str, RunTrigger] = field(default_factory=dict)
    homes: dict[str, Organization] = field(default_factory=dict)
    counter: int = 0

    def new_id(self, prefix: str) -> str:
        """Make the next id, the same for the same history: a prefix and sixteen letters and digits."""
        self.counter += 1
        return make_id(prefix, str(self.counter))

    def now(self) -> str:
        """Give a time that moves on a second with every id, so that equal histories give equal answers."""
        moment = BEGINNING + timedelta(seconds=self.counter)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def organizations_of(self, token: Token) -> Iterator[Organization]:
        """Give the organizations that a token belongs to."""
        return (each for each in self.organizations.values() if belongs(token, each))

    def add_organization(self, organization: Organization) -> None:
        """Add an organization that has no workspaces yet."""
        self.organizations[organization.name] = organization

    def delete_organization(self, organization: Organization) -> None:
        """Delete an organization with everything in it."""
        for workspace in list(organization.workspaces.values()):
            self.delete_workspace(workspace)
        del self.organizations[organization.name]

    def put_workspace(self, organization: Organization, workspace: Workspace) -> None:
        """Add a workspace, or put a changed one in its place."""
        before = organization.workspaces.get(workspace.id)
        if before is not None:
            del organization.names[before.name]
        organization.workspaces[workspace.id] = workspace
        organization.names[workspace.name] = workspace.id
        self.homes[workspace.id] = organization
        if workspace.project is not None:
            organization.projects.setdefault(workspace.project.id, workspace.project)

    def delete_workspace(self, workspace: Workspace) -> None:
        """Delete a workspace with every run trigger that it is an end of."""
        organization = self.homes[workspace.id]
        for index in (organization.inbound, organization.outbound):
            for trigger in list(index.get(workspace.id, {}).values()):
                self.delete_trigger(trigger)
            index.pop(workspace.id, None)
        del self.homes[workspace.id]
        del organization.workspaces[workspace.id]
        del organization.names[workspace.name]
        organization.consumers.pop(workspace.id, None)
        organization.global_remote_state.discard(workspace.id)

    def add_trigger(self, organization: Organization, trigger: RunTrigger) -> None:
        """Add a run trigger, sourceable → workspace, as the file or a creation gives it."""
        self.run_triggers[trigger.id] = trigger
        organization.inbound.setdefault(trigger.workspace_id, {})[trigger.id] = trigger
        organization.outbound.setdefault(trigger.sourceable_id, {})[trigger.id] = trigger

    def delete_trigger(self, trigger: RunTrigger) -> None:
        """Delete a run trigger; one that is gone already stays gone."""
        if self.run_triggers.pop(trigger.id, None) is None:
            return
        organization = self.homes[trigger.workspace_id]
        del organization.inbound[trigger.workspace_id][trigger.id]
        del organization.outbound[trigger.sourceable_id][trigger.id]


def make_id(prefix: str, seed: str) -> str:
    """Make an id that looks like the service's: a prefix and sixteen letters and digits out of a seed."""
    digest = hashlib.blake2b((prefix + seed).encode(), digest_size=16).digest()
    return prefix + "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest)


def belongs(token: Token, organization: Organization) -> bool:
    """Tell whether a token belongs to an organization."""
    return token.owns or (token.member and organization.home)


def build_world(
    snapshot: Snapshot,
    *,
    hidden: Mapping[str, Hidden] | None = None,
    consumers: Mapping[str, tuple[str, ...]] | None = None,
    global_remote_state: tuple[str, ...] = (),
) -> World:
    """Turn a snapshot into the organization that the sandbox serves.

    A workspace that the snapshot could not read, or that only a run trigger names, is hidden from every token, and so
    is every list that is a blind spot: another crawl shall not take for empty what nobody has seen.

    Args:
        snapshot: the workspaces and run triggers.
        hidden: token → what that token may not read.
        consumers: workspace id → ids of the workspaces that may read its state.
        global_remote_state: ids of the workspaces whose state the whole organization may read.
    """
    world = World(tokens=issue_tokens(dict(hidden or {})))
    organization = Organization(
        name=snapshot.organization,
        external_id=make_id("org-", snapshot.organization),
        home=True,
        consumers={each.workspace_id: each.consumer_ids for each in snapshot.state_consumers or ()}
        | dict(consumers or {}),
        global_remote_state={each.workspace_id for each in snapshot.state_consumers or () if each.open}.union(
            global_remote_state
        ),
        unread=frozenset((spot.workspace_id or "", spot.what) for spot in snapshot.blind_spots),
    )
    world.add_organization(organization)
    for workspace in snapshot.workspaces:
        world.put_workspace(organization, workspace)
    for trigger in snapshot.run_triggers:
        for end in (trigger.sourceable_id, trigger.workspace_id):
            if end not in organization.workspaces:
                world.put_workspace(organization, Workspace(id=end, name=end, readable=False))
        world.add_trigger(organization, trigger)
        if trigger.sourceable_id == trigger.workspace_id:
            organization.self_triggering.add(trigger.workspace_id)
    return world
