"""``rtgraph trigger delete``: delete one run trigger, read again just before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rtgraph.cli.brakes import ask, converse, has_terminal
from rtgraph.cli.output import check_output, emit, notice, output_option, tell
from rtgraph.cli.source import Source, connection_options
from rtgraph.errors import RtgraphError
from rtgraph.models import Change

if TYPE_CHECKING:
    from rtgraph.client import Client
    from rtgraph.jsonapi import ListedTrigger
    from rtgraph.reports.triggers import TriggerRow

EPILOG = """\b
Examples:
  rtgraph trigger delete rt-3yVQZvHzf5j3WRJ1
  rtgraph trigger delete net-prod app-prod --org acme
  rtgraph trigger delete net-prod app-prod --org acme --dry-run
\b
On a terminal it shows the run trigger and asks. It takes admin access to the workspace that is triggered.
"""


@click.command(epilog=EPILOG)
@click.argument("named", metavar="RT | SOURCE DESTINATION", nargs=-1, required=True)
@click.option("--org", metavar="NAME", help="Where SOURCE and DESTINATION are (default: TF_CLOUD_ORGANIZATION).")
@connection_options
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Show what would be deleted, and delete nothing.")
@click.option("-f", "--format", "format_name", type=click.Choice(["text", "json"]), default="text", show_default=True)
@output_option
def delete(
    source: Source,
    named: tuple[str, ...],
    org: str | None,
    yes: bool,
    dry_run: bool,
    format_name: str,
    output: Path | None,
) -> None:
    """Delete a run trigger: the one with the id RT, or the one from SOURCE to DESTINATION.

    Where SOURCE and DESTINATION are named, a run trigger that is gone already is no error.
    """
    from rtgraph.cli.crawling import choose_organization, open_client
    from rtgraph.fixes.looks import describe
    from rtgraph.fixes.writes import carry_out
    from rtgraph.reports.triggers import render_results, render_triggers_json

    if len(named) > 2:
        raise click.UsageError("Name one run trigger: RT, or SOURCE DESTINATION.")
    organization = (choose_organization(replace(source, org=org)) if org or len(named) == 2 else None) or ""
    if len(named) == 2 and not organization:
        raise click.UsageError("Say where the two workspaces are: --org NAME.")
    check_output(output)
    client = open_client(source)
    change, row = converse(client, lambda client: find(client, organization, named))
    if change is None or dry_run:
        row = replace(row, result="gone already" if change is None else "would be deleted")
    else:
        asks = has_terminal() and not yes
        if asks or not source.quiet:
            notice(describe(change))
        ask("Delete it?", not asks)
        quiet = replace(source, quiet=True)
        outcome = converse(open_client(quiet), lambda client: carry_out(client, organization, change))
        row = replace(row, result="deleted" if outcome.result == "deleted" else "gone already")
    shown = format_name == "text"
    text = render_results([row]) if shown else render_triggers_json(client.host.name, organization or None, [row])
    (emit if dry_run else tell)(text, output)


async def find(client: Client, organization: str, named: tuple[str, ...]) -> tuple[Change | None, TriggerRow]:
    """Find the run trigger that is named by its id or by its ends; no change where it is gone.

    Raises:
        RtgraphError: there are several, or it cannot be told whether there is one.
        click.UsageError: there is no such workspace.
    """
    from rtgraph.fixes.calls import name_ends, show_trigger
    from rtgraph.reports.triggers import TriggerRow, row_of

    pair = len(named) == 2
    found = await (find_pair(client, organization, *named) if pair else show_trigger(client, named[0]))
    if found is None:
        raise RtgraphError(
            f"there is no run trigger {named[0]}, or it is hidden from this token; where it is gone already there "
            "is nothing to do"
        )
    if isinstance(found, TriggerRow):
        return None, found
    [found] = await name_ends(client, [found])
    change = Change(
        action="delete",
        run_trigger_id=found.id,
        sourceable_id=found.sourceable_id,
        sourceable_name=found.sourceable_name,
        workspace_id=found.workspace_id or "",
        workspace_name=found.workspace_name,
    )
    return change, row_of(found)


async def find_pair(client: Client, organization: str, source: str, destination: str) -> ListedTrigger | TriggerRow:
    """Find the run trigger between two workspaces; a row without an id where there is none."""
    from rtgraph.cli.workspaces import ask_workspace
    from rtgraph.fixes.calls import list_inbound, name_ends
    from rtgraph.reports.triggers import TriggerRow

    one = await ask_workspace(client, organization, source)
    other = await ask_workspace(client, organization, destination)
    listed = await list_inbound(client, other.id)
    if listed is None:
        raise RtgraphError(
            f"the inbound run triggers of {other.name} are hidden from this token; it takes permission to read "
            "runs there"
        )
    found = sorted((each for each in listed if each.sourceable_id == one.id), key=lambda each: each.id)
    if len(found) > 1:
        ids = ", ".join(each.id for each in found)
        raise RtgraphError(f"{one.name} → {other.name} has {len(found)} run triggers; name one by its id: {ids}")
    if found:
        return (await name_ends(client, found, {one.id: one.name, other.id: other.name}))[0]
    return TriggerRow(
        id=None, sourceable_id=one.id, sourceable_name=one.name, workspace_id=other.id, workspace_name=other.name
    )
