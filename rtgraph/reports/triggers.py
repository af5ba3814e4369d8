"""Run triggers listed one by one → text for a terminal, or JSON."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from rtgraph.graph import trigger_ids
from rtgraph.reports.columns import align
from rtgraph.reports.json import dump
from rtgraph.reports.quoting import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rtgraph.graph import Graph
    from rtgraph.jsonapi import ListedTrigger

TRIGGERS_FORMAT = "rtgraph.triggers/1"

LEADS = {
    "inbound": "Inbound: an apply in A queues a run in {}",
    "outbound": "Outbound: an apply in {} queues a run in B",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerRow:
    """One run trigger, sourceable → workspace, and why it is listed.

    Attributes:
        direction: seen from the workspace whose run triggers are listed.
        result: what became of it, where it was to be created or deleted.
        notes: what to know about it; a sentence each.
    """

    id: str | None
    sourceable_id: str | None
    sourceable_name: str | None
    workspace_id: str | None
    workspace_name: str | None
    created_at: str | None = None
    direction: Literal["inbound", "outbound"] | None = None
    result: str | None = None
    notes: tuple[str, ...] = ()


def row_of(trigger: ListedTrigger, **more: Any) -> TriggerRow:
    """Give the row of a run trigger as the server lists it."""
    return TriggerRow(**{field.name: getattr(trigger, field.name) for field in dataclasses.fields(trigger)}, **more)


def list_rows(graph: Graph, workspace: str, directions: Sequence[Literal["inbound", "outbound"]]) -> list[TriggerRow]:
    """List the run triggers of a workspace of a graph, in graph order."""
    edges = {"inbound": graph.in_edges, "outbound": graph.out_edges}
    return [
        row
        for direction in directions
        for source, destination in edges[direction](workspace)
        for row in read_rows(graph, source, destination, direction)
    ]


def read_rows(
    graph: Graph, source: str, destination: str, direction: Literal["inbound", "outbound"] | None = None
) -> Iterator[TriggerRow]:
    """Give a row for each run trigger of a pair."""
    edge = graph.edges[source, destination]
    for identity in trigger_ids(graph, source, destination):
        yield TriggerRow(
            id=identity,
            sourceable_id=source,
            sourceable_name=graph.nodes[source]["name"],
            workspace_id=destination,
            workspace_name=graph.nodes[destination]["name"],
            created_at=edge["created_at"] if identity == edge["id"] else None,
            direction=direction,
        )


def render_triggers_json(host: str, organization: str | None, rows: Sequence[TriggerRow]) -> str:
    """Write rows as ``rtgraph.triggers/1``."""
    return dump(
        {
            "format": TRIGGERS_FORMAT,
            "host": host,
            "organization": organization,
            "run_triggers": [dataclasses.asdict(row) for row in rows],
        }
    )


def render_list(name: str, directions: Sequence[Literal["inbound", "outbound"]], rows: Sequence[TriggerRow]) -> str:
    """Write the run triggers of a workspace, a block for each direction."""
    blocks = []
    for direction in directions:
        told = [row for row in rows if row.direction == direction]
        lines = align([(plain(row.id or ""), describe_pair(row), describe_date(row)) for row in told])
        blocks.append("\n".join([LEADS[direction].format(plain(name)), *(f"  {line}" for line in lines or ["none"])]))
    return "\n\n".join(blocks) + "\n"


def render_one(row: TriggerRow) -> str:
    """Write all that is known of one run trigger."""
    lines = align(
        [
            ("  sourceable", plain(row.sourceable_name or "?"), plain(row.sourceable_id or "?")),
            ("  workspace", plain(row.workspace_name or "?"), plain(row.workspace_id or "?")),
            ("  created", plain(row.created_at or "?")),
        ]
    )
    source, destination = name_ends(row)
    legend = f"A successful apply in {source} queues a run in {destination}."
    return "\n".join([plain(row.id or ""), *lines, legend]) + "\n"


def render_results(rows: Sequence[TriggerRow]) -> str:
    """Write what became of run triggers that were to be created or deleted, a line each with its notes below."""
    lines = []
    named = any(row.id for row in rows)
    table = align([(row.result or "", *([plain(row.id or "")] if named else []), describe_pair(row)) for row in rows])
    for row, line in zip(rows, table, strict=True):
        lines += [line, *(f"  {plain(note)}" for note in row.notes)]
    return "\n".join(lines) + "\n"


def describe_pair(row: TriggerRow) -> str:
    """Name both ends, in the API's direction."""
    return " → ".join(name_ends(row))


def name_ends(row: TriggerRow) -> tuple[str, str]:
    """Give the sourceable and the workspace by name, by id where the name is not known."""
    source, destination = row.sourceable_name or row.sourceable_id, row.workspace_name or row.workspace_id
    return plain(source or "?"), plain(destination or "?")


def describe_date(row: TriggerRow) -> str:
    """Say when a run trigger was created."""
    return f"created {plain(row.created_at[:10])}" if row.created_at else ""
