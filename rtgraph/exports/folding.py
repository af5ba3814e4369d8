"""Many groups: lanes that would make a drawing too narrow stand in several columns, and arrows still lead forwards."""

from __future__ import annotations

import heapq
import math
from typing import TYPE_CHECKING

from rtgraph.analysis.components import link_components, order_components
from rtgraph.exports.islands import LANE_GAP, LAYER_GAP, Island

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rtgraph.exports.layering import Edge

    Rect = tuple[float, float, float, float]
    Move = tuple[float, float]

COLUMN_GAP = LAYER_GAP + 2 * LANE_GAP
COLUMNS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32)
"""How many columns are tried."""
MANY = 12
"""Of more lanes that lead to one another each may stand anywhere: better some arrows that lead back than a thread."""
THREAD = math.log(4)
"""How far off a shape is that nobody can read, as the logarithm of a ratio."""


def fold_lanes(island: Island, lane_of: Sequence[int], edges: Sequence[Edge], ratio: float) -> Island:
    """Put the lanes of an island into as many columns as give it the most pleasant shape, each lane moved as a whole.

    A lane stands in no earlier column than those that lead to it; lanes that lead to one another stand in the same,
    unless there are so many of them that no shape would come of it.

    Args:
        island: boxes in lanes, as they lie under one another.
        lane_of: the lane of each box.
        edges: the arrows among the boxes.
        ratio: how much longer than broad is best.
    """
    count = max(lane_of, default=-1) + 1
    after: list[set[int]] = [set() for _ in range(count)]
    for tail, head in edges:
        after[lane_of[tail]].add(lane_of[head])
    rects = bound_lanes(island, lane_of, edges)
    blocks = order_blocks(after, rects)
    best = choose_columns(island, lane_of, blocks, rects, ratio)
    if len(rects) > MANY and measure_shape(best, ratio) > THREAD:
        best = choose_columns(island, lane_of, [[lane] for block in blocks for lane in block], rects, ratio)
    return best


def choose_columns(
    island: Island, lane_of: Sequence[int], blocks: Sequence[Sequence[int]], rects: Sequence[Rect], ratio: float
) -> Island:
    """Try numbers of columns, and give the island in the shape that is best by far."""
    best, least = island, measure_shape(island, ratio)
    for columns in COLUMNS[1:]:
        if columns <= len(blocks):
            column_of = share_out(blocks, rects, columns)
            folded = move_lanes(island, lane_of, column_of, place_columns(column_of, rects))
            off = measure_shape(folded, ratio)
            if off < least - 0.2:  # another column is worth it only where it changes much
                best, least = folded, off
    return best


def measure_shape(island: Island, ratio: float) -> float:
    """Give how far an island's shape is off the best one, as the logarithm of a ratio."""
    return abs(math.log(island.width / island.height / ratio)) if island.width and island.height else 0.0


def bound_lanes(island: Island, lane_of: Sequence[int], edges: Iterable[Edge]) -> list[Rect]:
    """Give what each lane covers: left, top, right, bottom of its frame or its boxes, and of the arrows that pass."""
    points: dict[int, list[Move]] = {}
    for box, lane in enumerate(lane_of):
        (x, y), (length, breadth) = island.corners[box], island.sizes[box]
        points.setdefault(lane, []).extend([(x, y), (x + length, y + breadth)])
    for lane, (x, y, length, breadth) in island.frames.items():
        points[lane] += [(x, y), (x + length, y + breadth)]
    for edge in edges:
        points[lane_of[edge[1]]] += island.bends.get(edge, ())
    return [
        (min(x for x, _ in found), min(y for _, y in found), max(x for x, _ in found), max(y for _, y in found))
        for _, found in sorted(points.items())
    ]


def order_blocks(after: Sequence[Iterable[int]], rects: Sequence[Rect]) -> list[list[int]]:
    """Give the lanes, those that lead to one another together, such that each comes after those that lead to it.

    Of those that could come next the uppermost does.
    """
    following = [sorted(each) for each in after]
    blocks = order_components(following)
    _, successors, predecessors = link_components(blocks, following)
    waiting = [len(each) for each in predecessors]
    tops = [min(rects[lane][1] for lane in block) for block in blocks]
    ready = [(tops[block], block) for block in range(len(blocks)) if not waiting[block]]
    heapq.heapify(ready)
    found = []
    while ready:
        _, block = heapq.heappop(ready)
        found.append(sorted(blocks[block], key=lambda lane: (rects[lane][1], lane)))
        for each in successors[block]:
            waiting[each] -= 1
            if not waiting[each]:
                heapq.heappush(ready, (tops[each], each))
    return found


def share_out(blocks: Sequence[Sequence[int]], rects: Sequence[Rect], columns: int) -> dict[int, int]:
    """Give each lane its column, such that columns are about equally high."""
    heights = [sum(rects[lane][3] - rects[lane][1] + LANE_GAP for lane in block) for block in blocks]
    share = sum(heights) / columns
    column_of: dict[int, int] = {}
    at = 0.0
    for block, height in zip(blocks, heights, strict=True):
        column = min(columns - 1, int((at + height / 2) / share)) if share else 0
        column_of.update(dict.fromkeys(block, column))
        at += height
    return column_of


def place_columns(column_of: dict[int, int], rects: Sequence[Rect]) -> dict[int, Move]:
    """Give how far each lane moves: columns from left to right, in each the lanes as far up as there is room."""
    moves: dict[int, Move] = {}
    left = 0.0
    for column in sorted(set(column_of.values())):
        lanes = [lane for lane in column_of if column_of[lane] == column]
        begins = min(rects[lane][0] for lane in lanes)
        placed: list[tuple[float, float, float]] = []
        for lane in lanes:
            start, top, end, bottom = rects[lane]
            above = [under for one, other, under in placed if one < end + LANE_GAP and start < other + LANE_GAP]
            y = max((under + LANE_GAP for under in above), default=0.0)
            placed.append((start, end, y + bottom - top))
            moves[lane] = (left - begins, y - top)
        left += max(rects[lane][2] for lane in lanes) - begins + COLUMN_GAP
    return moves


def move_lanes(island: Island, lane_of: Sequence[int], column_of: dict[int, int], moves: dict[int, Move]) -> Island:
    """Move each lane with all that is in it; an arrow into another column runs freely."""
    moved = Island(sizes=island.sizes)
    for box, (x, y) in island.corners.items():
        along, across = moves[lane_of[box]]
        moved.corners[box] = (x + along, y + across)
    for lane, (x, y, length, breadth) in island.frames.items():
        along, across = moves[lane]
        moved.frames[lane] = (x + along, y + across, length, breadth)
    for (tail, head), points in island.bends.items():
        if column_of[lane_of[tail]] == column_of[lane_of[head]]:
            along, across = moves[lane_of[head]]
            moved.bends[tail, head] = [(x + along, y + across) for x, y in points]
    return moved
