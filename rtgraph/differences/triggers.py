"""Run triggers that came, went, or were made anew."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.differences.sides import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rtgraph.differences.sides import Sides
    from rtgraph.differences.sight import Sight
    from rtgraph.graph import Graph

    Ends = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A run trigger of one side, sourceable → workspace, with that side's ids."""

    id: str
    sourceable: str
    workspace: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recreated:
    """A run trigger with the same ends and another id, with the newer side's ids."""

    old_id: str
    id: str
    sourceable: str
    workspace: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerDifferences:
    """What became of the run triggers, each group in graph order.

    Attributes:
        added: those that are new.
        removed: those that are gone.
        recreated: those that were deleted and made anew.
        new_or_hidden: those that are new, or that only the older crawl could not see.
        gone_or_hidden: those that are gone, or that only the newer crawl could not see.
    """

    added: tuple[Trigger, ...]
    removed: tuple[Trigger, ...]
    recreated: tuple[Recreated, ...]
    new_or_hidden: tuple[Trigger, ...]
    gone_or_hidden: tuple[Trigger, ...]


def compare_triggers(
    sides: Sides, old: Sight, new: Sight, removed: Iterable[str], added: Iterable[str]
) -> TriggerDifferences:
    """Compare the run triggers of two graphs.

    Args:
        sides: the graphs.
        old: what the older crawl could see of the newer graph.
        new: what the newer crawl could see of the older graph.
        removed: the workspaces that are gone for certain, and their run triggers with them.
        added: the workspaces that are new for certain.
    """
    before, after = index_triggers(sides.old), index_triggers(sides.new)
    same = set() if sides.by_name else {each for each, ends in after.items() if is_same(ends, before.get(each))}
    gone, pairs, fresh = pair_ends(sides, list_triggers(before, same), list_triggers(after, same))
    gone_for_good, gone_or_hidden = part_missing(gone, sides.new_of, new, set(removed))
    new_for_good, new_or_hidden = part_missing(fresh, sides.swap().new_of, old, set(added))
    return TriggerDifferences(
        added=new_for_good,
        removed=gone_for_good,
        recreated=()
        if sides.by_name
        else tuple(
            Recreated(old_id=one.id, id=other.id, sourceable=other.sourceable, workspace=other.workspace)
            for one, other in pairs
        ),
        new_or_hidden=new_or_hidden,
        gone_or_hidden=gone_or_hidden,
    )


def index_triggers(graph: Graph) -> dict[str, Ends]:
    """Give the ends of every run trigger of a graph, duplicates too, in graph order."""
    return {
        each: (source, destination)
        for source, destination, edge in graph.edges(data=True)
        for each in (edge["id"], *edge.get("duplicates", ()))
    }


def list_triggers(ends: dict[str, Ends], same: set[str]) -> list[Trigger]:
    """Give the run triggers that are not the same on both sides; a record for each would take long."""
    return [
        Trigger(id=each, sourceable=source, workspace=destination)
        for each, (source, destination) in ends.items()
        if each not in same
    ]


def is_same(one: Ends, other: Ends | None) -> bool:
    """Tell whether two sightings of one id have the same ends; an end that a crawl could not make out fits any."""
    if one == other:
        return True
    return other is not None and all(
        here == there or here.startswith(UNKNOWN) or there.startswith(UNKNOWN)
        for here, there in zip(one, other, strict=True)
    )


def pair_ends(
    sides: Sides, before: list[Trigger], after: list[Trigger]
) -> tuple[list[Trigger], list[tuple[Trigger, Trigger]], list[Trigger]]:
    """Pair run triggers with the same ends, each once.

    Returns:
        those of the older side that are left, the pairs, those of the newer side that are left.
    """
    waiting: dict[tuple[str | None, str | None], list[Trigger]] = defaultdict(list)
    for each in reversed(before):
        waiting[sides.new_of.get(each.sourceable), sides.new_of.get(each.workspace)].append(each)
    pairs = []
    fresh = []
    for each in after:
        matches = waiting.get((each.sourceable, each.workspace))
        if matches:
            pairs.append((matches.pop(), each))
        else:
            fresh.append(each)
    paired = {one for one, _ in pairs}
    return [each for each in before if each not in paired], pairs, fresh


def part_missing(
    triggers: Iterable[Trigger], found: dict[str, str], sight: Sight, missing: set[str]
) -> tuple[tuple[Trigger, ...], tuple[Trigger, ...]]:
    """Part the run triggers that the other side lacks into those that are not there and those that may be hidden.

    Args:
        triggers: the run triggers of one side.
        found: a workspace of that side → the same one on the other.
        sight: what the other side's crawl could see.
        missing: the workspaces of that side that the other has not, for certain.
    """
    sure: list[Trigger] = []
    hidden: list[Trigger] = []
    for each in triggers:
        ends_gone = each.sourceable in missing or each.workspace in missing
        seen = ends_gone or sight.reads_inbound(found.get(each.workspace))
        (sure if seen else hidden).append(each)
    return tuple(sure), tuple(hidden)


def list_ends(triggers: Iterable[Trigger]) -> Iterator[str]:
    """Give the workspaces that run triggers join."""
    for each in triggers:
        yield each.sourceable
        yield each.workspace
