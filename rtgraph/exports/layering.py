"""Layers for a drawing: the longest path to each box, and an order in each layer with few crossings.

Source: K. Sugiyama, S. Tagawa, M. Toda, "Methods for visual understanding of hierarchical system structures", IEEE
Transactions on Systems, Man, and Cybernetics 11 (1981), https://doi.org/10.1109/TSMC.1981.4308636
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Edge = tuple[int, int]

SWEEPS = 8
"""How often the layers are put in order anew, forth and back."""
ROUNDS = 12
"""How often neighbouring lanes may change places."""
STOPS = 6_000
"""How many places between layers arrows may be led through; with more they are drawn straight."""


@dataclass(slots=True)
class Chart:
    """Boxes in layers and lanes, and the stops at which long arrows pass the layers between their ends.

    Boxes and stops are numbered together, the boxes first.

    Attributes:
        boxes: how many of them are boxes.
        layers: of each box and stop.
        lanes: of each box and stop.
        before: for each its neighbours in earlier layers.
        after: for each its neighbours in later layers.
        trails: arrow → the stops that it passes, in order.
    """

    boxes: int
    layers: list[int]
    lanes: list[int]
    before: list[list[int]]
    after: list[list[int]]
    trails: dict[Edge, list[int]]

    @property
    def cells(self) -> dict[Edge, list[int]]:
        """(lane, layer) → what is in it, in the order of the numbers."""
        found: dict[Edge, list[int]] = {}
        for node, place in enumerate(zip(self.lanes, self.layers, strict=True)):
            found.setdefault(place, []).append(node)
        return found


def assign_layers(count: int, edges: Iterable[Edge]) -> list[int]:
    """Give each box the length of the longest path to it; one that nothing leads to moves up to what it leads to.

    Args:
        count: how many boxes there are.
        edges: the arrows, among which is no cycle.
    """
    after: list[list[int]] = [[] for _ in range(count)]
    waiting = [0] * count
    for tail, head in edges:
        after[tail].append(head)
        waiting[head] += 1
    roots = [node for node in range(count) if not waiting[node]]
    order = list(roots)
    layers = [0] * count
    for node in order:
        for head in after[node]:
            layers[head] = max(layers[head], layers[node] + 1)
            waiting[head] -= 1
            if not waiting[head]:
                order.append(head)
    for node in roots:
        if after[node]:
            layers[node] = min(layers[head] for head in after[node]) - 1
    return layers


def chart_boxes(layers: Sequence[int], lanes: Sequence[int], edges: Sequence[Edge]) -> Chart:
    """Link boxes to their neighbours; a long arrow gets a stop in each layer between, in the lane it leads to."""
    count = len(layers)
    chart = Chart(count, list(layers), list(lanes), [[] for _ in layers], [[] for _ in layers], {})
    stops = sum(layers[head] - layers[tail] - 1 for tail, head in edges)
    for tail, head in edges:
        path = [tail]
        if stops <= STOPS:
            for layer in range(layers[tail] + 1, layers[head]):
                path.append(len(chart.layers))
                chart.layers.append(layer)
                chart.lanes.append(lanes[head])
                chart.before.append([])
                chart.after.append([])
        if len(path) > 1:
            chart.trails[tail, head] = path[1:]
        for one, other in zip(path, [*path[1:], head], strict=True):
            chart.after[one].append(other)
            chart.before[other].append(one)
    return chart


def order_lanes(layers: Sequence[int], lanes: Sequence[int], edges: Iterable[Edge]) -> list[int]:
    """Give the order of lanes in which arrows between them are short: what is early stands first, what is linked near.

    Args:
        layers: of each box.
        lanes: of each box.
        edges: the arrows between boxes.
    """
    weights: dict[int, dict[int, int]] = {lane: {} for lane in lanes}
    for tail, head in edges:
        one, other = lanes[tail], lanes[head]
        if one != other:
            weights[one][other] = weights[one].get(other, 0) + 1
            weights[other][one] = weights[other].get(one, 0) + 1
    found: dict[int, list[int]] = {}
    for layer, lane in zip(layers, lanes, strict=True):
        found.setdefault(lane, []).append(layer)
    order = sorted(found, key=lambda lane: (sum(found[lane]) / len(found[lane]), lane))
    place = {lane: index for index, lane in enumerate(order)}
    for _ in range(ROUNDS):
        swapped = False
        for index in range(len(order) - 1):
            upper, lower = order[index], order[index + 1]
            if weigh_swap(weights, place, upper, lower) < 0:
                order[index], order[index + 1] = lower, upper
                place[upper], place[lower] = index + 1, index
                swapped = True
        if not swapped:
            break
    return order


def weigh_swap(weights: dict[int, dict[int, int]], place: dict[int, int], upper: int, lower: int) -> int:
    """Give by how much longer the arrows between lanes become when two neighbouring lanes change places."""
    change = 0
    for other, weight in weights[upper].items():
        if other != lower:
            change += weight * (1 if place[other] < place[upper] else -1)
    for other, weight in weights[lower].items():
        if other != upper:
            change += weight * (1 if place[other] > place[lower] else -1)
    return change


def order_cells(chart: Chart, lane_order: Sequence[int]) -> dict[Edge, list[int]]:
    """Put what is in each cell in the order of its neighbours' mean places, forth and back."""
    cells = chart.cells
    ranks = {lane: rank for rank, lane in enumerate(lane_order)}
    by_layer: dict[int, list[list[int]]] = {}
    for lane, layer in sorted(cells, key=lambda place: (place[1], ranks[place[0]])):
        by_layer.setdefault(layer, []).append(cells[lane, layer])
    height = [0.0] * len(chart.layers)
    for row in by_layer.values():
        spread_evenly(row, height)
    for sweep in range(SWEEPS):
        forth = sweep % 2 == 0
        neighbours = chart.before if forth else chart.after
        for layer in sorted(by_layer, reverse=not forth):
            for cell in by_layer[layer]:
                means = {node: mean_of(neighbours[node], height, height[node]) for node in cell}
                cell.sort(key=means.__getitem__)
            spread_evenly(by_layer[layer], height)
    return cells


def spread_evenly(row: list[list[int]], height: list[float]) -> None:
    """Note how far down in its layer each thing stands, from 0 to 1."""
    size = sum(map(len, row))
    place = 0
    for cell in row:
        for node in cell:
            height[node] = (place + 0.5) / size
            place += 1


def mean_of(nodes: Sequence[int], height: Sequence[float], otherwise: float) -> float:
    """Give the mean height of some nodes."""
    return sum(height[each] for each in nodes) / len(nodes) if nodes else otherwise
