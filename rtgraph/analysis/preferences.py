"""Which of several cuts that take as many run triggers is the better one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from rtgraph.analysis.tangles import rank_ages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rtgraph.analysis.tangles import Edge, Tangle
    from rtgraph.graph import Graph

Preference = Literal["newest", "oldest", "cross-project"]
PREFERENCES: tuple[Preference, ...] = get_args(Preference)


def weigh_edges(graph: Graph, tangle: Tangle, prefer: Preference) -> list[dict[Edge, float]]:
    """Give what the edges of a cut shall weigh as little as may be, what counts most first.

    Whatever is preferred, the newest decides at last; only ``oldest`` turns ages round.
    """
    ages = rank_ages(graph, tangle)
    if prefer == "oldest":
        return [spread_ranks({edge: len(ages) - 1 - age for edge, age in ages.items()})]
    if prefer == "cross-project":
        return [weigh_projects(graph, tangle), spread_ranks(ages)]
    return [spread_ranks(ages)]


def weigh_projects(graph: Graph, tangle: Tangle) -> dict[Edge, float]:
    """Let an edge between two projects weigh nothing, and any other as much as it costs."""
    homes = [(graph.nodes[each]["project"] or {}).get("id") for each in tangle.workspaces]
    return {
        (tail, head): 0 if homes[tail] and homes[head] and homes[tail] != homes[head] else cost
        for (tail, head), cost in tangle.costs.items()
    }


def spread_ranks(ranks: Mapping[Edge, int]) -> dict[Edge, float]:
    """Turn ranks into weights; their power is uneven, so that of two sets hardly ever both weigh the same."""
    return {edge: ((rank + 1) / len(ranks)) ** 0.618 for edge, rank in ranks.items()}
