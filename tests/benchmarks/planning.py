"""How fast a whole plan is, and how it grows: ``python -m tests.benchmarks.planning``, or ``--short``.

``fix plan --cycles --gate --redundant``: at most 3 s for 10,000 workspaces and 30 s and 2 GiB for 100,000 workspaces
with 300,000 run triggers; it exits with 1 where a limit is missed.
"""

from __future__ import annotations

import math
import re
import subprocess
import sys
import time

LIMITS = {10_000: 3.0, 100_000: 30.0}
MEMORY = 2048
"""MiB."""


def measure(workspaces: int) -> None:
    """Plan for one organization in this process, and print seconds, changes and the peak memory in MiB."""
    import resource

    from rtgraph.fixes.planning import Wishes, plan_changes
    from rtgraph.fixes.plans import dump_plan
    from rtgraph.graph import build_graph
    from rtgraph.reports.text_plan import render_plan_text
    from tests.benchmarks.organizations import make_organization

    graph = build_graph(make_organization(workspaces, triggers_each=3))
    begun = time.process_time()
    plan = plan_changes(graph, Wishes(cycles=True, gate=True, redundant=True))
    dump_plan(plan)
    render_plan_text(plan, graph)
    seconds = time.process_time() - begun
    print(seconds, len(plan.changes), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> None:
    """Measure each size in a process of its own, print, and fail where a limit is missed."""
    if "--one" in sys.argv:
        measure(int(sys.argv[-1]))
        return
    sizes = list(LIMITS)[: 1 if "--short" in sys.argv else 2]
    missed = False
    taken = []
    for size in sizes:
        command = [sys.executable, "-m", "tests.benchmarks.planning", "--one", str(size)]
        printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        seconds, changes, memory = map(float, re.findall(r"[\d.]+", printed))
        taken.append(seconds)
        missed |= seconds > LIMITS[size] or memory > MEMORY
        print(
            f"{size:>7,} workspaces, {3 * size:,} triggers: {seconds:.2f} s = {seconds / LIMITS[size]:.0%} of "
            f"{LIMITS[size]:.0f} s, {changes:,.0f} changes, {memory:.0f} MiB = {memory / MEMORY:.0%} of {MEMORY}"
        )
    if len(sizes) > 1:
        growth = math.log(taken[-1] / taken[0]) / math.log(sizes[-1] / sizes[0])
        print(f"grows as the {growth:.2f}th power of the size")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
