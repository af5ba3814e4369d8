"""The fewest workspaces to make gates, so that no cycle keeps itself going: nothing is deleted for it.

A workspace is split into where runs come in and where they go out; between the two lies an edge that may be cut, and
no run trigger may. What cuts all cycles of that is a set of workspaces that every self-sustaining cycle passes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.analysis.components import find_components, is_cyclic
from rtgraph.analysis.cuts import Task, cut_edges
from rtgraph.analysis.guards import Guard
from rtgraph.analysis.preferences import spread_ranks
from rtgraph.graph import applies_by_itself, copy_part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from rtgraph.graph import Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Gating:
    """Workspaces that are to wait for a person.

    Attributes:
        workspaces: their ids, in graph order.
        component: the members of the SCC of workspaces that apply triggered runs by themselves.
        optimal: no fewer workspaces do it.
        at_least: how many it takes in any case; proven.
    """

    workspaces: tuple[str, ...]
    component: tuple[str, ...]
    optimal: bool
    at_least: int


def find_gates(graph: Graph, *, keep: AbstractSet[str] = frozenset()) -> tuple[Gating, ...]:
    """Find the fewest workspaces that every self-sustaining cycle passes: one answer for each SCC of such cycles.

    Of equal sets the one whose workspaces stand first in the graph is taken, in SCCs of up to some hundred run
    triggers. Minimal whatever the size: without any one of them some cycle keeps itself going.

    Args:
        graph: the graph.
        keep: workspaces that are not made gates.

    Raises:
        ValueError: some cycle keeps itself going wholly among the workspaces to keep.
    """
    alone = copy_part(graph, [each for each in graph if applies_by_itself(graph, each)])
    found = [gate_component(alone, members, keep) for members in find_components(alone) if is_cyclic(alone, members)]
    place = {workspace: index for index, workspace in enumerate(graph)}
    return tuple(sorted(found, key=lambda each: place[each.component[0]]))


def gate_component(alone: Graph, members: Sequence[str], keep: AbstractSet[str]) -> Gating:
    """Find the gates of one SCC in the part of the graph that applies triggered runs by itself."""
    task = split_workspaces(alone, members, keep)
    cut, at_least, optimal = cut_edges(task)
    return Gating(
        workspaces=tuple(members[entry // 2] for entry, _ in sorted(cut)),
        component=tuple(members),
        optimal=optimal,
        at_least=at_least,
    )


def split_workspaces(alone: Graph, members: Sequence[str], keep: AbstractSet[str]) -> Task:
    """Make workspace k of some the edge 2k → 2k+1, and let no run trigger among them be cut.

    Raises:
        ValueError: some cycle lies wholly among the workspaces to keep.
    """
    number = {workspace: index for index, workspace in enumerate(members)}
    kept = copy_part(alone, [each for each in members if each in keep])
    if any(is_cyclic(kept, each) for each in find_components(kept)):
        raise ValueError("a cycle keeps itself going wholly among the workspaces that are to be kept")
    inner = [(2 * index, 2 * index + 1) for index in range(len(members))]
    triggers = sorted(
        (2 * number[source] + 1, 2 * number[destination])
        for source, destination in alone.out_edges(members)
        if destination in number
    )
    locked = [*triggers, *(edge for edge, workspace in zip(inner, members, strict=True) if workspace in keep)]
    return Task(
        count=2 * len(members),
        costs=dict.fromkeys([*inner, *triggers], 1),
        guard=Guard(locked=frozenset(locked)),
        preferences=lambda: [spread_ranks({edge: edge[0] for edge in (*inner, *triggers)})],
    )
