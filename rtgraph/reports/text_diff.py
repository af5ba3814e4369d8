"""What changed between two snapshots → text for a terminal, in Terraform's manner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.reports.columns import align, wrap
from rtgraph.reports.coverage import LEGEND, describe_coverage, describe_size
from rtgraph.reports.diff_sections import BY_NAME, list_counts, list_sections, summarize
from rtgraph.reports.quoting import plain

if TYPE_CHECKING:
    from rtgraph.differences.comparison import Comparison
    from rtgraph.graph import Graph
    from rtgraph.reports.diff_sections import Section


def render_diff(comparison: Comparison) -> str:
    """Write every difference, the counts before and after, and what could not be read on either side."""
    blocks = [render_section(section) for section in list_sections(comparison)]
    counts = list_counts(comparison)
    if any(row[-1] for row in counts):
        blocks.append(align([("Counts", "OLD", "NEW", ""), *counts], right=(1, 2, 3)))
    end = [*render_side("OLD", comparison.sides.old), *render_side("NEW", comparison.sides.new)]
    if comparison.sides.by_name:
        end.append(BY_NAME)
    blocks += [[summarize(comparison)], [*end, LEGEND]]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def render_section(section: Section) -> list[str]:
    """Write one kind of difference."""
    lines = [section.title, *([f"  {section.note}"] if section.note else [])]
    rows = [tuple(map(plain, row)) for row in section.rows]
    if section.prose:
        for mark, severity, rule, message in rows:
            lines += [f"  {mark} {severity}  {rule}", *wrap(message, "      ")]
        return lines
    aligned = align([row[1:] for row in rows])
    return lines + [f"  {row[0]} {line}".rstrip() for row, line in zip(rows, aligned, strict=True)]


def render_side(name: str, graph: Graph) -> list[str]:
    """Write which snapshot one side is, and how much of it could be read."""
    return [f"{name}  {describe_size(graph)}", *(f"     {line}" for line in describe_coverage(graph))]
