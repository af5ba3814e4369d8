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
    """Where boxes that hang together are, from their corner: x runs along the arrows, y across, until it is turned.

    Attributes:
        corners: box → its corner.
        frames: lane → corner and size, for lanes with a frame.
        bends: arrow → where it enters and where it leaves each layer that it passes.
        width: of everything.
        height: of everything.
    """

    corners: dict[int, tuple[float, float]] = field(default_factory=dict)
    frames: dict[int, tuple[float, float, float, float]] = field(default_factory=dict)
    bends: dict[Edge, list[tuple[float, float]]] = field(default_factory=dict)
    width: float = 0
    height: float = 0

    def turn(self) -> Island:
        """Give the island with x and y exchanged."""
        return Island(
            corners={box: (y, x) for box, (x, y) in self.corners.items()},
            frames={lane: (y, x, height, width) for lane, (x, y, width, height) in self.frames.items()},
            bends={edge: [(y, x) for x, y in points] for edge, points in self.bends.items()},
            width=self.height,
            height=self.width,
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
