"""A graph and what to mend → a plan; nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.analysis.measures import survey_graph
from rtgraph.fixes.cycles import break_cycles
from rtgraph.fixes.edits import edit_graph
from rtgraph.models import Plan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rtgraph.analysis.measures import Survey
    from rtgraph.fixes.mends import Mend
    from rtgraph.graph import Graph
    from rtgraph.models import Change

ORDER = ("update", "delete", "create")
"""The order in which changes are made: what holds runs back first, what queues more last."""


def plan_changes(graph: Graph, *, cycles: bool = False) -> Plan:
    """Work out the changes that mend a graph.

    Args:
        graph: the graph, or the part of it that may be changed.
        cycles: delete the fewest run triggers that leave no cycle.
    """
    mends: list[Mend] = []
    left = graph
    if cycles:
        mends.append(break_cycles(left))
        left = edit_graph(left, mends[-1].changes)
    return compose(graph, left, mends)


def compose(graph: Graph, left: Graph, mends: list[Mend]) -> Plan:
    """Make one plan of several mends."""
    changes = sort_changes(graph, [change for mend in mends for change in mend.changes])
    before = survey_graph(graph)
    after = survey_graph(left) if changes else before
    proven = [(len(mend.changes), mend.at_least) for mend in mends if mend.at_least is not None]
    excess = sum(made - least for made, least in proven if least is not None)
    return Plan(
        host=graph.graph["host"],
        organization=graph.graph["organization"],
        crawled_at=graph.graph["crawled_at"],
        complete=graph.graph["complete"],
        changes=tuple(changes),
        before=before.measures,
        after=after.measures,
        optimal=not excess if proven else None,
        at_least=len(changes) - excess if proven else None,
        notes=tuple(note for mend in mends for note in mend.notes),
        watch=find_watched(graph, changes, before, after),
    )


def sort_changes(graph: Graph, changes: Iterable[Change]) -> list[Change]:
    """Put changes in the order in which they are made, those of one kind in graph order."""
    place = {workspace: index for index, workspace in enumerate(graph)}
    return sorted(
        changes,
        key=lambda each: (
            ORDER.index(each.action),
            place[each.sourceable_id] if each.sourceable_id is not None else 0,
            place[each.workspace_id],
        ),
    )


def find_watched(graph: Graph, changes: Iterable[Change], before: Survey, after: Survey) -> tuple[str, ...]:
    """Find the workspaces to look at once the changes are made, in graph order.

    They are those that are changed, and those of every SCC that goes or no longer keeps itself going.
    """
    gone = (before.components - after.components) | (before.self_sustaining - after.self_sustaining)
    watched = {each for members in gone for each in members} | {change.workspace_id for change in changes}
    return tuple(each for each in graph if each in watched)
