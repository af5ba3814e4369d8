"""Selections on 100,000 workspaces and 300,000 run triggers: a second for neighbours, two for anything else.

The graph stands already: reading and building it is not measured here.
Run ``python -m tests.benchmarks.selecting``, or with ``--short`` on a tenth of it.
"""

from __future__ import annotations

import contextlib
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from rtgraph.selection_tree import SelectionError
from rtgraph.selectors import select_part, select_workspaces
from tests.benchmarks.analysis import make

if TYPE_CHECKING:
    from collections.abc import Callable

    from rtgraph.graph import Graph

NEIGHBOURS = 1.0
SECONDS = 2.0


def measure(what: str, limit: float, work: Callable[[], int]) -> bool:
    """Measure one piece of work; tell whether it keeps its limit."""
    begun = time.process_time()
    found = work()
    seconds = time.process_time() - begun
    print(f"{what:40} {found:>7,} workspaces in {seconds:5.2f} s = {seconds / limit:4.0%} of {limit:g} s")
    return seconds <= limit


def count_selected(graph: Graph, text: str) -> int:
    """Count what a selection means."""
    return len(select_workspaces(graph, text))


def mistake(graph: Graph) -> int:
    """Look for the names nearest to one that is not there."""
    with contextlib.suppress(SelectionError):
        select_workspaces(graph, "workspce-000123")
    return len(graph)


def main() -> None:
    """Measure each kind of selection, and fail over a limit."""
    scale = 10 if "--short" in sys.argv else 1
    graph = make("organization", scale)
    names = [node["name"] for _, node in graph.nodes(data=True)]
    middle, last = names[len(names) // 2], names[-1]
    texts = [
        f"+{middle}+",
        f"3+{middle}+3",
        f"{names[0]}..{last}",
        "cycle:*",
        "!(root:* leaf:*),auto:yes",
        "*1*,!*2*",
        " ".join(names[:: max(1, len(names) // 10_000)]),
    ]
    kept = [
        measure(text[:38], NEIGHBOURS if "+" in text else SECONDS, partial(count_selected, graph, text))
        for text in texts
    ]
    kept.append(measure("a name that is not there", SECONDS, partial(mistake, graph)))
    kept.append(measure("the part of *[02468]", SECONDS, lambda: len(select_part(graph, ["*[02468]"], []))))
    sys.exit(0 if all(kept) else 1)


if __name__ == "__main__":
    main()
