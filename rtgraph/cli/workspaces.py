"""Workspaces as people name them on the command line: by name, or by ws- id."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rtgraph.client import Client
    from rtgraph.graph import Graph
    from rtgraph.models import Workspace


def find_workspace(graph: Graph, text: str) -> str:
    """Find the id of a workspace that is named by its id or its name.

    Raises:
        click.UsageError: there is none, or there are several; it names the nearest, or their ids.
    """
    from rtgraph.nearest import find_nearest
    from rtgraph.reports.quoting import plain

    if text in graph:
        return text
    found = [workspace for workspace, node in graph.nodes(data=True) if node["name"] == text]
    if len(found) > 1:
        ids = ", ".join(map(plain, found))
        raise click.UsageError(f"There are {len(found)} workspaces {plain(text)!r}; name one by its id: {ids}.")
    if not found:
        where = " among the selected ones" if "left_out" in graph.graph else ""
        near = find_nearest(text, (str(node["name"]) for _, node in graph.nodes(data=True)))
        hint = f" Did you mean {' or '.join(map(plain, near))}?" if near else " Check the name and the source."
        raise click.UsageError(f"There is no workspace {plain(text)!r}{where}.{hint}")
    return found[0]


async def ask_workspace(client: Client, organization: str, text: str) -> Workspace:
    """Ask the server for a workspace that is named by its id or its name.

    Raises:
        click.UsageError: there is none that this token sees; it names the nearest.
    """
    from rtgraph.fixes.calls import find_workspace as find_named
    from rtgraph.fixes.calls import show_workspace
    from rtgraph.listing import list_workspaces
    from rtgraph.nearest import find_nearest
    from rtgraph.reports.quoting import plain

    shown = await find_named(client, organization, text) if text.strip(".") else None  # no step up in a path
    if shown is None and text.startswith("ws-"):
        shown = await show_workspace(client, organization, text)
    if shown is not None:
        return shown.workspace
    listing = await list_workspaces(client, organization, None, lambda _workspaces, _total: None)
    near = find_nearest(text, (each.name for each in listing.workspaces))
    hint = f" Did you mean {' or '.join(map(plain, near))}?" if near else " Check the name and the token."
    raise click.UsageError(f"There is no workspace {plain(text)!r} in {organization} that this token sees.{hint}")
