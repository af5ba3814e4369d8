"""What an audit found and does not show: accepted, known, gone and left-out findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.reports.columns import count
from rtgraph.reports.quoting import plain

if TYPE_CHECKING:
    from rtgraph.audit.findings import Audit


def describe_rest(audit: Audit) -> list[str]:
    """Say what is accepted, known or not selected; name what policy and baseline speak of and is not there."""
    path = plain(audit.policy.path)
    lines = [f"the selection {plain(each)} in {path} selects no workspace" for each in audit.idle]
    if audit.excepted:
        lines.append(f"{count(audit.excepted, 'finding')} accepted by exceptions in {path}")
    if audit.known:
        lines.append(f"{count(audit.known, 'finding')} known from the baseline")
    if audit.left_out:
        lines.append(f"{count(audit.left_out, 'finding')} about workspaces that are not selected")
    if audit.gone:
        lines.append(f"{count(len(audit.gone), 'finding')} of the baseline gone: write it anew with --write-baseline")
        lines += [f"  gone: {plain(each.rule)}: {plain(each.message)}" for each in audit.gone]
    return lines
