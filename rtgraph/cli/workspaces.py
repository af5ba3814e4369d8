"""Workspaces as people name them on the command line: by name, or by ws- id."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rtgraph.graph import Graph


def find_workspace(graph: Graph, text: str) -> str:
    """Find the id of a workspace that is named by its id or its name.

    Raises:
        click.UsageError: there is none, or there are several; it names the nearest, or their ids.
    """
    if text in graph:
        return text
    found = [workspace for workspace, node in graph.nodes(data=True) if node["name"] == text]
    if len(found) > 1:
        raise click.UsageError(f"There are {len(found)} workspaces {text!r}; name one by its id: {', '.join(found)}.")
    if not found:
        raise click.UsageError(f"There is no workspace {text!r}{suggest(graph, text)}")
    return found[0]


def suggest(graph: Graph, text: str) -> str:
    """Name the workspaces whose names are nearest to what was typed."""
    import difflib

    names = [str(node["name"]) for _, node in graph.nodes(data=True)]
    near = difflib.get_close_matches(text, names, n=3, cutoff=0.5)
    near += [name for name in names if text.lower() in name.lower() and name not in near][: 3 - len(near)]
    if near:
        return f". Did you mean {' or '.join(near)}?"
    return f" among the {len(names):,} of {graph.graph['organization']}; rtgraph chains --all lists them."
