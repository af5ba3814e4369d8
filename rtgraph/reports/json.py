"""Audit and chains → JSON, flat however large the graph is."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import TYPE_CHECKING, Any

from rtgraph.analysis.chains import rank_spreads
from rtgraph.audit.rules import TITLES
from rtgraph.reports.coverage import gather_coverage
from rtgraph.reports.quoting import is_harmless

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rtgraph.analysis.chains import Chains, Spread
    from rtgraph.analysis.trees import Row
    from rtgraph.audit.findings import Audit
    from rtgraph.graph import Graph

AUDIT_FORMAT = "rtgraph.audit/1"
CHAINS_FORMAT = "rtgraph.chains/1"


def render_audit_json(audit: Audit) -> str:
    """Write an audit as ``rtgraph.audit/1``."""
    named = dict.fromkeys(each for finding in audit.findings for each in finding.workspaces)
    return dump(
        {
            "format": AUDIT_FORMAT,
            **gather_coverage(audit.graph),
            "summary": audit.summary,
            "findings": [{"title": TITLES[finding.rule], **dataclasses.asdict(finding)} for finding in audit.findings],
            "names": {each: audit.graph.nodes[each]["name"] for each in named},
        }
    )


def render_chains_json(graph: Graph, chains: Chains, rows: Iterable[Row], top: int | None = None) -> str:
    """Write chains as ``rtgraph.chains/1``.

    Args:
        graph: the graph.
        chains: its chains.
        rows: the tree to write down; what is not unfolded there is still among the workspaces.
        top: how many workspaces to list as widest and as deepest; None for all.
    """
    spreads = chains.spreads
    return dump(
        {
            "format": CHAINS_FORMAT,
            **gather_coverage(graph),
            "starts": list(chains.starts),
            "longest": {
                "hops": max(len(chains.longest) - 1, 0),
                "steps": [dataclasses.asdict(step) for step in chains.longest],
            },
            "widest": list(rank_spreads(chains, "outbound", top)),
            "deepest": list(rank_spreads(chains, "depth", top)),
            "workspaces": [
                {"workspace": each, "name": graph.nodes[each]["name"], **gather_fields(spread)}
                for each, spread in spreads.items()
            ],
            "rows": [gather_fields(row) for row in rows],
        }
    )


def gather_fields(record: Spread | Row) -> dict[str, Any]:
    """Give a flat record's fields; ``dataclasses.asdict`` would copy each, which takes long for many."""
    return {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}


def dump(report: dict[str, Any]) -> str:
    """Write JSON in which no name can drive a terminal: what does not show itself is escaped."""
    text = json.dumps(report, indent=1, ensure_ascii=False, allow_nan=False)
    return re.sub(r"[^ -~\n]", lambda each: each[0] if is_harmless(each[0]) else json.dumps(each[0])[1:-1], text) + "\n"
