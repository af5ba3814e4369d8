"""The names that run triggers and workspaces get in Terraform configuration.

A name tells only of the thing that it names, so that it stays when others come and go: an address in a Terraform
state that changed would be a resource to destroy and one to create.
Source: https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rtgraph.graph import trigger_ids

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rtgraph.graph import Graph

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
BETWEEN = "_to_"


def name_triggers(graph: Graph) -> dict[str, str]:
    """Give each run trigger's id a name, ``SOURCE_to_DESTINATION`` by the names of its workspaces.

    Its own id stands behind where that does not say which two workspaces they are, because a name is no identifier
    or holds ``_to_``, and on every run trigger of a pair but the oldest.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for source, destination in graph.edges:
        ends = [graph.nodes[each]["name"] for each in (source, destination)]
        name = BETWEEN.join(map(identify, ends))
        clear = all(map(IDENTIFIER.fullmatch, ends)) and len(re.findall(f"(?={BETWEEN})", name)) == 1
        for trigger in trigger_ids(graph, source, destination):
            wanted = name if clear and name not in taken else f"{name}_{spell(trigger)}"
            names[trigger] = find_free(wanted, taken)
    return names


def name_workspaces(graph: Graph, workspaces: Iterable[str]) -> dict[str, str]:
    """Give workspaces names: their own, and the id behind it where their own is no identifier."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for workspace in workspaces:
        name = graph.nodes[workspace]["name"]
        wanted = name if IDENTIFIER.fullmatch(name) else f"{identify(name)}_{spell(workspace)}"
        names[workspace] = find_free(wanted, taken)
    return names


def find_free(name: str, taken: set[str]) -> str:
    """Take a name, or the first longer one that is free: ids are not guaranteed to differ once they are spelled."""
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def identify(text: str) -> str:
    """Turn a text into an identifier, with an underscore for each character that may not stand there."""
    spelled = spell(text)
    return spelled if IDENTIFIER.match(spelled) else f"_{spelled}"


def spell(text: str) -> str:
    """Put an underscore for each character that no identifier holds; letters outside ASCII are among them."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", text)
