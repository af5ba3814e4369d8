"""How long ``rtgraph --help`` takes beside a bare ``python -c pass``: at most 0.2 s.

Run ``python -m tests.benchmarks.startup``.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time


def measure(*command: str, times: int = 11) -> float:
    """Give the median of the seconds that a command takes."""
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)


def main() -> None:
    """Measure, print, and fail over the limit."""
    bare = measure(sys.executable, "-c", "pass")
    ours = measure(sys.executable, "-m", "rtgraph", "--help")
    print(f"rtgraph --help: {ours:.3f} s (at most 0.2), {ours / bare:.1f} times a bare python ({bare:.3f} s)")
    sys.exit(0 if ours <= 0.2 else 1)


if __name__ == "__main__":
    main()
