"""What a picture shows, before any format: boxes, arrows, their roles and words, and what is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rtgraph.analysis.cycles import find_cycles
from rtgraph.errors import RtgraphError
from rtgraph.exports.facts import describe_trigger, describe_workspace, find_blind_spots
from rtgraph.graph import applies_by_itself, copy_part, count_inbound, count_outbound, count_triggers, trigger_ids

if TYPE_CHECKING:
    from rtgraph.analysis.cycles import CyclicComponent
    from rtgraph.graph import Graph

Role = Literal["root", "auto", "gate", "unreadable", "plain"]
Line = Literal["plain", "cycle", "cut"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What to write and how: the options that exports share.

    Attributes:
        layout: left to right, or top to bottom.
        group_by: what gathers workspaces; one with several tags goes to its first in sorted order.
        cycles_only: draw only the workspaces that are on a cycle, and the run triggers among them.
        arrows: ``trigger`` points from the sourceable to the workspace, ``depends`` the other way round.
        max_nodes: refuse to draw more workspaces than this; None is no limit.
        workspaces: whether HCL names workspaces by their ids, or looks them up by name in data sources.
    """

    layout: Literal["LR", "TB"] = "LR"
    group_by: Literal["project", "tag", "none"] = "project"
    cycles_only: bool = False
    arrows: Literal["trigger", "depends"] = "trigger"
    max_nodes: int | None = None
    workspaces: Literal["ids", "data"] = "ids"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The part of a graph that is drawn, with its cycles, and how much is not."""

    graph: Graph
    components: tuple[CyclicComponent, ...]
    workspaces_left_out: int
    triggers_left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A workspace in a picture; ``key`` is short and safe in every format (n0, n1, ...)."""

    key: str
    workspace: str
    name: str
    role: Role
    words: tuple[str, ...]
    facts: tuple[str, ...]
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A run trigger in a picture, from box to box as it is drawn."""

    tail: str
    head: str
    line: Line
    words: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything that a picture shows; a group without a name is no frame."""

    part: Part
    groups: tuple[tuple[str | None, tuple[Box, ...]], ...]
    arrows: tuple[Arrow, ...]

    @property
    def boxes(self) -> tuple[Box, ...]:
        """All boxes, group by group."""
        return tuple(box for _, boxes in self.groups for box in boxes)


def plan_picture(graph: Graph, drawing: Drawing) -> Picture:
    """Decide what a picture shows.

    Raises:
        RtgraphError: there are more workspaces than ``drawing.max_nodes``.
    """
    part = choose_part(graph, drawing)
    refuse_too_many(part.graph, drawing)
    boxes = plan_boxes(graph, part)
    return Picture(
        part=part,
        groups=group_boxes(part.graph, boxes, drawing.group_by),
        arrows=plan_arrows(part, boxes, drawing),
    )


def choose_part(graph: Graph, drawing: Drawing) -> Part:
    """Give the whole graph, or with ``cycles_only`` the workspaces on cycles and the triggers among them."""
    components = find_cycles(graph)
    members = (workspace for component in components for workspace in component.workspaces)
    kept = copy_part(graph, members) if drawing.cycles_only else graph
    return Part(
        graph=kept,
        components=components,
        workspaces_left_out=len(graph) - len(kept),
        triggers_left_out=count_triggers(graph) - count_triggers(kept),
    )


def refuse_too_many(graph: Graph, drawing: Drawing) -> None:
    """Stop before a picture that nobody can read."""
    if drawing.max_nodes is not None and len(graph) > drawing.max_nodes:
        raise RtgraphError(
            f"{len(graph):,} workspaces are more than the {drawing.max_nodes:,} that one picture is drawn with; "
            "use --cycles-only, or draw a part (such as --select 'project:NAME'), "
            "or -f html, -f dot or -f json for everything, or --max-nodes 0 to draw it all the same"
        )


def plan_boxes(graph: Graph, part: Part) -> dict[str, Box]:
    """Make the box of each workspace that is drawn; facts count what the whole graph holds."""
    cycle_of = name_cycles(part.components)
    blind = find_blind_spots(graph)
    boxes: dict[str, Box] = {}
    for index, workspace in enumerate(part.graph):
        node = graph.nodes[workspace]
        role = find_role(graph, workspace, on_cycle=workspace in cycle_of)
        boxes[workspace] = Box(
            key=f"n{index}",
            workspace=workspace,
            name=node["name"] or workspace,
            role=role,
            words=(
                *choose_words(graph, workspace, role, blind=workspace in blind),
                *filter(None, [cycle_of.get(workspace)]),
            ),
            facts=describe_workspace(graph, workspace, blind.get(workspace, ())),
            url=node["url"],
        )
    return boxes


def choose_words(graph: Graph, workspace: str, role: Role, *, blind: bool) -> list[str]:
    """Say in words what the colour says, and that the token could not read the box or its run triggers."""
    if role == "unreadable":
        return ["not readable"] if graph.nodes[workspace]["name"] == workspace else [workspace, "not readable"]
    words: list[str] = [] if role == "plain" else [role]
    if blind:
        words.append("triggers not readable")
    return words


def name_cycles(components: tuple[CyclicComponent, ...]) -> dict[str, str]:
    """Give each workspace on a cycle the word for it, numbered where there is more than one component."""
    return {
        workspace: f"cycle {number}" if len(components) > 1 else "cycle"
        for number, component in enumerate(components, 1)
        for workspace in component.workspaces
    }


def find_role(graph: Graph, workspace: str, *, on_cycle: bool) -> Role:
    """Give the one role that a workspace is coloured by; nothing queues runs in a root."""
    if not graph.nodes[workspace]["readable"]:
        return "unreadable"
    if count_inbound(graph, workspace) == 0:
        return "root" if count_outbound(graph, workspace) else "plain"
    if applies_by_itself(graph, workspace):
        return "auto"
    return "gate" if on_cycle else "plain"


def plan_arrows(part: Part, boxes: dict[str, Box], drawing: Drawing) -> tuple[Arrow, ...]:
    """Make the arrow of each run trigger; ``depends`` turns it round."""
    lines: dict[tuple[str, str], Line] = {}
    for component in part.components:
        lines.update(dict.fromkeys(component.edges, "cycle"))
    for component in part.components:
        lines.update(dict.fromkeys(component.cut_edges, "cut"))
    arrows = []
    for source, destination in part.graph.edges:
        line = lines.get((source, destination), "plain")
        count = len(trigger_ids(part.graph, source, destination))
        tail, head = boxes[source].key, boxes[destination].key
        arrows.append(
            Arrow(
                tail=tail if drawing.arrows == "trigger" else head,
                head=head if drawing.arrows == "trigger" else tail,
                line=line,
                words=(("cut",) if line == "cut" else ()) + ((f"×{count}",) if count > 1 else ()),
                facts=describe_trigger(part.graph, source, destination, line),
            )
        )
    return tuple(arrows)


def group_boxes(graph: Graph, boxes: dict[str, Box], group_by: str) -> tuple[tuple[str | None, tuple[Box, ...]], ...]:
    """Gather boxes into groups by name; those without a group come last and have no frame."""
    groups: dict[str | None, list[Box]] = {}
    for workspace, box in boxes.items():
        groups.setdefault(find_group(graph, workspace, group_by), []).append(box)
    ordered = sorted(groups, key=lambda name: (name is None, name or ""))
    return tuple((name, tuple(groups[name])) for name in ordered)


def find_group(graph: Graph, workspace: str, group_by: str) -> str | None:
    """Give the name of a workspace's project, or of its first tag in sorted order, or None."""
    node = graph.nodes[workspace]
    if group_by == "project" and node["project"]:
        name: str = node["project"]["name"]
        return name
    return min(node["tags"], default=None) if group_by == "tag" else None
