"""What the interactive page knows: the picture with its places, the attributes, the findings and the cycles."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from rtgraph.analysis.orders import gather_neighbours, start_order
from rtgraph.audit.findings import audit_graph
from rtgraph.audit.rules import TITLES
from rtgraph.exports.facts import find_blind_spots
from rtgraph.exports.placement import place_boxes
from rtgraph.exports.quoting import check_address, shorten, show
from rtgraph.graph import trigger_ids
from rtgraph.hosts import DEFAULT_HOST, DEMO_HOST

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rtgraph.exports.pictures import Box, Drawing, Picture
    from rtgraph.exports.placement import Placement
    from rtgraph.graph import Graph

HEIGHT = 36
"""Of a box, in pixels: a name and a smaller second line."""
CARD = 76
"""The height of a group's card."""
THREAD = 8
"""How many times as long as wide a map of groups may be."""
NARROWEST, WIDEST = 84, 280


def gather_page(picture: Picture, drawing: Drawing) -> dict[str, Any]:
    """Put together what the page's script reads; workspaces and groups are named by their places in their lists.

    Keys without a value are left out of a workspace. Arrows stand in the API's direction, sourceable → workspace.
    """
    part = picture.part.graph
    number = {workspace: index for index, workspace in enumerate(part)}
    placement = place_picture(picture, drawing)
    blind = find_blind_spots(part)
    groups = {box.workspace: index for index, (_, boxes) in enumerate(picture.groups) for box in boxes}
    return {
        "source": name_source(part),
        "downwards": drawing.layout == "TB",
        "turned": drawing.arrows == "depends",
        "gathered": drawing.group_by,
        "organization": part.graph["organization"],
        "size": [placement.width, placement.height],
        "groups": [{"name": name, "frame": placement.frames[index]} for index, (name, _) in enumerate(picture.groups)],
        "overview": place_overview(picture, drawing),
        "workspaces": [
            describe_box(part, box, blind.get(box.workspace, []))
            | {
                "group": groups[box.workspace],
                "box": [*placement.corners[number[box.workspace]], measure_box(box), HEIGHT],
            }
            for box in sorted(picture.boxes, key=lambda box: number[box.workspace])
        ],
        "triggers": list(describe_triggers(picture, placement, number)),
        **describe_findings(part, picture, number),
    }


def place_picture(picture: Picture, drawing: Drawing) -> Placement:
    """Place the boxes of a picture; what it cuts is drawn backwards, so that everything else leads forwards."""
    boxes = sorted(picture.boxes, key=lambda box: int(box.key[1:]))
    number = {box.key: index for index, box in enumerate(boxes)}
    return place_boxes(
        [(measure_box(box), HEIGHT) for box in boxes],
        [
            (number[arrow.tail], number[arrow.head])
            for arrow in picture.arrows
            if arrow.line != "cut" and arrow.tail != arrow.head
        ],
        [(name is not None, sorted(number[box.key] for box in group)) for name, group in picture.groups],
        downwards=drawing.layout == "TB",
    )


def place_overview(picture: Picture, drawing: Drawing) -> dict[str, Any]:
    """Place a card for each group that has a name, and the boxes of the other workspaces.

    Groups may lead to one another in circles: what leads back in a good order of them is drawn backwards.
    """
    ends: dict[str, int] = {}
    sizes: list[tuple[int, int]] = []
    for name, boxes in picture.groups:
        for box in boxes:
            ends[box.key] = len(sizes)
            if name is None:
                sizes.append((measure_box(box), HEIGHT))
        if name is not None:
            sizes.append((round(min(340, max(250, measure_text(show(name)) * 1.5 + 40))), CARD))
    costs: dict[tuple[int, int], int] = {}
    for arrow in picture.arrows:
        pair = ends[arrow.tail], ends[arrow.head]
        if pair[0] != pair[1]:
            costs[pair] = costs.get(pair, 0) + 1
    order = start_order(*gather_neighbours(len(sizes), costs))
    place = {end: index for index, end in enumerate(order)}
    placement = place_in_order(
        [sizes[end] for end in order],
        sorted((place[tail], place[head]) for tail, head in costs if place[tail] < place[head]),
        downwards=drawing.layout == "TB",
    )
    rects = [[*placement.corners[place[end]], *size] for end, size in enumerate(sizes)]
    cards = [None if name is None else rects[ends[boxes[0].key]] for name, boxes in picture.groups]
    loose = {int(box.key[1:]): rects[ends[box.key]] for name, boxes in picture.groups if name is None for box in boxes}
    return {"cards": cards, "boxes": loose, "size": [placement.width, placement.height]}


def place_in_order(sizes: list[tuple[int, int]], edges: list[tuple[int, int]], *, downwards: bool) -> Placement:
    """Place boxes in layers, or in rows where so much leads on to so much else that the layers would be a thread."""
    everything = [(False, tuple(range(len(sizes))))]
    placement = place_boxes(sizes, edges, everything, downwards=downwards)
    longest, shortest = sorted((placement.width, placement.height), reverse=True)
    return placement if longest < THREAD * shortest else place_boxes(sizes, [], everything)


def measure_text(text: str) -> float:
    """Give about how wide a text is in the letters of a box, with room for larger ones from afar."""
    return sum(12.5 if unicodedata.east_asian_width(each) in "WF" else 8.2 for each in text)


def measure_box(box: Box) -> int:
    """Give the width that a box needs for its name and its second line, within bounds."""
    wide = max(measure_text(show(shorten(box.name))) + 20, len(" · ".join(box.words)) * 5.4 + 22)
    return round(min(WIDEST, max(NARROWEST, wide)))


def describe_box(graph: Graph, box: Box, blind: list[str]) -> dict[str, Any]:
    """Give what the page says of a workspace; ``blind`` names its lists that could not be read."""
    node = graph.nodes[box.workspace]
    beyond = graph.graph.get("beyond", {"inbound": {}, "outbound": {}})
    facts = {
        "name": box.name,
        "project": node["project"] and [node["project"]["name"], node["project"]["id"]],
        "tags": list(node["tags"]),
        "role": box.role,
        "words": list(box.words),
        "url": check_address(node["url"]),
        "mode": node["execution_mode"],
        "auto": node["auto_apply_run_trigger"],
        "apply": node["auto_apply"],
        "locked": node["locked"],
        "version": node["terraform_version"],
        "resources": node["resource_count"],
        "seconds": None if node["plan_seconds"] is None else [node["plan_seconds"], node["apply_seconds"]],
        "unreadable": not node["readable"] or None,
        "spots": blind,
        "beyond": [beyond[way].get(box.workspace, 0) for way in ("inbound", "outbound")],
    }
    kept = {key: value for key, value in facts.items() if value is not None and value not in ([], [0, 0])}
    return {"id": box.workspace, **kept}


def describe_triggers(picture: Picture, placement: Placement, number: dict[str, int]) -> Iterable[list[Any]]:
    """Give for each arrow sourceable, workspace, line, ids, date and the points that it is drawn through."""
    part = picture.part.graph
    for (source, destination), arrow in zip(part.edges, picture.arrows, strict=True):
        tail, head = int(arrow.tail[1:]), int(arrow.head[1:])
        yield [
            number[source],
            number[destination],
            arrow.line,
            trigger_ids(part, source, destination),
            (part.edges[source, destination]["created_at"] or "")[:10],
            list(placement.bends.get((tail, head), ())),
        ]


def describe_findings(graph: Graph, picture: Picture, number: dict[str, int]) -> dict[str, Any]:
    """Give the audit's findings, and every component with a cycle in it."""
    return {
        "findings": [
            {
                "rule": finding.rule,
                "fingerprint": finding.fingerprint,
                "title": TITLES[finding.rule],
                "severity": finding.severity,
                "message": finding.message,
                "workspaces": [number[each] for each in finding.workspaces if each in number],
                "triggers": list(finding.run_triggers),
                "cycle": [number[each] for each in finding.cycle or ()],
                "mend": list(finding.mend),
            }
            for finding in audit_graph(graph).findings
        ],
        "cycles": [
            {
                "workspaces": [number[each] for each in component.workspaces],
                "path": [number[each] for each in component.self_sustaining or component.shortest],
                "sustained": component.self_sustaining is not None,
                "cut": list(component.cut.run_triggers),
                "optimal": component.cut.optimal,
            }
            for component in picture.part.components
        ],
    }


def name_source(graph: Graph) -> list[str]:
    """Give the options by which a command of rtgraph reads the same organization."""
    facts = graph.graph
    if facts["host"] == DEMO_HOST:
        return ["--demo"]
    host = [] if facts["host"] == DEFAULT_HOST else ["--host", facts["host"]]
    return ["--org", facts["organization"], *host]
