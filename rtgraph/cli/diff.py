"""``rtgraph diff``: what changed between two snapshots."""

from __future__ import annotations

import dataclasses
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rtgraph.cli.audit import file_option, load_policy
from rtgraph.cli.output import emit, output_option
from rtgraph.cli.source import Source, source_options

if TYPE_CHECKING:
    from rtgraph.differences.comparison import Comparison
    from rtgraph.models import Snapshot

EPILOG = """\b
Examples:
  rtgraph diff monday.json tuesday.json
  rtgraph diff monday.json.gz --org acme --exit-code
  rtgraph diff original.json staging.json --by-name -f markdown -o changes.md
\b
Marks:
  +  added      -  removed     ~  changed
  ↻  a run trigger with the same ends and another id
  ?  not certain: one of the crawls did not read where it would be
\b
Exit codes:
  0  done, whatever was found
  3  there are differences (with --exit-code)
"""
COLOURS = {"+": "green", "-": "red", "~": "yellow", "↻": "yellow", "?": "cyan"}


@click.command(epilog=EPILOG)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", required=False)
@source_options
@click.option("--by-name", is_flag=True, help="Match workspaces by name instead of id: for two organizations.")
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="What to write.",
)
@file_option("--config", "FILE", "The policy that both are audited under (default: rtgraph.toml, where there is one).")
@click.option("--exit-code", is_flag=True, help="Exit with 3 where there are differences.")
@output_option
@click.pass_context
def diff(
    ctx: click.Context,
    old: str,
    new: str | None,
    source: Source,
    by_name: bool,
    config: Path | None,
    format_name: str,
    exit_code: bool,
    output: Path | None,
) -> None:
    """Show what changed between two snapshots: workspaces, run triggers, findings.

    OLD and NEW are snapshot files; one of them may be - for standard input. Without NEW the organization is
    crawled now, as it was for OLD: --org NAME or --demo. Of a workspace its name, project, auto-apply settings,
    execution mode and lock are compared. What a crawl could not read does not count as removed: it is listed apart.
    """
    from rtgraph.differences.comparison import compare_snapshots
    from rtgraph.times import now

    policy = load_policy(config)
    before, after = load_sides(old, new, source, by_name=by_name)
    comparison = compare_snapshots(before, after, by_name=by_name, policy=policy, today=now().date())
    emit(render(comparison, format_name, output), output)
    if exit_code and comparison.differs:
        ctx.exit(3)


def load_sides(old: str, new: str | None, source: Source, *, by_name: bool) -> tuple[Snapshot, Snapshot]:
    """Read the older snapshot, and read or crawl the newer one."""
    from rtgraph.snapshots import load

    named = [f"--{name}" for name in ("org", "snapshot", "demo") if getattr(source, name)]
    if new is not None and named:
        raise click.UsageError(f"NEW and {named[0]} exclude each other: compare OLD with one of them.")
    if new is None and not named and not os.environ.get("TF_CLOUD_ORGANIZATION"):
        raise click.UsageError("Say what to compare OLD with: NEW, --org NAME or --demo.")
    if new is not None:
        source = dataclasses.replace(source, snapshot=new)
    if old == "-" == source.snapshot:
        raise click.UsageError("OLD and NEW cannot both be standard input: name a file for one of them.")
    before = load(old)
    return before, crawl_likewise(before, source, by_name=by_name) if source.snapshot is None else load(source.snapshot)


def crawl_likewise(before: Snapshot, source: Source, *, by_name: bool) -> Snapshot:
    """Crawl what the source names as the older snapshot was crawled, so that what is missing is missing."""
    from rtgraph.cli.crawling import crawl_source
    from rtgraph.errors import RtgraphError

    organization = "" if source.demo else source.org or os.environ["TF_CLOUD_ORGANIZATION"]
    if organization and not by_name and organization.casefold() != before.organization.casefold():
        raise RtgraphError(
            f"OLD is {before.organization} and {organization} would be crawled: their ids have nothing in common; "
            "compare them by name with --by-name"
        )
    return crawl_source(
        source,
        direction="both" if "outbound" in before.directions else "auto",
        scope=before.scope,
        state_consumers=before.state_consumers is not None,
    )


def render(comparison: Comparison, format_name: str, output: Path | None) -> str:
    """Write the report, with colour on a terminal."""
    if format_name == "json":
        from rtgraph.reports.json_diff import render_diff_json

        return render_diff_json(comparison)
    if format_name == "markdown":
        from rtgraph.reports.markdown_diff import render_markdown_diff

        return render_markdown_diff(comparison)
    from rtgraph.reports.text_diff import render_diff

    text = render_diff(comparison)
    if output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        return re.sub(r"(?m)(?<=^  )[-+~↻?](?= )", colour, text)
    return text


def colour(mark: re.Match[str]) -> str:
    """Colour the mark that begins a row."""
    return click.style(mark[0], fg=COLOURS[mark[0]], bold=True)
