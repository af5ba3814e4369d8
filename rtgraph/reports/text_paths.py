"""Paths → text for a terminal."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from rtgraph.graph import applies_by_itself, trigger_ids
from rtgraph.reports.columns import align, count
from rtgraph.reports.coverage import name_of
from rtgraph.reports.numbers import describe_runs, large
from rtgraph.reports.quoting import plain
from rtgraph.reports.text_impact import render_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rtgraph.analysis.paths import Paths
    from rtgraph.graph import Graph

HOPS = 60
"""How many hops of one path are written out; JSON has all."""


def render_paths(graph: Graph, start: str, end: str, found: Paths) -> str:
    """Write each path hop by hop, and how many there are."""
    blocks = ["\n".join(render_path(graph, path)) for path in found.paths]
    ends = f"{name_of(graph, start)} → {name_of(graph, end)}"
    total = f"{ends}: {', '.join(describe_count(found))}"
    among = " over the selected workspaces" if graph.graph.get("left_out") else ""
    queued = f"{describe_runs(found.runs)} in {name_of(graph, end)}{among}"
    runs = f"One apply in {name_of(graph, start)} queues {queued}."
    return "\n\n".join([*blocks, f"{total}\n{runs}\n{render_end(graph)}"]) + "\n"


def render_path(graph: Graph, path: tuple[str, ...]) -> Iterator[str]:
    """Write one path, a hop a line; the middle of a long one is left out."""
    yield name_of(graph, path[0])
    hops = list(itertools.pairwise(path))
    shown = hops if len(hops) <= HOPS else [*hops[: HOPS - 5], *hops[-5:]]
    lines = [f"  {line}" for line in align([describe_hop(graph, *hop) for hop in shown])]
    if len(hops) > HOPS:
        lines.insert(HOPS - 5, f"  … {count(len(hops) - HOPS, 'hop')} more …")
    yield from lines


def describe_count(found: Paths) -> Iterator[str]:
    """Say how many paths there are, how many of them are shortest, and how many are shown."""
    if found.total is None:
        yield f"at least {large(found.at_least)} paths, too many among cycles to count"
    else:
        yield f"{large(found.total)} path{'' if found.total == 1 else 's'} in all"
    if found.shortest > 1:
        yield f"{large(found.shortest)} of them shortest"
    if found.total is None or found.total > len(found.paths):
        yield f"{len(found.paths):,} shown"


def describe_hop(graph: Graph, source: str, reached: str) -> tuple[str, ...]:
    """Give the cells of one hop."""
    identities = ", ".join(plain(each) for each in trigger_ids(graph, source, reached))
    return f"→ {name_of(graph, reached)}", identities, "auto-apply" if applies_by_itself(graph, reached) else "gate"
