"""One island of a drawing, laid out: layers follow one another, each group has a lane across them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rtgraph.exports.folding import fold_lanes
from rtgraph.exports.islands import HEAD, LANE_GAP, LAYER_GAP, PAD, ROW_GAP, STOP, Island
from rtgraph.exports.layering import assign_layers, chart_boxes, mean_of, order_cells, order_lanes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rtgraph.exports.islands import Sizes
    from rtgraph.exports.layering import Chart, Edge

SETTLES = 4
"""How often boxes are moved towards their neighbours, forth and back."""
FEWEST = 8
"""How many boxes stand in a column before another one begins."""


def lay_out(sizes: Sizes, lanes: Sequence[int], edges: Sequence[Edge]) -> Island:
    """Lay out boxes that hang together.

    Args:
        sizes: of boxes and lanes.
        lanes: the lane of each box; every lane has boxes.
        edges: the arrows among them, without those that lead back: there is no cycle in them.
    """
    linked = {end for edge in edges for end in edge}
    drawn = sorted(linked)
    number = {box: index for index, box in enumerate(drawn)}
    inner = [(number[tail], number[head]) for tail, head in edges]
    layers = assign_layers(len(drawn), inner)
    least = min(layers, default=0)
    chart = chart_boxes([layer - least for layer in layers], [lanes[box] for box in drawn], inner)
    order = order_lanes(chart.layers[: len(drawn)], chart.lanes[: len(drawn)], inner)
    island = Grid(sizes, lanes, drawn, chart, order).place_all(set(range(len(lanes))) - linked)
    return fold_lanes(island, lanes, edges, sizes.ratio)


class Grid:
    """A chart on its way to coordinates."""

    def __init__(self, sizes: Sizes, lanes: Sequence[int], drawn: list[int], chart: Chart, order: list[int]) -> None:
        self.sizes, self.lanes, self.drawn, self.chart = sizes, lanes, drawn, chart
        self.order = order
        self.cells = order_cells(chart, order)
        self.island = Island(sizes=list(zip(sizes.along, sizes.across, strict=True)))
        self.rows = self.choose_rows()
        self.middles = [0.0] * len(chart.layers)
        self.starts, self.widths = self.measure_layers()

    def choose_rows(self) -> int:
        """Give how many boxes may stand in one column, so that the island has a pleasant shape."""
        counts = {place: sum(node < self.chart.boxes for node in cell) for place, cell in self.cells.items()}
        long, broad = (
            max(each, default=1) + gap for each, gap in ((self.sizes.along, ROW_GAP), (self.sizes.across, ROW_GAP))
        )
        most = max(counts.values(), default=1)
        best, least = most, math.inf
        for rows in sorted({max(FEWEST, round(most / 1.25**power)) for power in range(40)}, reverse=True):
            lanes: dict[int, int] = {}
            layers: dict[int, int] = {}
            for (lane, layer), count in counts.items():
                lanes[lane] = max(lanes.get(lane, 0), min(count, rows))
                layers[layer] = max(layers.get(layer, 1), math.ceil(count / rows))
            height = sum(lanes.values()) * broad + len(lanes) * (HEAD + PAD + LANE_GAP)
            width = sum(layers.values()) * long + len(layers) * (LAYER_GAP - ROW_GAP)
            off = abs(math.log(width / height / self.sizes.ratio)) if height and width else 0
            if off < least - 0.2:  # folding a little for a little is not worth it
                best, least = rows, off
        return best

    def columns_of(self, cell: Sequence[int]) -> list[list[int]]:
        """Fold the boxes of a cell into columns."""
        boxes = [node for node in cell if node < self.chart.boxes]
        columns = max(1, math.ceil(len(boxes) / self.rows))
        rows = math.ceil(len(boxes) / columns) or 1
        return [boxes[first : first + rows] for first in range(0, len(boxes), rows)]

    def measure_layers(self) -> tuple[list[float], list[float]]:
        """Give where each layer begins and how long it is."""
        widths = [0.0] * (max(self.chart.layers, default=-1) + 1)
        for (_, layer), cell in self.cells.items():
            long = [max(self.sizes.along[self.drawn[node]] for node in column) for column in self.columns_of(cell)]
            widths[layer] = max(widths[layer], sum(long) + ROW_GAP * (len(long) - 1))
        starts, at = [], 0.0
        for width in widths:
            starts.append(at)
            at += width + LAYER_GAP
        return starts, widths

    def breadth_of(self, node: int) -> float:
        """Give what a box or a stop takes up across."""
        return self.sizes.across[self.drawn[node]] + ROW_GAP if node < self.chart.boxes else STOP

    def breadth_of_cell(self, cell: Sequence[int]) -> float:
        """Give what a cell takes up across."""
        columns = self.columns_of(cell)
        if len(columns) < 2:
            return sum(map(self.breadth_of, cell))
        stops = sum(self.breadth_of(node) for node in cell if node >= self.chart.boxes)
        return stops + max(sum(map(self.breadth_of, column)) for column in columns)

    def place_all(self, loose: set[int]) -> Island:
        """Give every box its place."""
        tops, ends = self.stack_lanes(loose)
        for sweep in range(SETTLES * 2 + 1):
            self.settle_all(tops, ends, forth=sweep % 2 == 0)
        for node, box in enumerate(self.drawn):
            if box not in self.island.corners:
                layer = self.chart.layers[node]
                self.island.corners[box] = (self.starts[layer], self.middles[node] - self.sizes.across[box] / 2)
        for (tail, head), stops in self.chart.trails.items():
            self.island.bends[self.drawn[tail], self.drawn[head]] = [
                (end, self.middles[stop])
                for stop in stops
                for start in [self.starts[self.chart.layers[stop]]]
                for end in (start, start + self.widths[self.chart.layers[stop]])
            ]
        return self.island

    def stack_lanes(self, loose: set[int]) -> tuple[dict[int, float], dict[int, float]]:
        """Put the lanes under one another, each as far up as others leave room in the layers that it spans."""
        skyline = [0.0] * max(1, len(self.starts))
        tops: dict[int, float] = {}
        ends: dict[int, float] = {}
        spans = self.find_spans()
        alone = [lane for lane in range(len(self.sizes.framed)) if lane not in spans]
        for lane in (*self.order, *alone):
            first, last, first_box, last_box = spans.get(lane, (0, len(skyline) - 1, 0, len(skyline) - 1))
            before, after, above, below = self.sizes.margin(lane)
            start = self.starts[first_box] if self.drawn else 0.0
            linked = self.starts[last_box] + self.widths[last_box] if lane in spans else start
            rows = self.arrange_loose([each for each in loose if self.lanes[each] == lane], linked - start)
            end = max([linked, *(start + along + self.sizes.along[box] for box, along, _ in rows)])
            if end > linked:  # past the lane's own layers, so that other lanes must keep out of more of them
                wide = [each for each, begins in enumerate(self.starts) if begins - HEAD < end + after + LANE_GAP]
                last = max([last, *wide])
            top = max(skyline[first : last + 1]) + above
            body = max(
                (self.breadth_of_cell(cell) for (each, _), cell in self.cells.items() if each == lane), default=0
            )
            tops[lane], ends[lane] = top, top + body
            for box, along, across in rows:
                self.island.corners[box] = (start + along, ends[lane] + across)
            bottom = max(
                [ends[lane] - ROW_GAP, *(ends[lane] + across + self.sizes.across[box] for box, _, across in rows)]
            )
            if self.sizes.framed[lane]:
                frame = (start - before, top - above, end - start + before + after, bottom - top + above + below)
                self.island.frames[lane] = frame
            for layer in range(first, last + 1):
                skyline[layer] = bottom + below + LANE_GAP
        return tops, ends

    def find_spans(self) -> dict[int, tuple[int, int, int, int]]:
        """Give for each lane the first and the last layer in which it has anything, and in which it has boxes."""
        spans: dict[int, tuple[int, int, int, int]] = {}
        for (lane, layer), cell in self.cells.items():
            boxed = layer if min(cell) < self.chart.boxes else None
            first, last, first_box, last_box = spans.get(lane, (layer, layer, len(self.starts), -1))
            if boxed is not None:
                first_box, last_box = min(first_box, boxed), max(last_box, boxed)
            spans[lane] = (min(first, layer), max(last, layer), first_box, last_box)
        return spans

    def arrange_loose(self, boxes: list[int], length: float) -> list[tuple[int, float, float]]:
        """Put boxes without arrows in rows, as long as what stands above or longer: along and across of each."""
        boxes.sort()
        long = max((self.sizes.along[box] for box in boxes), default=0) + ROW_GAP
        wide = max((self.sizes.across[box] for box in boxes), default=0) + ROW_GAP
        square = math.ceil(math.sqrt(len(boxes) * wide / long * self.sizes.ratio))
        columns = max(1, min(len(boxes), max(square, int((length + ROW_GAP) // long))))
        return [(box, index % columns * long, index // columns * wide) for index, box in enumerate(boxes)]

    def settle_all(self, tops: dict[int, float], ends: dict[int, float], *, forth: bool) -> None:
        """Move everything towards its neighbours, a layer at a time, as far as its lane and the order allow."""
        neighbours = self.chart.before if forth else self.chart.after
        for lane, layer in sorted(self.cells, key=lambda place: place[1], reverse=not forth):
            cell = self.cells[lane, layer]
            if len(self.columns_of(cell)) > 1:
                self.fold_cell(cell, layer, tops[lane])
                continue
            centre = (tops[lane] + ends[lane]) / 2
            sizes = [self.breadth_of(node) for node in cell]
            gaps = [ROW_GAP / 2 if node < self.chart.boxes else 0 for node in cell]  # under a box, not around it
            wanted = [
                mean_of(neighbours[node], self.middles, self.middles[node] or centre) + gap
                for node, gap in zip(cell, gaps, strict=True)
            ]
            settled = settle(wanted, sizes, tops[lane], ends[lane])
            for node, middle, gap in zip(cell, settled, gaps, strict=True):
                self.middles[node] = middle - gap

    def fold_cell(self, cell: Sequence[int], layer: int, top: float) -> None:
        """Place the boxes of a cell in columns, under the arrows that pass."""
        at = top
        for node in cell:
            if node >= self.chart.boxes:
                self.middles[node] = at + STOP / 2
                at += STOP
        along = self.starts[layer]
        for column in self.columns_of(cell):
            across = at
            for node in column:
                box = self.drawn[node]
                self.island.corners[box] = (along, across)
                self.middles[node] = across + self.sizes.across[box] / 2
                across += self.breadth_of(node)
            along += max(self.sizes.along[self.drawn[node]] for node in column) + ROW_GAP


def settle(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Give the middles of things in one row, in their order and without overlap, each as near as can be to its wish.

    Wishes that contradict the order are averaged (least squares by pooling adjacent violators).
    """
    offsets, at = [], 0.0
    for size in sizes:
        offsets.append(at)
        at += size
    pools: list[tuple[float, int]] = []
    for wish, size, offset in zip(wanted, sizes, offsets, strict=True):
        total, members = wish - size / 2 - offset, 1
        while pools and pools[-1][0] / pools[-1][1] > total / members:
            total, members = total + pools[-1][0], members + pools[-1][1]
            pools.pop()
        pools.append((total, members))
    starts = [total / members for total, members in pools for _ in range(members)]
    return [
        min(max(start, low), max(low, high - at)) + offset + size / 2
        for start, offset, size in zip(starts, offsets, sizes, strict=True)
    ]
