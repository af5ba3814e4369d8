"""The fewest run triggers to delete so that no cycle is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from rtgraph.analysis.components import find_components, is_cyclic
from rtgraph.analysis.cuts import PREFERRED, find_cut
from rtgraph.analysis.cycles import find_cycles
from rtgraph.audit.facts import join, name_of, name_path
from rtgraph.errors import RtgraphError
from rtgraph.fixes.mends import Mend, delete_edge
from rtgraph.graph import copy_part

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from rtgraph.analysis.cuts import EdgeCut
    from rtgraph.analysis.preferences import Preference
    from rtgraph.graph import Graph
    from rtgraph.models import Change


def break_cycles(graph: Graph, keep: AbstractSet[str] = frozenset(), prefer: Preference = "newest") -> Mend:
    """Delete the fewest run triggers that leave no cycle.

    Args:
        graph: the graph.
        keep: workspaces whose run triggers stay, see ``rtgraph.analysis.cuts.find_cut``.
        prefer: which of equal cuts to take.

    Raises:
        RtgraphError: some cycle lies wholly among the workspaces to keep.
    """
    check_kept(graph, keep)
    changes: list[Change] = []
    unsorted: list[str] = []
    at_least = 0
    for members in find_components(graph):
        if is_cyclic(graph, members):
            cut = find_cut(graph, members, keep=keep, prefer=prefer)
            part = copy_part(graph, members)
            at_least += cut.at_least
            changes += delete_cut(part, cut, keep)
            if not cut.optimal or part.number_of_edges() > max(PREFERRED, len(part)):
                unsorted.append(name_of(graph, members[0]))
    return Mend(changes=tuple(changes), at_least=at_least, notes=tuple(describe_unsorted(unsorted, prefer)))


def check_kept(graph: Graph, keep: AbstractSet[str]) -> None:
    """Make sure that there is a cut.

    Raises:
        RtgraphError: some cycle lies wholly among the workspaces to keep.
    """
    kept = find_cycles(copy_part(graph, keep)) if keep else ()
    if kept:
        raise RtgraphError(
            f"every workspace of the cycle {name_path(graph, kept[0].shortest)} is to be kept, so that none of its run "
            f"triggers may be deleted; keep one workspace less, such as {name_of(graph, kept[0].shortest[0])}"
        )


def delete_cut(part: Graph, cut: EdgeCut, keep: AbstractSet[str]) -> Iterator[Change]:
    """Delete the run triggers of one cut; each deletion names a shortest cycle that no other deletion breaks."""
    left = part.copy()
    left.remove_edges_from(cut.edges)
    touched = left.edge_subgraph(edge for edge in left.edges if not keep.isdisjoint(edge)).copy() if keep else None
    for source, destination in cut.edges:
        reason = None
        if touched is not None and not keep.isdisjoint((source, destination)):
            reason = explain_spared(touched, source, destination, keep)
        yield from delete_edge(part, source, destination, reason or f"breaks {trace_cycle(left, source, destination)}")


def explain_spared(touched: Graph, source: str, destination: str, keep: AbstractSet[str]) -> str | None:
    """Say why a run trigger is deleted though one of its ends is to be kept; None where that is not certain."""
    if not (source in touched and destination in touched and nx.has_path(touched, destination, source)):
        return None
    end = name_of(touched, source if source in keep else destination)
    cycle = trace_cycle(touched, source, destination)
    return f"breaks {cycle}, though {end} is kept: each run trigger of this cycle has a kept end"


def trace_cycle(left: Graph, source: str, destination: str) -> str:
    """Name a shortest cycle over a run trigger that is not in the graph."""
    return name_path(left, [source, *nx.bidirectional_shortest_path(left, destination, source)])


def describe_unsorted(unsorted: list[str], prefer: Preference) -> Iterator[str]:
    """Say where a preference that was asked for was not looked at."""
    if unsorted and prefer != "newest":
        yield (
            f"--prefer {prefer} was not looked at among the cycles around {join(unsorted)}: there are too many run "
            "triggers to compare all cuts that are as small."
        )
