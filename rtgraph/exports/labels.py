"""Graphviz labels with more than one size of text: a box's second line, and the head of a picture.

They are HTML-like labels; every text in them passes through ``quote_markup``.
Source: https://graphviz.org/doc/info/shapes.html#html
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from rtgraph.exports.legends import DIRECTIONS, write_headline, write_key, write_notes
from rtgraph.exports.palette import INK, LOOKS, QUIET, RED
from rtgraph.exports.quoting import mark_plain, quote_label, quote_markup, shorten, show

if TYPE_CHECKING:
    from rtgraph.exports.pictures import Box, Drawing, Picture

FONT_SIZE = 11
NO_FRAME = 'border="0" cellborder="0" cellspacing="0"'


def label_box(box: Box) -> str:
    """Write a workspace's name, and under it in small letters its role and what it needs to say."""
    name = shorten(box.name)
    if not box.words:
        return quote_label(name)
    words = " · ".join(box.words)
    if not name.isascii():  # an HTML-like label is laid out by measured widths, a plain one is centred
        return mark_plain(f"{quote_label(name)}\\n{quote_label(words)}")
    return f'<{quote_markup(name)}<br/><font point-size="8.5" color="{QUIET}">{quote_markup(words)}</font>>'


def measure_box(box: Box) -> str | None:
    """Give the width in inches that a name outside ASCII needs: the embedded renderer takes it for spaces."""
    name = show(shorten(box.name))
    if name.isascii():
        return None
    ems = sum(1.0 if unicodedata.east_asian_width(each) in "WF" else 0.62 for each in name)
    return f"{ems * FONT_SIZE / 72 + 0.3:.2f}"


def label_picture(picture: Picture, drawing: Drawing) -> str:
    """Write the head of a picture: title, legend, notes and key, aligned left."""
    title, counts = write_headline(picture)
    head = f'<font point-size="14" color="{INK}"><b>{quote_markup(shorten(title))}</b></font>'
    beside = picture.part.graph.graph["organization"].isascii()  # what stands beside a text has to know its width
    lines = [
        *([f"{head} · {quote_markup(counts)}"] if beside else [head, quote_markup(counts)]),
        *(quote_markup(line) for line in (DIRECTIONS[drawing.arrows], *write_notes(picture, drawing))),
    ]
    entries = write_key(picture)
    rows = [f'<tr><td align="left">{line}</td></tr>' for line in lines]
    if entries:
        rows.append(f'<tr><td align="left">{draw_key(entries)}</td></tr>')
    return f'<<table {NO_FRAME} cellpadding="2">{"".join(rows)}</table>>'


def draw_key(entries: list[tuple[str, str]]) -> str:
    """Lay samples and words out in two columns.

    A table that is fixed, and at least as large as what is in it, is the one kind that Graphviz does not
    stretch to the width of the lines above it.
    """
    width = 60 + 8 * max(len(words) for _, words in entries)
    rows = "".join(
        f'<tr><td>{draw_sample(kind)}</td><td align="left">{quote_markup(words)}</td></tr>' for kind, words in entries
    )
    size = f'fixedsize="true" width="{width}" height="{20 * len(entries)}"'
    return f'<table {NO_FRAME} cellpadding="2" align="left" {size}>{rows}</table>'


def draw_sample(kind: str) -> str:
    """Draw what the key explains: a small box, or a short line made of filled cells."""
    if kind in LOOKS:
        look = LOOKS[kind]
        style = "rounded,dashed" if "dashed" in look.style else "rounded"
        return (
            f'<table border="{look.borders}" cellborder="0" cellspacing="0" cellpadding="0" style="{style}" '
            f'bgcolor="{look.fill}" color="{look.border}"><tr><td width="22" height="10"></td></tr></table>'
        )
    widths = (6, 3, 6, 3, 6) if kind == "cut" else (24,)
    gap = f'<tr><td colspan="{len(widths)}" height="5"></td></tr>'
    dashes = "".join(
        f'<td width="{width}" height="2"{f" bgcolor={chr(34)}{RED}{chr(34)}" if place % 2 == 0 else ""}></td>'
        for place, width in enumerate(widths)
    )
    return f'<table {NO_FRAME} cellpadding="0">{gap}<tr>{dashes}</tr>{gap}</table>'
