"""Two graphs side by side: which workspace of one is which of the other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rtgraph.errors import RtgraphError

if TYPE_CHECKING:
    from rtgraph.graph import Graph

SideName = Literal["OLD", "NEW"]

UNKNOWN = "unknown:"
"""How the id of an end begins that a crawl could not make out; it stands for no workspace in particular."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """An older and a newer graph.

    Attributes:
        old: the older graph.
        new: the newer graph.
        by_name: whether names say which workspaces are the same; else their ids do.
        new_of: a workspace of the older graph → the same one in the newer, for those that are in both.
    """

    old: Graph
    new: Graph
    by_name: bool
    new_of: dict[str, str]

    def swap(self) -> Sides:
        """Give the sides the other way round: what was added is then what is gone."""
        old_of = {new: old for old, new in self.new_of.items()}
        return Sides(old=self.new, new=self.old, by_name=self.by_name, new_of=old_of)


def match_sides(old: Graph, new: Graph, *, by_name: bool = False) -> Sides:
    """Find out which workspaces are the same: those of one id, or, where asked for, those of one name.

    Raises:
        RtgraphError: the organizations differ and names were not asked for, or two workspaces have one name.
    """
    if by_name:
        ids = index_names(new, "NEW")
        names = index_names(old, "OLD")
        new_of = {workspace: ids[name] for name, workspace in names.items() if name in ids}
    else:
        refuse_strangers(old, new)
        new_of = {workspace: workspace for workspace in old if workspace in new}
    return Sides(old=old, new=new, by_name=by_name, new_of=new_of)


def refuse_strangers(old: Graph, new: Graph) -> None:
    """Raise an error where the graphs are of two organizations: ids would match nothing."""
    if any(old.graph[key] != new.graph[key] for key in ("host", "organization")):
        raise RtgraphError(
            f"OLD is {describe_home(old)} and NEW is {describe_home(new)}: "
            "their ids have nothing in common; compare them by name with --by-name"
        )


def describe_home(graph: Graph) -> str:
    """Say which organization a graph is of."""
    return f"{graph.graph['organization']} on {graph.graph['host']}"


def index_names(graph: Graph, side: SideName) -> dict[str, str]:
    """Give the workspace of each name.

    Raises:
        RtgraphError: a name stands for several.
    """
    names = Counter(node["name"] for _, node in graph.nodes(data=True))
    for name, times in names.items():
        if times > 1:
            ids = [workspace for workspace, node in graph.nodes(data=True) if node["name"] == name]
            raise RtgraphError(
                f"{side} has {times} workspaces of one name, {name!r} ({', '.join(ids[:5])}{', …' * (times > 5)}): "
                "--by-name cannot tell them apart; rename them, or compare two snapshots of one organization by id"
            )
    return {node["name"]: workspace for workspace, node in graph.nodes(data=True)}
