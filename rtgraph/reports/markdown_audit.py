"""Audit → Markdown, for a pull request, a step summary or a wiki."""

from __future__ import annotations

import itertools
import sys
from typing import TYPE_CHECKING

from rtgraph.audit.rules import TITLES, WHY
from rtgraph.reports.columns import count
from rtgraph.reports.coverage import LEGEND, describe_coverage, describe_size
from rtgraph.reports.markdown_quoting import quote_block, quote_code, quote_markdown
from rtgraph.reports.notes import describe_rest
from rtgraph.reports.text_audit import render_cycle
from rtgraph.reports.text_origins import HEADING, count_outside, draw_origins

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rtgraph.audit.declarations import Declarations
    from rtgraph.audit.findings import Audit
    from rtgraph.graph import Graph
    from rtgraph.models import Finding


def render_audit_markdown(audit: Audit, declarations: Declarations | None = None) -> str:
    """Write a table of counts, then each rule's findings, folded away where they are no errors."""
    del declarations  # a page has no lines to point at
    totals = audit.summary
    lines = [
        "# Run trigger audit",
        "",
        quote_markdown(describe_size(audit.graph)),
        "",
        "| errors | warnings | info |",
        "|---:|---:|---:|",
        f"| {totals['error']:,} | {totals['warning']:,} | {totals['info']:,} |",
        "",
        quote_markdown(LEGEND),
    ]
    outside = count_outside(audit)
    for (severity, rule), group in itertools.groupby(audit.findings, lambda each: (each.severity, each.rule)):
        lines += ["", *render_rule(audit.graph, severity, rule, list(group), outside)]
    lines += ["", "## How complete this is", ""]
    rest = (*describe_rest(audit), *describe_coverage(audit.graph, sys.maxsize))
    lines += [f"{' ' * (len(line) - len(line.lstrip()))}- {quote_markdown(line.strip())}" for line in rest]
    return "\n".join(lines) + "\n"


def render_rule(
    graph: Graph, severity: str, rule: str, findings: list[Finding], outside: Mapping[str, int]
) -> Iterator[str]:
    """Write the findings of one rule; ``outside`` counts what leads to a cycle, by the first workspace."""
    yield f"## {severity}: {rule} ({len(findings):,})"
    yield ""
    yield f"{TITLES[rule].capitalize()}. {WHY[rule]}"
    yield ""
    folded = severity != "error"
    if folded:
        yield f"<details><summary>{count(len(findings), 'finding')}</summary>"
        yield ""
    for finding in findings:
        yield f"- {quote_markdown(finding.message)}"
        yield from (f"  - {quote_code(each)}" for each in finding.mend)
        if finding.cycle:
            yield from ("", *(f"  {line}".rstrip() for line in draw_cycle(graph, finding, finding.cycle, outside)))
    if folded:
        yield ""
        yield "</details>"


def draw_cycle(graph: Graph, finding: Finding, cycle: Sequence[str], outside: Mapping[str, int]) -> list[str]:
    """Write a cycle hop by hop, and what leads to it, as they stand in the text."""
    origins = draw_origins(graph, finding.workspaces, outside)
    hops = [line.removeprefix("  ") for line in render_cycle(graph, cycle)]
    return quote_block([*hops, *(["", HEADING, *(f"  {line}" for line in origins)] if origins else [])])
