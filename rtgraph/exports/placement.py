"""Where everything in a page's drawing is: computed before, so that a page of 10,000 workspaces opens at once."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.exports.islands import RATIO, Sizes
from rtgraph.exports.lanes import lay_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rtgraph.exports.islands import Island
    from rtgraph.exports.layering import Edge

ISLAND_GAP = 44
"""Between islands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A drawing in whole pixels, x to the right and y down.

    Attributes:
        corners: the upper left corner of each box.
        frames: for each group x, y, width and height of its frame; None where it has no boxes or no frame.
        bends: arrow → x, y, x, y of each straight piece that it takes between layers.
        width: of everything.
        height: of everything.
    """

    corners: tuple[tuple[int, int], ...]
    frames: tuple[tuple[int, int, int, int] | None, ...]
    bends: dict[Edge, tuple[int, ...]]
    width: int
    height: int


def place_boxes(
    sizes: Sequence[tuple[int, int]],
    edges: Sequence[Edge],
    groups: Sequence[tuple[bool, Sequence[int]]],
    *,
    downwards: bool = False,
) -> Placement:
    """Place boxes in layers along their arrows, group by group, islands side by side.

    Args:
        sizes: width and height of each box.
        edges: the arrows between boxes, without those that would close a cycle.
        groups: for each group whether it has a frame, and its boxes; every box is in one.
        downwards: arrows lead down the page and not to the right.
    """
    group_of = {box: number for number, (_, boxes) in enumerate(groups) for box in boxes}
    found = find_islands(len(sizes), edges, groups)
    inner = share_out(edges, found)
    islands = [
        lay_out_island(boxes, inner[number], sizes, group_of, groups, downwards) for number, boxes in enumerate(found)
    ]
    corners = [(0, 0)] * len(sizes)
    frames: list[tuple[int, int, int, int] | None] = [None] * len(groups)
    bends: dict[Edge, tuple[int, ...]] = {}
    places = pack([(each.width, each.height) for each in islands])
    for boxes, island, place in zip(found, islands, places, strict=True):
        left, top = place[0] - island.cover[0], place[1] - island.cover[1]
        lanes = sorted({group_of[box] for box in boxes})
        for box, (x, y) in island.corners.items():
            corners[boxes[box]] = (round(left + x), round(top + y))
        for lane, (x, y, width, height) in island.frames.items():
            frames[lanes[lane]] = (round(left + x), round(top + y), round(width), round(height))
        for (tail, head), points in island.bends.items():
            bends[boxes[tail], boxes[head]] = tuple(
                each for x, y in points for each in (round(left + x), round(top + y))
            )
    rects = [(*corner, *size) for corner, size in zip(corners, sizes, strict=True)]
    rects += [frame for frame in frames if frame]
    return Placement(
        corners=tuple(corners),
        frames=tuple(frames),
        bends=bends,
        width=max((x + width for x, _, width, _ in rects), default=0),
        height=max((y + height for _, y, _, height in rects), default=0),
    )


def share_out(edges: Iterable[Edge], islands: Sequence[Sequence[int]]) -> list[list[Edge]]:
    """Give for each island its arrows."""
    island_of = {box: number for number, boxes in enumerate(islands) for box in boxes}
    inner: list[list[Edge]] = [[] for _ in islands]
    for edge in edges:
        inner[island_of[edge[0]]].append(edge)
    return inner


def lay_out_island(
    boxes: Sequence[int],
    edges: Sequence[Edge],
    sizes: Sequence[tuple[int, int]],
    group_of: dict[int, int],
    groups: Sequence[tuple[bool, Sequence[int]]],
    downwards: bool,
) -> Island:
    """Lay out one island; in it boxes are numbered by their places in it, and so are the groups that it has."""
    numbers = {box: number for number, box in enumerate(boxes)}
    lanes = {group: lane for lane, group in enumerate(sorted({group_of[box] for box in boxes}))}
    along, across = (1, 0) if downwards else (0, 1)
    island = lay_out(
        Sizes(
            along=[sizes[box][along] for box in boxes],
            across=[sizes[box][across] for box in boxes],
            framed=[groups[group][0] for group in lanes],
            head_across=not downwards,
        ),
        [lanes[group_of[box]] for box in boxes],
        [(numbers[tail], numbers[head]) for tail, head in edges],
    )
    return island.turn() if downwards else island


def find_islands(count: int, edges: Iterable[Edge], groups: Iterable[tuple[bool, Sequence[int]]]) -> list[list[int]]:
    """Gather boxes that arrows or a frame connect; those without an arrow or a frame are one island together."""
    leader = list(range(count))

    def find(box: int) -> int:
        while leader[box] != box:
            leader[box] = leader[leader[box]]
            box = leader[box]
        return box

    linked: set[int] = set()
    for tail, head in edges:
        linked.update((tail, head))
        leader[find(tail)] = find(head)
    for framed, boxes in groups:
        joined = [box for box in boxes if framed or box not in linked]
        for one, other in itertools.pairwise(joined):
            leader[find(one)] = find(other)
    islands: dict[int, list[int]] = {}
    for box in range(count):
        islands.setdefault(find(box), []).append(box)
    return list(islands.values())


def pack(sizes: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Put rectangles in rows on a page of a pleasant shape, the highest first; give their corners."""
    area = sum((width + ISLAND_GAP) * (height + ISLAND_GAP) for width, height in sizes)
    most = max([math.sqrt(area * RATIO), *(width for width, _ in sizes)])
    places = [(0.0, 0.0)] * len(sizes)
    left = top = row = 0.0
    for number in sorted(range(len(sizes)), key=lambda each: (-sizes[each][1], each)):
        width, height = sizes[number]
        if left and left + width > most:
            left, top = 0.0, top + row + ISLAND_GAP
            row = 0.0
        places[number] = (left, top)
        left += width + ISLAND_GAP
        row = max(row, height)
    return places
