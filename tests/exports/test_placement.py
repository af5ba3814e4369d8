from __future__ import annotations

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rtgraph.exports.lanes import settle
from rtgraph.exports.placement import Placement, pack, place_boxes

Rect = tuple[float, float, float, float]
Groups = list[tuple[bool, list[int]]]


def rects(placement: Placement, sizes: list[tuple[int, int]]) -> list[Rect]:
    return [(*corner, *size) for corner, size in zip(placement.corners, sizes, strict=True)]


def overlap(one: Rect, other: Rect) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


def contains(outer: Rect, inner: Rect) -> bool:
    return (
        outer[0] < inner[0]
        and outer[1] < inner[1]
        and inner[0] + inner[2] < outer[0] + outer[2]
        and inner[1] + inner[3] < outer[1] + outer[3]
    )


def check(sizes: list[tuple[int, int]], edges: list[tuple[int, int]], groups: Groups, *, downwards: bool) -> Placement:
    """Nothing overlaps, frames hold theirs and nothing else, arrows lead forwards, nothing is outside."""
    placement = place_boxes(sizes, edges, groups, downwards=downwards)
    boxes = rects(placement, sizes)
    assert not any(overlap(boxes[a], boxes[b]) for a in range(len(boxes)) for b in range(a))
    frames = [frame for frame in placement.frames if frame]
    assert not any(overlap(frames[a], frames[b]) for a in range(len(frames)) for b in range(a))
    for (framed, members), frame in zip(groups, placement.frames, strict=True):
        assert (frame is not None) == (framed and bool(members))
        if frame:
            assert [box for box in range(len(boxes)) if overlap(frame, boxes[box])] == members
            assert all(contains(frame, boxes[box]) for box in members)
    axis = 1 if downwards else 0
    assert all(boxes[tail][axis] + boxes[tail][axis + 2] < boxes[head][axis] for tail, head in edges)
    assert all(x >= 0 and y >= 0 for x, y, _, _ in boxes)
    assert all(x + width <= placement.width and y + height <= placement.height for x, y, width, height in boxes)
    return placement


PLANS = st.tuples(
    st.lists(st.tuples(st.integers(40, 200), st.just(36)), min_size=1, max_size=24),
    st.lists(st.tuples(st.integers(0, 23), st.integers(0, 23)), max_size=30),
    st.lists(st.integers(0, 3), min_size=24, max_size=24),
    st.booleans(),
)


@given(PLANS)
@example(([(80, 36)] * 24, [], [0] * 24, False))
@example(([(80, 36)] * 24, [(0, head) for head in range(1, 24)], [0] * 24, True))
def test_any_plan_is_laid_out_cleanly(
    plan: tuple[list[tuple[int, int]], list[tuple[int, int]], list[int], bool],
) -> None:
    sizes, pairs, homes, downwards = plan
    count = len(sizes)
    edges = sorted({(min(a, b), max(a, b)) for a, b in pairs if a != b and max(a, b) < count})
    groups = [(home != 3, [box for box in range(count) if homes[box] == home]) for home in range(4)]
    check(sizes, edges, groups, downwards=downwards)


@pytest.mark.parametrize("framed", [True, False])
def test_a_large_plan_is_laid_out_cleanly_and_in_a_pleasant_shape(framed: bool) -> None:
    chance = random.Random(5)
    edges = sorted({(min(a, b), max(a, b)) for a, b in (chance.sample(range(400), 2) for _ in range(500))})
    groups = [(framed, [box for box in range(400) if box % 4 == home]) for home in range(4)]
    placement = check([(120, 36)] * 400, edges, groups, downwards=False)
    assert 0.5 < placement.width / placement.height < 4


def test_a_chain_is_a_straight_line() -> None:
    placement = place_boxes([(80, 36)] * 5, [(0, 1), (1, 2), (2, 3), (3, 4)], [(True, list(range(5)))])
    assert len({y for _, y in placement.corners}) == 1


def test_an_arrow_over_two_layers_goes_round_the_box_between() -> None:
    placement = check([(80, 36)] * 3, [(0, 1), (1, 2), (0, 2)], [(True, [0, 1, 2])], downwards=False)
    (enter_x, enter_y, leave_x, leave_y) = placement.bends[0, 2]
    x, y = placement.corners[1]
    assert (enter_x, leave_x) == (x, x + 80)
    assert enter_y == leave_y
    assert not y <= enter_y <= y + 36


def test_a_hub_is_folded_into_columns() -> None:
    edges = [(0, leaf) for leaf in range(1, 600)]
    placement = check([(100, 36)] * 600, edges, [(True, list(range(600)))], downwards=False)
    assert placement.height < 3 * placement.width


def test_parts_that_nothing_connects_stand_side_by_side() -> None:
    edges = [(place, place + 1) for place in range(0, 40, 2)]
    placement = check([(100, 36)] * 40, edges, [(False, list(range(40)))], downwards=False)
    assert 0.5 < placement.width / placement.height < 4


def test_nothing_takes_no_room() -> None:
    empty = place_boxes([], [], [])
    assert (empty.corners, empty.frames, empty.bends, empty.width, empty.height) == ((), (), {}, 0, 0)


def test_rectangles_are_packed_without_overlap() -> None:
    sizes = [(300.0, 10.0), (10.0, 300.0), (50.0, 50.0), (50.0, 50.0)]
    placed = [(*corner, *size) for corner, size in zip(pack(sizes), sizes, strict=True)]
    assert not any(overlap(placed[a], placed[b]) for a in range(4) for b in range(a))


def test_wishes_are_met_as_far_as_the_order_allows() -> None:
    assert settle([50, 10], [20, 20], 0, 100) == [20, 40]
    assert settle([50, 52], [20, 20], 0, 100) == [41, 61]
    assert settle([10, 90], [20, 20], 0, 100) == [10, 90]
    assert settle([-50, 500], [20, 20], 0, 100) == [10, 90]
    assert settle([], [], 0, 0) == []
