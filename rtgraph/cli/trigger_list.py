"""``rtgraph trigger list``: the run triggers of a workspace, from a snapshot or from the server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from rtgraph.cli.output import emit, output_option
from rtgraph.cli.source import Source, source_options

if TYPE_CHECKING:
    from rtgraph.client import Client
    from rtgraph.reports.triggers import TriggerRow

    Directions = tuple[Literal["inbound", "outbound"], ...]

EPILOG = """\b
Examples:
  rtgraph trigger list net-prod --demo
  rtgraph trigger list net-prod --org acme --inbound
  rtgraph trigger list ws-XdeUVMWShTesDMME -s acme.json -f json
"""


@click.command("list", epilog=EPILOG)
@click.argument("workspace")
@source_options
@click.option("--inbound", is_flag=True, help="Only those that queue runs in it.")
@click.option("--outbound", is_flag=True, help="Only those by which it queues runs elsewhere.")
@click.option("-f", "--format", "format_name", type=click.Choice(["text", "json"]), default="text", show_default=True)
@output_option
def list_(source: Source, workspace: str, inbound: bool, outbound: bool, format_name: str, output: Path | None) -> None:
    """List the run triggers of WORKSPACE, inbound and outbound.

    With --org only this workspace is asked for, which takes three requests.
    """
    from rtgraph.reports.triggers import render_list, render_triggers_json

    directions: Directions = ("inbound",) if inbound and not outbound else ("inbound", "outbound")
    if outbound and not inbound:
        directions = ("outbound",)
    host, organization, name, rows = gather(source, workspace, directions)
    if format_name == "json":
        emit(render_triggers_json(host, organization, rows), output)
    else:
        emit(render_list(name, directions, rows), output)


def gather(source: Source, text: str, directions: Directions) -> tuple[str, str, str, list[TriggerRow]]:
    """Give host, organization, the workspace's name and its run triggers."""
    if source.snapshot is None and not source.demo:
        from rtgraph.cli.brakes import converse
        from rtgraph.cli.crawling import connect

        client, organization = connect(source)
        name, rows = converse(client, lambda client: ask(client, organization, text, directions))
        return client.host.name, organization, name, rows
    from rtgraph.cli.loading import load_graph
    from rtgraph.cli.workspaces import find_workspace
    from rtgraph.reports.triggers import list_rows

    graph = load_graph(source)
    found = find_workspace(graph, text)
    facts = graph.graph
    return facts["host"], facts["organization"], graph.nodes[found]["name"], list_rows(graph, found, directions)


async def ask(client: Client, organization: str, text: str, directions: Directions) -> tuple[str, list[TriggerRow]]:
    """Ask the server for one workspace and its run triggers.

    Raises:
        HiddenError: a list is hidden from this token.
    """
    from rtgraph.cli.workspaces import ask_workspace
    from rtgraph.errors import HiddenError
    from rtgraph.fixes.calls import name_ends
    from rtgraph.listing import list_triggers
    from rtgraph.reports.triggers import row_of

    workspace = await ask_workspace(client, organization, text)
    rows = []
    for direction in directions:
        found = await list_triggers(client, workspace.id, direction)
        if found.hidden is not None:
            raise HiddenError(
                f"the {direction} run triggers of {workspace.name}: {found.hidden}; "
                "it takes permission to read runs there"
            )
        named = await name_ends(client, found.triggers, {workspace.id: workspace.name})
        rows += [
            row_of(each, direction=direction)
            for each in sorted(named, key=lambda each: (each.sourceable_name or "", each.workspace_name or "", each.id))
        ]
    return workspace.name, rows
