"""A plan → text for a terminal, in Terraform's manner; a plan is all that it takes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rtgraph.reports.columns import align, count, wrap
from rtgraph.reports.coverage import LEGEND, describe_coverage, describe_size
from rtgraph.reports.numbers import describe_runs
from rtgraph.reports.quoting import plain

if TYPE_CHECKING:
    from rtgraph.graph import Graph
    from rtgraph.models import Change, LargestCascade, Measures, Plan

MARKS = {"update": "~", "delete": "-", "create": "+"}

MEASURED = {
    "run_triggers": "run triggers",
    "cyclic_components": "cycles (SCCs)",
    "self_sustaining": "  that keep themselves going",
    "largest_component": "workspaces in the largest SCC",
    "longest_chain": "longest chain (hops)",
}
"""Field of ``Measures`` → its label."""


def render_plan_text(plan: Plan, graph: Graph | None = None) -> str:
    """Write what a plan changes and why, what that does to the graph, and what to know before it is applied.

    Args:
        plan: the plan; where it has no names, ids stand for them.
        graph: what the plan was made for, to say how much of it could be read.
    """
    changes = [line for change in plan.changes for line in render_change(change)]
    blocks = [changes, summarize(plan), tabulate(plan) if plan.changes else [], list_notes(plan)]
    blocks.append([*describe_origin(plan, graph), LEGEND])
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def render_change(change: Change) -> list[str]:
    """Write one change, and its reason under it."""
    return [f"{MARKS[change.action]} {describe_change(change)}", *wrap(plain(change.reason), "    ", "      ")]


def describe_change(change: Change) -> str:
    """Say what a change does."""
    workspace = plain(change.workspace_name or change.workspace_id)
    if change.action == "update":
        switch = "off → on" if change.auto_apply_run_trigger else "on → off"
        return f"update  {workspace}  auto-apply-run-trigger: {switch}"
    source = plain(change.sourceable_name or change.sourceable_id or "")
    identity = f" {plain(change.run_trigger_id)}" if change.run_trigger_id else ""
    return f"{change.action}{identity}  {source} → {workspace}"


def summarize(plan: Plan) -> list[str]:
    """Write the totals, and how good the plan is."""
    if not plan.changes:
        return ["No changes: there is nothing to mend."]
    actions = Counter(change.action for change in plan.changes)
    totals = f"Plan: {actions['create']:,} to create, {actions['delete']:,} to delete, {actions['update']:,} to change."
    return [totals, *describe_quality(plan)]


def describe_quality(plan: Plan) -> list[str]:
    """Say whether fewer changes would do."""
    if plan.optimal is None:
        return []
    if plan.optimal:
        return ["Optimal: no plan with fewer changes does the same."]
    if plan.at_least is None:
        return ["Approximate: fewer changes may do the same."]
    excess = len(plan.changes) - plan.at_least
    return wrap(
        f"Approximate: up to {count(excess, 'change')} may be too many; it is proven that it takes "
        f"{plan.at_least:,} at the least.",
        "",
        "  ",
    )


def tabulate(plan: Plan) -> list[str]:
    """Write the graph in numbers before and after."""
    rows: list[tuple[str, ...]] = [("", "before", "after", "")]
    for field, label in MEASURED.items():
        before, after = getattr(plan.before, field), getattr(plan.after, field)
        if before is not None and after is not None:
            rows.append((label, f"{before:,}", f"{after:,}", f"{after - before:+,}" if after != before else ""))
    rows += tabulate_cascades(plan.before, plan.after)
    return align(rows, right=(1, 2, 3))


def tabulate_cascades(before: Measures, after: Measures) -> list[tuple[str, ...]]:
    """Write the largest cascades before and after, and where they start."""
    if before.run_triggers is None or after.run_triggers is None:
        return []
    sides = (before.largest_cascade, after.largest_cascade)
    return [
        ("largest cascade", *(describe_runs(each.runs) if each else "none" for each in sides)),
        ("  of one apply in", *(start_of(each) for each in sides)),
    ]


def start_of(cascade: LargestCascade | None) -> str:
    """Name where a cascade starts."""
    return plain(cascade.name) if cascade else ""


def list_notes(plan: Plan) -> list[str]:
    """Write what to know before the plan is applied."""
    return [line for note in plan.notes for line in wrap(plain(note), "Note: ", "      ")]


def describe_origin(plan: Plan, graph: Graph | None) -> list[str]:
    """Say what the plan was made for, and how much of that could be read."""
    if graph is not None:
        return [describe_size(graph), *describe_coverage(graph)]
    crawled = f", crawled {plain(plan.crawled_at)}" if plan.crawled_at else ""
    lines = [f"{plain(plan.organization)} on {plain(plan.host)}{crawled}"]
    return lines if plan.complete else [*lines, "Incomplete: the crawl did not read everything."]
