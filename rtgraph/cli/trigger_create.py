"""``rtgraph trigger create``: look what a new run trigger would do, then create it; or many, one after another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from rtgraph.cli.brakes import ask, has_terminal
from rtgraph.cli.output import check_output, emit, notice, output_option, tell
from rtgraph.cli.precautions import describe_row, look, refuse_bad, resolve
from rtgraph.cli.source import Source, source_options
from rtgraph.errors import ConfigurationError, RtgraphError, UnfinishedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rtgraph.client import Client
    from rtgraph.fixes.foresight import Foresight
    from rtgraph.graph import Graph
    from rtgraph.models import Change
    from rtgraph.pairs import Pair
    from rtgraph.reports.triggers import TriggerRow

EPILOG = """\b
Examples:
  rtgraph trigger create net-prod app-prod --org acme
  rtgraph trigger create net-prod app-prod -s acme.json --dry-run     # without the network
  rtgraph trigger create --from wanted.csv --org acme                 # SOURCE,DESTINATION a line
\b
It takes admin access to DESTINATION and permission to read runs in SOURCE. On a terminal it asks before it writes.
"""


@click.command(epilog=EPILOG)
@click.argument("source_name", metavar="SOURCE", required=False)
@click.argument("destination_name", metavar="DESTINATION", required=False)
@source_options
@click.option(
    "--from",
    "pairs_file",
    metavar="FILE",
    help="Create many: SOURCE,DESTINATION a line; - is standard input.",
)
@click.option("--allow-cycle", is_flag=True, help="Create it although it closes a cycle.")
@click.option("--dry-run", is_flag=True, help="Say what it would do, and create nothing; with -s without the network.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("-f", "--format", "format_name", type=click.Choice(["text", "json"]), default="text", show_default=True)
@output_option
def create(
    source: Source,
    source_name: str | None,
    destination_name: str | None,
    pairs_file: str | None,
    allow_cycle: bool,
    dry_run: bool,
    yes: bool,
    format_name: Literal["text", "json"],
    output: Path | None,
) -> None:
    """Create a run trigger: a successful apply in SOURCE will queue a run in DESTINATION.

    It looks before it leaps, at a snapshot (-s) or at the organization itself: does it close a cycle, is it there
    already, has DESTINATION room for one more source, does a longer way lead there already, will it ever fire? With -s
    the look is as old as the snapshot.
    """
    from rtgraph.fixes.foresight import foresee_all
    from rtgraph.reports.triggers import render_results, render_triggers_json

    if pairs_file == "-" and source.snapshot == "-":
        raise click.UsageError("Standard input holds either the pairs or the snapshot: give one of them as a file.")
    pairs = read_wanted(source_name, destination_name, pairs_file)
    graph = look(source, pairs)
    found = foresee_all(graph, resolve(graph, pairs))
    refuse_bad(graph, found, allow_cycle=allow_cycle)
    rows = [describe_row(graph, each) for each in found]
    failure = None
    if not dry_run:
        check_output(output)
        rows, failure = write(source, graph, rows, found, yes=yes)
    host, organization = graph.graph["host"], graph.graph["organization"]
    text = render_results(rows) if format_name == "text" else render_triggers_json(host, organization, rows)
    (emit if dry_run else tell)(text, output)
    if failure is not None:
        raise failure


def read_wanted(source: str | None, destination: str | None, pairs_file: str | None) -> list[Pair]:
    """Give what was named on the command line, or in a file."""
    from rtgraph.pairs import read_pairs
    from rtgraph.snapshots import read_bytes

    if pairs_file is None:
        if source is None or destination is None:
            raise click.UsageError("Name SOURCE and DESTINATION, or give many with --from FILE.")
        return [(source, destination, 0)]
    if source is not None:
        raise click.UsageError("Either SOURCE and DESTINATION or --from FILE, not both.")
    name = "standard input" if pairs_file == "-" else pairs_file
    try:
        pairs = read_pairs(read_bytes(pairs_file, name).decode("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{name} is not UTF-8: {error.reason}; save it as UTF-8") from error
    if not pairs:
        raise ConfigurationError(f"{name} names no run trigger; write SOURCE,DESTINATION on a line of its own")
    return pairs


def write(
    source: Source, graph: Graph, rows: list[TriggerRow], found: Sequence[Foresight], *, yes: bool
) -> tuple[list[TriggerRow], RtgraphError | None]:
    """Show what will be created, ask, and create one after another up to the first that fails.

    Returns:
        what became of each, and why it stopped.
    """
    from rtgraph.cli.brakes import aim, talk
    from rtgraph.reports.triggers import render_results

    organization = graph.graph["organization"]
    aimed = aim(replace(source, quiet=True), graph.graph["host"], organization)
    wanted = [number for number, each in enumerate(found) if not each.present]
    if not wanted:
        return rows, None
    asks = has_terminal() and not yes
    if asks or not source.quiet:
        notice(render_results([rows[number] for number in wanted]))
    ask(f"Create {len(wanted):,} in {organization} on {graph.graph['host']}?", not asks)
    try:
        return talk(aimed, lambda client: create_all(client, organization, rows, wanted))
    except KeyboardInterrupt:
        raise KeyboardInterrupt("interrupted; some may be created: the same command goes on") from None


async def create_all(
    client: Client, organization: str, rows: list[TriggerRow], wanted: list[int]
) -> tuple[list[TriggerRow], RtgraphError | None]:
    """Create run triggers one after another: the service holds a lock for each."""
    from rtgraph.fixes.writes import LostWriteError, carry_out

    told = [replace(row, result="not created") if number in wanted else row for number, row in enumerate(rows)]
    for done, number in enumerate(wanted):
        try:
            outcome = await carry_out(client, organization, change_of(rows[number]))
        except RtgraphError as error:
            left = len(wanted) - done
            lost = isinstance(error, LostWriteError)
            if lost:
                told[number] = replace(rows[number], result="may be created")
            if not done and not lost:
                return told, error
            return told, UnfinishedError(f"{error}; {done:,} created, {left:,} not: the same command goes on")
        result = "created" if outcome.result == "created" else "already there"
        told[number] = replace(rows[number], id=outcome.run_trigger_id, result=result)
    return told, None


def change_of(row: TriggerRow) -> Change:
    """Give the change that creates a run trigger."""
    from rtgraph.models import Change

    return Change(
        action="create",
        sourceable_id=row.sourceable_id,
        sourceable_name=row.sourceable_name,
        workspace_id=row.workspace_id or "",
        workspace_name=row.workspace_name,
    )
