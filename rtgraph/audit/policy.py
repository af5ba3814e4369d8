"""What a policy asks for beyond the rules: forbidden and required run triggers, layers, and exceptions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from rtgraph.audit.facts import Evidence, command, delete_all, edges_between, name_of, name_path
from rtgraph.selectors import select_workspaces

if TYPE_CHECKING:
    from rtgraph.audit.facts import Facts
    from rtgraph.audit.policy_file import Excuse, Layers, Pair, Policy
    from rtgraph.graph import Graph
    from rtgraph.models import Finding


def find_forbidden(facts: Facts) -> Iterator[Evidence]:
    """Find the run triggers from one selection to another that the policy forbids."""
    for pair in facts.policy.forbidden:
        yield from find_forbidden_by(facts.graph, pair)


def find_missing(facts: Facts) -> Iterator[Evidence]:
    """Find the workspaces that lack a run trigger that the policy requires."""
    for pair in facts.policy.required:
        yield from find_missing_by(facts.graph, pair)


def find_breaches(facts: Facts) -> Iterator[Evidence]:
    """Find the run triggers that lead back from a later layer of the policy into an earlier one."""
    for layers in facts.policy.layers:
        yield from find_breaches_of(facts.graph, layers)


def find_nothing(_facts: Facts) -> Iterator[Evidence]:
    """Find nothing: what is wrong with exceptions is known only when every other rule has spoken."""
    return iter(())


def find_forbidden_by(graph: Graph, pair: Pair) -> Iterator[Evidence]:
    """Find the run triggers from one selection to another."""
    sources, destinations = (frozenset(select_workspaces(graph, each)) for each in (pair.source, pair.destination))
    for source, destination in graph.edges:
        if source in sources and destination in destinations:
            triggers = edges_between(graph, [(source, destination)])
            yield Evidence(
                message=f"{name_path(graph, (source, destination))} is forbidden "
                f"({pair.source} → {pair.destination}): {pair.reason}",
                workspaces=(source, destination),
                run_triggers=triggers,
                mend=delete_all(triggers),
                severity=pair.severity,
                identity=(pair.source, pair.destination, source, destination),
            )


def find_missing_by(graph: Graph, pair: Pair) -> Iterator[Evidence]:
    """Find the workspaces of the second selection that no workspace of the first triggers."""
    sources, destinations = (select_workspaces(graph, each) for each in (pair.source, pair.destination))
    wanted = frozenset(sources)
    for workspace in destinations:
        if wanted.isdisjoint(graph.predecessors(workspace)):
            name = name_of(graph, workspace)
            first = next((each for each in sources if each != workspace), None)
            yield Evidence(
                message=f"{name} has no run trigger from any of {pair.source}, and it is required: {pair.reason}",
                workspaces=(workspace,),
                run_triggers=(),
                mend=(command("trigger", "create", name_of(graph, first), name),) if first else (),
                severity=pair.severity,
                identity=(pair.source, pair.destination, workspace),
            )


def find_breaches_of(graph: Graph, layers: Layers) -> Iterator[Evidence]:
    """Find the run triggers that lead back from a later layer into an earlier one."""
    place: dict[str, int] = {}
    for number, selection in enumerate(layers.order):
        for workspace in select_workspaces(graph, selection):
            place.setdefault(workspace, number)
    for source, destination in graph.edges:
        one, other = place.get(source), place.get(destination)
        if one is not None and other is not None and one > other:
            triggers = edges_between(graph, [(source, destination)])
            yield Evidence(
                message=f"{name_path(graph, (source, destination))} leads back from layer {layers.order[one]} "
                f"into layer {layers.order[other]}: {layers.reason}",
                workspaces=(source, destination),
                run_triggers=triggers,
                mend=delete_all(triggers),
                severity=layers.severity,
                identity=(*layers.order, source, destination),
            )


def find_idle(graph: Graph, policy: Policy) -> tuple[str, ...]:
    """Find the selections of a policy that select no workspace here, each once; exceptions are told of as findings."""
    pairs = [end for pair in (*policy.forbidden, *policy.required) for end in (pair.source, pair.destination)]
    asked = dict.fromkeys((*pairs, *(each for layers in policy.layers for each in layers.order)))
    return tuple(each for each in asked if not select_workspaces(graph, each))


def excuse_findings(
    graph: Graph, policy: Policy, findings: tuple[Finding, ...], today: date
) -> tuple[tuple[Finding, ...], int, list[tuple[str, Evidence]]]:
    """Leave out the findings that a policy's exceptions accept.

    Returns:
        the findings that are left, how many were left out, and what is wrong with the exceptions themselves: a
        rule's id, ``expired-exception`` or ``unused-exception``, with the evidence.
    """
    left, excused = findings, 0
    wrong: list[tuple[str, Evidence]] = []
    for excuse in policy.exceptions:
        if excuse.expires is not None and excuse.expires < today:
            wrong.append(("expired-exception", describe_excuse(policy, excuse, f"expired on {excuse.expires}")))
            continue
        accepted = frozenset(select_workspaces(graph, excuse.select))
        kept = tuple(each for each in left if each.rule != excuse.rule or accepted.isdisjoint(each.workspaces))
        if len(kept) == len(left):
            wrong.append(("unused-exception", describe_excuse(policy, excuse, "matches no finding any more")))
        excused += len(left) - len(kept)
        left = kept
    return left, excused, wrong


def describe_excuse(policy: Policy, excuse: Excuse, state: str) -> Evidence:
    """Say what is wrong with an exception."""
    return Evidence(
        message=f"The exception of {excuse.rule} for {excuse.select} in {policy.path} {state} "
        f"(its reason: {excuse.reason}).",
        workspaces=(),
        run_triggers=(),
        identity=(excuse.rule, excuse.select, excuse.reason),
    )
