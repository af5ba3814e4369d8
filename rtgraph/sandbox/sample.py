"""The organizations that the sandbox is started with: the sample in this package, or a file of the same shape.

The shape is a snapshot's, with three keys more, each of which may be left out: ``remote_state_consumers``
(workspace id → ids of the workspaces that may read its state), ``global_remote_state`` (ids of the workspaces
whose state all may read) and ``hidden_from`` (token → ``workspaces`` that it may not read, and ``trigger_lists``
that it may not list, both by workspace id). What is a blind spot of the snapshot is hidden from all tokens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from importlib.resources import files

import msgspec

from rtgraph.errors import RtgraphError
from rtgraph.models import SNAPSHOT_FORMAT, Snapshot
from rtgraph.sandbox.permissions import Hidden, issue_tokens
from rtgraph.sandbox.world import World, build_world


class Head(msgspec.Struct):
    """What is read first, so that a file of another kind is named before its details are."""

    format: str = ""


class Extras(msgspec.Struct):
    """What the sandbox knows of an organization beyond a snapshot."""

    remote_state_consumers: dict[str, tuple[str, ...]] = {}
    global_remote_state: tuple[str, ...] = ()
    hidden_from: dict[str, Hidden] = {}


def sample_bytes() -> bytes:
    """Give the sample organization as it stands in its file."""
    return files("rtgraph.sandbox").joinpath("acme.json").read_bytes()


def load_sample() -> World:
    """Make a new world that holds the sample organization, acme."""
    return parse_world(sample_bytes(), "acme.json")


def parse_world(data: bytes, name: str) -> World:
    """Make a new world from an organization's file.

    Args:
        data: the file's bytes.
        name: says in errors where they came from.

    Raises:
        RtgraphError: they are not a snapshot, or something in them contradicts something else.
    """
    try:
        found = msgspec.json.decode(data, type=Head).format
        if found != SNAPSHOT_FORMAT:
            raise RtgraphError(
                f"{name} is no organization to serve: its format is {found or 'missing'!r}, not {SNAPSHOT_FORMAT!r}"
                "; write one with: rtgraph crawl"
            )
        snapshot = msgspec.json.decode(data, type=Snapshot)
        extras = msgspec.json.decode(data, type=Extras)
    except (ValueError, RecursionError) as error:  # msgspec's errors are ValueErrors
        raise RtgraphError(f"{name} is no organization to serve: {error}; write one with: rtgraph crawl") from error
    contradiction = find_contradiction(snapshot, extras)
    if contradiction is not None:
        raise RtgraphError(f"{name} is no organization to serve: {contradiction}; mend the file")
    return build_world(
        snapshot,
        hidden=extras.hidden_from,
        consumers=extras.remote_state_consumers,
        global_remote_state=extras.global_remote_state,
    )


def find_contradiction(snapshot: Snapshot, extras: Extras) -> str | None:
    """Find what a server could not serve: a thing that is there twice, or is spoken of and is not there."""
    twice = (
        repeated("workspace id", (each.id for each in snapshot.workspaces))
        or repeated("workspace name", (each.name for each in snapshot.workspaces))
        or repeated("run trigger id", (each.id for each in snapshot.run_triggers))
    )
    if twice is not None:
        return twice
    known = {each.id for each in snapshot.workspaces}
    for token in extras.hidden_from:
        if token not in issue_tokens({}):
            return f"hidden_from speaks of the token {token!r}; the tokens are {', '.join(issue_tokens({}))}"
    for place, identity in spoken_of(extras):
        if identity not in known:
            return f"{place} speaks of the workspace {identity!r}, which is not there"
    return None


def repeated(what: str, values: Iterable[str]) -> str | None:
    """Say which value stands there more than once."""
    for value, times in Counter(values).items():
        if times > 1:
            return f"the {what} {value!r} stands there {times} times"
    return None


def spoken_of(extras: Extras) -> Iterable[tuple[str, str]]:
    """Give every workspace id that the keys beyond a snapshot speak of, with the key."""
    for workspace, consumers in extras.remote_state_consumers.items():
        for identity in (workspace, *consumers):
            yield "remote_state_consumers", identity
    for identity in extras.global_remote_state:
        yield "global_remote_state", identity
    for hidden in extras.hidden_from.values():
        for identity in sorted(hidden.workspaces | hidden.trigger_lists):
            yield "hidden_from", identity
