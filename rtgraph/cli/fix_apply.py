"""``rtgraph fix apply``: make the changes of a plan, one after another, with a journal."""

from __future__ import annotations

import shlex
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rtgraph.cli.brakes import aim, locked
from rtgraph.cli.mending import conclude, rehearse, run_steps
from rtgraph.cli.output import emit, show_first, tell
from rtgraph.cli.source import Source, connection_options

if TYPE_CHECKING:
    from rtgraph.fixes.applying import Step
    from rtgraph.fixes.journal import Journal
    from rtgraph.models import Plan

EPILOG = """\b
Examples:
  rtgraph fix apply plan.json --dry-run         # read everything, write nothing
  rtgraph fix apply plan.json                   # show, ask, write
  rtgraph fix apply plan.json --yes --limit 5   # in CI: the first five
\b
Before each write the run trigger or the workspace is read again and must be what the plan says. Every write stands in
the journal before it is sent and after it is answered, so the same command goes on after whatever stopped it.
\b
Exit codes:
  0  done, or nothing to do
  1  nothing was written
  4  stopped on the way, or not confirmed: it says what is done and what is not; the same command goes on
"""


@click.command(epilog=EPILOG)
@click.argument("plan_file", metavar="PLAN", type=click.Path(path_type=Path))
@connection_options
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="Stop after N writes.")
@click.option("--dry-run", is_flag=True, help="Read everything that would be changed, and write nothing.")
@click.option(
    "--journal",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write down what is done (default: PLAN.journal.jsonl).",
)
def apply(source: Source, plan_file: Path, yes: bool, limit: int | None, dry_run: bool, journal: Path | None) -> None:
    """Make the changes of a plan, one after another: it shows them, asks, and stops at the first that fails.

    What was done can be taken back: rtgraph fix undo PLAN.journal.jsonl.
    """
    from rtgraph.fixes.plans import read_plan
    from rtgraph.reports.text_plan import render_plan_text

    plan = read_plan(plan_file)
    aimed = aim(source, plan.host, plan.organization)
    text = render_plan_text(plan)
    if not plan.changes:
        emit(text, None)
        return
    path = journal or plan_file.with_name(f"{plan_file.name}.journal.jsonl")
    steps = list_steps(plan)
    if dry_run:
        emit(text, None)
        emit(rehearse(aimed, open_plan(plan, path), "apply", steps), None)
        return
    show_first(text)
    again = f"rtgraph fix apply {shlex.quote(str(plan_file))}"
    with locked(path), closing(open_plan(plan, path)) as record:
        progress = run_steps(aimed, record, "apply", steps, quiet=source.quiet, yes=yes, limit=limit, again=again)
        conclude(aimed, record, steps, progress, plan)
    tell(f"Read again: every change stands{describe_promise(plan)}.\n")
    tell(f"Take it back with: rtgraph fix undo {shlex.quote(str(path))}\n")


def describe_promise(plan: Plan) -> str:
    """Say what the plan promised, which was found to be kept; a plan written by hand does not say where to look."""
    if not plan.watch:
        return ""
    if plan.before.cyclic_components and not plan.after.cyclic_components:
        return ", and no cycle is left"
    if plan.before.self_sustaining and not plan.after.self_sustaining:
        return ", and no cycle keeps itself going"
    return ""


def list_steps(plan: Plan) -> tuple[Step, ...]:
    """Number the changes of a plan."""
    from rtgraph.fixes.applying import Step

    return tuple(Step(number=number, change=change) for number, change in enumerate(plan.changes))


def open_plan(plan: Plan, path: Path) -> Journal:
    """Read the journal of a plan.

    Raises:
        RtgraphError: the plan was taken back.
    """
    from rtgraph.errors import RtgraphError
    from rtgraph.fixes.journal import load_journal, timestamp
    from rtgraph.fixes.lines import Head

    head = Head(
        host=plan.host,
        organization=plan.organization,
        plan=plan.digest,
        changes=len(plan.changes),
        begun_at=timestamp(),
    )
    record = load_journal(path, head)
    if record.undoing:
        raise RtgraphError(f"{path} says that this plan was taken back; make another with: rtgraph fix plan")
    return record
