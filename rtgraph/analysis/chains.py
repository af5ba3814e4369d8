"""How far an apply can spread along run triggers: the longest chain, the widest fan-out, the deepest downstream.

Chains run on the condensation: an SCC is one step. A hop is a run trigger that leads from one step to the
next; the triggers inside an SCC are not counted, since a walk in there need never end. So a chain's hops are
what has to happen at the least, and a step that is cyclic says that there can be more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rtgraph.analysis.collector import pause_collector
from rtgraph.analysis.components import condense
from rtgraph.analysis.reach import count_downstream

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rtgraph.analysis.components import Condensation
    from rtgraph.graph import Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a chain: a workspace, or all workspaces of an SCC.

    Attributes:
        workspaces: the members, in graph order.
        cyclic: whether there is a cycle among them.
        run_trigger: the run trigger that leads into this step from the one before, None for the first step.
    """

    workspaces: tuple[str, ...]
    cyclic: bool
    run_trigger: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How far what happens in one workspace spreads.

    Attributes:
        inbound: from how many workspaces a run trigger leads here.
        outbound: to how many workspaces a run trigger leads from here: the fan-out.
        downstream: how many other workspaces can be reached.
        depth: the hops of the longest chain that starts here.
        cyclic: whether the workspace is on a cycle.
    """

    inbound: int
    outbound: int
    downstream: int
    depth: int
    cyclic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """The chains of a graph, or of what some of its workspaces can reach.

    Attributes:
        starts: where chains begin, those that reach most first: the roots, or the workspaces that were asked for.
        longest: the steps of a longest chain from any of the starts; its hops are one less.
        spreads: workspace id → how far it spreads, for every workspace in question, in graph order.
    """

    starts: tuple[str, ...]
    longest: tuple[Step, ...]
    spreads: dict[str, Spread]


def find_chains(graph: Graph, starts: Sequence[str] = ()) -> Chains:
    """Find how far applies spread: from some workspaces, or in the whole graph.

    Args:
        graph: the graph.
        starts: workspace ids; without any, the chains of the whole graph are found.
    """
    with pause_collector():
        condensation = condense(graph)
        depths, following = measure_depths(graph, condensation)
        downstream = count_downstream(condensation)
    scope = find_reached(graph, starts) if starts else condensation.step_of.keys()
    inbound, outbound = dict(graph.in_degree()), dict(graph.out_degree())
    spreads = {
        workspace: Spread(
            inbound=inbound[workspace],
            outbound=outbound[workspace],
            downstream=downstream[workspace],
            depth=depths[condensation.step_of[workspace]],
            cyclic=condensation.cyclic[condensation.step_of[workspace]],
        )
        for workspace in graph
        if workspace in scope
    }
    begins = tuple(dict.fromkeys(starts)) or find_roots(graph, condensation, spreads)
    first = max(begins, key=lambda each: spreads[each].depth, default=None)
    return Chains(
        starts=begins,
        longest=follow(graph, condensation, following, condensation.step_of[first]) if first is not None else (),
        spreads=spreads,
    )


def rank_spreads(chains: Chains, by: Literal["outbound", "depth"], top: int | None = None) -> tuple[str, ...]:
    """Rank workspaces, the greatest first, of equals those that reach more; what has none is left out.

    Args:
        chains: the chains.
        by: what to compare: the fan-out, or the hops of the longest chain from there.
        top: how many to give, all without it.
    """
    ranked = sorted(
        (each for each, spread in chains.spreads.items() if getattr(spread, by)),
        key=lambda each: (-getattr(chains.spreads[each], by), -chains.spreads[each].downstream),
    )
    return tuple(ranked[:top])


def measure_depths(graph: Graph, condensation: Condensation) -> tuple[list[int], list[int | None]]:
    """Give for each step the hops of the longest chain from it, and the step that follows on that chain."""
    place = {workspace: index for index, workspace in enumerate(graph)}
    stands = [place[step[0]] for step in condensation.steps]
    depths = [0] * len(stands)
    following: list[int | None] = [None] * len(stands)
    for step in range(len(stands) - 1, -1, -1):
        after = condensation.successors[step]
        if after:
            best = max(after, key=lambda each: (depths[each], -stands[each]))
            depths[step], following[step] = depths[best] + 1, best
    return depths, following


def follow(graph: Graph, condensation: Condensation, following: Sequence[int | None], start: int) -> tuple[Step, ...]:
    """Walk the longest chain from a step."""
    steps: list[Step] = []
    here: int | None = start
    before: tuple[str, ...] = ()
    while here is not None:
        members = condensation.steps[here]
        steps.append(
            Step(
                workspaces=members,
                cyclic=condensation.cyclic[here],
                run_trigger=find_trigger(graph, before, members) if before else None,
            )
        )
        before, here = members, following[here]
    return tuple(steps)


def find_trigger(graph: Graph, before: Iterable[str], members: Iterable[str]) -> str:
    """Find the first run trigger that leads from one step to another."""
    inside = {workspace: index for index, workspace in enumerate(members)}
    source, reached = next(
        (source, reached)
        for source in before
        for reached in [[each for each in graph.successors(source) if each in inside]]
        if reached
    )
    identity: str = graph.edges[source, min(reached, key=inside.__getitem__)]["id"]
    return identity


def find_roots(graph: Graph, condensation: Condensation, spreads: dict[str, Spread]) -> tuple[str, ...]:
    """Find where chains begin: what no other step triggers, but which triggers something itself.

    Of an SCC it is the first member. Those that reach most come first.
    """
    roots = [
        step[0]
        for step, before in zip(condensation.steps, condensation.predecessors, strict=True)
        if not before and graph.out_degree(step[0])
    ]
    place = {workspace: index for index, workspace in enumerate(graph)}
    return tuple(sorted(roots, key=lambda each: (-spreads[each].downstream, place[each])))


def find_reached(graph: Graph, starts: Iterable[str]) -> set[str]:
    """Find the workspaces that can be reached from any of some workspaces, with these."""
    reached = set(starts)
    pending = list(reached)
    while pending:
        fresh = [each for each in graph.successors(pending.pop()) if each not in reached]
        reached.update(fresh)
        pending += fresh
    return reached
