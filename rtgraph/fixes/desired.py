"""Make the run triggers exactly those that a file asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from rtgraph.analysis.cycles import find_cycles
from rtgraph.analysis.flows import is_local
from rtgraph.audit.edges import describe_death
from rtgraph.audit.facts import join, name_of, name_path
from rtgraph.audit.thresholds import Thresholds
from rtgraph.errors import RtgraphError
from rtgraph.fixes.edits import edit_graph
from rtgraph.fixes.mends import Mend, create_trigger, delete_edge, delete_trigger
from rtgraph.graph import count_inbound, trigger_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rtgraph.graph import Graph
    from rtgraph.models import Change


class Wanted(Protocol):
    """A run trigger that a file asks for: the ids of its ends, and where it stands (``wanted.csv:3``)."""

    @property
    def source(self) -> str:
        """The sourceable's id."""

    @property
    def destination(self) -> str:
        """The workspace's id."""

    @property
    def place(self) -> str:
        """The file and the line."""


def reach_desired(graph: Graph, desired: Iterable[Wanted]) -> Mend:
    """Delete what is there and not desired, and create what is desired and not there.

    What a file asks for outside of the graph, where that is a part that was selected, is left out and counted.

    Raises:
        RtgraphError: some workspace would have more sources than it may have.
    """
    wanted: dict[tuple[str, str], str] = {}
    outside = 0
    for each in desired:
        if each.source in graph and each.destination in graph:
            wanted.setdefault((each.source, each.destination), each.place)
        else:
            outside += 1
    changes = (*list_deletions(graph, wanted), *list_creations(graph, wanted))
    left = edit_graph(graph, changes)
    check_sources(left, changes)
    return Mend(changes=changes, notes=tuple(describe_risks(graph, left, changes, outside)))


def list_deletions(graph: Graph, wanted: dict[tuple[str, str], str]) -> Iterator[Change]:
    """Delete what is not desired, and of a pair with several run triggers all but the first."""
    for source, destination in graph.edges:
        place = wanted.get((source, destination))
        if place is None:
            yield from delete_edge(graph, source, destination, "is not wanted")
            continue
        first, *others = trigger_ids(graph, source, destination)
        reason = f"{place} wants one run trigger of this pair, and {first} is one"
        for identity in others:
            yield delete_trigger(graph, source, destination, identity, reason)


def list_creations(graph: Graph, wanted: dict[tuple[str, str], str]) -> Iterator[Change]:
    """Create what is not there, in graph order."""
    place = {workspace: index for index, workspace in enumerate(graph)}
    for source, destination in sorted(wanted, key=lambda each: (place[each[0]], place[each[1]])):
        if not graph.has_edge(source, destination):
            yield create_trigger(graph, source, destination, f"wanted by {wanted[source, destination]}")


def check_sources(left: Graph, changes: Sequence[Change]) -> None:
    """Make sure that no workspace gets more sources than it may have.

    Raises:
        RtgraphError: some would.
    """
    limit = Thresholds().source_limit
    created = dict.fromkeys(change.workspace_id for change in changes if change.action == "create")
    full = [each for each in created if count_inbound(left, each) > limit]
    if full:
        named = join([f"{name_of(left, each)} ({count_inbound(left, each):,})" for each in full])
        raise RtgraphError(
            f"a workspace may have {limit} sources, and these would have more: {named}; take some of their run "
            "triggers out of the file"
        )


def describe_risks(graph: Graph, left: Graph, changes: Sequence[Change], outside: int) -> Iterator[str]:
    """Say what is wrong with the graph that is desired, as far as it is new, and what is left out."""
    if outside:
        yield (
            f"{outside:,} wanted run trigger{' has an end that is' if outside == 1 else 's have an end that is'} not "
            "selected: left out."
        )
    created = {(change.sourceable_id, change.workspace_id) for change in changes if change.action == "create"}
    for component in find_cycles(left) if created else ():
        if not created.isdisjoint(component.edges):
            path = component.self_sustaining or component.shortest
            keeps = " keeps itself going" if component.self_sustaining else ""
            yield f"The wanted run triggers close a cycle: {name_path(left, path)}{keeps}."
    for source, destination in left.edges:
        if (source, destination) in created and (is_local(graph, source) or is_local(graph, destination)):
            death = describe_death(graph, source, destination)
            yield f"{name_path(graph, (source, destination))} will never fire: {death}."
