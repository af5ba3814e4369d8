"""The rules about how far one apply spreads: fan-out, deep chains, unattended cascades, duplicate runs."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import networkx as nx

from rtgraph.analysis.components import condense
from rtgraph.analysis.reach import count_downstream
from rtgraph.audit.facts import Evidence, command, edges_between, join, name_of, name_path
from rtgraph.graph import applies_by_itself

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rtgraph.analysis.components import Condensation
    from rtgraph.audit.facts import Facts
    from rtgraph.graph import Graph


CARRIED = 100
"""How many workspaces of one chain a finding holds."""


def find_fan_out(facts: Facts) -> Iterator[Evidence]:
    """Find the workspaces that trigger more workspaces than the threshold allows."""
    most = facts.thresholds.fan_out
    for workspace in facts.graph:
        reached = [each for each in facts.graph.successors(workspace) if each != workspace]
        if len(reached) > most:
            yield Evidence(
                message=f"{name_of(facts.graph, workspace)} triggers {len(reached):,} workspaces, more than {most:,}: "
                f"each apply queues a run in every one of them.",
                workspaces=(workspace,),
                run_triggers=edges_between(facts.graph, [(workspace, each) for each in reached]),
                mend=(command("impact", name_of(facts.graph, workspace)),),
            )


def find_deep_chains(facts: Facts) -> Iterator[Evidence]:
    """Find the roots from which the longest chain has more hops than the threshold allows.

    Of a chain with more than ``CARRIED`` workspaces the first ones and the last two are carried, so that many roots
    above one long chain do not each carry all of it.
    """
    most = facts.thresholds.deep_chain
    condensation, depths = facts.condensation, facts.depths
    deep = [step for step, before in enumerate(condensation.predecessors) if depths[step] > most and not before]
    following = find_following(condensation, depths) if deep else []
    lasts = find_lasts(following)
    for root in deep:
        begin = list(follow(following, root, CARRIED if depths[root] < CARRIED else CARRIED - 2))
        parts = [[condensation.steps[step][0] for step in part] for part in (begin, lasts[root])]
        chain = list(dict.fromkeys(itertools.chain(*parts)))
        left_out = depths[root] + 1 - len(chain)
        path = name_path(facts.graph, chain, left_out)
        yield Evidence(
            message=f"A chain of {depths[root]:,} hops, more than {most:,}: {path}.",
            workspaces=tuple(chain),
            run_triggers=edges_between(
                facts.graph, dict.fromkeys(hop for part in parts for hop in itertools.pairwise(part))
            ),
            mend=(command("path", name_of(facts.graph, chain[0]), name_of(facts.graph, chain[-1])),),
            identity=(chain[0],),
        )


def find_following(condensation: Condensation, depths: Sequence[int]) -> list[int | None]:
    """Find for each step the next one on a longest chain; None at an end."""
    return [
        next((each for each in reached if depths[each] == depths[step] - 1), None)
        for step, reached in enumerate(condensation.successors)
    ]


def find_lasts(following: Sequence[int | None]) -> list[tuple[int, ...]]:
    """Find for each step the last two steps of its chain, or the only one."""
    lasts: list[tuple[int, ...]] = [()] * len(following)
    for step in range(len(following) - 1, -1, -1):
        after = following[step]
        lasts[step] = (step,) if after is None else (step, after) if following[after] is None else lasts[after]
    return lasts


def follow(following: Sequence[int | None], step: int | None, most: int) -> Iterator[int]:
    """Give the first steps of a chain, no more than ``most``."""
    while step is not None and most:
        yield step
        step, most = following[step], most - 1


def find_unattended_cascades(facts: Facts) -> Iterator[Evidence]:
    """Find where one apply reaches more workspaces with nobody confirming than the threshold allows.

    Where one such apply is part of a larger one that began upstream, only the larger one is named.
    """
    most = facts.thresholds.unattended_cascade
    alone = keep_unattended(facts.graph)
    condensation = condense(alone)
    reached = count_downstream(condensation)
    for members, above in zip(condensation.steps, condensation.predecessors, strict=True):
        start = members[0]
        if above or reached[start] <= most:
            continue
        name = name_of(facts.graph, start)
        yield Evidence(
            message=f"One apply in {name} is followed by applies in {reached[start]:,} workspaces, more than {most:,}, "
            "and nobody has to confirm one.",
            workspaces=(start,),
            run_triggers=edges_between(facts.graph, list(alone.out_edges(start))),
            mend=(command("impact", name),),
        )


def keep_unattended(graph: Graph) -> Graph:
    """Keep the run triggers whose runs are applied with nobody confirming; a local source sets off none."""
    alone: Graph = nx.DiGraph()
    alone.add_nodes_from(graph)
    alone.add_edges_from(
        (source, destination)
        for source, destination in graph.edges
        if applies_by_itself(graph, destination) and graph.nodes[source]["execution_mode"] != "local"
    )
    return alone


def find_duplicate_runs(facts: Facts) -> Iterator[Evidence]:
    """Find the workspaces in which one apply elsewhere queues more than one run."""
    for overlap in facts.overlaps:
        if overlap.starts > facts.thresholds.duplicate_runs:
            example, workspace = name_of(facts.graph, overlap.example), name_of(facts.graph, overlap.workspace)
            starts = f"{overlap.starts:,} workspace{'' if overlap.starts == 1 else 's'}"
            over = join([name_of(facts.graph, each) for each in overlap.sources])
            how = f"over {over}" if len(overlap.sources) > 1 else f"by several run triggers from {over}"
            yield Evidence(
                message=f"{workspace} gets more than one run from one apply in {starts}, such as {example}: "
                f"the runs arrive {how}.",
                workspaces=(overlap.workspace,),
                run_triggers=edges_between(facts.graph, [(each, overlap.workspace) for each in overlap.sources]),
                mend=(command("path", example, workspace, "--all"),),
            )
