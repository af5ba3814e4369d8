"""``rtgraph fix undo``: take back what a journal says was done."""

from __future__ import annotations

import shlex
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rtgraph.cli.brakes import aim, locked, talk
from rtgraph.cli.mending import conclude, rehearse, run_steps
from rtgraph.cli.output import emit, notice, show_first, tell
from rtgraph.cli.source import Source, connection_options
from rtgraph.errors import UnfinishedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rtgraph.fixes.journal import Journal

EPILOG = """\b
Examples:
  rtgraph fix undo plan.json.journal.jsonl --dry-run
  rtgraph fix undo plan.json.journal.jsonl
\b
What was deleted is created again under new ids, what was created is deleted, what was switched is switched back; the
last change first. It is written into the same journal, so that a half-done undo goes on and none is done twice.
\b
Exit codes:
  0  everything is taken back
  1  nothing was written
  4  stopped on the way, or not confirmed: it says what is done and what is not; the same command goes on
"""


@click.command(epilog=EPILOG)
@click.argument("journal", metavar="JOURNAL", type=click.Path(dir_okay=False, path_type=Path))
@connection_options
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="Stop after N writes.")
@click.option("--dry-run", is_flag=True, help="Read everything that would be changed, and write nothing.")
def undo(source: Source, journal: Path, yes: bool, limit: int | None, dry_run: bool) -> None:
    """Take back what a journal says was done: it shows the changes, asks, and stops at the first that fails."""
    from rtgraph.fixes.applying import settle_opened
    from rtgraph.fixes.journal import read_journal
    from rtgraph.fixes.undoing import plan_undo

    record = read_journal(journal, kept=not dry_run)
    aimed = aim(source, record.head.host, record.head.organization)
    if dry_run:
        problems = talk(aimed, lambda client: settle_opened(client, record))
        emit("".join((describe_undo(record), rehearse(aimed, record, "undo", plan_undo(record)))), None)
        warn(problems)
        return
    with locked(journal), closing(read_journal(journal)) as record:
        problems = talk(aimed, lambda client: settle_opened(client, record))
        warn(problems)
        show_first(describe_undo(record))
        steps = plan_undo(record)
        again = f"rtgraph fix undo {shlex.quote(str(journal))}"
        progress = run_steps(aimed, record, "undo", steps, quiet=source.quiet, yes=yes, limit=limit, again=again)
        conclude(aimed, record, steps, progress)
        if problems:
            raise UnfinishedError(f"all else is taken back, but {'; also '.join(problems)}; run {again} to go on")
        tell("Read again: everything is taken back.\n")


def warn(problems: Iterable[str]) -> None:
    """Say of which writes it cannot be told whether they were done, so that they are not taken back."""
    for problem in problems:
        notice(f"warning: {problem}")


def describe_undo(record: Journal) -> str:
    """Say what is to be taken back."""
    from rtgraph.fixes.undoing import plan_undo
    from rtgraph.reports.text_plan import render_change

    lines = [line for step in plan_undo(record) for line in render_change(step.change)]
    return "\n".join([*lines, "", f"{record.head.organization} on {record.head.host}"]) + "\n"
