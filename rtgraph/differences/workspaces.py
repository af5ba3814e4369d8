"""Workspaces that came, went, or are not as they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rtgraph.differences.meanings import explain_change
from rtgraph.differences.sides import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rtgraph.differences.sides import Sides
    from rtgraph.differences.sight import Sight
    from rtgraph.graph import Graph

ATTRIBUTES = ("readable", "auto_apply", "auto_apply_run_trigger", "execution_mode", "locked")
"""What is compared beside name and project: what decides on runs and on what can be known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceChange:
    """One thing about a workspace that is not as it was.

    Attributes:
        workspace: the id in the newer snapshot.
        attribute: ``name``, ``project`` or one of ``ATTRIBUTES``.
        old: the value before, of a project its name; None where the server did not say.
        new: the value after.
        meaning: what that does, in a few words.
    """

    workspace: str
    attribute: str
    old: str | bool | None
    new: str | bool | None
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceDifferences:
    """What became of the workspaces: ids, of those that are gone in the older graph's order.

    Attributes:
        added: those that are new.
        removed: those that are gone.
        changed: what changed in those that stayed.
        new_or_hidden: those that are new, or that only the older crawl could not see.
        gone_or_hidden: those that are gone, or that only the newer crawl could not see.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[WorkspaceChange, ...]
    new_or_hidden: tuple[str, ...]
    gone_or_hidden: tuple[str, ...]


def compare_workspaces(sides: Sides, old: Sight, new: Sight) -> WorkspaceDifferences:
    """Compare the workspaces of two graphs, given what either crawl could see of the other's."""
    removed, gone_or_hidden = part_missing(sides.old, set(sides.new_of), new)
    added, new_or_hidden = part_missing(sides.new, set(sides.new_of.values()), old)
    return WorkspaceDifferences(
        added=added,
        removed=removed,
        changed=tuple(find_changes(sides)),
        new_or_hidden=new_or_hidden,
        gone_or_hidden=gone_or_hidden,
    )


def part_missing(graph: Graph, found: set[str], sight: Sight) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part the workspaces that the other side lacks into those that are not there and those that may be hidden.

    Of a workspace that only run triggers name nobody can say more than that none names it.
    """
    missing = [each for each in graph if each not in found and not each.startswith(UNKNOWN)]
    sure = tuple(each for each in missing if sight.sees_all and graph.nodes[each]["readable"])
    return sure, tuple(each for each in missing if not (sight.sees_all and graph.nodes[each]["readable"]))


def find_changes(sides: Sides) -> Iterator[WorkspaceChange]:
    """Find what changed in the workspaces that are on both sides, in the newer graph's order."""
    old_of = {new: old for old, new in sides.new_of.items()}
    for workspace, after in sides.new.nodes(data=True):
        if workspace not in old_of:
            continue
        before = sides.old.nodes[old_of[workspace]]
        for attribute, old, new in compare_nodes(sides, old_of[workspace], workspace):
            yield WorkspaceChange(
                workspace=workspace,
                attribute=attribute,
                old=old,
                new=new,
                meaning=explain_change(attribute, before, after),
            )


def compare_nodes(sides: Sides, old: str, new: str) -> Iterator[tuple[str, Any, Any]]:
    """Give what differs between a workspace and itself; what either side does not know is no difference."""
    before, after = sides.old.nodes[old], sides.new.nodes[new]
    if before == after:
        return
    if before["name"] != after["name"] and before["name"] != old and after["name"] != new:
        yield "name", before["name"], after["name"]
    if has_moved(before["project"], after["project"], by_name=sides.by_name):
        yield "project", before["project"]["name"], after["project"]["name"]
    for attribute in ATTRIBUTES:
        if is_change(attribute, before, after):
            yield attribute, before[attribute], after[attribute]


def has_moved(before: dict[str, str] | None, after: dict[str, str] | None, *, by_name: bool) -> bool:
    """Tell whether a workspace lies in another project; a project whose name is its id could not be read."""
    if before is None or after is None:
        return False
    if by_name:
        named = all(each["name"] != each["id"] for each in (before, after))
        return named and before["name"] != after["name"]
    return before["id"] != after["id"]


def is_change(attribute: str, before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Tell whether an attribute's values differ in a way that counts.

    A server that does not tell ``auto_apply_run_trigger`` leaves a gate, so only true and not told differ.
    """
    old, new = before[attribute], after[attribute]
    if attribute == "auto_apply_run_trigger" and before["readable"] and after["readable"]:
        return bool(old) != bool(new)
    return old is not None and new is not None and old != new
