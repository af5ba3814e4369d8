"""A comparison → sections of rows, unquoted: text and Markdown lay out the same ones."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.audit.rules import TITLES
from rtgraph.reports.columns import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rtgraph.differences.comparison import Comparison
    from rtgraph.differences.findings import FindingDifferences
    from rtgraph.differences.triggers import Trigger, TriggerDifferences
    from rtgraph.differences.workspaces import WorkspaceChange, WorkspaceDifferences
    from rtgraph.graph import Graph
    from rtgraph.models import Finding

    Group = WorkspaceDifferences | TriggerDifferences | FindingDifferences

Row = tuple[str, ...]

HIDDEN = {
    "gone or hidden": "NEW did not read where they would be: they may still be there.",
    "new or hidden before": "OLD did not read where they would be: they may have been there.",
}
"""What is not certain → why."""

BY_NAME = "Compared by name: ids say nothing here, so that no run trigger counts as re-created."

COUNTED = {
    "workspaces": "workspaces",
    "run_triggers": "run triggers",
    "cyclic_components": "cyclic components",
    "longest_chain": "longest chain (hops)",
    "findings": "findings",
    "blind_spots": "blind spots",
}
"""Field of ``Counts`` → its label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One kind of difference.

    Attributes:
        title: what it is.
        note: what holds for all its rows, or nothing.
        headings: a heading for each column.
        rows: a mark (``+``, ``-``, ``~``, ``↻``, ``?``) and cells; none of it is quoted.
        prose: whether the last cell of a row is a paragraph.
    """

    title: str
    note: str
    headings: Row
    rows: tuple[Row, ...]
    prose: bool = False


def list_sections(comparison: Comparison) -> list[Section]:
    """Give the sections that have rows."""
    sections = [
        *list_workspace_sections(comparison),
        *list_trigger_sections(comparison),
        *list_finding_sections(comparison),
    ]
    return [section for section in sections if section.rows]


def list_workspace_sections(comparison: Comparison) -> Iterator[Section]:
    """Give the sections about workspaces."""
    old, new, found = comparison.sides.old, comparison.sides.new, comparison.workspaces
    headings = ("", "workspace", "id", "what")
    rows = (
        *(place_workspace("+", new, each) for each in found.added),
        *(place_workspace("-", old, each) for each in found.removed),
        *(describe_change(new, each) for each in found.changed),
    )
    yield Section(title="Workspaces", note="", headings=headings, rows=rows)
    for title, graph, missing in (
        ("gone or hidden", old, found.gone_or_hidden),
        ("new or hidden before", new, found.new_or_hidden),
    ):
        uncertain = tuple(place_workspace("?", graph, each) for each in missing)
        yield Section(title=f"Workspaces {title}", note=HIDDEN[title], headings=headings, rows=uncertain)


def place_workspace(mark: str, graph: Graph, workspace: str) -> Row:
    """Give the row of a workspace that is on one side alone."""
    node = graph.nodes[workspace]
    where = f"in project {node['project']['name']}" if node["project"] else ""
    return mark, node["name"], workspace, where if node["readable"] else "known only from run triggers"


def describe_change(graph: Graph, change: WorkspaceChange) -> Row:
    """Give the row of something about a workspace that is not as it was."""
    values = {"name": "renamed from {0}", "project": "moved from project {0} to {1}", "readable": "{2}"}
    form = values.get(change.attribute, "{3} {0} → {1}: {2}" if change.meaning else "{3} {0} → {1}")
    what = form.format(show(change.old), show(change.new), change.meaning, change.attribute)
    return "~", graph.nodes[change.workspace]["name"], change.workspace, what


def show(value: str | bool | None) -> str:
    """Write a value as the API does, and say where there is none."""
    if value is None:
        return "not told"
    return value if isinstance(value, str) else str(value).lower()


def list_trigger_sections(comparison: Comparison) -> Iterator[Section]:
    """Give the sections about run triggers."""
    old, new, found = comparison.sides.old, comparison.sides.new, comparison.run_triggers
    headings = ("", "sourceable", "→ workspace", "id")
    rows = (
        *describe_triggers("+", new, found.added),
        *describe_triggers("-", old, found.removed),
        *(
            (
                "↻",
                new.nodes[each.sourceable]["name"],
                f"→ {new.nodes[each.workspace]['name']}",
                f"{each.old_id} → {each.id}",
            )
            for each in found.recreated
        ),
    )
    yield Section(title="Run triggers", note="", headings=headings, rows=rows)
    for title, graph, missing in (
        ("gone or hidden", old, found.gone_or_hidden),
        ("new or hidden before", new, found.new_or_hidden),
    ):
        uncertain = tuple(describe_triggers("?", graph, missing))
        yield Section(title=f"Run triggers {title}", note=HIDDEN[title], headings=headings, rows=uncertain)


def describe_triggers(mark: str, graph: Graph, triggers: Iterable[Trigger]) -> Iterator[Row]:
    """Give the rows of run triggers that are on one side alone."""
    for each in triggers:
        yield mark, graph.nodes[each.sourceable]["name"], f"→ {graph.nodes[each.workspace]['name']}", each.id


def list_finding_sections(comparison: Comparison) -> Iterator[Section]:
    """Give the sections about findings."""
    found = comparison.findings
    headings = ("", "severity", "rule", "what")
    rows = (*describe_findings("+", found.appeared), *describe_findings("-", found.went))
    yield Section(title="Findings", note="", headings=headings, rows=rows, prose=True)
    for title, note, missing in (
        ("gone or hidden", "NEW did not read all that they hang on: they may still hold.", found.gone_or_hidden),
        ("new or hidden before", "OLD did not read all that they hang on: they may have held.", found.new_or_hidden),
    ):
        uncertain = tuple(describe_findings("?", missing))
        yield Section(title=f"Findings {title}", note=note, headings=headings, rows=uncertain, prose=True)


def describe_findings(mark: str, findings: Iterable[Finding]) -> Iterator[Row]:
    """Give the rows of findings that are on one side alone."""
    for each in findings:
        yield mark, each.severity, f"{each.rule}: {TITLES[each.rule]}", each.message


def list_counts(comparison: Comparison) -> list[Row]:
    """Give label, number before, number after and what that is more or less, of everything that is counted."""
    old, new = dataclasses.asdict(comparison.old), dataclasses.asdict(comparison.new)
    return [
        (label, f"{old[key]:,}", f"{new[key]:,}", f"{new[key] - old[key]:+,}" if new[key] != old[key] else "")
        for key, label in COUNTED.items()
    ]


def summarize(comparison: Comparison) -> str:
    """Say in one line how many differences of each kind there are."""
    if not comparison.differs:
        return "No differences."
    workspaces, triggers, findings = comparison.workspaces, comparison.run_triggers, comparison.findings
    attributes = [each.attribute for each in workspaces.changed]
    renamed, moved = attributes.count("name"), attributes.count("project")
    changed = len({each.workspace for each in workspaces.changed if each.attribute not in ("name", "project")})
    parts = (
        join_counts(
            "workspace",
            workspaces,
            {"added": "added", "removed": "removed"},
            renamed=renamed,
            moved=moved,
            changed=changed,
        ),
        join_counts("run trigger", triggers, {"added": "added", "removed": "removed", "recreated": "re-created"}),
        join_counts("finding", findings, {"appeared": "appeared", "went": "went"}),
    )
    return "; ".join(filter(None, parts)) + "."


def join_counts(thing: str, group: Group, verbs: dict[str, str], **others: int) -> str:
    """Say how many of one thing were added, removed and so on: ``3 run triggers added, 1 removed``."""
    totals = {verb: len(getattr(group, field)) for field, verb in verbs.items()}
    totals |= others
    totals["gone or hidden"] = len(group.gone_or_hidden)
    totals["new or hidden before"] = len(group.new_or_hidden)
    some = [(total, verb) for verb, total in totals.items() if total]
    return ", ".join(
        f"{count(total, thing) if index == 0 else f'{total:,}'} {verb}" for index, (total, verb) in enumerate(some)
    )
