"""The records that travel through the house: frozen, and named as the API names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SNAPSHOT_FORMAT = "rtgraph.snapshot/1"
PLAN_FORMAT = "rtgraph.plan/1"

Direction = Literal["inbound", "outbound"]
ListKind = Direction | Literal["state-consumers"]
Severity = Literal["error", "warning", "info"]
Action = Literal["delete", "create", "update"]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One write: a run trigger to delete or to create, or a workspace whose auto-apply-run-trigger is switched.

    ``workspace_id`` is the destination of the run trigger, or the workspace to update; ``sourceable_id`` is None for
    an update, ``run_trigger_id`` is there for a deletion alone, ``auto_apply_run_trigger`` (what it becomes) for
    an update alone. Names are for people.
    """

    action: Action
    workspace_id: str
    workspace_name: str | None = None
    sourceable_id: str | None = None
    sourceable_name: str | None = None
    run_trigger_id: str | None = None
    auto_apply_run_trigger: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LargestCascade:
    """The cascade that queues most runs: its start, whom it reaches, and the runs, None where they have no end."""

    workspace: str
    name: str
    workspaces_reached: int
    runs: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """A graph in the numbers that a plan changes; in a plan written by hand all but the first may be missing.

    Attributes:
        cyclic_components: SCCs, self-triggers too.
        run_triggers: how many there are.
        self_sustaining: those of them in which some cycle applies all its triggered runs by itself.
        largest_component: workspaces in the largest SCC; 0 where there is none.
        longest_chain: in hops, an SCC being one step.
        largest_cascade: None where no apply queues a run.
    """

    cyclic_components: int
    run_triggers: int | None = None
    self_sustaining: int | None = None
    largest_component: int | None = None
    longest_chain: int | None = None
    largest_cascade: LargestCascade | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Changes to an organization, with what they do to its graph.

    Attributes:
        crawled_at: when the snapshot was made that the plan was thought out on (ISO 8601).
        complete: whether that snapshot has no blind spot.
        changes: in the order in which they are made.
        optimal: whether no smaller set of changes does it; None where that is not the question.
        at_least: how many changes any plan that does the same must make, as far as that is proven; None where
            ``optimal`` is.
        notes: what the plan leaves out, and other things to know before it is applied; a sentence each.
        watch: the ids of the workspaces whose run triggers are read once more at the end: those that are changed,
            and those of every SCC that is to go.
        digest: a fingerprint of all the rest, empty until the plan is written: whoever edits a plan breaks it.
    """

    format: str = PLAN_FORMAT
    host: str
    organization: str
    crawled_at: str | None = None
    complete: bool = True
    changes: tuple[Change, ...]
    before: Measures
    after: Measures
    optimal: bool | None = None
    at_least: int | None = None
    notes: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    digest: str = ""
