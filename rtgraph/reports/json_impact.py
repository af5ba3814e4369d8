"""Cascades, rankings and paths → JSON."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from rtgraph.analysis.cascades import trace_sources
from rtgraph.graph import applies_by_itself, trigger_ids
from rtgraph.reports.coverage import gather_coverage
from rtgraph.reports.json import dump
from rtgraph.reports.numbers import all_digits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rtgraph.analysis.cascades import Cascade
    from rtgraph.analysis.paths import Paths
    from rtgraph.analysis.rankings import Impact
    from rtgraph.graph import Graph

IMPACT_FORMAT = "rtgraph.impact/1"
RANKING_FORMAT = "rtgraph.ranking/1"
PATH_FORMAT = "rtgraph.path/1"


def render_impacts_json(graph: Graph, cascades: Sequence[Cascade]) -> str:
    """Write one cascade as ``rtgraph.impact/1``, several as a list of them; numbers are exact, however long."""
    documents = [describe_cascade(graph, each) for each in cascades]
    with all_digits():
        return dump(documents[0] if len(documents) == 1 else documents)


def describe_cascade(graph: Graph, cascade: Cascade) -> dict[str, Any]:
    """Give one cascade as a document."""
    duplicates = {each: runs for each, runs in cascade.totals.items() if runs != 1}
    named = dict.fromkeys((cascade.start, *cascade.reached, *cascade.dead_ends))
    return {
        "format": IMPACT_FORMAT,
        **gather_coverage(graph),
        "workspace": cascade.start,
        "name": graph.nodes[cascade.start]["name"],
        "workspaces_reached": len(cascade.reached),
        "runs": cascade.runs,
        "runs_unattended": cascade.unattended,
        "unbounded": cascade.runs is None,
        "endless": [
            {"workspaces": list(each.workspaces), "self_sustaining": each.self_sustaining} for each in cascade.endless
        ],
        "gates": list(cascade.gates),
        "seconds_estimate": cascade.duration.seconds,
        "slowest_path": list(cascade.duration.path),
        "workspaces_untimed": list(cascade.untimed),
        "waves": [
            [
                {"workspace": each.workspace, "runs": each.runs, "from": list(each.sources), "gate": each.gate}
                for each in wave
            ]
            for wave in cascade.waves
        ],
        "waves_complete": cascade.waves_end == "complete",
        "runs_by_workspace": cascade.totals,
        "unattended_by_workspace": {each: runs for each, runs in cascade.totals_unattended.items() if runs != 0},
        "duplicates": duplicates,
        "duplicates_from": {each: trace_sources(graph, cascade, each) for each in duplicates},
        "spared_without_changes": {each: hanging for each, hanging in cascade.hanging.items() if hanging},
        "dead_ends": list(cascade.dead_ends),
        "unreadable": list(cascade.unknown),
        "names": {each: graph.nodes[each]["name"] for each in named},
    }


def render_ranking_json(graph: Graph, ranking: Sequence[Impact]) -> str:
    """Write a ranking as ``rtgraph.ranking/1``."""
    document = {
        "format": RANKING_FORMAT,
        **gather_coverage(graph),
        "ranking": [
            {
                "workspace": each.workspace,
                "name": graph.nodes[each.workspace]["name"],
                "workspaces_reached": each.reached,
                "runs": each.runs,
                "runs_unattended": each.unattended,
                "unbounded": each.runs is None,
            }
            for each in ranking
        ],
        "not_shown": len(graph) - len(ranking),
    }
    with all_digits():
        return dump(document)


def render_paths_json(graph: Graph, start: str, end: str, found: Paths) -> str:
    """Write paths as ``rtgraph.path/1``."""
    named = dict.fromkeys(itertools.chain((start, end), *found.paths))
    document = {
        "format": PATH_FORMAT,
        **gather_coverage(graph),
        "from": start,
        "to": end,
        "total": found.total,
        "total_at_least": found.at_least,
        "shortest_total": found.shortest,
        "runs": found.runs,
        "paths": [[describe_hop(graph, *hop) for hop in itertools.pairwise(path)] for path in found.paths],
        "names": {each: graph.nodes[each]["name"] for each in named},
    }
    with all_digits():
        return dump(document)


def describe_hop(graph: Graph, source: str, reached: str) -> dict[str, Any]:
    """Give one hop of a path."""
    return {
        "sourceable": source,
        "workspace": reached,
        "run_triggers": trigger_ids(graph, source, reached),
        "gate": not applies_by_itself(graph, reached),
    }
