"""A graph in the few numbers that are compared before and after it changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.analysis.collector import pause_collector
from rtgraph.analysis.components import number_successors, order_components
from rtgraph.analysis.rankings import rank_impacts
from rtgraph.graph import applies_by_itself, count_triggers
from rtgraph.models import LargestCascade, Measures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rtgraph.graph import Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A graph in numbers, and its SCCs.

    Attributes:
        measures: the numbers.
        components: the members of each SCC, in graph order.
        self_sustaining: those of them in which some cycle applies all its triggered runs by itself.
    """

    measures: Measures
    components: frozenset[tuple[str, ...]]
    self_sustaining: frozenset[tuple[str, ...]]


def survey_graph(graph: Graph) -> Survey:
    """Measure a graph and find its SCCs; ``find_cycles`` finds more and takes longer."""
    names = list(graph)
    with pause_collector():
        successors = number_successors(graph)
        cyclic, longest = measure_components(successors)
        alone = [applies_by_itself(graph, each) for each in names]
        sustained = find_sustained(successors, alone)
    sustaining = [members for members in cyclic if not sustained.isdisjoint(members)]
    measures = Measures(
        cyclic_components=len(cyclic),
        run_triggers=count_triggers(graph),
        self_sustaining=len(sustaining),
        largest_component=max(map(len, cyclic), default=0),
        longest_chain=longest,
        largest_cascade=find_largest(graph),
    )
    return Survey(
        measures=measures,
        components=frozenset(tuple(names[each] for each in members) for members in cyclic),
        self_sustaining=frozenset(tuple(names[each] for each in members) for members in sustaining),
    )


def measure_components(successors: Sequence[Sequence[int]]) -> tuple[list[list[int]], int]:
    """Give the cyclic components, and the hops of the longest chain; ``find_chains`` finds more and takes longer."""
    components = order_components(successors)
    step_of = [0] * len(successors)
    for step, members in enumerate(components):
        for node in members:
            step_of[node] = step
    depths = [0] * len(components)
    cyclic: list[list[int]] = []
    for step in range(len(components) - 1, -1, -1):
        members = components[step]
        later = [step_of[each] for node in members for each in successors[node]]
        if step in later:
            cyclic.append(members)
        depths[step] = max((depths[each] + 1 for each in later if each != step), default=0)
    return cyclic, max(depths, default=0)


def find_sustained(successors: Sequence[Sequence[int]], alone: Sequence[bool]) -> set[int]:
    """Find the workspaces on cycles that apply all their triggered runs by themselves."""
    inner = [
        [each for each in reached if alone[each]] if alone[node] else [] for node, reached in enumerate(successors)
    ]
    cyclic, _ = measure_components(inner)
    return {node for members in cyclic for node in members}


def find_largest(graph: Graph) -> LargestCascade | None:
    """Find the cascade that queues most runs, as ``rank_impacts`` ranks them; None where no apply queues any."""
    (first,) = rank_impacts(graph, 1) or (None,)
    if first is None or first.runs == 0:
        return None
    return LargestCascade(
        workspace=first.workspace,
        name=graph.nodes[first.workspace]["name"],
        workspaces_reached=first.reached,
        runs=first.runs,
    )
