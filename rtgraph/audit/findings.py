"""A graph's findings: every rule of the table asked in turn."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.audit.facts import Facts
from rtgraph.audit.rules import RULES
from rtgraph.models import Finding, Severity

if TYPE_CHECKING:
    from rtgraph.graph import Graph

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""The worst first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What is wrong with a graph.

    Attributes:
        graph: the graph; its attributes say how complete it is.
        findings: the findings, the worst first.
    """

    graph: Graph
    findings: tuple[Finding, ...]

    @property
    def summary(self) -> dict[Severity, int]:
        """Count the findings by severity."""
        found = [finding.severity for finding in self.findings]
        return {severity: found.count(severity) for severity in SEVERITIES}

    def has_at_least(self, severity: Severity) -> bool:
        """Tell whether there is a finding that is at least as bad."""
        bad = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return any(finding.severity in bad for finding in self.findings)


def audit_graph(graph: Graph) -> Audit:
    """Find what is wrong with a graph, the worst first and then in the order of the rules."""
    facts = Facts(graph)
    findings = [
        Finding(
            rule=rule.id,
            severity=rule.severity,
            message=evidence.message,
            workspaces=evidence.workspaces,
            run_triggers=evidence.run_triggers,
            cycle=evidence.cycle,
            cut=evidence.cut,
            mend=evidence.mend,
            fingerprint=fingerprint(rule.id, evidence.workspaces),
        )
        for rule in RULES
        for evidence in rule.find(facts)
    ]
    findings.sort(key=lambda finding: SEVERITIES.index(finding.severity))
    return Audit(graph=graph, findings=tuple(findings))


def fingerprint(rule: str, workspaces: tuple[str, ...]) -> str:
    """Give 16 hexadecimal digits that stay the same when workspaces are renamed and run triggers made anew."""
    return hashlib.sha256("\n".join([rule, *sorted(workspaces)]).encode()).hexdigest()[:16]
