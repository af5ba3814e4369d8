"""The table of audit formats, and the one function that writes any of them."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rtgraph.audit.declarations import Declarations
    from rtgraph.audit.findings import Audit

AUDIT_FORMATS = {
    "text": "rtgraph.reports.text_audit:render_audit",
    "json": "rtgraph.reports.json:render_audit_json",
    "markdown": "rtgraph.reports.markdown_audit:render_audit_markdown",
    "sarif": "rtgraph.reports.sarif:render_sarif",
    "junit": "rtgraph.reports.junit:render_junit",
    "github": "rtgraph.reports.github:render_github",
    "gitlab": "rtgraph.reports.gitlab:render_gitlab",
}
"""name → ``module:function``, imported when it is used; the choices of ``rtgraph audit --format`` in this order."""


def write_audit(audit: Audit, format_name: str, declarations: Declarations | None = None) -> str:
    """Write an audit in the format of that name.

    Args:
        audit: what was found.
        format_name: a key of ``AUDIT_FORMATS``.
        declarations: where run triggers are declared, for the formats that point at lines.
    """
    module, _, function = AUDIT_FORMATS[format_name].partition(":")
    report: str = getattr(importlib.import_module(module), function)(audit, declarations)
    return report
