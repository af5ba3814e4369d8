"""Cascades → Mermaid, within what Mermaid draws."""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.analysis.flows import is_local
from rtgraph.graph import applies_by_itself, trigger_ids
from rtgraph.reports.columns import count
from rtgraph.reports.coverage import LEGEND
from rtgraph.reports.mermaid_quoting import quote_mermaid
from rtgraph.reports.numbers import describe_runs

if TYPE_CHECKING:
    from rtgraph.analysis.cascades import Cascade
    from rtgraph.analysis.waves import Arrival
    from rtgraph.graph import Graph

    Edge = tuple[str, str]

EDGES = 450
"""Mermaid throws at the 501st: https://mermaid.js.org/config/schema-docs/config.html#maxedges"""
CHARACTERS = 45_000
"""Mermaid draws a placeholder past 50,000: https://mermaid.js.org/config/schema-docs/config.html#maxtextsize"""
RESERVED, INDENT = 2_500, 5
"""What the first and the last lines may take of that, and what comes to each line."""

CLASSES = (
    "classDef start fill:#ddf4ff,stroke:#0969da,color:#1f2328",
    "classDef auto fill:#fff8c5,stroke:#9a6700,color:#1f2328",
    "classDef gate fill:#fbefff,stroke:#8250df,stroke-width:2px,color:#1f2328",
    "classDef rest fill:#ffffff,stroke:#57606a,stroke-dasharray:4,color:#57606a",
    "classDef note fill:#ffffff,stroke:#ffffff,color:#1f2328",
)

BESIDE = ("note --- n0", "linkStyle 0 stroke-width:0px")
"""Without an edge that nobody sees the note would lie in the way of others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What fits into one diagram.

    Attributes:
        keys: workspace → what it is called in the diagram.
        boxes: workspace → its line.
        edges: the arrows between them.
    """

    keys: dict[str, str]
    boxes: dict[str, str]
    edges: list[Edge]


def render_impact_mermaid(graph: Graph, cascade: Cascade) -> str:
    """Write one cascade as a diagram: a frame a wave, an arrow a run trigger, the runs in the labels.

    It is a ``graph`` and not a ``flowchart``, which Azure DevOps does not take.
    """
    drawn = choose_drawn(graph, cascade)
    lines = [f"note[{write_note(graph, cascade)}]:::note", drawn.boxes[cascade.start], *BESIDE]
    for number, fresh in enumerate(list_first_waves(cascade), start=1):
        inside = [drawn.boxes[each] for each in fresh if each in drawn.boxes]
        if inside:
            lines += [frame(cascade.waves[number - 1], number), *(f"  {each}" for each in inside), "end"]
    lines += [drawn.boxes[each] for each in cascade.dead_ends if each in drawn.boxes]
    lines += [draw_edge(graph, drawn, edge) for edge in drawn.edges]
    workspaces, triggers = count_left_out(graph, cascade, drawn)
    if workspaces or triggers:
        rest = f"left out, too much for Mermaid: {count(workspaces, 'workspace')}, {count(triggers, 'run trigger')}"
        lines.append(f'rest["{rest}"]:::rest')
    return "graph LR\n" + "".join(f"  {each}\n" for each in (*lines, *CLASSES))


def frame(wave: Sequence[Arrival], number: int) -> str:
    """Write the beginning of a wave's frame."""
    return f'subgraph wave{number}["wave {number}, {describe_runs(sum(each.runs for each in wave))}"]'


def write_note(graph: Graph, cascade: Cascade) -> str:
    """Write the label that says what arrows mean, what it comes to, and what could not be read."""
    facts = graph.graph
    total = f"{describe_runs(cascade.runs)} in {count(len(cascade.reached), 'workspace')}"
    alone = f"{describe_runs(cascade.unattended)} applied with nobody confirming"
    spots = count(len(facts["blind_spots"]), "blind spot")
    unread = "" if facts["complete"] else f"<br/>not everything could be read, {spots}: run triggers may be missing"
    return f'"{LEGEND}<br/>{total}, {alone}{unread}"'


def list_first_waves(cascade: Cascade) -> Iterator[list[str]]:
    """Give for each wave the workspaces that had no run before."""
    seen = {cascade.start}
    for wave in cascade.waves:
        yield [each.workspace for each in wave if each.workspace not in seen]
        seen.update(each.workspace for each in wave)


def choose_drawn(graph: Graph, cascade: Cascade) -> Drawn:
    """Take as many workspaces as fit, wave by wave, each with the run triggers between it and those before it."""
    frames = [*map(frame, cascade.waves, itertools.count(1)), ""]
    parts = [[cascade.start], *list_first_waves(cascade), list(cascade.dead_ends)]
    drawn = Drawn(keys={}, boxes={}, edges=[])
    size = RESERVED
    for number, (part, each) in enumerate((part, each) for part, inside in enumerate(parts) for each in inside):
        drawn.keys[each] = f"n{number}"
        text = f"n{number}{draw_box(graph, cascade, each)}"
        edges = list(list_edges(graph, each, drawn.keys))
        arrows = [draw_edge(graph, drawn, edge) for edge in edges]
        head = [frames[part - 1], "end"] if part and each == parts[part][0] else []
        size += sum(len(line) + INDENT for line in (text, *arrows, *head))
        if number and (len(drawn.edges) + len(edges) > EDGES or size > CHARACTERS):
            del drawn.keys[each]
            break
        drawn.boxes[each] = text
        drawn.edges.extend(edges)
    return drawn


def list_edges(graph: Graph, workspace: str, drawn: Container[str]) -> Iterator[Edge]:
    """Give the run triggers that pass something on between a workspace and those that are drawn, itself with them."""
    for source in graph.predecessors(workspace):
        if source in drawn and not is_local(graph, source):
            yield source, workspace
    if not is_local(graph, workspace):
        for reached in graph.successors(workspace):
            if reached in drawn and reached != workspace:
                yield workspace, reached


def count_left_out(graph: Graph, cascade: Cascade, drawn: Drawn) -> tuple[int, int]:
    """Count the workspaces and the run triggers that do not fit."""
    passing = [each for each in (cascade.start, *cascade.reached) if not is_local(graph, each)]
    triggers = sum(len(trigger_ids(graph, *edge)) for edge in graph.out_edges(passing))
    workspaces = 1 + len(cascade.reached) + len(cascade.dead_ends)
    return workspaces - len(drawn.boxes), triggers - sum(len(trigger_ids(graph, *edge)) for edge in drawn.edges)


def draw_box(graph: Graph, cascade: Cascade, workspace: str) -> str:
    """Write a workspace without its key: its shape, its name, what becomes of its runs and how many it gets."""
    name = quote_mermaid(str(graph.nodes[workspace]["name"]))
    if workspace == cascade.start:
        back = ", and again without end" if workspace in cascade.totals else ""
        return f'(["{name}<br/>apply{back}"]):::start'
    if is_local(graph, workspace):
        return f'["{name}<br/>local execution: dead end"]:::rest'
    runs = cascade.totals[workspace]
    times = "" if runs == 1 else f" · {describe_runs(runs)}"
    if applies_by_itself(graph, workspace):
        return f'["{name}<br/>auto-apply{times}"]:::auto'
    return f'{{{{"{name}<br/>waits for a person{times}"}}}}:::gate'


def draw_edge(graph: Graph, drawn: Drawn, edge: Edge) -> str:
    """Write an arrow; a dashed one leads where no run is queued."""
    source, reached = (drawn.keys[each] for each in edge)
    triggers = len(trigger_ids(graph, *edge))
    label = f'|"{count(triggers, "run trigger")}"|' if triggers > 1 else ""
    return f"{source} {'-.->' if is_local(graph, edge[1]) else '-->'}{label} {reached}"
