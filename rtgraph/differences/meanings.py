"""What a change of a workspace's attribute does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    Node = Mapping[str, Any]

Behaviour = Literal["gate", "auto", "local"]

TURNS: dict[tuple[Behaviour, Behaviour], str] = {
    ("gate", "auto"): "is no longer a gate: triggered runs apply by themselves",
    ("auto", "gate"): "is now a gate: triggered runs wait for a person",
    ("gate", "local"): "runs nothing any more: triggers end here",
    ("auto", "local"): "runs nothing any more: triggers end here",
    ("local", "gate"): "runs again, as a gate: triggered runs wait for a person",
    ("local", "auto"): "runs again: triggered runs apply by themselves",
}
"""What a workspace did with triggered runs, and does → in words."""

STATES: dict[tuple[str, object], str] = {
    ("auto_apply", True): "runs that a person or a push starts apply by themselves",
    ("auto_apply", False): "runs that a person or a push starts wait for a person",
    ("locked", True): "runs wait until it is unlocked",
    ("locked", False): "runs go on",
    ("readable", True): "can be read now",
    ("readable", False): "can no longer be read: it counts as a gate, and what else changed is not known",
    ("execution_mode", "remote"): "runs on the server's own machines",
    ("execution_mode", "agent"): "runs on agents",
}
"""Attribute and new value → what that means."""


def explain_change(attribute: str, before: Node, after: Node) -> str:
    """Say what the change of one attribute does; an empty text where the values speak for themselves."""
    turn = TURNS.get((find_behaviour(before), find_behaviour(after)), "")
    if attribute == "auto_apply_run_trigger":
        return turn if turn and find_behaviour(after) != "local" else "changes nothing while execution is local"
    if attribute == "execution_mode" and "local" in (before[attribute], after[attribute]):
        return turn
    return STATES.get((attribute, after.get(attribute)), "") if attribute not in ("name", "project") else ""


def find_behaviour(node: Node) -> Behaviour:
    """Say what becomes of triggered runs; ``rtgraph.graph.applies_by_itself`` has the same rule."""
    if node["execution_mode"] == "local":
        return "local"
    return "auto" if node["auto_apply_run_trigger"] is True else "gate"
