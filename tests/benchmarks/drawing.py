"""How long the embedded renderer takes beside the system's dot: at most twice as long.

Run ``python -m tests.benchmarks.drawing``, with ``--short`` for the smallest graph alone.
"""

from __future__ import annotations

import random
import sys
import time

from rtgraph.exports.dot import render_dot
from rtgraph.exports.engines import Renderer, find_embedded, find_system, run_renderer
from tests.graphs import graph

SIZES = (300, 1000, 2000)
MOST = 2.0


def make_dot(size: int) -> str:
    """Draw a made-up organization in DOT: twelve projects, each workspace triggered by one or two before it."""
    chance = random.Random(size)
    names = [f"workspace-{place:04}" for place in range(size)]
    lines = [f"{names[chance.randrange(max(0, place - 60), place)]} > {names[place]}" for place in range(1, size)]
    for _ in range(size // 2):
        first = chance.randrange(size - 1)
        lines.append(f"{names[first]} > {names[chance.randrange(first + 1, min(size, first + 60))]}")
    return render_dot(graph(*lines, project={name: f"p{place * 12 // size}" for place, name in enumerate(names)}))


def measure(renderer: Renderer, dot: str, times: int) -> float:
    """Give the least of the seconds that a drawing takes: what else the machine does only adds."""
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        run_renderer(renderer, dot, "svg", timeout=300)
        seconds.append(time.perf_counter() - begun)
    return min(seconds)


def main() -> None:
    """Measure, print, and fail over the limit."""
    embedded, system = find_embedded(), find_system()
    if embedded is None or system is None:
        sys.exit("both renderers are needed: pip install graphviz-pure, apt-get install graphviz")
    worst = 0.0
    print(f"graphviz-pure {embedded.version} beside dot {system.version}, at most {MOST:g} times as long")
    for size in SIZES[:1] if "--short" in sys.argv[1:] else SIZES:
        dot = make_dot(size)
        ours, theirs = (measure(renderer, dot, times=7 if size < 1000 else 3) for renderer in (embedded, system))
        worst = max(worst, ours / theirs)
        print(f"{size:5,} workspaces: embedded {ours:.2f} s, system {theirs:.2f} s, ratio {ours / theirs:.2f}")
    sys.exit(0 if worst <= MOST else 1)


if __name__ == "__main__":
    main()
