"""Slow, obviously right answers, and small random graphs to compare them on."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import networkx as nx
from hypothesis import strategies as st

from rtgraph.graph import build_graph
from rtgraph.models import RunTrigger, Snapshot, Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rtgraph.graph import Graph


def numbered_graph(count: int, pairs: Iterable[tuple[int, int]], auto: Iterable[int] = ()) -> Graph:
    """Make a graph of numbered workspaces; a pair that comes twice is a duplicate run trigger."""
    applies = set(auto)
    return build_graph(
        Snapshot(
            host="app.terraform.io",
            organization="acme",
            crawled_at="2026-01-01T00:00:00Z",
            directions=("inbound",),
            complete=True,
            workspaces=tuple(
                Workspace(
                    id=f"ws-{number:05}",
                    name=f"w{number:05}",
                    auto_apply_run_trigger=number in applies,
                    execution_mode="remote",
                )
                for number in range(count)
            ),
            run_triggers=tuple(
                RunTrigger(
                    id=f"rt-{place:05}",
                    sourceable_id=f"ws-{tail:05}",
                    workspace_id=f"ws-{head:05}",
                    created_at=f"2024-01-01T{place // 3600:02}:{place // 60 % 60:02}:{place % 60:02}Z",
                )
                for place, (tail, head) in enumerate(pairs)
            ),
        )
    )


@st.composite
def graphs(draw: st.DrawFn, most: int = 7, triggers: int = 14) -> Graph:
    """Draw a small graph, with self-triggers, duplicates and gates."""
    count = draw(st.integers(1, most))
    node = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(node, node), max_size=triggers))
    return numbered_graph(count, pairs, draw(st.sets(node)))


def girth(graph: nx.DiGraph[Any]) -> int | None:
    """Give the length of the shortest cycle by listing all."""
    return min(map(len, nx.simple_cycles(graph)), default=None)


def fewest_triggers(graph: Graph) -> int:
    """Give the size of the smallest cut by trying every order of the workspaces."""
    cost = {(a, b): 1 + len(data.get("duplicates", ())) for a, b, data in graph.edges(data=True)}
    return min(
        sum(cost[a, b] for a, b in graph.edges if order.index(a) >= order.index(b))
        for order in itertools.permutations(graph)
    )
