"""DiGraph → CSV: a run trigger a line, its source first, for spreadsheets and for ``rtgraph fix plan --desired``."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

from rtgraph.exports.parts import describe_gaps, keep_part
from rtgraph.exports.pictures import Drawing
from rtgraph.exports.quoting import show
from rtgraph.graph import trigger_ids
from rtgraph.pairs import HEADER, guard, stands_for_itself

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rtgraph.graph import Graph

COLUMNS = (*HEADER, "source_id", "destination_id", "run_trigger_id", "created_at")


def render_csv(graph: Graph, drawing: Drawing | None = None) -> str:
    """Write the run triggers as CSV, duplicates too; what is missing stands in comment lines at the end.

    A workspace stands by its name, or by its id where its name would not be read back as it is.

    Raises:
        RtgraphError: there are more workspaces than ``drawing.max_nodes``.
    """
    kept, left_out = keep_part(graph, drawing or Drawing())
    labels = name_workspaces(graph)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([guard(show(cell)) for cell in row] for row in list_rows(kept, labels))
    writer.writerows([f"# {line}"] for line in describe_gaps(kept, left_out))
    return text.getvalue()


def name_workspaces(graph: Graph) -> dict[str, str]:
    """Give each workspace what a reader finds it by: its name, or its id where the name would be read as another."""
    times = Counter(node["name"] for _, node in graph.nodes(data=True))
    labels = {}
    for workspace, node in graph.nodes(data=True):
        name = node["name"]
        found = times[name] == 1 and (name == workspace or name not in graph)
        labels[workspace] = name if found and stands_for_itself(name) and show(name) == name else workspace
    return labels


def list_rows(graph: Graph, labels: dict[str, str]) -> Iterator[list[str]]:
    """Give the cells of each run trigger, in graph order; the graph knows the time of a pair's first alone."""
    for source, destination in graph.edges:
        created_at = graph.edges[source, destination]["created_at"] or ""
        for place, trigger in enumerate(trigger_ids(graph, source, destination)):
            when = created_at if place == 0 else ""
            yield [labels[source], labels[destination], source, destination, trigger, when]
