"""Listed workspaces and triggers → Snapshot: merging, naming and counting what could not be read; no I/O."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rtgraph.checkpoint import ConsumerList, Head, Listing, ReadList, TriggerList
from rtgraph.jsonapi import ListedTrigger
from rtgraph.models import BlindSpot, RunTrigger, Snapshot, StateConsumers, Workspace


@dataclass
class Ends:
    """The workspaces that run triggers name: those in the list, by name too, and those that are not in it."""

    by_name: dict[str, str]
    known: frozenset[str]
    unlisted: dict[str, Workspace] = field(default_factory=dict)
    named_by: dict[str, str] = field(default_factory=dict)

    def find(self, identity: str | None, name: str | None, asked: str | None, placeholder: str) -> str:
        """Give the id of one end of a trigger; an end without an id is found by name, or keeps a placeholder."""
        return identity or asked or self.by_name.get(name or "") or placeholder

    def note(self, identity: str, name: str | None, trigger: str) -> None:
        """Remember an end that is not in the list under the name that a trigger gave."""
        if identity in self.known:
            return
        earlier = self.unlisted.get(identity)
        if earlier is None or earlier.name == identity:
            self.unlisted[identity] = Workspace(id=identity, name=name or identity, readable=False)
        self.named_by[identity] = min(self.named_by.get(identity, trigger), trigger)


def assemble_snapshot(head: Head, listing: Listing, lists: Iterable[ReadList]) -> Snapshot:
    """Put a crawl's parts together; equal parts give an equal snapshot, in whatever order they arrived."""
    ends = Ends(
        by_name={each.name: each.id for each in listing.workspaces},
        known=frozenset(each.id for each in listing.workspaces),
    )
    read = [each for each in lists if each.workspace_id in ends.known]
    wanted = sorted(
        (each for each in read if isinstance(each, TriggerList)), key=lambda each: (each.direction, each.workspace_id)
    )
    consumers = sorted((each for each in read if isinstance(each, ConsumerList)), key=lambda each: each.workspace_id)
    triggers: dict[str, RunTrigger] = {}
    for found in wanted:
        for trigger in sorted(found.triggers, key=lambda each: each.id):
            triggers[trigger.id] = merge(triggers.get(trigger.id), read_ends(trigger, found, ends), ends.known)
    used = {end for each in triggers.values() for end in (each.sourceable_id, each.workspace_id)}
    unlisted = [each for each in ends.unlisted.values() if each.id in used]
    blind_spots = [*listing.blind_spots, *hidden_lists(wanted), *hidden_consumers(consumers)]
    if head.scope is None:
        blind_spots += [hidden_end(each.id, ends.named_by[each.id]) for each in unlisted]
    return Snapshot(
        host=head.host,
        organization=head.organization,
        crawled_at=head.begun_at,
        directions=head.directions,
        complete=not blind_spots,
        scope=head.scope,
        blind_spots=tuple(sorted(blind_spots, key=lambda each: (each.what, each.workspace_id or "", each.reason))),
        workspaces=tuple(sorted([*listing.workspaces, *unlisted], key=lambda each: (each.name, each.id))),
        run_triggers=tuple(sorted(triggers.values(), key=lambda each: each.id)),
        state_consumers=name_consumers(consumers) if head.state_consumers else None,
    )


def name_consumers(lists: Iterable[ConsumerList]) -> tuple[StateConsumers, ...]:
    """Give who may read whose state, for every workspace of which it is known."""
    return tuple(
        StateConsumers(workspace_id=each.workspace_id, consumer_ids=each.consumer_ids, open=each.open)
        for each in lists
        if each.hidden is None
    )


def read_ends(trigger: ListedTrigger, found: TriggerList, ends: Ends) -> RunTrigger:
    """Say which workspaces a listed trigger joins; the workspace that was asked for is one of them."""
    inbound = found.direction == "inbound"
    source = ends.find(
        trigger.sourceable_id,
        trigger.sourceable_name,
        None if inbound else found.workspace_id,
        f"unknown:{trigger.id}:sourceable",
    )
    destination = ends.find(
        trigger.workspace_id,
        trigger.workspace_name,
        found.workspace_id if inbound else None,
        f"unknown:{trigger.id}:workspace",
    )
    ends.note(source, trigger.sourceable_name, trigger.id)
    ends.note(destination, trigger.workspace_name, trigger.id)
    return RunTrigger(id=trigger.id, sourceable_id=source, workspace_id=destination, created_at=trigger.created_at)


def merge(earlier: RunTrigger | None, later: RunTrigger, known: frozenset[str]) -> RunTrigger:
    """Make one of two sightings of a trigger, taking each end from the one that knows it."""
    if earlier is None:
        return later
    return RunTrigger(
        id=later.id,
        sourceable_id=better(earlier.sourceable_id, later.sourceable_id, known),
        workspace_id=better(earlier.workspace_id, later.workspace_id, known),
        created_at=earlier.created_at or later.created_at,
    )


def better(one: str, other: str, known: frozenset[str]) -> str:
    """Give the id that says more: one in the list, else one that is no placeholder."""
    return one if one in known or not one.startswith("unknown:") else other


def hidden_lists(lists: Iterable[TriggerList]) -> list[BlindSpot]:
    """Give a blind spot for each list that could not be read."""
    return [
        BlindSpot(what=each.direction, workspace_id=each.workspace_id, reason=each.hidden)
        for each in lists
        if each.hidden is not None
    ]


def hidden_consumers(lists: Iterable[ConsumerList]) -> list[BlindSpot]:
    """Give a blind spot for each list of state consumers that could not be read."""
    return [
        BlindSpot(what="state-consumers", workspace_id=each.workspace_id, reason=each.hidden)
        for each in lists
        if each.hidden is not None
    ]


def hidden_end(workspace: str, trigger: str) -> BlindSpot:
    """Give the blind spot of a workspace that only a run trigger names."""
    return BlindSpot(
        what="workspace",
        workspace_id=workspace,
        reason=f"named by {trigger} and not in the list of workspaces: absent, or hidden from this token",
    )
