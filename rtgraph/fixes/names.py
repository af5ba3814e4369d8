"""Workspaces as a file names them: by ws- id, or by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.errors import ConfigurationError
from rtgraph.nearest import suggest

if TYPE_CHECKING:
    from rtgraph.graph import Graph

Names = dict[str, list[str]]
"""name → the ids of the workspaces that have it."""


def gather_names(graph: Graph) -> Names:
    """Give the ids of the workspaces of each name."""
    names: Names = {}
    for workspace, node in graph.nodes(data=True):
        names.setdefault(node["name"], []).append(workspace)
    return names


def find_workspace(text: str, place: str, graph: Graph, names: Names) -> str:
    """Find the id of the workspace that a text names; an id comes before a name.

    Args:
        text: the name or the id.
        place: where it stands, for the error.
        graph: what it is looked for in.
        names: of that graph.

    Raises:
        ConfigurationError: there is none, and the line names the nearest, or there are several.
    """
    if text in graph:
        return text
    found = names.get(text, [])
    if len(found) > 1:
        ids = ", ".join(found)
        raise ConfigurationError(f"{place}: there are {len(found)} workspaces {text!r}; name one by its id: {ids}")
    if not found:
        hint = suggest(text, (*names, *graph) if text.startswith("ws-") else tuple(names))
        raise ConfigurationError(f"{place}: there is no workspace {text!r}{hint or '; check the name'}")
    return found[0]
