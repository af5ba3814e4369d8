"""Audit → SARIF 2.1.0, for code scanning.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rtgraph import __version__
from rtgraph.audit.rules import RULES
from rtgraph.reports.json import dump
from rtgraph.reports.places import find_places
from rtgraph.reports.quoting import plain

if TYPE_CHECKING:
    from rtgraph.audit.declarations import Declarations
    from rtgraph.audit.findings import Audit
    from rtgraph.audit.rules import Rule
    from rtgraph.models import Finding

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
PAGE = "https://developer.hashicorp.com/terraform/cloud-docs/workspaces/settings/run-triggers"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
PLACES = 100
"""How many lines one result names; code hosts take no more than 1,000."""


def render_sarif(audit: Audit, declarations: Declarations | None = None) -> str:
    """Write an audit as one SARIF run."""
    driver = {
        "name": "rtgraph",
        "version": __version__,
        "informationUri": PAGE,
        "rules": [describe_rule(rule) for rule in RULES],
    }
    facts = audit.graph.graph
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "properties": {key: facts[key] for key in ("host", "organization", "crawled_at", "complete")},
        "results": [describe_result(audit, finding, declarations) for finding in audit.findings],
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def describe_rule(rule: Rule) -> dict[str, Any]:
    """Write one rule as a SARIF reporting descriptor, with what GitHub asks of one beyond the standard.

    Source: https://docs.github.com/code-security/reference/code-scanning/sarif-files/sarif-support
    """
    about = f"{rule.title.capitalize()}. {rule.why}"
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": about},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "help": {"text": f"{about}\n{PAGE}", "markdown": f"{about} [About run triggers]({PAGE})"},
        "helpUri": PAGE,
    }


def describe_result(audit: Audit, finding: Finding, declarations: Declarations | None) -> dict[str, Any]:
    """Write one finding as a SARIF result."""
    number = next(index for index, rule in enumerate(RULES) if rule.id == finding.rule)
    mend = f"\nMend: {'; '.join(finding.mend)}" if finding.mend else ""
    return {
        "ruleId": finding.rule,
        "ruleIndex": number,
        "level": LEVELS[finding.severity],
        "message": {"text": plain(finding.message) + plain(mend).replace("\\n", "\n", 1)},
        "partialFingerprints": {"rtgraph/v1": finding.fingerprint},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote_path(place.path)},
                    "region": {"startLine": place.line},
                }
            }
            for place in find_places(audit, finding, declarations)[:PLACES]
        ],
        "properties": {"workspaces": list(finding.workspaces), "runTriggers": list(finding.run_triggers)},
    }


def quote_path(path: str) -> str:
    """Write a path as a URI reference: relative as it is, ``file:`` where it is absolute."""
    from pathlib import Path
    from urllib.parse import quote

    whole = Path(path)
    return whole.as_uri() if whole.is_absolute() else quote(path.replace("\\", "/"))
