"""Audit → JUnit XML, for whatever shows test results: a suite a rule, a failure a finding."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from rtgraph.audit.rules import RULES
from rtgraph.reports.quoting import plain

if TYPE_CHECKING:
    from rtgraph.audit.declarations import Declarations
    from rtgraph.audit.findings import Audit


def render_junit(audit: Audit, declarations: Declarations | None = None) -> str:
    """Write every rule as a suite: a case that passes where it found nothing, else a failing case a finding."""
    del declarations  # a test report has no lines
    found = {
        rule: list(group)
        for rule, group in itertools.groupby(sorted(audit.findings, key=lambda each: each.rule), lambda each: each.rule)
    }
    total = str(sum(max(len(found.get(rule.id, ())), 1) for rule in RULES))
    root = ElementTree.Element("testsuites", name="rtgraph", tests=total, failures=str(len(audit.findings)), errors="0")
    for rule in RULES:
        findings = found.get(rule.id, [])
        suite = ElementTree.SubElement(
            root,
            "testsuite",
            name=rule.id,
            tests=str(max(len(findings), 1)),
            failures=str(len(findings)),
            errors="0",
            skipped="0",
            time="0",
            timestamp=plain(audit.graph.graph["crawled_at"]).removesuffix("Z"),
        )
        if not findings:
            ElementTree.SubElement(suite, "testcase", classname=rule.id, name=rule.title, time="0")
        for finding in findings:
            name = f"{plain(finding.message)[:120]} [{finding.fingerprint}]"
            case = ElementTree.SubElement(suite, "testcase", classname=rule.id, name=name, time="0")
            failure = ElementTree.SubElement(case, "failure", message=plain(finding.message), type=finding.severity)
            failure.text = "\n".join(map(plain, (finding.message, *finding.mend)))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"
