"""Every request that rtgraph makes, and the journey on which it makes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from rtgraph.models import Change, Snapshot, StateConsumers
from tests.graphs import snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One kind of request.

    Attributes:
        name: its column in the table.
        path: a regular expression that its path holds.
        journey: the crawl or the change on whose way it is made.
        paged: whether it is one page of a list, of which the organization of the tests has several.
        several: whether a journey makes more than one.
    """

    name: str
    path: str
    method: str = "GET"
    journey: Literal["crawl", "delete", "create", "update"] = "crawl"
    paged: bool = False
    several: bool = False


REQUESTS = (
    Request(name="discovery", path=r"^/\.well-known/terraform\.json$"),
    Request(name="ping", path="/ping$"),
    Request(name="account", path="/account/details$"),
    Request(name="organization", path="/organizations/acme$"),
    Request(name="project page", path="/organizations/acme/projects$", paged=True, several=True),
    Request(name="workspace page", path="/organizations/acme/workspaces$", paged=True, several=True),
    Request(name="one trigger list", path="/workspaces/ws-app/run-triggers$", paged=True, several=True),
    Request(name="every trigger list", path="/workspaces/[^/]+/run-triggers$", paged=True, several=True),
    Request(name="state consumers", path="/ws-app/relationships/remote-state-consumers$", paged=True, several=True),
    Request(name="show trigger", path="/run-triggers/rt-net-app$", journey="delete"),
    Request(name="show workspace", path="/workspaces/ws-app$", journey="update"),
    Request(name="create", path="/workspaces/ws-db/run-triggers$", method="POST", journey="create"),
    Request(name="delete", path="/run-triggers/rt-net-app$", method="DELETE", journey="delete"),
    Request(name="update", path="/workspaces/ws-app$", method="PATCH", journey="update"),
)

CHANGES = {
    "delete": Change(action="delete", run_trigger_id="rt-net-app", sourceable_id="ws-net", workspace_id="ws-app"),
    "create": Change(action="create", sourceable_id="ws-dns", workspace_id="ws-db"),
    "update": Change(action="update", workspace_id="ws-app", auto_apply_run_trigger=True),
}

PAGE_SIZE = 2
"""So small that every list of the organization has more than one page."""


def organization() -> Snapshot:
    """Make the organization that everything is done with: five workspaces, three projects, a cycle."""
    made = snapshot(
        "net > app > db > net",
        "dns > app",
        "iam > app",
        project={"net": "core", "dns": "core", "iam": "identity", "app": "pay", "db": "pay"},
    )
    readers = StateConsumers(workspace_id="ws-app", consumer_ids=("ws-db", "ws-iam", "ws-net"))
    return replace(made, state_consumers=(readers,))
