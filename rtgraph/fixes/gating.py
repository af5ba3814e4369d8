"""The fewest workspaces to make gates so that no cycle keeps itself going; nothing is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from rtgraph.analysis.cycles import find_cycles
from rtgraph.analysis.gates import find_gates
from rtgraph.audit.facts import name_of, name_path
from rtgraph.errors import RtgraphError
from rtgraph.fixes.mends import Mend, make_gate
from rtgraph.graph import applies_by_itself, copy_part

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from rtgraph.analysis.gates import Gating
    from rtgraph.graph import Graph
    from rtgraph.models import Change

END = ""
"""Stands for a gate as the end of a cycle that begins there; no workspace has this id."""


def gate_cycles(graph: Graph, keep: AbstractSet[str] = frozenset()) -> Mend:
    """Switch auto-apply-run-trigger off on the fewest workspaces that leave no self-sustaining cycle.

    Args:
        graph: the graph.
        keep: workspaces that are not changed.

    Raises:
        RtgraphError: some cycle keeps itself going wholly among the workspaces to keep.
    """
    check_kept(graph, keep)
    found = find_gates(graph, keep=keep)
    return Mend(
        changes=tuple(change for gating in found for change in make_gates(graph, gating)),
        at_least=sum(gating.at_least for gating in found),
    )


def check_kept(graph: Graph, keep: AbstractSet[str]) -> None:
    """Make sure that every self-sustaining cycle has a workspace that may be changed.

    Raises:
        RtgraphError: some has none.
    """
    alone = [each for each in keep if each in graph and applies_by_itself(graph, each)]
    kept = find_cycles(copy_part(graph, alone)) if alone else ()
    if kept:
        raise RtgraphError(
            f"every workspace of the cycle {name_path(graph, kept[0].shortest)}, which keeps itself going, is to be "
            f"kept, so that none of them may be made a gate; keep one workspace less, such as "
            f"{name_of(graph, kept[0].shortest[0])}"
        )


def make_gates(graph: Graph, gating: Gating) -> Iterator[Change]:
    """Make the gates of one component; each names a shortest cycle that no other gate holds up."""
    part = copy_part(graph, gating.component)
    left = part.copy()
    left.remove_nodes_from(gating.workspaces)
    for workspace in gating.workspaces:
        yield make_gate(graph, workspace, f"holds up {name_path(part, find_held(part, left, workspace))}")


def find_held(part: Graph, left: Graph, workspace: str) -> list[str]:
    """Find a shortest cycle that passes one gate alone, as a closed path from there."""
    if part.has_edge(workspace, workspace):
        return [workspace, workspace]
    leaving = [(workspace, each) for each in part.successors(workspace) if each in left]
    coming = [(each, END) for each in part.predecessors(workspace) if each in left]
    left.add_edges_from([*leaving, *coming])
    way: list[str] = nx.bidirectional_shortest_path(left, workspace, END)
    left.remove_nodes_from((workspace, END))
    return [*way[:-1], workspace]
