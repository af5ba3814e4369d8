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
    from rtgraph.audit.blocks import Place
    from rtgraph.audit.declarations import Declarations
    from rtgraph.audit.findings import Audit
    from rtgraph.graph import Graph

AUDIT_FORMAT = "rtgraph.audit/1"
CHAINS_FORMAT = "rtgraph.chains/1"


def render_audit_json(audit: Audit, declarations: Declarations | None = None) -> str:
    """Write an audit as ``rtgraph.audit/1``; with declarations, a finding says where its triggers are declared."""
    places = declarations.places if declarations else {}
    named = dict.fromkeys(each for finding in audit.findings for each in finding.workspaces if each in audit.graph)
    return dump(
        {
            "format": AUDIT_FORMAT,
            **gather_coverage(audit.graph),
            "summary": audit.summary,
            "excepted": audit.excepted,
            "known": audit.known,
            "gone": [
                {"rule": each.rule, "fingerprint": each.fingerprint, "message": each.message} for each in audit.gone
            ],
            "not_selected": audit.left_out,
            "idle_selections": list(audit.idle),
            "findings": [
                {
                    "title": TITLES[finding.rule],
                    **dataclasses.asdict(finding),
                    **declare([places[each] for each in finding.run_triggers if each in places]),
                }
                for finding in audit.findings
            ],
            "names": {each: audit.graph.nodes[each]["name"] for each in named},
        }
    )


def declare(places: list[Place]) -> dict[str, Any]:
    """Give the key that says where run triggers are declared; none where it is not known."""
    return {"declared": [dataclasses.asdict(each) for each in dict.fromkeys(places)]} if places else {}


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


def dump(report: dict[str, Any] | list[Any]) -> str:
    """Write JSON in which no name can drive a terminal."""
    return escape(json.dumps(report, indent=1, ensure_ascii=False, allow_nan=False)) + "\n"


def escape(text: str) -> str:
    """Escape in JSON whatever does not show itself; it says the same."""
    return re.sub(r"[^ -~\n]", lambda each: each[0] if is_harmless(each[0]) else json.dumps(each[0])[1:-1], text)
