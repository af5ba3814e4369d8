"""Cascades, rankings and paths → text for a terminal."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from rtgraph.graph import applies_by_itself, trigger_ids
from rtgraph.reports.columns import align, count, wrap
from rtgraph.reports.coverage import LEGEND, describe_coverage, describe_size, name_of
from rtgraph.reports.quoting import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rtgraph.analysis.cascades import Arrival, Cascade
    from rtgraph.analysis.paths import Paths
    from rtgraph.analysis.rankings import Impact
    from rtgraph.graph import Graph

WAVES, ROWS, NAMED = 30, 40, 6
"""How many waves, workspaces of a wave and names of a list are written out; JSON has all."""


def render_impacts(graph: Graph, cascades: Sequence[Cascade]) -> str:
    """Write each cascade wave by wave, then how complete the graph is."""
    blocks = ["\n".join(render_cascade(graph, each)) for each in cascades]
    return "\n\n".join([*blocks, render_end(graph)]) + "\n"


def render_cascade(graph: Graph, cascade: Cascade) -> Iterator[str]:
    """Write one cascade: its waves, its total and what to know about it."""
    yield f"apply in {name_of(graph, cascade.start)}"
    if not cascade.waves:
        local = graph.nodes[cascade.start]["execution_mode"] == "local"
        yield "  sets off nothing" + (
            ": it has local execution, so it has no runs that could be applied" if local else ""
        )
    for number, wave in enumerate(cascade.waves[:WAVES], start=1):
        yield f"  wave {number}  {count(sum(each.runs for each in wave), 'run')}"
        yield from (f"    {line}" for line in align([describe_arrival(graph, each) for each in wave[:ROWS]]))
        if len(wave) > ROWS:
            yield f"    … and {len(wave) - ROWS:,} workspaces more: -f json has all"
    if len(cascade.waves) > WAVES:
        yield f"  … and {len(cascade.waves) - WAVES:,} waves more: -f json has all"
    for line in describe_total(graph, cascade):
        yield from wrap(line, "  ", "    ")


def describe_arrival(graph: Graph, arrival: Arrival) -> tuple[str, ...]:
    """Give the cells of one workspace in a wave."""
    how = "waits for a person" if arrival.gate else "auto-apply"
    times = f"×{large(arrival.runs)}" if arrival.runs > 1 else ""
    return name_of(graph, arrival.workspace), times, how, f"via {name_all(graph, arrival.sources)}"


def describe_total(graph: Graph, cascade: Cascade) -> Iterator[str]:
    """Say what it comes to."""
    where = count(len(cascade.reached), "workspace")
    if cascade.runs is None:
        yield f"total   no end: a cycle queues runs again and again, in {where}"
    else:
        yield f"total   {large(cascade.runs)} run{'' if cascade.runs == 1 else 's'} in {where}"
    alone = "without end" if cascade.unattended is None else large(cascade.unattended)
    yield f"applied with nobody confirming: {alone}"
    if cascade.gates:
        yield f"waits for a person at {name_all(graph, cascade.gates)}"
    double = {each: runs for each, runs in cascade.totals.items() if runs > 1}
    if double:
        most = sorted(double, key=lambda each: -double[each])[:NAMED]
        named = ", ".join(f"{name_of(graph, each)} ×{large(double[each])}" for each in most)
        yield f"more than one run: {named}{and_more(len(double) - len(most))}"
    spared = sorted(
        (each for each in cascade.hanging if cascade.hanging[each]), key=lambda each: -cascade.hanging[each]
    )
    if spared:
        named = ", ".join(f"{name_of(graph, each)} {cascade.hanging[each]:,}" for each in spared[:NAMED])
        yield f"spared where a plan has no changes, in workspaces: {named}{and_more(len(spared) - NAMED)}"
    if cascade.seconds is not None:
        unknown = f", {count(len(cascade.untimed), 'workspace')} without averages aside" if cascade.untimed else ""
        yield f"about {describe_time(cascade.seconds)} along the slowest path, waiting for people aside{unknown}"
    if cascade.dead_ends:
        yield f"dead end, local execution: {name_all(graph, cascade.dead_ends)}"
    if cascade.unknown:
        yield f"cannot be read, so what lies behind is unknown: {name_all(graph, cascade.unknown)}"


def render_ranking(graph: Graph, ranking: Sequence[Impact], most: int) -> str:
    """Write the workspaces with the largest cascades as a table."""
    rows = [("apply in", "reaches", "runs", "unattended")]
    rows += [
        (
            name_of(graph, each.workspace),
            f"{each.reached:,}",
            "no end" if each.runs is None else large(each.runs),
            "no end" if each.unattended is None else large(each.unattended),
        )
        for each in ranking[:most]
    ]
    lines = align(rows, right=(1, 2, 3))
    rest = (
        [f"… and {len(ranking) - most:,} workspaces more: --top {len(ranking)} has all"] if len(ranking) > most else []
    )
    return "\n".join([*lines, *rest, "", render_end(graph)]) + "\n"


def render_paths(graph: Graph, start: str, end: str, found: Paths) -> str:
    """Write each path hop by hop, and how many there are."""
    blocks = []
    for path in found.paths:
        rows = [describe_hop(graph, *hop) for hop in itertools.pairwise(path)]
        blocks.append("\n".join([name_of(graph, start), *(f"  {line}" for line in align(rows))]))
    if found.total is None:
        total = "cycles lie between, so the paths are not counted"
    else:
        total = f"{large(found.total)} path{'' if found.total == 1 else 's'} in all"
    shown = f"; {len(found.paths):,} shown" if found.total is None or found.total > len(found.paths) else ""
    ends = f"{name_of(graph, start)} → {name_of(graph, end)}"
    return "\n\n".join([*blocks, f"{ends}: {total}{shown}\n{render_end(graph)}"]) + "\n"


def describe_hop(graph: Graph, source: str, reached: str) -> tuple[str, ...]:
    """Give the cells of one hop."""
    identities = ", ".join(plain(each) for each in trigger_ids(graph, source, reached))
    return f"→ {name_of(graph, reached)}", identities, "auto-apply" if applies_by_itself(graph, reached) else "gate"


def render_end(graph: Graph) -> str:
    """Say which organization it was, and how much of it could be read."""
    return "\n".join([describe_size(graph), *describe_coverage(graph), LEGEND])


def name_all(graph: Graph, workspaces: Sequence[str]) -> str:
    """Name workspaces, and count those that would be too many to name."""
    return ", ".join(name_of(graph, each) for each in workspaces[:NAMED]) + and_more(len(workspaces) - NAMED)


def and_more(number: int) -> str:
    """Count what is not named."""
    return f" and {number:,} more" if number > 0 else ""


def large(number: int) -> str:
    """Write a number of any size; past 15 digits as a power of ten, which JSON has exactly."""
    digits = len(str(number)) if number < 10**4000 else int(number.bit_length() * 0.30103) + 1
    if digits <= 15:
        return f"{number:,}"
    lead = number // 10 ** (digits - 2)
    return f"about {lead / 10 if lead < 100 else lead / 100:.1f}e{digits - 1}"


def describe_time(seconds: float) -> str:
    """Write a time as people say it."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"
