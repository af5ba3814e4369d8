"""What an island of a drawing is laid out from and into: sizes, gaps, corners, frames and bends."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rtgraph.exports.layering import Edge

LAYER_GAP = 54
"""Between layers, where the arrows run."""
ROW_GAP = 12
"""Between boxes of one layer."""
STOP = 9
"""What an arrow takes up that passes a layer."""
PAD = 16
"""Between a frame and what is in it."""
HEAD = 30
"""For the name of a frame."""
LANE_GAP = 20
"""Between frames."""
RATIO = 1.6
"""How much wider than high a page is best; layers with more boxes than fit are folded into columns."""


@dataclass(slots=True)
class Island:
    """Where boxes that hang together are: x runs along the arrows, y across, until it is turned.

    Attributes:
        sizes: box → its length along the arrows and its breadth across them.
        corners: box → its corner.
        frames: lane → corner and size, for lanes with a frame.
        bends: arrow → where it enters and where it leaves each layer that it passes.
    """

    sizes: Sequence[tuple[float, float]]
    corners: dict[int, tuple[float, float]] = field(default_factory=dict)
    frames: dict[int, tuple[float, float, float, float]] = field(default_factory=dict)
    bends: dict[Edge, list[tuple[float, float]]] = field(default_factory=dict)

    @property
    def cover(self) -> tuple[float, float, float, float]:
        """The smallest rectangle around boxes and frames: corner and size."""
        rects = [(*corner, *self.sizes[box]) for box, corner in self.corners.items()]
        rects += self.frames.values()
        left, top = (min((rect[axis] for rect in rects), default=0.0) for axis in (0, 1))
        right, bottom = (max((rect[axis] + rect[axis + 2] for rect in rects), default=0.0) for axis in (0, 1))
        return left, top, right - left, bottom - top

    @property
    def width(self) -> float:
        """Along the arrows."""
        return self.cover[2]

    @property
    def height(self) -> float:
        """Across the arrows."""
        return self.cover[3]

    def turn(self) -> Island:
        """Give the island with x and y exchanged."""
        return Island(
            sizes=[(breadth, length) for length, breadth in self.sizes],
            corners={box: (y, x) for box, (x, y) in self.corners.items()},
            frames={lane: (y, x, height, width) for lane, (x, y, width, height) in self.frames.items()},
            bends={edge: [(y, x) for x, y in points] for edge, points in self.bends.items()},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How large boxes are along and across the arrows, which lanes have frames, and whether names stand across."""

    along: Sequence[float]
    across: Sequence[float]
    framed: Sequence[bool]
    head_across: bool

    @property
    def ratio(self) -> float:
        """How much longer than broad an island is best."""
        return RATIO if self.head_across else 1 / RATIO

    def margin(self, lane: int) -> tuple[float, float, float, float]:
        """Give what a frame takes up before and after its boxes: along before and after, across before and after."""
        if not self.framed[lane]:
            return (0, 0, 0, 0)
        return (PAD, PAD, HEAD, PAD) if self.head_across else (HEAD, PAD, PAD, PAD)
