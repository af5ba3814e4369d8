"""``rtgraph trigger show``: one run trigger, from a snapshot or from the server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rtgraph.cli.output import emit, output_option
from rtgraph.cli.source import Source, source_options

if TYPE_CHECKING:
    from rtgraph.client import Client
    from rtgraph.jsonapi import ListedTrigger
    from rtgraph.reports.triggers import TriggerRow

EPILOG = """\b
Examples:
  rtgraph trigger show rt-3yVQZvHzf5j3WRJ1
  rtgraph trigger show rt-3yVQZvHzf5j3WRJ1 -s acme.json -f json
"""


@click.command(epilog=EPILOG)
@click.argument("run_trigger", metavar="RT")
@source_options
@click.option("-f", "--format", "format_name", type=click.Choice(["text", "json"]), default="text", show_default=True)
@output_option
def show(source: Source, run_trigger: str, format_name: str, output: Path | None) -> None:
    """Show the run trigger with the id RT: its sourceable, its workspace, and when it was created."""
    from rtgraph.reports.triggers import render_one, render_triggers_json

    host, organization, row = find(source, run_trigger)
    text = render_one(row) if format_name == "text" else render_triggers_json(host, organization, [row])
    emit(text, output)


def find(source: Source, run_trigger: str) -> tuple[str, str | None, TriggerRow]:
    """Find a run trigger by its id; the server needs no organization for that.

    Raises:
        RtgraphError: there is none.
    """
    from rtgraph.errors import RtgraphError
    from rtgraph.reports.quoting import plain
    from rtgraph.reports.triggers import read_rows, row_of

    if source.snapshot is None and not source.demo:
        from rtgraph.cli.brakes import converse
        from rtgraph.cli.crawling import choose_organization, open_client

        client = open_client(source)
        found = converse(client, lambda client: ask(client, run_trigger))
        if found is not None:
            return client.host.name, choose_organization(source), row_of(found)
    else:
        from rtgraph.cli.loading import load_graph

        graph = load_graph(source)
        for edge in graph.edges:
            for row in read_rows(graph, *edge):
                if row.id == run_trigger:
                    return graph.graph["host"], graph.graph["organization"], row
    raise RtgraphError(
        f"there is no run trigger {plain(run_trigger)}, or it is hidden from this token; list a workspace's with: "
        "rtgraph trigger list WORKSPACE"
    )


async def ask(client: Client, run_trigger: str) -> ListedTrigger | None:
    """Ask the server for one run trigger, and for the names that it does not tell with it."""
    from rtgraph.fixes.calls import name_ends, show_trigger

    found = await show_trigger(client, run_trigger)
    return (await name_ends(client, [found]))[0] if found is not None else None
