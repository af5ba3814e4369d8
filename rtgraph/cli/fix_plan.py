"""``rtgraph fix plan``: what to change, and what that does to the graph; it changes nothing."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rtgraph.cli.loading import load_graph
from rtgraph.cli.output import emit
from rtgraph.cli.selection import check_selections, choose_part, find_kept, selection_options
from rtgraph.cli.source import Source, source_options

if TYPE_CHECKING:
    from rtgraph.fixes.planning import Wishes
    from rtgraph.graph import Graph
    from rtgraph.models import Plan

EPILOG = """\b
Examples:
  rtgraph fix plan --demo --cycles
  rtgraph fix plan --demo --gate --keep 'tag:prod'
  rtgraph fix plan -s acme.json --cycles --redundant -o plan.json
  rtgraph fix plan --org acme --desired wanted.csv -o plan.json
\b
Marks:
  +  a run trigger to create
  -  a run trigger to delete
  ~  a workspace to change
\b
Nothing is changed before: rtgraph fix apply plan.json
"""
COLOURS = {"+": "green", "-": "red", "~": "yellow"}

KINDS = {
    "cycles": "Delete the fewest run triggers that leave no cycle.",
    "redundant": "Delete run triggers beside which a longer way leads to the same workspace.",
    "gate": "Switch auto-apply-run-trigger off on the fewest workspaces that leave no cycle that keeps itself going.",
    "desired": "Make the run triggers exactly those in FILE: CSV of SOURCE,DESTINATION, a snapshot, Terraform files.",
}
"""Option → what it mends; at least one is needed."""

OPTIONS = (
    click.option("--cycles", is_flag=True, help=KINDS["cycles"]),
    click.option("--redundant", is_flag=True, help=KINDS["redundant"]),
    click.option(
        "--include-gated",
        is_flag=True,
        help="With --redundant: those too whose every longer way waits for a person, so that more would wait.",
    ),
    click.option("--gate", is_flag=True, help=KINDS["gate"]),
    click.option("--desired", metavar="FILE", type=click.Path(path_type=Path), help=KINDS["desired"]),
    click.option("--allow-empty", is_flag=True, help="With --desired: FILE may name no run trigger, so that all go."),
    click.option(
        "--keep",
        metavar="SELECTION",
        multiple=True,
        help="Leave these workspaces as they are: no gate is made there, and a run trigger between two of them is not "
        "deleted; with one of its ends there only where nothing else breaks a cycle. May be repeated.",
    ),
    click.option(
        "--prefer",
        type=click.Choice(["newest", "oldest", "cross-project"]),
        default="newest",
        show_default=True,
        help="With --cycles: which run triggers to delete where as few others would do.",
    ),
    click.option(
        "-f",
        "--format",
        "format_name",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="What to write to standard output; json is the plan itself.",
    ),
    click.option(
        "-o",
        "--output",
        metavar="FILE",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write the plan (JSON) to FILE too, whole or not at all; rtgraph fix apply takes it from there.",
    ),
)


def plan_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a plan."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@click.command(epilog=EPILOG)
@source_options
@selection_options
@plan_options
def plan(
    source: Source,
    select: tuple[str, ...],
    exclude: tuple[str, ...],
    keep: tuple[str, ...],
    format_name: str,
    output: Path | None,
    **options: Any,
) -> None:
    """Work out what to change, and what that does to the graph; changes nothing.

    Several kinds of mend in one plan are worked out one after another, each in the graph that the earlier leave:
    cycles, gates, redundant run triggers. With --select, only that part is looked at and changed.
    """
    from rtgraph.fixes.planning import plan_changes
    from rtgraph.fixes.plans import dump_plan
    from rtgraph.reports.json import escape
    from rtgraph.reports.text_plan import render_plan_text

    check_kinds(source, keep=keep, **options)
    check_selections(select, exclude, keep)
    whole = load_graph(source)
    part = choose_part(whole, select, exclude)
    made = plan_changes(part, gather_wishes(whole, keep, **options))
    data = escape(dump_plan(made).decode())
    keeps = output is not None and output != Path("-")
    if keeps:
        emit(data, output)
    if format_name == "json" or (output is not None and not keeps):
        emit(data, None)
    else:
        emit(colour_marks(render_plan_text(made, part)) + hint(made, output), None)


def check_kinds(
    source: Source, *, keep: tuple[str, ...], cycles: bool, desired: Path | None, prefer: str, **options: bool
) -> None:
    """Make sure that there is something to mend, and that no option is given in vain.

    Raises:
        UsageError: there is nothing, or one is.
    """
    kinds = [name for name in ("redundant", "gate") if options[name]] + ["cycles"] * cycles
    if not kinds and desired is None:
        width = max(map(len, KINDS))
        rows = "".join(f"\n  --{name:{width}}  {text}" for name, text in KINDS.items())
        raise click.UsageError(f"Say what to mend, one or several of these:\n{rows}")
    if desired is not None and (kinds or keep):
        other = kinds[0] if kinds else "keep; narrow it with --exclude"
        raise click.UsageError(f"--desired says all there shall be, so it goes without --{other}.")
    if source.snapshot == "-" and desired == Path("-"):
        raise click.UsageError("The snapshot and FILE cannot both be standard input: name a file for one of them.")
    given = {**options, "prefer": prefer != "newest"}
    needed = {"include_gated": ("redundant", options["redundant"]), "prefer": ("cycles", cycles)}
    needed["allow_empty"] = ("desired", desired is not None)
    for name, (kind, asked) in needed.items():
        if given[name] and not asked:
            raise click.UsageError(f"--{name.replace('_', '-')} goes with --{kind}.")


def gather_wishes(
    whole: Graph, keep: tuple[str, ...], *, desired: Path | None, allow_empty: bool, **options: Any
) -> Wishes:
    """Find the workspaces and run triggers that options name; names are those of the whole graph."""
    from rtgraph.fixes.planning import Wishes

    wanted = None
    if desired is not None:
        from rtgraph.fixes.desires import read_desired

        wanted = read_desired("-" if desired == Path("-") else desired, whole, allow_empty=allow_empty)
    return Wishes(desired=wanted, keep=find_kept(whole, keep), **options)


def hint(made: Plan, output: Path | None) -> str:
    """Say how the plan is kept or applied."""
    if not made.changes:
        return ""
    if output is None:
        return "\nNothing is changed yet. Keep the plan with -o FILE, then apply it with: rtgraph fix apply FILE\n"
    return f"\nNothing is changed yet. Apply it with: rtgraph fix apply {shlex.quote(str(output))}\n"


def colour_marks(text: str) -> str:
    """Colour the mark that begins a change, on a terminal."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return text
    return re.sub(r"(?m)^[-+~](?= )", lambda mark: click.style(mark[0], fg=COLOURS[mark[0]], bold=True), text)
