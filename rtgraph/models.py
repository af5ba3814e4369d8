"""The records that travel through the house: frozen, and named as the API names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SNAPSHOT_FORMAT = "rtgraph.snapshot/1"

Direction = Literal["inbound", "outbound"]
ListKind = Direction | Literal["state-consumers"]
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project: the folder that a workspace lies in."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A workspace as the list of workspaces shows it; None where the server did not say.

    ``plan_seconds`` and ``apply_seconds`` are averages in seconds. A workspace with ``readable`` false is
    known only from a run trigger that names it. ``has_runs`` is false where no run was ever queued;
    ``global_remote_state`` is true where the whole organization, or on some servers the whole project, may read
    the state.
    Source: https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspaces
    """

    id: str
    name: str
    project: Project | None = None
    tags: tuple[str, ...] = ()
    auto_apply: bool | None = None
    auto_apply_run_trigger: bool | None = None
    execution_mode: str | None = None
    locked: bool | None = None
    terraform_version: str | None = None
    resource_count: int | None = None
    plan_seconds: int | float | None = None
    apply_seconds: int | float | None = None
    has_runs: bool | None = None
    global_remote_state: bool | None = None
    url: str | None = None
    readable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTrigger:
    """One directed edge, sourceable → workspace: a successful apply in the first queues a run in the second.

    Source: https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run-triggers
    """

    id: str
    sourceable_id: str
    workspace_id: str
    created_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StateConsumers:
    """Who may read a workspace's state: the named workspaces, or, where ``open``, more than can be named.

    Source: https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspaces#get-remote-state-consumers
    """

    workspace_id: str
    consumer_ids: tuple[str, ...]
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindSpot:
    """Something the token could not read: a workspace, a list of triggers or state consumers, or the projects."""

    what: Literal["workspace", "inbound", "outbound", "state-consumers", "projects"]
    workspace_id: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a crawl was narrowed to; a snapshot of the whole organization has none."""

    project: str | None = None
    tags: tuple[str, ...] = ()
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """An organization's workspaces and run triggers as they were at one time."""

    format: str = SNAPSHOT_FORMAT
    host: str
    organization: str
    crawled_at: str
    directions: tuple[Direction, ...]
    complete: bool
    scope: Scope | None = None
    blind_spots: tuple[BlindSpot, ...] = ()
    workspaces: tuple[Workspace, ...]
    run_triggers: tuple[RunTrigger, ...]
    state_consumers: tuple[StateConsumers, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The run triggers to delete so that no cycle is left.

    ``optimal`` says that no smaller set does it; ``at_least`` is a proven lower bound on the size of any set.
    """

    run_triggers: tuple[str, ...]
    optimal: bool
    at_least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing worth a person's attention, with the evidence and the mend."""

    rule: str
    severity: Severity
    message: str
    workspaces: tuple[str, ...]
    run_triggers: tuple[str, ...]
    cycle: tuple[str, ...] | None = None
    cut: Cut | None = None
    mend: tuple[str, ...] = ()
    fingerprint: str
