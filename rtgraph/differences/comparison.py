"""Two snapshots → everything that changed between them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.analysis.collector import pause_collector
from rtgraph.audit.findings import audit_graph
from rtgraph.differences.counts import Counts, count_graph
from rtgraph.differences.findings import FindingDifferences, Unseen, compare_findings
from rtgraph.differences.sides import Sides, match_sides
from rtgraph.differences.sight import find_sight
from rtgraph.differences.triggers import Trigger, TriggerDifferences, compare_triggers
from rtgraph.differences.workspaces import WorkspaceDifferences, compare_workspaces
from rtgraph.graph import build_graph

if TYPE_CHECKING:
    from datetime import date

    from rtgraph.audit.policy_file import Policy
    from rtgraph.graph import Graph
    from rtgraph.models import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changed between two snapshots.

    Attributes:
        sides: the two graphs, and which workspaces are the same.
        workspaces: what became of the workspaces.
        run_triggers: what became of the run triggers.
        findings: what became of the findings.
        old: the older graph in numbers.
        new: the newer graph in numbers.
    """

    sides: Sides
    workspaces: WorkspaceDifferences
    run_triggers: TriggerDifferences
    findings: FindingDifferences
    old: Counts
    new: Counts

    @property
    def differs(self) -> bool:
        """Tell whether there is any difference; when the snapshots were made is none."""
        groups = (self.workspaces, self.run_triggers, self.findings)
        return any(getattr(group, field.name) for group in groups for field in dataclasses.fields(group))


def compare_snapshots(
    old: Snapshot,
    new: Snapshot,
    *,
    by_name: bool = False,
    policy: Policy | None = None,
    today: date | None = None,
) -> Comparison:
    """Compare two snapshots, in one order whatever the snapshots'.

    Args:
        old: the older snapshot.
        new: the newer snapshot.
        by_name: match workspaces by name instead of by id, and run triggers by their ends alone.
        policy: what both are audited under; None is what rtgraph takes for granted.
        today: the day on which the policy's exceptions are judged; see ``audit_graph``.

    Raises:
        RtgraphError: they are of two organizations and ``by_name`` is not asked for, or one has two workspaces
            of one name and it is.
    """
    with pause_collector():
        sides = match_sides(build_graph(old), build_graph(new), by_name=by_name)
        old_sight, new_sight = find_sight(sides.swap()), find_sight(sides)
        workspaces = compare_workspaces(sides, old_sight, new_sight)
        triggers = compare_triggers(sides, old_sight, new_sight, workspaces.removed, workspaces.added)
    before = audit_graph(sides.old, policy, today=today).findings
    after = audit_graph(sides.new, policy, today=today).findings
    return Comparison(
        sides=sides,
        workspaces=workspaces,
        run_triggers=triggers,
        findings=compare_findings(
            sides,
            before,
            after,
            unseen_before=find_unseen(sides.swap(), workspaces.new_or_hidden, triggers.new_or_hidden),
            unseen_after=find_unseen(sides, workspaces.gone_or_hidden, triggers.gone_or_hidden),
        ),
        old=count_graph(sides.old, before),
        new=count_graph(sides.new, after),
    )


def find_unseen(sides: Sides, workspaces: tuple[str, ...], run_triggers: tuple[Trigger, ...]) -> Unseen:
    """Gather what of the older graph the newer crawl may not have seen: it is missing, or could not be read."""
    unread = {
        old
        for old, new in sides.new_of.items()
        if sides.old.nodes[old]["readable"] and not sides.new.nodes[new]["readable"]
    }
    told, still_told = list_producers(sides.old), list_producers(sides.new)
    return Unseen(
        workspaces=frozenset({*workspaces, *unread}),
        run_triggers=run_triggers,
        producers=frozenset(each for each in told if each in sides.new_of and sides.new_of[each] not in still_told),
    )


def list_producers(graph: Graph) -> set[str]:
    """Give the workspaces of which it is known who may read their state."""
    return {each["workspace_id"] for each in graph.graph["state_consumers"] or ()}
