"""How fast a whole audit is, and how it grows: ``python -m tests.benchmarks.auditing``, or ``--short``.

At most 2 s for 10,000 workspaces and 20 s and 2 GiB for 100,000 workspaces with 300,000 run triggers; it exits with 1
where a limit is missed.
"""

from __future__ import annotations

import math
import re
import subprocess
import sys
import time

LIMITS = {1_000: 2.0, 10_000: 2.0, 100_000: 20.0}
MEMORY = 2048
"""MiB."""


def measure(workspaces: int) -> None:
    """Audit one organization in this process, and print seconds, findings and the peak memory in MiB."""
    import resource

    from rtgraph.audit.findings import audit_graph
    from rtgraph.graph import build_graph
    from tests.benchmarks.organizations import make_organization

    graph = build_graph(make_organization(workspaces, triggers_each=3))
    begun = time.process_time()
    found = audit_graph(graph)
    seconds = time.process_time() - begun
    print(seconds, len(found.findings), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> None:
    """Measure each size in a process of its own, print, and fail where a limit is missed."""
    if "--one" in sys.argv:
        measure(int(sys.argv[-1]))
        return
    sizes = list(LIMITS)[: 2 if "--short" in sys.argv else 3]
    missed = False
    taken = []
    for size in sizes:
        command = [sys.executable, "-m", "tests.benchmarks.auditing", "--one", str(size)]
        printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        seconds, findings, memory = map(float, re.findall(r"[\d.]+", printed))
        taken.append(seconds)
        missed |= seconds > LIMITS[size] or memory > MEMORY
        print(
            f"{size:>7,} workspaces, {3 * size:,} triggers: {seconds:.2f} s = {seconds / LIMITS[size]:.0%} of "
            f"{LIMITS[size]:.0f} s, {findings:,.0f} findings, {memory:.0f} MiB = {memory / MEMORY:.0%} of {MEMORY}"
        )
    growth = math.log(taken[-1] / taken[0]) / math.log(sizes[-1] / sizes[0])
    print(f"grows as the {growth:.2f}th power of the size")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
