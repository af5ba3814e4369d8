"""What a report is about and how much of it could be read: the end of every text, the head of every JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rtgraph.graph import count_triggers
from rtgraph.reports.columns import count, wrap
from rtgraph.reports.quoting import plain

if TYPE_CHECKING:
    from rtgraph.graph import Graph

LEGEND = "A → B: a successful apply in A queues a run in B."


def name_of(graph: Graph, workspace: str) -> str:
    """Give a workspace's name as a terminal may show it."""
    return plain(graph.nodes[workspace]["name"])


def describe_size(graph: Graph) -> str:
    """Say which organization it is, how large, and how old the snapshot."""
    facts = graph.graph
    size = f"{count(len(graph), 'workspace')}, {count(count_triggers(graph), 'run trigger')}"
    return f"{plain(facts['organization'])} on {plain(facts['host'])}: {size}, crawled {plain(facts['crawled_at'])}"


def describe_coverage(graph: Graph, width: int | None = None) -> list[str]:
    """Say what was not read: the scope, every blind spot by name, every workspace that cannot be read."""
    facts = graph.graph
    lines: list[str] = []
    if facts["scope"]:
        chosen = ", ".join(describe_scope(facts["scope"]))
        lines += wrap(f"Only {chosen} was crawled: what lies outside is not known.", "", "  ", width)
    if facts.get("left_out"):
        rest = (
            count(facts["left_out"]["workspaces"], "workspace"),
            count(facts["left_out"]["run_triggers"], "run trigger"),
        )
        lines.append(f"Not selected: {rest[0]} and {rest[1]}.")
    groups: dict[str, list[str]] = {}
    for spot in facts["blind_spots"]:
        name = plain(name_spot(graph, spot) or spot["workspace_id"] or "")
        groups.setdefault(f"{describe_kind(spot['what'])} ({plain(spot['reason'])})", []).append(name)
    total = len(facts["blind_spots"])
    if total:
        lines.append(f"{count(total, 'blind spot')}: the token could not read")
        for kind, names in groups.items():
            named = f": {', '.join(filter(None, names))}" if any(names) else ""
            lines += wrap(f"{kind}{named}", "  ", "    ", width)
    unread = [name_of(graph, each) for each, node in graph.nodes(data=True) if not node["readable"]]
    if unread:
        known = f"{count(len(unread), 'workspace')} known only from run triggers: {', '.join(unread)}"
        lines += wrap(known, "", "  ", width)
    if not lines and facts["complete"]:
        return ["Complete: everything was read."]
    return lines if lines else ["Incomplete: the crawl did not read everything."]


def name_spot(graph: Graph, spot: dict[str, Any]) -> str | None:
    """Give the name of a blind spot's workspace where it is known, though it be left out of this part of the graph."""
    where = spot["workspace_id"]
    name: str | None = graph.nodes[where]["name"] if where in graph else spot.get("name")
    return name


def describe_scope(scope: dict[str, Any]) -> list[str]:
    """Say what a crawl was narrowed to."""
    words = []
    if scope["project"]:
        words.append(f"project {plain(scope['project'])}")
    if scope["tags"]:
        words.append(f"tag {' and '.join(map(plain, scope['tags']))}")
    if scope["name"]:
        words.append(f"name {plain(scope['name'])}")
    return words


def describe_kind(what: str) -> str:
    """Say what a blind spot hides."""
    words = {"workspace": "workspaces", "projects": "the projects", "state-consumers": "remote-state consumers"}
    return words.get(what, f"{what} run triggers")


def gather_coverage(graph: Graph) -> dict[str, Any]:
    """Give the head that every JSON report has: which organization, how large, how complete."""
    facts = graph.graph
    return {
        "host": facts["host"],
        "organization": facts["organization"],
        "crawled_at": facts["crawled_at"],
        "complete": facts["complete"],
        "scope": facts["scope"],
        "blind_spots": [{**spot, "name": name_spot(graph, spot)} for spot in facts["blind_spots"]],
        "workspaces_unreadable": [each for each, node in graph.nodes(data=True) if not node["readable"]],
        "workspace_count": len(graph),
        "run_trigger_count": count_triggers(graph),
        "left_out": facts.get("left_out", {"workspaces": 0, "run_triggers": 0}),
    }
