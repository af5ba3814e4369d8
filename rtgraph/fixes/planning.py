"""A graph and what to mend → a plan; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.analysis.collector import pause_collector
from rtgraph.analysis.measures import survey_graph
from rtgraph.fixes.blindness import describe_blindness
from rtgraph.fixes.cycles import break_cycles
from rtgraph.fixes.desired import reach_desired
from rtgraph.fixes.edits import edit_graph
from rtgraph.fixes.gating import gate_cycles
from rtgraph.fixes.redundancy import drop_redundant
from rtgraph.models import Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from rtgraph.analysis.measures import Survey
    from rtgraph.analysis.preferences import Preference
    from rtgraph.fixes.desired import Wanted
    from rtgraph.fixes.mends import Mend
    from rtgraph.graph import Graph
    from rtgraph.models import Change

ORDER = ("update", "delete", "create")
"""The order in which changes are made: what holds runs back first, what queues more last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a plan shall mend; several things are mended one after another, each in the graph that the earlier leave.

    Attributes:
        cycles: delete the fewest run triggers that leave no cycle.
        gate: make gates of the fewest workspaces that leave no cycle that keeps itself going.
        redundant: delete run triggers beside which a longer way leads to the same workspace.
        include_gated: those too whose every longer way waits for a person.
        desired: make the run triggers exactly these; it goes alone.
        keep: workspaces that are left as they are.
        prefer: which of equal sets of deletions to take.
    """

    cycles: bool = False
    gate: bool = False
    redundant: bool = False
    include_gated: bool = False
    desired: tuple[Wanted, ...] | None = None
    keep: frozenset[str] = frozenset()
    prefer: Preference = "newest"


def plan_changes(graph: Graph, wishes: Wishes) -> Plan:
    """Work out the changes that mend a graph, in one order whatever the snapshot's.

    Args:
        graph: the graph, or the part of it that may be changed.
        wishes: what to mend.

    Raises:
        RtgraphError: what is to be kept, or what is desired, cannot be.
    """
    mends: dict[str, Mend] = {}
    left = graph
    with pause_collector():
        for option, mend_graph in list_mends(wishes):
            mend = mends[option] = mend_graph(left)
            left = edit_graph(left, mend.changes) if mend.changes else left
        idle = [option for option, mend in mends.items() if not mend.changes]
        notes = [f"{option} found nothing to change." for option in idle] if len(idle) < len(mends) else []
        notes += [note for mend in mends.values() for note in mend.notes]
        return compose(graph, left, mends.values(), notes)


def list_mends(wishes: Wishes) -> Iterator[tuple[str, Callable[[Graph], Mend]]]:
    """Give the mends that are asked for, with their options, in the order in which they are worked out.

    Cycles that are cut need no gate; and a new gate may lie on the longer way that makes a run trigger redundant.
    """
    if wishes.desired is not None:
        desired = wishes.desired
        yield "--desired", lambda graph: reach_desired(graph, desired)
    if wishes.cycles:
        yield "--cycles", lambda graph: break_cycles(graph, wishes.keep, wishes.prefer)
    if wishes.gate:
        yield "--gate", lambda graph: gate_cycles(graph, wishes.keep)
    if wishes.redundant:
        yield "--redundant", lambda graph: drop_redundant(graph, wishes.keep, include_gated=wishes.include_gated)


def compose(graph: Graph, left: Graph, mends: Collection[Mend], notes: Iterable[str]) -> Plan:
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
        notes=(*notes, *describe_blindness(graph, changes)),
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
