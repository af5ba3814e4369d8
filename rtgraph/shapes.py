"""The shape of a graph around workspaces: what they reach, and which are roots, leaves, alone or on a cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rtgraph.graph import Graph


def reach(step: Callable[[str], Iterable[str]], starts: Iterable[str], hops: int | None = None) -> set[str]:
    """Give what is reached from some workspaces within so many hops, themselves too.

    Args:
        step: the next workspaces from one: ``graph.successors`` or ``graph.predecessors``.
        starts: where to begin.
        hops: how far to go; None is as far as it goes.
    """
    seen = set(starts)
    frontier = list(seen)
    while frontier and hops != 0:
        following = []
        for each in frontier:
            for after in step(each):
                if after not in seen:
                    seen.add(after)
                    following.append(after)
        frontier = following
        hops = None if hops is None else hops - 1
    return seen


def find_on_cycles(graph: Graph, named: set[str]) -> set[str]:
    """Give the members of the strongly connected components that hold one of these workspaces and a cycle."""
    return {
        member
        for component in nx.strongly_connected_components(graph)
        if not named.isdisjoint(component) and (len(component) > 1 or graph.has_edge(*component, *component))
        for member in component
    }


def find_roots(graph: Graph, named: set[str]) -> set[str]:
    """Give those of these workspaces that trigger others and that nothing triggers."""
    return {each for each in named if not graph.in_degree(each) and graph.out_degree(each)}


def find_leaves(graph: Graph, named: set[str]) -> set[str]:
    """Give those of these workspaces that are triggered and trigger nothing."""
    return {each for each in named if graph.in_degree(each) and not graph.out_degree(each)}


def find_isolated(graph: Graph, named: set[str]) -> set[str]:
    """Give those of these workspaces that have no run triggers."""
    return {each for each in named if not graph.degree(each)}


SHAPES = {"cycle": find_on_cycles, "root": find_roots, "leaf": find_leaves, "isolated": find_isolated}
"""shape → those that have it, of some workspaces; of a cycle that one of them is on, all."""
