"""How large a graph is, in the few numbers that are compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.analysis.collector import pause_collector
from rtgraph.analysis.components import number_successors
from rtgraph.analysis.measures import measure_components

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
        cyclic_components=len(cyclic),
        longest_chain=longest,
        findings=len(findings),
        blind_spots=len(graph.graph["blind_spots"]),
    )
