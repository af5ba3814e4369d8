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
        why: why that matters, in a sentence; docs/findings.md has it too.
        find: gives the evidence of each finding, in graph order.
    """

    id: str
    severity: Severity
    title: str
    why: str
    find: Callable[[Facts], Iterator[Evidence]]


RULES = (
    Rule(
        id="auto-apply-cycle",
        severity="error",
        title="a cycle that keeps itself going",
        why="One apply keeps the cycle going for ever, changing infrastructure and burning runs with nobody looking.",
        find=find_auto_apply_cycles,
    ),
    Rule(
        id="cycle",
        severity="error",
        title="a cycle that waits for a person",
        why="It does not run away, yet each confirmation starts another round, and one switched "
        "setting makes it an `auto-apply-cycle`.",
        find=find_gated_cycles,
    ),
    Rule(
        id="self-trigger",
        severity="error",
        title="a workspace that triggers itself",
        why="HCP Terraform refuses to create such a trigger; other servers may have one.",
        find=find_self_triggers,
    ),
    Rule(
        id="unattended-cascade",
        severity="warning",
        title="one apply, many applies that nobody confirms",
        why="One apply is followed by applies in more workspaces than the threshold, with no person in between.",
        find=find_unattended_cascades,
    ),
    Rule(
        id="duplicate-runs",
        severity="warning",
        title="one apply queues several runs in the same workspace",
        why="Runs are not joined: the later ones usually plan no changes, wait in the queue and cost time.",
        find=find_duplicate_runs,
    ),
    Rule(
        id="fan-out",
        severity="warning",
        title="one workspace triggers many",
        why="Each of its applies queues a run in all of them, whatever changed.",
        find=find_fan_out,
    ),
    Rule(
        id="deep-chain",
        severity="warning",
        title="a long chain of run triggers",
        why="A change takes long to arrive, and stops at every failure and gate on the way.",
        find=find_deep_chains,
    ),
    Rule(
        id="source-limit",
        severity="warning",
        title="nearly as many sources as a workspace may have",
        why="Past the limit the next one is refused.",
        find=find_source_limits,
    ),
    Rule(
        id="dead-trigger",
        severity="warning",
        title="a run trigger that never fires",
        why="Whoever relies on it waits in vain.",
        find=find_dead_triggers,
    ),
    Rule(
        id="locked-workspace",
        severity="warning",
        title="triggered runs wait for an unlock",
        why="They wait until someone unlocks it, and then run one after another.",
        find=find_locked_workspaces,
    ),
    Rule(
        id="blind-spot",
        severity="warning",
        title="something that the token could not read",
        why="What hides there is not in the graph, so no answer is complete.",
        find=find_blind_spots,
    ),
    Rule(
        id="redundant-trigger",
        severity="info",
        title="a run trigger that a longer way implies",
        why="Removing it saves a run, and changes behaviour where the longer way has a gate, or where "
        "a plan on it has no changes, for then nothing passes on.",
        find=find_redundant_triggers,
    ),
    Rule(
        id="cross-project",
        severity="info",
        title="run triggers from one project into another",
        why="Nothing is wrong with that; it is where teams depend on one another.",
        find=find_cross_project,
    ),
    Rule(
        id="state-without-trigger",
        severity="info",
        title="state is read, and no run trigger tells of changes",
        why="A workspace may read another's remote state, and no run trigger tells it when that changes.",
        find=find_state_without_trigger,
    ),
    Rule(
        id="trigger-without-state",
        severity="info",
        title="a run trigger into a workspace that may not read the state",
        why="Nothing there can depend on its outputs through the state, so the trigger may be left over.",
        find=find_trigger_without_state,
    ),
    Rule(
        id="forbidden",
        severity="error",
        title="a run trigger that the policy forbids",
        why="The policy says why it does not want it.",
        find=find_forbidden,
    ),
    Rule(
        id="required",
        severity="error",
        title="a run trigger that the policy requires is missing",
        why="The policy says why it wants it.",
        find=find_missing,
    ),
    Rule(
        id="layers",
        severity="error",
        title="a run trigger that leads back into an earlier layer",
        why="Runs go down the layers of the policy, and one that goes back up can close a circle.",
        find=find_breaches,
    ),
    Rule(
        id="expired-exception",
        severity="warning",
        title="an exception of the policy has expired",
        why="It no longer accepts anything.",
        find=find_nothing,
    ),
    Rule(
        id="unused-exception",
        severity="warning",
        title="an exception of the policy matches nothing",
        why="Take it out, so that it hides nothing later.",
        find=find_nothing,
    ),
)
"""Every rule, in the order in which findings are reported."""

TITLES = {rule.id: rule.title for rule in RULES}
"""Rule id → title."""

WHY = {rule.id: rule.why for rule in RULES}
"""Rule id → why it matters."""
