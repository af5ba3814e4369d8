"""Every workspace by what one apply in it sets off, counted in one sweep."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from rtgraph.analysis.collector import pause_collector
from rtgraph.analysis.components import link_components
from rtgraph.analysis.flows import add_following, gather_flow, is_endless, keep_inner, order_flow
from rtgraph.analysis.reach import count_reached

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rtgraph.analysis.flows import Flow
    from rtgraph.graph import Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """What one apply sets off, as numbers; see ``rtgraph.analysis.cascades.Cascade``."""

    workspace: str
    reached: int
    runs: int | None
    unattended: int | None


def rank_impacts(graph: Graph, top: int | None = None) -> list[Impact]:
    """Rank workspaces by what one apply sets off.

    Those whose runs have no end come first, then those with most runs; of equals those that reach more workspaces,
    then those of whose runs more are applied with nobody confirming, then in graph order.

    Args:
        graph: the graph.
        top: how many to give; None for all.
    """
    with pause_collector():
        flow = gather_flow(graph)
        components = order_flow(flow.after)
        rows = sweep(flow, components, count_others(flow, components))
        ranked = heapq.nlargest(len(graph) if top is None else top, rows, key=rank)
    return [impact for _, impact in ranked]


def rank(row: tuple[int, Impact]) -> tuple[int | float, ...]:
    """Give what workspaces are compared by, the largest first."""
    place, impact = row
    runs, unattended = impact.runs, impact.unattended
    return (inf if runs is None else runs, impact.reached, inf if unattended is None else unattended, -place)


def count_others(flow: Flow, components: Sequence[Sequence[int]]) -> list[int]:
    """Count for each workspace the others in which one apply queues runs."""
    step_of, _, predecessors = link_components(components, [list(each) for each in flow.after])
    counts = count_reached([len(members) for members in components], predecessors)
    return [counts[step] - 1 for step in step_of]


def sweep(flow: Flow, components: Sequence[Sequence[int]], reached: Sequence[int]) -> Iterator[tuple[int, Impact]]:
    """Count the runs of each workspace, what triggers nothing first.

    Numbers grow with the length of chains, to thousands of digits: one is forgotten once all have added it to theirs.
    """
    unattended = flow.unattended
    runs: list[int | None] = [None] * len(reached)
    alone: list[int | None] = [None] * len(reached)
    waiting = [0] * len(reached)
    for after in flow.after:
        for each in after:
            waiting[each] += 1
    for members in reversed(components):
        endless = is_endless(flow.after, members)
        for here, sustained in reversed(order_members(unattended, members)):
            runs[here] = None if endless else add_following(flow.after[here], runs)
            alone[here] = None if sustained else add_following(unattended[here], alone)
            yield (
                here,
                Impact(workspace=flow.workspaces[here], reached=reached[here], runs=runs[here], unattended=alone[here]),
            )
        for here in members:
            for each in flow.after[here]:
                waiting[each] -= 1
                if not waiting[each]:
                    runs[each] = alone[each] = None


def order_members(unattended: Sequence[dict[int, int]], members: Sequence[int]) -> list[tuple[int, bool]]:
    """Order one component by the triggers whose runs nobody confirms, and mark the members that keep going on them."""
    inner = keep_inner(unattended, members)
    return [(members[each], is_endless(inner, part)) for part in order_flow(inner) for each in part]
