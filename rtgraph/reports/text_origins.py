"""What leads to a finding's workspaces from outside → a tree in text, each workspace above what triggers it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from rtgraph.analysis.components import condense
from rtgraph.analysis.origins import list_origins
from rtgraph.analysis.reach import count_upstream
from rtgraph.graph import trigger_ids
from rtgraph.reports.columns import align, count
from rtgraph.reports.coverage import name_of
from rtgraph.reports.quoting import plain
from rtgraph.reports.text_trees import draw_branches

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rtgraph.analysis.trees import Row
    from rtgraph.audit.findings import Audit
    from rtgraph.graph import Graph

HEADING = "reached from (each triggers the one that it hangs under)"
WORKSPACES, LINES = 16, 24
"""How many workspaces outside, and how many lines in all, a tree shows; the others are counted."""


def count_outside(audit: Audit) -> dict[str, int]:
    """Count for the first workspace of each finding about a cycle those outside that lead there."""
    cyclic = [each.workspaces for each in audit.findings if each.cycle is not None]
    upstream = count_upstream(condense(audit.graph)) if cyclic else {}
    return {each[0]: upstream[each[0]] - len(each) + 1 for each in cyclic}


def draw_origins(graph: Graph, workspaces: Sequence[str], outside: Mapping[str, int]) -> list[str]:
    """Draw the tree of what leads to some workspaces; nothing where nothing does.

    Args:
        graph: the graph.
        workspaces: those of the finding.
        outside: the first of them → how many others lead there.
    """
    rows = list_origins(graph, workspaces, WORKSPACES)
    shown = rows[:LINES]
    cells = [
        (branch + name_of(graph, row.workspace), *describe(graph, row))
        for row, branch in zip(shown, draw_branches(rows), strict=False)
    ]
    hidden = outside[workspaces[0]] - len({row.workspace for row in shown if row.source is not None})
    left = len(rows) - len(shown)
    rest = f"{count(hidden, 'workspace')} more" if hidden else f"{count(left, 'run trigger')} more among them"
    more = [f"… {rest}: rtgraph export --select {shlex.quote(f'+{workspaces[0]}')}"] if hidden or left else []
    return [*align(cells), *more]


def describe(graph: Graph, row: Row) -> tuple[str, ...]:
    """Give the run trigger that leads from a row's workspace to the one above, and what stands beside it."""
    if row.source is None:
        return ()
    identity, *duplicates = trigger_ids(graph, row.workspace, row.source)
    notes = []
    if duplicates:
        notes.append(f"and {count(len(duplicates), 'duplicate')}")
    if graph.nodes[row.workspace]["execution_mode"] == "local":
        notes.append("local execution: never fires")
    if not graph.nodes[row.workspace]["readable"]:
        notes.append("not readable")
    if row.closes_cycle:
        notes.append("(closes a cycle)")
    elif row.repeated:
        notes.append("(see above)")
    return plain(identity), " ".join(notes)
