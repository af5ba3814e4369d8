"""How many workspaces each workspace can reach, and how many can reach it."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rtgraph.analysis.components import Condensation

CHUNK = 4096
"""How many workspaces one sweep counts, one bit each; sets or one search a workspace would be quadratic."""


def count_downstream(condensation: Condensation) -> dict[str, int]:
    """Count for each workspace how many others a successful apply in it can reach, the start not counted."""
    sizes = [len(step) for step in condensation.steps]
    return spread_counts(condensation.steps, count_reached(sizes, condensation.predecessors))


def count_upstream(condensation: Condensation) -> dict[str, int]:
    """Count for each workspace how many others can reach it, itself not counted."""
    last = len(condensation.steps) - 1
    sizes = [len(step) for step in reversed(condensation.steps)]
    followers = [[last - each for each in after] for after in reversed(condensation.successors)]
    return spread_counts(condensation.steps, count_reached(sizes, followers)[::-1])


def spread_counts(steps: Sequence[Sequence[str]], counts: Sequence[int]) -> dict[str, int]:
    """Give each workspace of a step the step's count without the workspace itself."""
    return {workspace: count - 1 for step, count in zip(steps, counts, strict=True) for workspace in step}


def count_reached(sizes: Sequence[int], predecessors: Sequence[Sequence[int]]) -> list[int]:
    """Count for each step the workspaces in it and in all steps that it leads to.

    Args:
        sizes: how many workspaces each step holds, the steps in topological order.
        predecessors: for each step the earlier ones that lead to it.
    """
    ends = list(accumulate(sizes))
    counts = [0] * len(sizes)
    first = 0
    for low in range(0, ends[-1] if ends else 0, CHUNK):
        high = low + CHUNK
        reached = [0] * len(sizes)
        while ends[first] <= low:
            first += 1
        last = first
        while last < len(sizes) and ends[last] - sizes[last] < high:
            begin, end = max(ends[last] - sizes[last], low), min(ends[last], high)
            reached[last] = ((1 << (end - begin)) - 1) << (begin - low)
            last += 1
        for step in range(last - 1, -1, -1):
            bits = reached[step]
            if bits:
                counts[step] += bits.bit_count()
                for each in predecessors[step]:
                    reached[each] |= bits
    return counts
