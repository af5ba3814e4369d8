"""Cascades and rankings → text for a terminal."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from rtgraph.analysis.cascades import trace_sources
from rtgraph.reports.columns import align, count, wrap
from rtgraph.reports.coverage import LEGEND, describe_coverage, describe_size, name_of
from rtgraph.reports.numbers import describe_runs, describe_time, large

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rtgraph.analysis.cascades import Cascade, Endless
    from rtgraph.analysis.rankings import Impact
    from rtgraph.analysis.waves import Arrival
    from rtgraph.graph import Graph

WAVES, ROWS, NAMED = 30, 40, 6
"""How many waves, workspaces of a wave and names of a list are written out; JSON has all."""

ENDS = {
    "complete": (),
    "repeats": ("… and so on without end",),
    "cut": ("… the waves are cut off here; what follows counts all runs",),
}
"""How the waves end → what is said below the last."""


def render_impacts(graph: Graph, cascades: Sequence[Cascade]) -> str:
    """Write each cascade wave by wave, then how complete the graph is."""
    blocks = ["\n".join(render_cascade(graph, each)) for each in cascades]
    return "\n\n".join([*blocks, render_end(graph)]) + "\n"


def render_cascade(graph: Graph, cascade: Cascade) -> Iterator[str]:
    """Write one cascade: its waves, its total and what to know about it."""
    yield f"apply in {name_of(graph, cascade.start)}"
    seen = {cascade.start}
    for number, wave in enumerate(cascade.waves[:WAVES], start=1):
        yield f"  wave {number}  {describe_runs(sum(each.runs for each in wave))}"
        yield from (f"    {line}" for line in align([describe_arrival(graph, each, seen) for each in wave[:ROWS]]))
        if len(wave) > ROWS:
            yield f"    … and {count(len(wave) - ROWS, 'workspace')} more: -f json has all"
        seen.update(each.workspace for each in wave)
    if len(cascade.waves) > WAVES:
        yield f"  … and {count(len(cascade.waves) - WAVES, 'wave')} more: -f json has them"
    yield from (f"  {line}" for line in ENDS[cascade.waves_end])
    for line in (*describe_total(graph, cascade), *describe_limits(graph, cascade)):
        yield from wrap(line, "  ", "    ")


def describe_arrival(graph: Graph, arrival: Arrival, seen: set[str]) -> tuple[str, ...]:
    """Give the cells of one workspace in a wave."""
    how = "waits for a person" if arrival.gate else "auto-apply"
    times = f"×{large(arrival.runs)}" if arrival.runs > 1 else ""
    again = "again " if arrival.workspace in seen else ""
    return name_of(graph, arrival.workspace), times, how, f"{again}via {name_all(graph, arrival.sources)}"


def describe_total(graph: Graph, cascade: Cascade) -> Iterator[str]:
    """Say what it comes to: runs, who has to look at them, duplicates, and how long it takes."""
    if not cascade.totals:
        local = graph.nodes[cascade.start]["execution_mode"] == "local"
        why = ": it has local execution, so it has no runs that could be applied" if local else ""
        yield f"sets off nothing{why}"
        return
    where = count(len(cascade.reached), "workspace")
    more = "" if cascade.runs is None else describe_duplicates(cascade.runs - len(cascade.reached))
    yield f"total   {describe_runs(cascade.runs)} in {where}{more}"
    yield from (describe_endless(graph, each) for each in cascade.endless[:NAMED])
    if len(cascade.endless) > NAMED:
        yield f"… and {len(cascade.endless) - NAMED:,} more without end"
    alone = [each for each, runs in cascade.totals_unattended.items() if runs != 0]
    yield f"applied with nobody confirming: {describe_runs(cascade.unattended) if alone else 'none'}" + (
        f" in {name_all(graph, alone)}" if alone else ""
    )
    if cascade.gates:
        yield f"waits for a person at {name_all(graph, cascade.gates)}"
    yield from describe_repeated(graph, cascade)
    spared = sorted(filter(cascade.hanging.get, cascade.hanging), key=lambda each: -cascade.hanging[each])
    if spared:
        named = ", ".join(f"{name_of(graph, each)} {cascade.hanging[each]:,}" for each in spared[:NAMED])
        yield f"spared where a plan has no changes, in workspaces: {named}{and_more(len(spared) - NAMED)}"
    yield from describe_duration(graph, cascade)


def describe_duplicates(number: int) -> str:
    """Say how many runs there are beyond one for each workspace."""
    return f" · {large(number)} duplicate{'' if number == 1 else 's'}" if number else ""


def describe_endless(graph: Graph, endless: Endless) -> str:
    """Say which workspaces queue runs without end, and whether a person could stop them."""
    alone = len(endless.workspaces) == 1
    named = f"{name_all(graph, endless.workspaces)}{', which triggers itself,' if alone else ''}"
    how = "keeps itself going" if endless.self_sustaining else "goes on as often as a person confirms"
    return f"no end: {'' if alone else 'the cycle of '}{named} {how}"


def describe_repeated(graph: Graph, cascade: Cascade) -> Iterator[str]:
    """Name the workspaces with more than one run, those with most first, and how many come over which source."""
    double = [each for each, runs in cascade.totals.items() if runs != 1]
    double.sort(key=lambda each: inf if (runs := cascade.totals[each]) is None else runs, reverse=True)
    if double:
        named = ", ".join(describe_multiple(graph, cascade, each) for each in double[:NAMED])
        yield f"more than one run: {named}{and_more(len(double) - NAMED)}"


def describe_multiple(graph: Graph, cascade: Cascade, workspace: str) -> str:
    """Say how many runs a workspace gets, and over which sources."""
    name, runs = name_of(graph, workspace), cascade.totals[workspace]
    if runs is None:
        return f"{name} without end"
    sources = trace_sources(graph, cascade, workspace)
    over = [f"{large(times or 0)} via {name_of(graph, source)}" for source, times in sources.items()]
    return f"{name} ×{large(runs)} ({', '.join(over[:NAMED])}{and_more(len(over) - NAMED)})"


def describe_duration(graph: Graph, cascade: Cascade) -> Iterator[str]:
    """Say how long it takes, over which path, and what is not known."""
    if cascade.duration.seconds is None:
        return
    names = [name_of(graph, each) for each in cascade.duration.path]
    if len(names) > NAMED + 1:
        names = [*names[: NAMED - 2], f"… {len(names) - NAMED:,} more …", *names[-2:]]
    unknown = f"; no averages are known of {name_all(graph, cascade.untimed)}" if cascade.untimed else ""
    yield (
        f"about {describe_time(cascade.duration.seconds)} along the slowest path, waiting for people aside: "
        f"{' → '.join(names)}{unknown}"
    )


def describe_limits(graph: Graph, cascade: Cascade) -> Iterator[str]:
    """Say where the cascade ends for other reasons than run triggers, and where it may go on unseen."""
    if cascade.dead_ends:
        yield f"dead end, local execution: {name_all(graph, cascade.dead_ends)}"
    if cascade.unknown:
        hidden = name_all(graph, cascade.unknown)
        yield f"outbound run triggers cannot be read, so what lies behind is unknown: {hidden}"


def render_ranking(graph: Graph, ranking: Sequence[Impact]) -> str:
    """Write the workspaces with the largest cascades as a table."""
    rows = [("apply in", "reaches", "runs", "unattended")]
    rows += [
        (
            name_of(graph, each.workspace),
            f"{each.reached:,}",
            "no end" if each.runs is None else large(each.runs),
            "no end" if each.unattended is None else large(each.unattended),
        )
        for each in ranking
    ]
    lines = align(rows, right=(1, 2, 3))
    left = len(graph) - len(ranking)
    rest = [f"… and {count(left, 'workspace')} more: --top {len(graph)} has all"] if left else []
    return "\n".join([*lines, *rest, "", render_end(graph)]) + "\n"


def render_end(graph: Graph) -> str:
    """Say which organization it was, and how much of it could be read."""
    return "\n".join([describe_size(graph), *describe_coverage(graph), LEGEND])


def name_all(graph: Graph, workspaces: Sequence[str]) -> str:
    """Name workspaces, and count those that would be too many to name."""
    return ", ".join(name_of(graph, each) for each in workspaces[:NAMED]) + and_more(len(workspaces) - NAMED)


def and_more(number: int) -> str:
    """Count what is not named."""
    return f" and {number:,} more" if number > 0 else ""
