"""What leads to some workspaces from outside, as the flat rows of a tree that grows against the run triggers."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import networkx as nx

from rtgraph.analysis.trees import list_tree

if TYPE_CHECKING:
    from collections.abc import Collection

    from rtgraph.analysis.trees import Row
    from rtgraph.graph import Graph


def list_origins(graph: Graph, workspaces: Collection[str], most: int) -> list[Row]:
    """List what triggers some workspaces from outside, and what triggers that, down to what nothing triggers.

    Args:
        graph: the graph.
        workspaces: ids, in graph order; what triggers one of them from among them is left aside.
        most: how many workspaces outside are taken, the nearest first.

    Returns:
        the rows of a tree for each workspace that is triggered from outside; a row's ``run_trigger`` leads from its
        workspace to the one above it.
    """
    inverse = turn_nearest(graph, workspaces, most)
    return list(list_tree(inverse, [each for each in workspaces if each in inverse]))


def turn_nearest(graph: Graph, workspaces: Collection[str], most: int) -> Graph:
    """Give the nearest workspaces that lead to some others, with the run triggers turned round."""
    members = frozenset(workspaces)
    inverse: Graph = nx.DiGraph()
    outside: set[str] = set()
    queue = deque(workspaces)
    while queue:
        here = queue.popleft()
        for before in graph.predecessors(here):
            if before in members:
                continue
            if before not in outside:
                if len(outside) == most:
                    continue
                outside.add(before)
                queue.append(before)
            inverse.add_edge(here, before, id=graph.edges[before, here]["id"])
    return inverse
