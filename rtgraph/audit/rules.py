"""The table of rules; a new one is a row here and a function that finds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.audit.cycles import find_auto_apply_cycles, find_gated_cycles
from rtgraph.audit.edges import (
    find_cross_project,
    find_dead_triggers,
    find_locked_workspaces,
    find_redundant_triggers,
    find_self_triggers,
    find_source_limits,
)
from rtgraph.audit.policy import find_breaches, find_forbidden, find_missing, find_nothing
from rtgraph.audit.sight import find_blind_spots, find_state_without_trigger, find_trigger_without_state
from rtgraph.audit.spread import (
    find_deep_chains,
    find_duplicate_runs,
    find_fan_out,
    find_unattended_cascades,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rtgraph.audit.facts import Evidence, Facts
    from rtgraph.models import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is looked for.

    Attributes:
        id: the name of the rule, as findings, policies and the documentation have it.
        severity: how bad a finding is.
        title: what a finding is, in a few words.
        find: gives the evidence of each finding, in graph order.
    """

    id: str
    severity: Severity
    title: str
    find: Callable[[Facts], Iterator[Evidence]]


RULES = (
    Rule(id="auto-apply-cycle", severity="error", title="a cycle that keeps itself going", find=find_auto_apply_cycles),
    Rule(id="cycle", severity="error", title="a cycle that waits for a person", find=find_gated_cycles),
    Rule(id="self-trigger", severity="error", title="a workspace that triggers itself", find=find_self_triggers),
    Rule(
        id="unattended-cascade",
        severity="warning",
        title="one apply, many applies that nobody confirms",
        find=find_unattended_cascades,
    ),
    Rule(
        id="duplicate-runs",
        severity="warning",
        title="one apply queues several runs in the same workspace",
        find=find_duplicate_runs,
    ),
    Rule(id="fan-out", severity="warning", title="one workspace triggers many", find=find_fan_out),
    Rule(id="deep-chain", severity="warning", title="a long chain of run triggers", find=find_deep_chains),
    Rule(
        id="source-limit",
        severity="warning",
        title="nearly as many sources as a workspace may have",
        find=find_source_limits,
    ),
    Rule(id="dead-trigger", severity="warning", title="a run trigger that never fires", find=find_dead_triggers),
    Rule(
        id="locked-workspace",
        severity="warning",
        title="triggered runs wait for an unlock",
        find=find_locked_workspaces,
    ),
    Rule(id="blind-spot", severity="warning", title="something that the token could not read", find=find_blind_spots),
    Rule(
        id="redundant-trigger",
        severity="info",
        title="a run trigger that a longer way implies",
        find=find_redundant_triggers,
    ),
    Rule(
        id="cross-project", severity="info", title="run triggers from one project into another", find=find_cross_project
    ),
    Rule(
        id="state-without-trigger",
        severity="info",
        title="state is read, and no run trigger tells of changes",
        find=find_state_without_trigger,
    ),
    Rule(
        id="trigger-without-state",
        severity="info",
        title="a run trigger into a workspace that may not read the state",
        find=find_trigger_without_state,
    ),
    Rule(id="forbidden", severity="error", title="a run trigger that the policy forbids", find=find_forbidden),
    Rule(id="required", severity="error", title="a run trigger that the policy requires is missing", find=find_missing),
    Rule(
        id="layers", severity="error", title="a run trigger that leads back into an earlier layer", find=find_breaches
    ),
    Rule(
        id="expired-exception",
        severity="warning",
        title="an exception of the policy has expired",
        find=find_nothing,
    ),
    Rule(
        id="unused-exception",
        severity="warning",
        title="an exception of the policy matches nothing",
        find=find_nothing,
    ),
)
"""Every rule, in the order in which findings are reported."""

TITLES = {rule.id: rule.title for rule in RULES}
"""Rule id → title."""
