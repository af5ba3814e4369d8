"""Cycles and chains of large graphs: at most 10 s and 1 GiB for 100,000 workspaces and 300,000 run triggers.

Run ``python -m tests.benchmarks.analysis``, or with ``--short`` on a tenth of it. Each graph is measured in a
process of its own, so that its peak of memory is its own. Seconds are those of the process: it has one thread,
so that they are the clock's on an idle machine, and a busy one does not spoil them as much.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from rtgraph.analysis.chains import find_chains
from rtgraph.analysis.cycles import find_cycles
from rtgraph.graph import build_graph
from rtgraph.models import RunTrigger, Snapshot, Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rtgraph.graph import Graph

SECONDS = 10.0
MEBIBYTES = 1024.0
WORKSPACES = 100_000


def make_graph(count: int, pairs: Iterable[tuple[int, int]]) -> Graph:
    """Make the graph of some numbered workspaces."""
    return build_graph(
        Snapshot(
            host="app.terraform.io",
            organization="acme",
            crawled_at="2026-01-01T00:00:00Z",
            directions=("inbound",),
            complete=True,
            workspaces=tuple(
                Workspace(
                    id=f"ws-{number:016d}",
                    name=f"workspace-{number:06d}",
                    auto_apply_run_trigger=number % 3 == 0,
                    execution_mode="remote",
                )
                for number in range(count)
            ),
            run_triggers=tuple(
                RunTrigger(
                    id=f"rt-{tail:08d}{head:08d}",
                    sourceable_id=f"ws-{tail:016d}",
                    workspace_id=f"ws-{head:016d}",
                    created_at=f"20{(tail + head) % 26:02d}-01-01T00:00:00Z",
                )
                for tail, head in sorted(set(pairs))
            ),
        )
    )


def pair_like_an_organization(count: int) -> set[tuple[int, int]]:
    """Let workspaces trigger younger ones nearby, and now and then one that is a little older."""
    chance = random.Random(1)
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < 3 * count:
        tail = chance.randrange(count)
        head = tail + 1 + int(chance.paretovariate(0.7))
        if chance.random() < 0.002:
            head = tail - chance.randrange(1, 8)
        if 0 <= head < count:
            pairs.add((tail, head))
    return pairs


def pair_uniformly(count: int) -> set[tuple[int, int]]:
    """Let any workspace trigger any other: nearly all become one component."""
    chance = random.Random(1)
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < 3 * count:
        tail, head = chance.randrange(count), chance.randrange(count)
        if tail != head:
            pairs.add((tail, head))
    return pairs


def pair_in_layers(layers: int, width: int) -> set[tuple[int, int]]:
    """Let each workspace of a layer trigger three of the next, and the last layer the first."""
    chance = random.Random(1)
    return {
        (layer * width + each, (layer + 1) % layers * width + chance.randrange(width))
        for layer in range(layers)
        for each in range(width)
        for _ in range(3)
    }


def make(shape: str, scale: int) -> Graph:
    """Make one of the graphs that are measured."""
    count = WORKSPACES // scale
    if shape == "organization":
        return make_graph(count, pair_like_an_organization(count))
    if shape == "uniform":
        return make_graph(count, pair_uniformly(count))
    if shape == "ring":
        return make_graph(count // 10, {(each, (each + 1) % (count // 10)) for each in range(count // 10)})
    if shape == "layers":
        return make_graph(count // 10, pair_in_layers(count // 1000, 100))
    return make_graph(60, {(tail, head) for tail in range(60) for head in range(60) if tail != head})


def measure(shape: str, scale: int) -> bool:
    """Measure one graph in this process; tell whether it keeps the limits."""
    graph = make(shape, scale)
    begun = time.process_time()
    cycles = find_cycles(graph)
    between = time.process_time()
    chains = find_chains(graph)
    ended = time.process_time()
    seconds = ended - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    largest = max(cycles, key=lambda each: len(each.edges), default=None)
    cut = largest.cut if largest else None
    print(
        f"{shape:12} {len(graph):>7,} workspaces {graph.number_of_edges():>7,} triggers: "
        f"{between - begun:5.2f} s cycles + {ended - between:5.2f} s chains = {seconds / SECONDS:4.0%} of "
        f"{SECONDS:g} s, {peak:4.0f} MiB = {peak / MEBIBYTES:4.0%} of {MEBIBYTES:g}; {len(cycles):,} SCCs, "
        f"longest chain {len(chains.longest) - 1:,} hops"
        + (f", cut of the largest {len(cut.run_triggers):,} (at least {cut.at_least:,})" if cut else "")
    )
    return seconds <= SECONDS and peak <= MEBIBYTES


def main() -> None:
    """Measure every graph, each in a fresh process, and fail over a limit."""
    scale = 10 if "--short" in sys.argv else 1
    if "--one" in sys.argv:
        sys.exit(0 if measure(sys.argv[sys.argv.index("--one") + 1], scale) else 1)
    kept = [
        subprocess.run([sys.executable, "-m", "tests.benchmarks.analysis", "--one", shape, *sys.argv[1:]]).returncode
        for shape in ("organization", "uniform", "ring", "layers", "complete")
    ]
    sys.exit(max(kept))


if __name__ == "__main__":
    main()
