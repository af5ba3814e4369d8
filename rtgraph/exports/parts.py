"""What of a graph goes into a file of data, and the words for what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.exports.facts import count
from rtgraph.exports.legends import describe_blind_spots, describe_scope
from rtgraph.exports.pictures import choose_part, refuse_too_many
from rtgraph.graph import count_triggers

if TYPE_CHECKING:
    from rtgraph.exports.pictures import Drawing
    from rtgraph.graph import Graph


def keep_part(graph: Graph, drawing: Drawing) -> tuple[Graph, dict[str, int]]:
    """Give what is written, and how many ``workspaces`` and ``run_triggers`` a selection or ``cycles_only`` left out.

    Raises:
        RtgraphError: there are more workspaces than ``drawing.max_nodes``.
    """
    kept, left_out = graph, dict(graph.graph.get("left_out", {"workspaces": 0, "run_triggers": 0}))
    if drawing.cycles_only:
        part = choose_part(graph, drawing)
        kept = part.graph
        left_out["workspaces"] += part.workspaces_left_out
        left_out["run_triggers"] += part.triggers_left_out
    refuse_too_many(kept, drawing)
    return kept, left_out


def describe_counts(graph: Graph) -> str:
    """Say how much there is, and when it was read."""
    counts = f"{count(len(graph), 'workspace')}, {count(count_triggers(graph), 'run trigger')}"
    return f"{counts}, crawled {graph.graph['crawled_at']}"


def describe_gaps(graph: Graph, left_out: dict[str, int]) -> list[str]:
    """Say in a line each what the crawl was narrowed to, what was left out, and what could not be read."""
    scope = describe_scope(graph.graph["scope"] or {})
    less = f"{count(left_out['workspaces'], 'workspace')} and {count(left_out['run_triggers'], 'run trigger')}"
    lines = [
        f"crawled only {scope}" if scope else "",
        f"left out: {less}" if any(left_out.values()) else "",
        describe_blind_spots(graph.graph),
    ]
    return [line for line in lines if line]
