"""What a crawl could see: whether something that is missing in it is gone, or may only be hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rtgraph.differences.sides import Sides
    from rtgraph.graph import Graph

HIDING = ("workspace", "inbound", "outbound")
"""The blind spots of a token that may not see every workspace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What one crawl could see, where another saw something.

    Attributes:
        graph: what the crawl saw.
        unread: the workspaces whose inbound lists it could not read.
        sees_all: whether it could see every workspace that the other crawl could.
    """

    graph: Graph
    unread: frozenset[str]
    sees_all: bool

    def reads_inbound(self, workspace: str | None) -> bool:
        """Tell whether the list was read that shows every run trigger into a workspace; None is one not in the graph.

        Nothing says that an outbound list shows those into workspaces that the token may not read.
        """
        return workspace is not None and workspace not in self.unread and self.graph.nodes[workspace]["readable"]


def find_sight(sides: Sides) -> Sight:
    """Find out what the newer crawl could see of what the older one saw."""
    new = sides.new
    return Sight(
        graph=new,
        unread=frozenset(spot["workspace_id"] for spot in new.graph["blind_spots"] if spot["what"] == "inbound"),
        sees_all=not find_fresh_spots(sides) and is_within(sides.old.graph["scope"], new.graph["scope"]),
    )


def find_fresh_spots(sides: Sides) -> set[tuple[str, str | None]]:
    """Find the blind spots that the newer crawl has and the older one has not.

    What both could not read hides the same from both, and is no reason to doubt that something is gone.
    """
    fresh = list_hiding_spots(sides.new)
    for what, workspace in list_hiding_spots(sides.old):
        if workspace is None:
            fresh.discard((what, None))
        elif workspace in sides.new_of:
            fresh.discard((what, sides.new_of[workspace]))
    return fresh


def list_hiding_spots(graph: Graph) -> set[tuple[str, str | None]]:
    """Give the blind spots behind which there may be workspaces."""
    spots = {(spot["what"], spot["workspace_id"]) for spot in graph.graph["blind_spots"] if spot["what"] in HIDING}
    if not graph.graph["blind_spots"] and not graph.graph["complete"]:
        spots.add(("workspace", None))
    return spots


def is_within(old: dict[str, Any] | None, new: dict[str, Any] | None) -> bool:
    """Tell whether everything in the older crawl's scope is in the newer one's; None is the whole organization."""
    if new is None or old == new:
        return True
    return (
        old is not None
        and all(new[key] in (None, old[key]) for key in ("project", "name"))
        and set(new["tags"]) <= set(old["tags"])
    )
