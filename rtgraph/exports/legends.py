"""The words above a picture: its title, the legend of direction, what is left out, and the key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.exports.facts import count
from rtgraph.graph import count_triggers

if TYPE_CHECKING:
    from typing import Any

    from rtgraph.exports.pictures import Drawing, Part, Picture

DIRECTIONS = {
    "trigger": "A → B: a successful apply in A queues a run in B",
    "depends": "A → B: a run in A is queued by a successful apply in B",
}
"""--arrows → the legend of direction."""

KEY = {
    "root": "root: no run trigger queues runs in it",
    "auto": "auto: applies triggered runs with nobody confirming",
    "gate": "gate: on a cycle, triggered runs wait for a person here",
    "unreadable": "dashed box: the token could not read the workspace",
    "cycle": "thick arrow: on a cycle",
    "cut": "dashed arrow: the cut",
}
"""role or line → what it means."""


def write_headline(picture: Picture) -> tuple[str, str]:
    """Give the title, and what stands behind it: counts, scope and date."""
    facts = picture.part.graph.graph
    counts = (
        f"{count(len(picture.part.graph), 'workspace')}, {count(count_triggers(picture.part.graph), 'run trigger')}"
    )
    scope = describe_scope(facts["scope"] or {})
    words = [counts, *([f"only {scope}"] if scope else []), f"crawled {facts['crawled_at'][:10]}"]
    return f"{facts['organization']} · run triggers", " · ".join(words)


def describe_scope(scope: dict[str, Any]) -> str:
    """Say what a crawl was narrowed to; nothing where it was not."""
    words = [f"project {scope['project']}"] if scope.get("project") else []
    words += [f"tag {tag}" for tag in scope.get("tags", ())]
    words += [f"names like {scope['name']}"] if scope.get("name") else []
    return ", ".join(words)


def write_notes(picture: Picture, drawing: Drawing) -> list[str]:
    """Give the lines under the legend: what is empty, the cycles, what is left out, what could not be read."""
    part = picture.part
    facts = part.graph.graph
    notes = [describe_emptiness(part, drawing), describe_cycles(part), describe_selection(facts), describe_rest(part)]
    return [note for note in (*notes, describe_blind_spots(facts)) if note]


def describe_emptiness(part: Part, drawing: Drawing) -> str:
    """Say that there is nothing to see, where there is nothing."""
    if not part.graph and not part.workspaces_left_out:
        return "there are no workspaces"
    if drawing.cycles_only and not part.components:
        return "there are no cycles"
    return "" if part.graph.edges else "there are no run triggers"


def describe_cycles(part: Part) -> str:
    """Say how many groups of workspaces trigger one another round and round, and what cutting them takes."""
    if not part.components:
        return ""
    components = count(len(part.components), "cyclic component")
    return f"{components} ({describe_gates(part)}); the cut is {describe_cut(part)}"


def describe_gates(part: Part) -> str:
    """Say which cycles keep going with nobody confirming."""
    running = sum(component.self_sustaining is not None for component in part.components)
    if len(part.components) == 1:
        return "it keeps going with nobody confirming" if running else "a gate stops it"
    if not running:
        return "gates stop them"
    return f"{running} of them {'keeps' if running == 1 else 'keep'} going with nobody confirming"


def describe_cut(part: Part) -> str:
    """Say how large the cut is, and whether a smaller one could do."""
    triggers = count(sum(len(component.cut.run_triggers) for component in part.components), "run trigger")
    if all(component.cut.optimal for component in part.components):
        return f"{triggers}, the fewest that leave no cycle"
    least = sum(component.cut.at_least for component in part.components)
    return f"{triggers} that leave no cycle; fewer may do, but not under {least:,}"


def describe_selection(facts: dict[str, Any]) -> str:
    """Say how much of the organization was not selected."""
    left_out = facts.get("left_out")
    if not left_out:
        return ""
    return (
        f"not selected: {count(left_out['workspaces'], 'workspace')} and "
        f"{count(left_out['run_triggers'], 'run trigger')}"
    )


def describe_rest(part: Part) -> str:
    """Say how much of the graph is not drawn."""
    if not part.workspaces_left_out and not part.triggers_left_out:
        return ""
    return (
        f"not drawn: {count(part.workspaces_left_out, 'workspace')} and "
        f"{count(part.triggers_left_out, 'run trigger')} that are on no cycle"
    )


def describe_blind_spots(facts: dict[str, Any]) -> str:
    """Say how much the token could not read; run triggers may be missing there."""
    spots = [spot["what"] for spot in facts["blind_spots"]]
    if not spots:
        return "" if facts["complete"] else "the crawl is not complete: something may be missing"
    kinds = (
        ("workspace", "workspace"),
        ("inbound", "inbound list"),
        ("outbound", "outbound list"),
        ("state-consumers", "list of state consumers"),
        ("projects", "list of projects"),
    )
    parts = ", ".join(count(spots.count(kind), words) for kind, words in kinds if kind in spots)
    return f"{count(len(spots), 'blind spot')} that the token could not read ({parts}): run triggers may be missing"


def write_key(picture: Picture) -> list[tuple[str, str]]:
    """Give the entries of the key for what really occurs in this picture, boxes first."""
    found = {box.role for box in picture.boxes} | {arrow.line for arrow in picture.arrows}
    return [(kind, words) for kind, words in KEY.items() if kind in found]


def write_description(picture: Picture, drawing: Drawing) -> str:
    """Say in one paragraph what the picture shows, for those who cannot see it."""
    _, counts = write_headline(picture)
    return " ".join(as_sentence(each) for each in (counts, DIRECTIONS[drawing.arrows], *write_notes(picture, drawing)))


def as_sentence(text: str) -> str:
    """End a text with a full stop."""
    return text if text.endswith(".") else f"{text}."
