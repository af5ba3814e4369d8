from __future__ import annotations

import pytest

from rtgraph.exports.folding import fold_lanes, order_blocks, share_out
from rtgraph.exports.islands import Island
from rtgraph.exports.placement import place_boxes


def stack(count: int) -> Island:
    """Put boxes of 100 by 40 under one another, each a lane of its own."""
    return Island(
        sizes=[(100, 40)] * count,
        corners={box: (0, 60 * box) for box in range(count)},
        bends={(0, 1): [(50, 65), (60, 65)]},
    )


def test_a_high_stack_is_folded_and_arrows_lead_forwards() -> None:
    edges = [(0, box) for box in range(1, 12)]
    folded = fold_lanes(stack(12), list(range(12)), edges, ratio=1.6)
    assert folded.corners[0] == (0.0, 0.0)
    assert 0.8 < folded.width / folded.height < 3.2
    assert all(folded.corners[tail][0] <= folded.corners[head][0] for tail, head in edges)
    assert len({*folded.corners.values()}) == 12


def test_a_pleasant_shape_is_left_as_it_is() -> None:
    flat = Island(sizes=[(300, 40)] * 3, corners={box: (0, 60 * box) for box in range(3)})
    assert fold_lanes(flat, [0, 1, 2], [], ratio=1.6) is flat


def test_an_arrow_into_another_column_runs_freely() -> None:
    near = fold_lanes(stack(12), list(range(12)), [(0, 1)], ratio=1.6)
    assert near.bends == {(0, 1): [(50, 65), (60, 65)]}
    far = fold_lanes(stack(12), list(range(12)), [(0, 1), *((box, 1) for box in range(2, 12))], ratio=1.6)
    assert far.corners[1][0] > far.corners[0][0]
    assert far.bends == {}


RECTS = [(0.0, 10.0 * lane, 50.0, 10.0 * lane + 8) for lane in range(5)]


def test_lanes_come_after_those_that_lead_to_them_and_the_uppermost_first() -> None:
    assert order_blocks([set(), {0}, set(), {4}, set()], RECTS) == [[1], [0], [2], [3], [4]]


def test_lanes_that_lead_to_one_another_stay_together() -> None:
    assert order_blocks([{2}, set(), {0}, {1}, set()], RECTS) == [[0, 2], [3], [1], [4]]


def test_columns_are_about_equally_high() -> None:
    column_of = share_out([[0], [1], [2], [3, 4]], RECTS, 2)
    assert column_of == {0: 0, 1: 0, 2: 1, 3: 1, 4: 1}


@pytest.mark.parametrize("downwards", [False, True])
def test_many_projects_under_one_platform_fill_a_page(downwards: bool) -> None:
    teams = 24
    sizes = [(110, 36)] * (3 + 3 * teams)
    edges = [(0, 1), (1, 2)]
    groups = [(True, [0, 1, 2])]
    for team in range(teams):
        first = 3 + 3 * team
        edges += [(2, first), (first, first + 1), (first + 1, first + 2)]
        groups.append((True, [first, first + 1, first + 2]))
    placement = place_boxes(sizes, edges, groups, downwards=downwards)
    assert 0.7 < placement.width / placement.height < 3
    axis = 1 if downwards else 0
    assert all(placement.corners[tail][axis] < placement.corners[head][axis] for tail, head in edges)
    frames = [frame for frame in placement.frames if frame]
    assert len(frames) == teams + 1
    assert min(min(frame[:2]) for frame in frames) == 0


def test_many_lanes_that_lead_to_one_another_are_no_thread() -> None:
    ring = [(lane, (lane + 1) % 40) for lane in range(40)]
    folded = fold_lanes(stack(40), list(range(40)), ring, ratio=1.6)
    assert 0.4 < folded.width / folded.height < 6.4
    assert len({*folded.corners.values()}) == 40


def test_few_lanes_that_lead_to_one_another_keep_their_arrows_forwards() -> None:
    ring = [(lane, (lane + 1) % 10) for lane in range(10)]
    high = stack(10)
    assert fold_lanes(high, list(range(10)), ring, ratio=1.6) is high
