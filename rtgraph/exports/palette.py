"""The colours of every drawing: each light one with its twin for dark pages.

A colour says one thing and is never alone: a word or a line style says it as well.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one role is drawn: fill, border and text, and the style of its border."""

    fill: str
    border: str
    text: str = "#1f2328"
    style: str = "rounded,filled"
    borders: int = 1


PAPER = "#ffffff"
INK = "#1f2328"
QUIET = "#57606a"
LINE = "#6e7781"
GROUP_FILL = "#f6f8fa"
GROUP_BORDER = "#d0d7de"
RED = "#cf222e"

LOOKS = {
    "root": Look(fill="#ddf4ff", border="#0969da"),
    "auto": Look(fill="#fff8c5", border="#9a6700"),
    "gate": Look(fill="#fbefff", border="#8250df", borders=2),
    "unreadable": Look(fill=PAPER, border=QUIET, text=QUIET, style="rounded,dashed,filled"),
    "plain": Look(fill=PAPER, border=QUIET),
}
"""role → how a workspace with that role is drawn."""

DARK = {
    PAPER: "#0d1117",
    INK: "#e6edf3",
    QUIET: "#9ea7b3",
    LINE: "#8b949e",
    GROUP_FILL: "#161b22",
    GROUP_BORDER: "#3d444d",
    RED: "#ff7b72",
    "#ddf4ff": "#0c2d6b",
    "#0969da": "#58a6ff",
    "#fff8c5": "#3b2300",
    "#9a6700": "#d29922",
    "#fbefff": "#2b1052",
    "#8250df": "#bc8cff",
}
"""light colour → the same on a dark page."""
