"""What changed between two snapshots → Markdown, for a comment on a pull request or a page."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rtgraph.reports.coverage import LEGEND, describe_coverage, describe_size
from rtgraph.reports.diff_sections import BY_NAME, list_counts, list_sections, summarize
from rtgraph.reports.markdown_quoting import quote_markdown, write_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rtgraph.differences.comparison import Comparison
    from rtgraph.graph import Graph
    from rtgraph.reports.diff_sections import Section


def render_markdown_diff(comparison: Comparison) -> str:
    """Write every difference as a row of a table, the counts, and what could not be read on either side."""
    organization = quote_markdown(comparison.sides.new.graph["organization"])
    blocks = [
        [f"## What changed in the run triggers of {organization}"],
        [f"**{quote_markdown(summarize(comparison))}**"],
    ]
    for section in list_sections(comparison):
        blocks += render_section(section)
    counts = list_counts(comparison)
    if any(row[-1] for row in counts):
        blocks += [["### Counts"], write_table(("", "OLD", "NEW", "change"), counts, right=(1, 2, 3))]
    end = [*describe_side("OLD", comparison.sides.old), *describe_side("NEW", comparison.sides.new)]
    blocks.append([*end, *([f"- {BY_NAME}"] if comparison.sides.by_name else []), f"- {LEGEND}"])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def render_section(section: Section) -> list[list[str]]:
    """Write one kind of difference: its heading, its note and its table."""
    note = [[section.note]] if section.note else []
    return [[f"### {section.title}"], *note, write_table(section.headings, section.rows)]


def describe_side(name: str, graph: Graph) -> Iterator[str]:
    """Write which snapshot one side is, and how much of it could be read, as items of a list."""
    yield f"- **{name}** {quote_markdown(describe_size(graph))}"
    for line in describe_coverage(graph, sys.maxsize):
        text = line.lstrip()
        yield f"{' ' * (len(line) - len(text))}  - {quote_markdown(text)}"
