"""What a plan cannot know, because the crawl did not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.audit.facts import join, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rtgraph.graph import Graph
    from rtgraph.models import Change


def describe_blindness(graph: Graph, changes: Iterable[Change]) -> Iterator[str]:
    """Say what is hidden from a plan, and which of its changes the token will hardly be allowed to make."""
    facts = graph.graph
    hidden = dict.fromkeys(
        spot.get("name") or (name_of(graph, where) if where in graph else where)
        for spot in facts["blind_spots"]
        if (where := spot["workspace_id"]) and spot["what"] in ("workspace", "inbound", "outbound")
    )
    if hidden:
        yield f"Run triggers of {join(list(hidden))} could not be read: those that are hidden are not in this plan."
    elif not facts["complete"]:
        yield "Not everything could be read: run triggers that are hidden are not in this plan."
    if facts["scope"]:
        yield "Only a part of the organization was crawled: run triggers outside of it are not in this plan."
    if facts.get("left_out", {}).get("run_triggers"):
        yield "Only the selected workspaces are looked at: a cycle that leaves them is not in this plan."
    closed = dict.fromkeys(
        name_of(graph, change.workspace_id) for change in changes if not graph.nodes[change.workspace_id]["readable"]
    )
    if closed:
        yield (
            f"The token cannot read {join(list(closed))}, so it will hardly be an admin there, which changing the run "
            "triggers of a workspace takes."
        )
