"""Audit → GitLab's Code Quality report, which is a Code Climate report as well.

Sources: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format and
https://github.com/codeclimate/platform/blob/master/spec/analyzers/SPEC.md#issues
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.reports.json import dump
from rtgraph.reports.places import find_places
from rtgraph.reports.quoting import plain

if TYPE_CHECKING:
    from rtgraph.audit.declarations import Declarations
    from rtgraph.audit.findings import Audit

SEVERITIES = {"error": "critical", "warning": "minor", "info": "info"}


def render_gitlab(audit: Audit, declarations: Declarations | None = None) -> str:
    """Write each finding as one entry, at the first of its lines."""
    entries = []
    for finding in audit.findings:
        place = find_places(audit, finding, declarations)[0]
        entries.append(
            {
                "type": "issue",
                "categories": ["Bug Risk"],
                "description": plain(finding.message),
                "check_name": finding.rule,
                "fingerprint": finding.fingerprint,
                "severity": SEVERITIES[finding.severity],
                "location": {"path": place.path, "lines": {"begin": place.line, "end": place.line}},
            }
        )
    return dump(entries)
