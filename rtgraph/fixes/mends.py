"""What one kind of mend gives: changes, and how good they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.graph import trigger_ids
from rtgraph.models import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rtgraph.graph import Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """Changes of one kind.

    Attributes:
        changes: in graph order.
        at_least: how many changes any mend of this kind makes, proven; None where that is not the question.
        notes: what is left out, and what else to know; a sentence each.
    """

    changes: tuple[Change, ...]
    at_least: int | None = None
    notes: tuple[str, ...] = ()


def delete_edge(graph: Graph, source: str, destination: str, reason: str) -> Iterator[Change]:
    """Delete every run trigger on an edge: one, unless the server holds duplicates."""
    for identity in trigger_ids(graph, source, destination):
        yield delete_trigger(graph, source, destination, identity, reason)


def delete_trigger(graph: Graph, source: str, destination: str, identity: str, reason: str) -> Change:
    """Delete one run trigger."""
    return Change(
        action="delete",
        workspace_id=destination,
        workspace_name=graph.nodes[destination]["name"],
        sourceable_id=source,
        sourceable_name=graph.nodes[source]["name"],
        run_trigger_id=identity,
        reason=reason,
    )


def create_trigger(graph: Graph, source: str, destination: str, reason: str) -> Change:
    """Create a run trigger."""
    return Change(
        action="create",
        workspace_id=destination,
        workspace_name=graph.nodes[destination]["name"],
        sourceable_id=source,
        sourceable_name=graph.nodes[source]["name"],
        reason=reason,
    )


def make_gate(graph: Graph, workspace: str, reason: str) -> Change:
    """Switch auto-apply-run-trigger off."""
    return Change(
        action="update",
        workspace_id=workspace,
        workspace_name=graph.nodes[workspace]["name"],
        auto_apply_run_trigger=False,
        reason=reason,
    )
