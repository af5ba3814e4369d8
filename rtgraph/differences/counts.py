"""How large a graph is, in the few numbers that are compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.analysis.collector import pause_collector
from rtgraph.analysis.components import number_successors, order_components

if TYPE_CHECKING:
    from collections.abc import Sized

    from rtgraph.graph import Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """One side in numbers; ``longest_chain`` is in hops, an SCC being one step."""

    workspaces: int
    run_triggers: int
    cyclic_components: int
    longest_chain: int
    findings: int
    blind_spots: int


def count_graph(graph: Graph, findings: Sized) -> Counts:
    """Count what is in a graph."""
    with pause_collector():
        cyclic, longest = measure_components(number_successors(graph))
    return Counts(
        workspaces=len(graph),
        run_triggers=sum(1 + len(edge.get("duplicates", ())) for _, _, edge in graph.edges(data=True)),
        cyclic_components=cyclic,
        longest_chain=longest,
        findings=len(findings),
        blind_spots=len(graph.graph["blind_spots"]),
    )


def measure_components(successors: list[list[int]]) -> tuple[int, int]:
    """Count the cyclic components and the hops of the longest chain; ``find_chains`` finds more and takes longer."""
    components = order_components(successors)
    step_of = [0] * len(successors)
    for step, members in enumerate(components):
        for node in members:
            step_of[node] = step
    depths = [0] * len(components)
    cyclic = 0
    for step in range(len(components) - 1, -1, -1):
        members = components[step]
        later = [step_of[each] for node in members for each in successors[node]]
        cyclic += step in later
        depths[step] = max((depths[each] + 1 for each in later if each != step), default=0)
    return cyclic, max(depths, default=0)
