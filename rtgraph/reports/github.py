"""Audit → the workflow commands with which GitHub Actions annotates a run.

Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.reports.places import find_places
from rtgraph.reports.quoting import plain
from rtgraph.reports.text_audit import render_audit

if TYPE_CHECKING:
    from rtgraph.audit.declarations import Declarations
    from rtgraph.audit.findings import Audit

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def render_github(audit: Audit, declarations: Declarations | None = None) -> str:
    """Write an annotation for each finding, and below them the text for whoever opens the log."""
    lines = []
    for finding in audit.findings:
        place = find_places(audit, finding, declarations)[0]
        lines.append(
            f"::{COMMANDS[finding.severity]} file={quote_property(place.path)},line={place.line},"
            f"title={quote_property(finding.rule)}::{quote_message(finding.message)}"
        )
    return "".join(f"{line}\n" for line in lines) + render_audit(audit)


def quote_message(text: str) -> str:
    """Write text so that it cannot end its workflow command or begin another."""
    return plain(text).replace("%", "%25")


def quote_property(text: str) -> str:
    """Write a property's value, in which colons and commas separate."""
    return quote_message(text).replace(":", "%3A").replace(",", "%2C")
