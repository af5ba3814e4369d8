"""Findings that appeared and went."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.differences.triggers import list_ends

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from rtgraph.differences.sides import Sides
    from rtgraph.differences.triggers import Trigger
    from rtgraph.graph import Graph
    from rtgraph.models import Finding

BLIND_SPOT = "blind-spot"
"""The rule about crawls themselves: what it finds is never hidden."""

STATE_RULES = ("state-without-trigger", "trigger-without-state")
"""The rules that need to know who may read the state of a finding's first workspace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingDifferences:
    """What became of the findings, each group the worst first.

    Attributes:
        appeared: those that are new.
        went: those that are mended.
        new_or_hidden: those that are new, or that the older crawl saw too little for.
        gone_or_hidden: those that are mended, or that the newer crawl saw too little for.
    """

    appeared: tuple[Finding, ...]
    went: tuple[Finding, ...]
    new_or_hidden: tuple[Finding, ...]
    gone_or_hidden: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """What the other side's crawl may only not have seen.

    Attributes:
        workspaces: workspaces that it lacks, or could not read.
        run_triggers: run triggers that it lacks.
        producers: workspaces of which only this side knows who may read their state.
    """

    workspaces: frozenset[str]
    run_triggers: tuple[Trigger, ...]
    producers: frozenset[str]


def compare_findings(
    sides: Sides, before: Iterable[Finding], after: Iterable[Finding], unseen_before: Unseen, unseen_after: Unseen
) -> FindingDifferences:
    """Compare the findings of two graphs.

    Args:
        sides: the graphs.
        before: the older graph's findings.
        after: the newer graph's findings.
        unseen_before: what of the newer graph the older crawl may only not have seen.
        unseen_after: what of the older graph the newer crawl may only not have seen.
    """
    earlier = [(identify(sides.old, each, by_name=sides.by_name), each) for each in before]
    later = [(identify(sides.new, each, by_name=sides.by_name), each) for each in after]
    went, gone_or_hidden = part_findings(sides.old, subtract(earlier, later), unseen_after)
    appeared, new_or_hidden = part_findings(sides.new, subtract(later, earlier), unseen_before)
    return FindingDifferences(appeared=appeared, went=went, new_or_hidden=new_or_hidden, gone_or_hidden=gone_or_hidden)


def identify(graph: Graph, finding: Finding, *, by_name: bool) -> Hashable:
    """Say by what a finding is known again: its fingerprint, or its rule and the names that it is about.

    The names stand in the finding's order, which tells which way a run trigger leads.
    """
    if by_name:
        return finding.rule, *(graph.nodes[each]["name"] if each in graph else each for each in finding.workspaces)
    return finding.fingerprint


def subtract(
    findings: Iterable[tuple[Hashable, Finding]], others: Iterable[tuple[Hashable, Finding]]
) -> Iterator[Finding]:
    """Give the findings that the others lack, each counted as often as it is there."""
    there = Counter(key for key, _ in others)
    for key, finding in findings:
        if there[key]:
            there[key] -= 1
        else:
            yield finding


def part_findings(
    graph: Graph, findings: Iterable[Finding], unseen: Unseen
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Part findings that the other side lacks into those that are not there and those that may be hidden.

    A cycle is settled by its own workspaces and run triggers; anything else may hang on what is joined to it,
    however far away.
    """
    hidden = {each.id for each in unseen.run_triggers}
    around = find_joined(graph, {*unseen.workspaces, *list_ends(unseen.run_triggers)})
    sure: list[Finding] = []
    unsure: list[Finding] = []
    for finding in findings:
        places = unseen.workspaces if finding.cycle is not None else around
        touched = finding.rule != BLIND_SPOT and (
            not places.isdisjoint(finding.workspaces) or not hidden.isdisjoint(finding.run_triggers)
        )
        silent = finding.rule in STATE_RULES and finding.workspaces[0] in unseen.producers
        (unsure if touched or silent else sure).append(finding)
    return tuple(sure), tuple(unsure)


def find_joined(graph: Graph, workspaces: Iterable[str]) -> set[str]:
    """Find everything that run triggers join to some workspaces, whichever way they lead."""
    joined = set(workspaces)
    pending = list(joined)
    while pending:
        here = pending.pop()
        fresh = {*graph.successors(here), *graph.predecessors(here)} - joined
        joined |= fresh
        pending += fresh
    return joined
