"""Cascades and paths of large graphs: at most 10 s and 1 GiB for 100,000 workspaces and 300,000 run triggers.

Run ``python -m tests.benchmarks.cascades``, or with ``--short`` on a tenth of it. Each graph is measured in a
process of its own, so that its peak of memory is its own; seconds are those of the process.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from rtgraph.analysis.cascades import find_cascade
from rtgraph.analysis.paths import find_paths
from rtgraph.analysis.rankings import rank_impacts
from tests.benchmarks.analysis import make_graph, pair_in_layers

if TYPE_CHECKING:
    from rtgraph.graph import Graph

SECONDS = 10.0
MEBIBYTES = 1024.0
SHAPES = ("organization", "skips", "diamonds", "layers", "ring")


def make(shape: str, count: int) -> Graph:
    """Make a graph of some shape: the first workspace leads to many others."""
    chance = random.Random(1)
    if shape == "organization":  # a random order, that every workspace keeps to
        pairs = {(max(each - chance.randint(1, 5_000), 0), each) for each in range(1, count) for _ in range(3)}
    elif shape == "skips":  # a fifth of the size, since the numbers of runs have as many digits as it has fours
        count //= 5
        pairs = {(each, each + skip) for each in range(count) for skip in (1, 2, 3) if each + skip < count}
    elif shape == "diamonds":
        pairs = {edge for each in range(0, count - 3, 3) for edge in diamond(each)}
    elif shape == "layers":
        pairs = pair_in_layers(count // 100, 100)
    else:
        pairs = {(each, (each + skip) % count) for each in range(count) for skip in (1, 2, 3)}
    return make_graph(count, pairs)


def diamond(top: int) -> set[tuple[int, int]]:
    """Give the triggers of a diamond of four workspaces, the last of which is the first of the next."""
    return {(top, top + 1), (top, top + 2), (top + 1, top + 3), (top + 2, top + 3)}


def measure(shape: str, count: int) -> bool:
    """Measure one graph in this process; tell whether it keeps the limits."""
    graph = make(shape, count)
    first, last = f"ws-{0:016d}", f"ws-{len(graph) - 2:016d}"
    questions: dict[str, Callable[[], object]] = {
        "rank": lambda: rank_impacts(graph, 20),
        "cascade": lambda: find_cascade(graph, first),
        "paths": lambda: find_paths(graph, first, last, 20),
    }
    kept = True
    for name, ask in questions.items():
        begun = time.process_time()
        ask()
        seconds = time.process_time() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        kept = kept and seconds <= SECONDS and peak <= MEBIBYTES
        print(
            f"{shape:12} {len(graph):>7,} workspaces {graph.number_of_edges():>7,} triggers: {name:8}"
            f"{seconds:5.2f} s = {seconds / SECONDS:4.0%} of {SECONDS:g} s, "
            f"{peak:4.0f} MiB = {peak / MEBIBYTES:4.0%} of {MEBIBYTES:g}"
        )
    return kept


def main() -> None:
    """Measure every graph, each in a fresh process, and fail over a limit."""
    count = 10_000 if "--short" in sys.argv else 100_000
    if "--one" in sys.argv:
        sys.exit(0 if measure(sys.argv[sys.argv.index("--one") + 1], count) else 1)
    kept = [
        subprocess.run([sys.executable, "-m", "tests.benchmarks.cascades", "--one", shape, *sys.argv[1:]]).returncode
        for shape in SHAPES
    ]
    sys.exit(max(kept))


if __name__ == "__main__":
    main()
