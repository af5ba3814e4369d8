"""Why one workspace's apply leads to another's run: the paths between them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from rtgraph.shapes import reach

if TYPE_CHECKING:
    from rtgraph.graph import Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """The paths from one workspace to another.

    Attributes:
        paths: the first ones, shortest first; no workspace twice in one.
        total: how many there are; None where a cycle lies between, so that nobody counts them.
    """

    paths: tuple[tuple[str, ...], ...]
    total: int | None


def find_paths(graph: Graph, start: str, end: str, most: int = 1) -> Paths:
    """Find the shortest paths, at most so many, and count all; none where the end cannot be reached.

    A workspace's path to itself is a cycle through it, which is what this asks for when both ends are one.
    """
    if start == end:
        cycles = [find_paths(graph, each, end, 1) for each in graph.successors(start) if each != start]
        found = [(start, *each.paths[0]) for each in cycles if each.paths]
        loops = [(start, start)] if graph.has_edge(start, start) else []
        return Paths(paths=tuple(sorted((*loops, *found), key=len)[:most]), total=None if found or loops else 0)
    between = reach(graph.successors, [start]) & reach(graph.predecessors, [end])
    if end not in between:
        return Paths(paths=(), total=0)
    part: Graph = nx.DiGraph()
    part.add_nodes_from(each for each in graph if each in between)
    part.add_edges_from((one, other) for one in part for other in graph.successors(one) if other in between)
    part.remove_edges_from([*part.in_edges(start), *part.out_edges(end)])  # a path passes its ends once
    paths = tuple(map(tuple, itertools.islice(nx.shortest_simple_paths(part, start, end), most)))
    return Paths(paths=paths, total=count_paths(part, start, end))


def count_paths(part: Graph, start: str, end: str) -> int | None:
    """Count the paths of an acyclic graph, exactly; None where there is a cycle."""
    if not nx.is_directed_acyclic_graph(part):
        return None
    counts = dict.fromkeys(part, 0)
    counts[start] = 1
    for node in nx.topological_sort(part):
        for each in part.successors(node):
            counts[each] += counts[node]
    return counts[end]
