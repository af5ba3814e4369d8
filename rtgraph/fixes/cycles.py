"""The fewest run triggers to delete so that no cycle is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from rtgraph.analysis.components import find_components, is_cyclic
from rtgraph.analysis.cuts import find_cut
from rtgraph.audit.facts import name_path
from rtgraph.fixes.mends import Mend, delete_edge
from rtgraph.graph import copy_part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rtgraph.analysis.cuts import EdgeCut
    from rtgraph.graph import Graph
    from rtgraph.models import Change


def break_cycles(graph: Graph) -> Mend:
    """Delete the fewest run triggers that leave no cycle."""
    changes: list[Change] = []
    at_least = 0
    for members in find_components(graph):
        if is_cyclic(graph, members):
            cut = find_cut(graph, members)
            at_least += cut.at_least
            changes += delete_cut(copy_part(graph, members), cut)
    return Mend(changes=tuple(changes), at_least=at_least)


def delete_cut(part: Graph, cut: EdgeCut) -> Iterator[Change]:
    """Delete the run triggers of one cut; each deletion names a cycle that no other deletion breaks."""
    left = part.copy()
    left.remove_edges_from(cut.edges)
    for source, destination in cut.edges:
        way = nx.bidirectional_shortest_path(left, destination, source)
        yield from delete_edge(part, source, destination, f"breaks {name_path(part, [source, *way])}")
