"""The shape of a graph around a workspace: what it reaches, whether it is a root, a leaf, alone or on a cycle."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from rtgraph.graph import Graph


def reach(step: Callable[[str], Iterable[str]], starts: Iterable[str], hops: float = float("inf")) -> set[str]:
    """Give what is reached from some workspaces within so many hops, themselves too.

    Args:
        step: the next workspaces from one: ``graph.successors`` or ``graph.predecessors``.
        starts: where to begin.
        hops: how far to go.
    """
    seen = set(starts)
    frontier = list(seen)
    while frontier and hops > 0:
        hops -= 1
        following = []
        for each in frontier:
            for after in step(each):
                if after not in seen:
                    seen.add(after)
                    following.append(after)
        frontier = following
    return seen


def find_on_cycles(graph: Graph, name: str | None) -> set[str]:
    """Give the workspaces on cycles: all, or those in the component of the workspace of that name or id."""
    components = [
        each
        for each in nx.strongly_connected_components(graph)
        if len(each) > 1 or any(graph.has_edge(one, one) for one in each)
    ]
    if name is not None:
        components = [each for each in components if any(name in (one, graph.nodes[one]["name"]) for one in each)]
    return set().union(*components)


def find_roots(graph: Graph, _name: str | None) -> set[str]:
    """Give the workspaces that trigger others and that nothing triggers."""
    return {each for each in graph if not graph.in_degree(each) and graph.out_degree(each)}


def find_leaves(graph: Graph, _name: str | None) -> set[str]:
    """Give the workspaces that are triggered and trigger nothing."""
    return {each for each in graph if graph.in_degree(each) and not graph.out_degree(each)}


def find_isolated(graph: Graph, _name: str | None) -> set[str]:
    """Give the workspaces without run triggers."""
    return {each for each in graph if not graph.degree(each)}


SHAPES = {"cycle": find_on_cycles, "root": find_roots, "leaf": find_leaves, "isolated": find_isolated}
"""shape → the workspaces that have it."""
