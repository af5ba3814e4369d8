"""Every workspace by what one apply in it sets off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from rtgraph.analysis.cascades import is_local
from rtgraph.analysis.collector import pause_collector
from rtgraph.analysis.components import condense
from rtgraph.analysis.reach import count_downstream
from rtgraph.graph import applies_by_itself, trigger_ids

if TYPE_CHECKING:
    from rtgraph.graph import Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """What one apply sets off, as numbers; see ``rtgraph.analysis.cascades.Cascade``."""

    workspace: str
    reached: int
    runs: int | None
    unattended: int | None


def rank_impacts(graph: Graph) -> list[Impact]:
    """Rank all workspaces: those whose runs have no end first, then by runs, by workspaces reached, in graph order."""
    with pause_collector():
        live: Graph = nx.DiGraph()
        live.add_nodes_from(graph)
        live.add_edges_from(
            (source, destination, {"times": len(trigger_ids(graph, source, destination))})
            for source, destination in graph.edges
            if not is_local(graph, source) and not is_local(graph, destination)
        )
        reached = count_downstream(condense(live))
        runs = count_runs(live)
        live.remove_edges_from([each for each in live.edges if not applies_by_itself(graph, each[1])])
        unattended = count_runs(live)
    impacts = [
        Impact(workspace=each, reached=reached[each], runs=runs[each], unattended=unattended[each]) for each in graph
    ]
    return sorted(impacts, key=lambda each: (each.runs is not None, -(each.runs or 0), -each.reached))


def count_runs(live: Graph) -> dict[str, int | None]:
    """Count for each workspace the trigger paths that start there; None where a cycle makes them endless."""
    condensation = condense(live)
    counts: dict[str, int | None] = {}
    for step, cyclic in zip(reversed(condensation.steps), reversed(condensation.cyclic), strict=True):
        total: int | None = None if cyclic else 0
        if total is not None:
            for each, edge in live.adj[step[0]].items():
                following = counts[each]
                if following is None:
                    total = None
                    break
                total += edge["times"] * (1 + following)
        counts.update(dict.fromkeys(step, total))
    return counts
