"""Audit → text for a terminal."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from rtgraph.audit.rules import TITLES
from rtgraph.graph import applies_by_itself, trigger_ids
from rtgraph.reports.columns import align, count, wrap
from rtgraph.reports.coverage import LEGEND, describe_coverage, describe_size, name_of
from rtgraph.reports.notes import describe_rest
from rtgraph.reports.quoting import plain
from rtgraph.reports.text_origins import HEADING, count_outside, draw_origins

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rtgraph.audit.declarations import Declarations
    from rtgraph.audit.findings import Audit
    from rtgraph.graph import Graph
    from rtgraph.models import Cut, Finding

HOPS = 30
"""How many hops of one cycle are written out."""
LISTED = 10
"""How many run triggers or commands are written out."""


def render_audit(audit: Audit, declarations: Declarations | None = None) -> str:
    """Write every finding with its evidence and its mend, then what was audited and what could not be read."""
    blocks = list(render_findings(audit)) or [say_nothing(audit)]
    totals = audit.summary
    counts = f"{count(totals['error'], 'error')}, {count(totals['warning'], 'warning')}, {totals['info']:,} info"
    summary = [
        f"{counts} · {describe_size(audit.graph)}",
        *describe_rest(audit),
        *describe_unclear(declarations),
        *describe_coverage(audit.graph),
        LEGEND,
    ]
    return "\n\n".join("\n".join(block) for block in (*blocks, summary)) + "\n"


def describe_unclear(declarations: Declarations | None) -> list[str]:
    """Say how many declarations in Terraform configuration could not be matched with a run trigger."""
    if not declarations or not declarations.unclear:
        return []
    first = declarations.unclear[0]
    total = count(len(declarations.unclear), "tfe_run_trigger resource")
    return [f"{total} with ends that are not plain, or not in the graph, such as {plain(first.path)}:{first.line}"]


def render_findings(audit: Audit) -> Iterator[list[str]]:
    """Write a block for each finding about a cycle, and one for all other findings of a rule together."""
    outside = count_outside(audit)
    for (rule, shown_whole), group in itertools.groupby(
        audit.findings, lambda each: (each.rule, each.cycle is not None)
    ):
        findings = list(group)
        if shown_whole:
            yield from (render_finding(audit.graph, finding, outside) for finding in findings)
        else:
            yield [f"{findings[0].severity}  {rule}: {TITLES[rule]}", *render_group(findings)]


def render_group(findings: Sequence[Finding]) -> Iterator[str]:
    """Write the findings of one rule, each with its mend below."""
    for finding in findings:
        yield from wrap(plain(finding.message), "  ", "    ")
        yield from (f"      {line}" for line in shorten([plain(each) for each in finding.mend], LISTED, "commands"))


def say_nothing(audit: Audit) -> list[str]:
    """Say that nothing was found, and whether that holds for everything."""
    if audit.graph.graph["complete"]:
        return ["No findings."]
    return ["No findings in what could be read; what could not be read may hide some."]


def render_finding(graph: Graph, finding: Finding, outside: Mapping[str, int]) -> list[str]:
    """Write one finding about a cycle; ``outside`` counts what leads there, by the first workspace."""
    origins = draw_origins(graph, finding.workspaces, outside)
    rows = [] if origins else [("reached from", "nowhere else: nothing outside leads here")]
    if finding.cut:
        cut = render_cut(graph, finding, finding.cut)
        rows += [("cut" if index == 0 else "", line) for index, line in enumerate(cut)]
    mend = shorten([plain(each) for each in finding.mend], LISTED, "commands")
    rows += [("mend" if index == 0 else "", line) for index, line in enumerate(mend)]
    return [
        f"{finding.severity}  {finding.rule}: {TITLES[finding.rule]}",
        *wrap(plain(finding.message), "  "),
        "",
        *render_cycle(graph, finding.cycle or ()),
        "",
        *([f"  {HEADING}", *(f"    {line}" for line in origins), ""] if origins else []),
        *(f"  {line}" for line in align(rows)),
    ]


def render_cycle(graph: Graph, cycle: Sequence[str]) -> list[str]:
    """Write a closed path hop by hop: the run trigger, what the workspace does with its run, and since when."""
    hops = list(itertools.pairwise(cycle))
    rows = [describe_hop(graph, source, reached) for source, reached in shorten_hops(hops)]
    lines = [f"    {line}" for line in align(rows)]
    if len(hops) > len(rows):
        lines.insert(HOPS - 5, f"    … {count(len(hops) - len(rows), 'hop')} more …")
    return [f"  {name_of(graph, cycle[0])}", *lines]


def shorten_hops(hops: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Leave the middle of a long cycle out."""
    return hops if len(hops) <= HOPS else hops[: HOPS - 5] + hops[-5:]


def describe_hop(graph: Graph, source: str, reached: str) -> tuple[str, ...]:
    """Give the cells of one hop."""
    edge = graph.edges[source, reached]
    identities = ", ".join(plain(each) for each in trigger_ids(graph, source, reached))
    created = f"created {plain(edge['created_at'][:10])}" if edge["created_at"] else ""
    return (f"→ {name_of(graph, reached)}", identities, describe_run(graph, reached), created)


def describe_run(graph: Graph, workspace: str) -> str:
    """Say what becomes of a triggered run in a workspace."""
    node = graph.nodes[workspace]
    if applies_by_itself(graph, workspace):
        return "auto-apply"
    if node["execution_mode"] == "local":
        return "local execution"
    return "gate" if node["auto_apply_run_trigger"] is False else "gate (presumed)"


def render_cut(graph: Graph, finding: Finding, cut: Cut) -> list[str]:
    """Write the run triggers to cut with their ends, and how sure it is that no fewer will do."""
    ends = {each: edge for edge in graph.out_edges(finding.workspaces) for each in trigger_ids(graph, *edge)}
    rows = [(plain(each), " → ".join(name_of(graph, end) for end in ends[each])) for each in cut.run_triggers[:LISTED]]
    lines = align(rows)
    if len(cut.run_triggers) > LISTED:
        lines.append(f"… and {len(cut.run_triggers) - LISTED:,} more: rtgraph audit -f json lists all")
    return [*lines, describe_certainty(cut)]


def describe_certainty(cut: Cut) -> str:
    """Say whether a cut is the smallest there is, or by how much it could be too large."""
    taken = len(cut.run_triggers)
    if cut.optimal:
        return (
            f"optimal: no cycle is left, and fewer than {taken:,} will not do"
            if taken > 1
            else "optimal: no cycle is left"
        )
    return (
        f"approximate: no cycle is left after these {taken:,}; at least {cut.at_least:,} are needed, "
        f"so that {taken - cut.at_least:,} of them at most are too many"
    )


def shorten(lines: list[str], most: int, things: str) -> list[str]:
    """Write the first lines, and count the others."""
    if len(lines) <= most:
        return lines
    return [*lines[:most], f"… and {len(lines) - most:,} {things} more: rtgraph audit -f json lists all"]
