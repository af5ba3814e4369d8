"""Which workspaces trigger one another in a circle: one answer for each strongly connected component."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.analysis.collector import pause_collector
from rtgraph.analysis.components import find_components, is_cyclic
from rtgraph.analysis.cuts import EdgeCut, cut_tangle
from rtgraph.analysis.shortest import find_shortest
from rtgraph.analysis.tangles import Tangle, build_tangle
from rtgraph.graph import applies_by_itself, trigger_ids
from rtgraph.models import Cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rtgraph.graph import Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class CyclicComponent:
    """A strongly connected component with a cycle in it: two or more workspaces, or one that triggers itself.

    Attributes:
        workspaces: the members, in graph order.
        edges: the edges among them, sourceable → workspace, in graph order.
        shortest: a shortest cycle as a closed path, the first workspace repeated at the end.
        self_sustaining: a shortest cycle whose workspaces all apply triggered runs by themselves, or None.
        gates: the workspaces on the shortest cycle whose triggered runs wait for a person.
        cut_edges: the edges to cut so that no cycle is left, in graph order.
        cut: the run triggers on them; with duplicates more than there are edges.
    """

    workspaces: tuple[str, ...]
    edges: tuple[tuple[str, str], ...]
    shortest: tuple[str, ...]
    self_sustaining: tuple[str, ...] | None
    gates: tuple[str, ...]
    cut_edges: tuple[tuple[str, str], ...]
    cut: Cut


def find_cycles(graph: Graph) -> tuple[CyclicComponent, ...]:
    """Find every strongly connected component with a cycle in it, in graph order of their first members.

    A diamond is not a cycle. Single cycles are never enumerated: a complete graph of ten has 1,112,073.
    """
    with pause_collector():
        place = {workspace: index for index, workspace in enumerate(graph)}
        found = [members for members in find_components(graph) if is_cyclic(graph, members)]
        found.sort(key=lambda members: place[members[0]])
        return tuple(describe(graph, members) for members in found)


def describe(graph: Graph, members: tuple[str, ...]) -> CyclicComponent:
    """Find the shortest cycles and the cut of one component."""
    tangle = build_tangle(graph, members)
    cut = cut_tangle(graph, tangle)
    numbers = range(len(members))
    shortest = find_path(tangle, cut, numbers) or ()  # never empty: is_cyclic said so
    alone = [number for number in numbers if applies_by_itself(graph, members[number])]
    edges = [*tangle.costs, *((number, number) for number in tangle.loops)]
    return CyclicComponent(
        workspaces=members,
        edges=tuple((members[tail], members[head]) for tail, head in sorted(edges)),
        shortest=shortest,
        self_sustaining=find_path(tangle, cut, alone),
        gates=tuple(each for each in shortest[:-1] if not applies_by_itself(graph, each)),
        cut_edges=cut.edges,
        cut=Cut(
            run_triggers=tuple(each for edge in cut.edges for each in trigger_ids(graph, *edge)),
            optimal=cut.optimal,
            at_least=cut.at_least,
        ),
    )


def find_path(tangle: Tangle, cut: EdgeCut, numbers: Sequence[int]) -> tuple[str, ...] | None:
    """Find a shortest cycle that passes only some members of a tangle, of several the first in graph order."""
    place = {number: index for index, number in enumerate(numbers)}
    loop = next((number for number in numbers if number in tangle.loops), None)
    if loop is not None:
        return (tangle.workspaces[loop],) * 2
    pair = next((pair for pair in tangle.pairs if pair[0] in place and pair[1] in place), None)
    if pair is not None:
        return tuple(tangle.workspaces[number] for number in (*pair, pair[0]))
    successors = [[place[each] for each in tangle.successors[number] if each in place] for number in numbers]
    name = {tangle.workspaces[number]: index for number, index in place.items()}
    inside = [(name[tail], name[head]) for tail, head in cut.edges if tail in name and head in name]
    path = find_shortest(successors, inside)
    return tuple(tangle.workspaces[numbers[index]] for index in path) if path else None
