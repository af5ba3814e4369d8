"""Cascades → Mermaid, within what Mermaid draws: https://mermaid.js.org/config/schema-docs/config.html."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.graph import applies_by_itself
from rtgraph.reports.quoting import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rtgraph.analysis.cascades import Cascade
    from rtgraph.graph import Graph

EDGES, CHARACTERS = 450, 45_000
"""Mermaid throws at 500 edges and draws a placeholder at 50,000 characters, and a diagram cannot raise either."""


CLASSES = (
    "  classDef start fill:#ddf4ff,stroke:#0969da,color:#1f2328",
    "  classDef auto fill:#fff8c5,stroke:#9a6700,color:#1f2328",
    "  classDef gate fill:#fbefff,stroke:#8250df,stroke-width:2px,color:#1f2328",
    "  classDef rest fill:#ffffff,stroke:#57606a,stroke-dasharray:4,color:#57606a",
)


def render_impacts_mermaid(graph: Graph, cascades: Sequence[Cascade]) -> str:
    """Write each cascade as one diagram; ``graph`` and not ``flowchart``, which Azure DevOps does not take."""
    return "\n".join(draw_cascade(graph, each) for each in cascades)


def draw_cascade(graph: Graph, cascade: Cascade) -> str:
    """Write one cascade: a class a role, an edge a hop, the number of runs in the label."""
    keys = {each: f"n{number}" for number, each in enumerate((cascade.start, *cascade.reached))}
    lines = [
        "graph LR",
        f"  %% A --> B: a successful apply in A queues a run in B; {len(cascade.reached):,} workspaces reached",
        f"  {keys[cascade.start]}([{label(graph, cascade.start, 'apply')}]):::start",
    ]
    hops = dict.fromkeys(
        (each, arrival.workspace) for wave in cascade.waves for arrival in wave for each in arrival.sources
    )
    boxes = {each: f"  {keys[each]}[{box(graph, cascade, each)}]:::{role(graph, each)}" for each in cascade.reached}
    drawn = {cascade.start}
    size = sum(map(len, lines))
    for number, (source, reached) in enumerate(hops):
        rows = [f"  {keys[source]} --> {keys[reached]}"]
        if reached not in drawn:
            rows.insert(0, boxes[reached])
        size += sum(map(len, rows)) + len(rows)
        if number >= EDGES or size > CHARACTERS:
            break
        drawn.add(reached)
        lines += rows
    if len(drawn) <= len(cascade.reached):
        lines.append(f'  rest["{len(cascade.reached) + 1 - len(drawn):,} workspaces more, see rtgraph impact"]:::rest')
    return "\n".join([*lines, *CLASSES]) + "\n"


def role(graph: Graph, workspace: str) -> str:
    """Say what becomes of a run in a workspace."""
    return "auto" if applies_by_itself(graph, workspace) else "gate"


def box(graph: Graph, cascade: Cascade, workspace: str) -> str:
    """Write a workspace's label with how many runs it gets and what becomes of them."""
    runs = cascade.totals.get(workspace, 1)
    words = ["auto" if applies_by_itself(graph, workspace) else "gate", *([f"{runs:,} runs"] if runs > 1 else [])]
    return label(graph, workspace, " · ".join(words))


def label(graph: Graph, workspace: str, words: str) -> str:
    """Write a label of two lines in quotation marks."""
    return f'"{quote_mermaid(str(graph.nodes[workspace]["name"]))}<br/>{words}"'


def quote_mermaid(text: str) -> str:
    """Write text so that it shows as it is within quotation marks: what is no letter, digit or dash as an entity."""
    return "".join(each if each.isalnum() or each in " -_./" else f"#{ord(each)};" for each in plain(text))
