"""The look before the leap: what new run triggers would do, and what speaks against them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rtgraph.cli.brakes import converse
from rtgraph.errors import RtgraphError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rtgraph.cli.source import Source
    from rtgraph.fixes.foresight import Foresight
    from rtgraph.graph import Graph
    from rtgraph.models import Snapshot
    from rtgraph.pairs import Pair
    from rtgraph.reports.triggers import TriggerRow


def look(source: Source, pairs: list[Pair]) -> Graph:
    """Give the graph to look at: a snapshot's, or what leads to the named workspaces as it is now."""
    from rtgraph.graph import build_graph

    if source.snapshot is not None or source.demo:
        from rtgraph.cli.loading import load_graph

        return load_graph(source)
    from rtgraph.cli.crawling import connect
    from rtgraph.fixes.upstream import crawl_upstream

    client, organization = connect(source)

    def choose(snapshot: Snapshot) -> list[str]:
        return [end for pair in resolve(build_graph(snapshot), pairs) for end in pair]

    return build_graph(converse(client, lambda client: crawl_upstream(client, organization, choose)))


def resolve(graph: Graph, pairs: list[Pair]) -> list[tuple[str, str]]:
    """Give the ids of the workspaces that are named, each pair once.

    Raises:
        click.UsageError: there is no such workspace, or several; it says on which line.
    """
    from rtgraph.cli.workspaces import find_workspace

    found: dict[tuple[str, str], None] = {}
    for source, destination, line in pairs:
        try:
            found[find_workspace(graph, source), find_workspace(graph, destination)] = None
        except click.UsageError as error:
            raise click.UsageError(f"Line {line}: {error.message}" if line else error.message) from None
    return list(found)


def refuse_bad(graph: Graph, found: Sequence[Foresight], *, allow_cycle: bool) -> None:
    """Stop before the first write where one of the run triggers should not, or cannot, be created.

    Raises:
        RtgraphError: it says of each which and why.
    """
    problems = [
        f"{name_pair(graph, each)} {reason}"
        for each in found
        if (reason := find_objection(graph, each, allow_cycle=allow_cycle)) is not None
    ]
    if problems:
        raise RtgraphError(f"{'; '.join(problems)}; nothing is created")


def find_objection(graph: Graph, ahead: Foresight, *, allow_cycle: bool) -> str | None:
    """Say what speaks against a run trigger, or None."""
    from rtgraph.fixes.looks import MOST_SOURCES

    if ahead.present:
        return None
    if ahead.closes and not allow_cycle:
        path = " → ".join(graph.nodes[each]["name"] for each in ahead.closes)
        kind = "a cycle that keeps itself going" if ahead.self_sustaining else "a cycle"
        return f"would close {kind}: {path}; where that is meant, add --allow-cycle"
    if ahead.full is not None:
        name = graph.nodes[ahead.destination]["name"]
        return f"is one too many: {name} has {ahead.full} of {MOST_SOURCES} sources; delete one first"
    return None


def name_pair(graph: Graph, ahead: Foresight) -> str:
    """Name the two ends."""
    return f"{graph.nodes[ahead.source]['name']} → {graph.nodes[ahead.destination]['name']}"


def describe_sight(graph: Graph) -> list[str]:
    """Say what was not seen: a cycle may lead through it."""
    from rtgraph.audit.facts import join, name_of

    ids = {each["workspace_id"] for each in graph.graph["blind_spots"] if each["what"] in ("workspace", "inbound")}
    hidden = [name_of(graph, each) for each in graph if each in ids]
    if hidden:
        return [f"what triggers {join(hidden)} is hidden from this token: a cycle through it would not be seen"]
    return []


def describe_row(graph: Graph, ahead: Foresight) -> TriggerRow:
    """Say what a run trigger would do, before anything is written."""
    from rtgraph.reports.triggers import TriggerRow

    notes = []
    if ahead.closes and not ahead.present:
        path = " → ".join(graph.nodes[each]["name"] for each in ahead.closes)
        notes.append(f"closes a cycle: {path}")
    if ahead.implied_by:
        path = " → ".join(graph.nodes[each]["name"] for each in ahead.implied_by)
        notes.append(f"redundant: a longer way leads there already, {path}; one apply will queue a run by each")
    if not ahead.closes and not ahead.present:
        notes += describe_sight(graph)
    if ahead.dead:
        notes.append(f"never fires: {ahead.dead}")
    return TriggerRow(
        id=ahead.present[0] if ahead.present else None,
        sourceable_id=ahead.source,
        sourceable_name=graph.nodes[ahead.source]["name"],
        workspace_id=ahead.destination,
        workspace_name=graph.nodes[ahead.destination]["name"],
        result="already there" if ahead.present else "would be created",
        notes=tuple(notes),
    )
