"""A graph's findings: every rule of the table asked in turn, under a policy."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from rtgraph.analysis.collector import pause_collector
from rtgraph.audit.facts import Evidence, Facts
from rtgraph.audit.policy import excuse_findings, find_idle
from rtgraph.audit.policy_file import Policy
from rtgraph.audit.rules import RULES, Rule
from rtgraph.errors import ConfigurationError
from rtgraph.models import Finding, Severity
from rtgraph.selection_tree import SelectionError

if TYPE_CHECKING:
    from rtgraph.audit.baseline import Known
    from rtgraph.graph import Graph

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""The worst first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What is wrong with a graph.

    Attributes:
        graph: the graph; its attributes say how complete it is.
        findings: the findings, the worst first.
        policy: what they were made under.
        excepted: how many findings the policy's exceptions accept.
        known: how many findings a baseline knows already.
        gone: what a baseline knows and is there no more.
        left_out: how many findings concern no selected workspace.
        idle: the selections of the policy that select no workspace, so that what they ask for is not asked.
    """

    graph: Graph
    findings: tuple[Finding, ...]
    policy: Policy = field(default_factory=Policy)
    excepted: int = 0
    known: int = 0
    gone: tuple[Known, ...] = ()
    left_out: int = 0
    idle: tuple[str, ...] = ()

    @property
    def summary(self) -> dict[Severity, int]:
        """Count the findings by severity."""
        found = [finding.severity for finding in self.findings]
        return {severity: found.count(severity) for severity in SEVERITIES}

    def has_at_least(self, severity: Severity) -> bool:
        """Tell whether there is a finding that is at least as bad."""
        bad = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return any(finding.severity in bad for finding in self.findings)


def audit_graph(graph: Graph, policy: Policy | None = None, *, today: date | None = None) -> Audit:
    """Find what is wrong with a graph, the worst first and then in the order of the rules.

    Args:
        graph: the graph, as ``build_graph`` makes it.
        policy: which rules ask, how bad their findings are, and what else is asked; None is what rtgraph takes for
            granted.
        today: the day on which exceptions are judged; None takes every exception as not expired.

    Raises:
        ConfigurationError: a selection in the policy is not understood.
    """
    policy = policy or Policy()
    facts = Facts(graph, policy)
    try:
        with pause_collector():
            findings = tuple(finding for rule in RULES for finding in ask(rule, policy, rule.find(facts)))
            idle = find_idle(graph, policy)
            left, excepted, wrong = excuse_findings(graph, policy, findings, today or date.min)
    except SelectionError as error:
        raise ConfigurationError(f"{policy.path}: {error}") from error
    rules = {rule.id: rule for rule in RULES}
    late = tuple(finding for name, evidence in wrong for finding in ask(rules[name], policy, iter([evidence])))
    order = {rule.id: number for number, rule in enumerate(RULES)}
    worst_first = sorted((*left, *late), key=lambda each: (SEVERITIES.index(each.severity), order[each.rule]))
    return Audit(graph=graph, findings=tuple(worst_first), policy=policy, excepted=excepted, idle=idle)


def ask(rule: Rule, policy: Policy, found: Iterator[Evidence]) -> Iterator[Finding]:
    """Turn what a rule finds into findings, unless the policy switches it off."""
    setting = policy.rules.get(rule.id)
    if setting == "off":
        return
    for evidence in found:
        yield Finding(
            rule=rule.id,
            severity=setting or evidence.severity or rule.severity,
            message=evidence.message,
            workspaces=evidence.workspaces,
            run_triggers=evidence.run_triggers,
            cycle=evidence.cycle,
            cut=evidence.cut,
            mend=evidence.mend,
            fingerprint=fingerprint(rule.id, evidence.identity or sorted(evidence.workspaces)),
        )


def fingerprint(rule: str, identity: Sequence[str]) -> str:
    """Give 16 hexadecimal digits that stay the same when workspaces are renamed and run triggers made anew."""
    return hashlib.sha256("\n".join([rule, *identity]).encode()).hexdigest()[:16]


def keep_findings(audit: Audit, wanted: Callable[[Finding], bool]) -> Audit:
    """Keep the findings that are wanted, and count the others."""
    kept = tuple(each for each in audit.findings if wanted(each))
    return replace(audit, findings=kept, left_out=audit.left_out + len(audit.findings) - len(kept))
