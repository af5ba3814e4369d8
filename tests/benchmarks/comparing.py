"""How fast two organizations are compared: ``python -m tests.benchmarks.comparing``, or ``--short`` on a tenth of it.

Two snapshots of 100,000 workspaces, with a thousandth of the run triggers gone, made anew and added, are matched and
compared in 5 s at most, their counts included. Reading them and auditing both is measured beside it: ``auditing`` has
that limit.
"""

from __future__ import annotations

import itertools
import sys
import time
from dataclasses import replace

from rtgraph.analysis.collector import pause_collector
from rtgraph.audit.findings import audit_graph
from rtgraph.differences.counts import count_graph
from rtgraph.differences.sides import match_sides
from rtgraph.differences.sight import find_sight
from rtgraph.differences.triggers import compare_triggers
from rtgraph.differences.workspaces import compare_workspaces
from rtgraph.graph import build_graph
from rtgraph.models import Snapshot
from rtgraph.snapshots import dump_snapshot, parse_snapshot
from tests.benchmarks.organizations import make_organization

SECONDS = 5.0


def change_some(found: Snapshot) -> Snapshot:
    """Drop a thousandth of the run triggers, make as many anew, and open some gates."""
    triggers = [
        replace(each, id=f"{each.id}-2") if place % 1000 == 1 else each
        for place, each in enumerate(found.run_triggers)
        if place % 1000
    ]
    workspaces = [
        replace(each, auto_apply_run_trigger=True) if place % 1000 == 1 else each
        for place, each in enumerate(found.workspaces)
    ]
    return replace(found, workspaces=tuple(workspaces), run_triggers=tuple(triggers))


def main() -> None:
    """Measure, print, and fail over the limit."""
    size = 10_000 if "--short" in sys.argv else 100_000
    first = make_organization(size, triggers_each=3)
    data = [dump_snapshot(each) for each in (first, change_some(first))]
    times = [time.process_time()]
    with pause_collector():
        old, new = (build_graph(parse_snapshot(each, "a snapshot")) for each in data)
        times.append(time.process_time())
        sides = match_sides(old, new)
        sights = find_sight(sides.swap()), find_sight(sides)
        workspaces = compare_workspaces(sides, *sights)
        triggers = compare_triggers(sides, *sights, workspaces.removed, workspaces.added)
    count_graph(old, ()), count_graph(new, ())
    times.append(time.process_time())
    audit_graph(old), audit_graph(new)
    times.append(time.process_time())
    read, compared, audited = (after - before for before, after in itertools.pairwise(times))
    print(
        f"{size:,} workspaces, {len(first.run_triggers):,} run triggers on either side: compared in {compared:.2f} s = "
        f"{compared / SECONDS:.0%} of {SECONDS:g} s ({len(workspaces.changed):,} changes, {len(triggers.removed):,} "
        f"removed, {len(triggers.recreated):,} re-created); beside it read in {read:.2f} s, audited in {audited:.2f} s"
    )
    sys.exit(1 if compared > SECONDS else 0)


if __name__ == "__main__":
    main()
