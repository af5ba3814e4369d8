"""What changed between two snapshots → JSON."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from rtgraph.audit.rules import TITLES
from rtgraph.reports.coverage import gather_coverage
from rtgraph.reports.json import dump

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rtgraph.differences.comparison import Comparison
    from rtgraph.differences.findings import FindingDifferences
    from rtgraph.differences.triggers import Recreated, Trigger, TriggerDifferences
    from rtgraph.differences.workspaces import WorkspaceChange, WorkspaceDifferences
    from rtgraph.graph import Graph
    from rtgraph.models import Finding

DIFF_FORMAT = "rtgraph.diff/1"


def render_diff_json(comparison: Comparison) -> str:
    """Write a comparison as ``rtgraph.diff/1``."""
    old, new = comparison.sides.old, comparison.sides.new
    return dump(
        {
            "format": DIFF_FORMAT,
            "by_name": comparison.sides.by_name,
            "differs": comparison.differs,
            "old": gather_side(old),
            "new": gather_side(new),
            "counts": {"old": dataclasses.asdict(comparison.old), "new": dataclasses.asdict(comparison.new)},
            "workspaces": gather_workspaces(old, new, comparison.workspaces),
            "run_triggers": gather_triggers(old, new, comparison.run_triggers),
            "findings": gather_findings(old, new, comparison.findings),
        }
    )


def gather_side(graph: Graph) -> dict[str, Any]:
    """Give which snapshot one side is, and how complete; always the whole of it."""
    return {key: value for key, value in gather_coverage(graph).items() if key != "left_out"}


def gather_workspaces(old: Graph, new: Graph, found: WorkspaceDifferences) -> dict[str, Any]:
    """Give the workspaces of each kind of difference; what changed stands by attribute."""
    return {
        "added": list_workspaces(new, found.added),
        "removed": list_workspaces(old, found.removed),
        "renamed": [gather_change(new, each) for each in found.changed if each.attribute == "name"],
        "moved": [gather_change(new, each) for each in found.changed if each.attribute == "project"],
        "changed": [gather_change(new, each) for each in found.changed if each.attribute not in ("name", "project")],
        "new_or_hidden": list_workspaces(new, found.new_or_hidden),
        "gone_or_hidden": list_workspaces(old, found.gone_or_hidden),
    }


def list_workspaces(graph: Graph, workspaces: Iterable[str]) -> list[dict[str, Any]]:
    """Give workspaces with what tells them apart."""
    nodes = graph.nodes
    return [
        {
            "id": each,
            "name": nodes[each]["name"],
            "project": nodes[each]["project"]["name"] if nodes[each]["project"] else None,
            "readable": nodes[each]["readable"],
        }
        for each in workspaces
    ]


def gather_change(graph: Graph, change: WorkspaceChange) -> dict[str, Any]:
    """Give one thing about a workspace that is not as it was."""
    return {
        "id": change.workspace,
        "name": graph.nodes[change.workspace]["name"],
        "attribute": change.attribute,
        "old": change.old,
        "new": change.new,
        "meaning": change.meaning,
    }


def gather_triggers(old: Graph, new: Graph, found: TriggerDifferences) -> dict[str, Any]:
    """Give the run triggers of each kind of difference."""
    return {
        "added": [name_ends(new, each) for each in found.added],
        "removed": [name_ends(old, each) for each in found.removed],
        "recreated": [{"old_id": each.old_id, **name_ends(new, each)} for each in found.recreated],
        "new_or_hidden": [name_ends(new, each) for each in found.new_or_hidden],
        "gone_or_hidden": [name_ends(old, each) for each in found.gone_or_hidden],
    }


def name_ends(graph: Graph, trigger: Trigger | Recreated) -> dict[str, Any]:
    """Give a run trigger with its ends' ids and names."""
    return {
        "id": trigger.id,
        "sourceable_id": trigger.sourceable,
        "sourceable_name": graph.nodes[trigger.sourceable]["name"],
        "workspace_id": trigger.workspace,
        "workspace_name": graph.nodes[trigger.workspace]["name"],
    }


def gather_findings(old: Graph, new: Graph, found: FindingDifferences) -> dict[str, Any]:
    """Give the findings of each kind of difference, as ``rtgraph.audit/1`` has them."""
    return {
        "appeared": [gather_finding(new, each) for each in found.appeared],
        "went": [gather_finding(old, each) for each in found.went],
        "new_or_hidden": [gather_finding(new, each) for each in found.new_or_hidden],
        "gone_or_hidden": [gather_finding(old, each) for each in found.gone_or_hidden],
    }


def gather_finding(graph: Graph, finding: Finding) -> dict[str, Any]:
    """Give a finding with its rule's title and the names of its workspaces, in their order."""
    names = [graph.nodes[each]["name"] if each in graph else each for each in finding.workspaces]
    return {"title": TITLES[finding.rule], **dataclasses.asdict(finding), "workspace_names": names}
