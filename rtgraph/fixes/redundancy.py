"""Run triggers that go without being missed: a longer way leads to the same workspace."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rtgraph.analysis.components import condense
from rtgraph.analysis.redundancy import find_redundant
from rtgraph.audit.facts import join, name_of, name_path
from rtgraph.fixes.edits import edit_graph
from rtgraph.fixes.mends import Mend, delete_edge
from rtgraph.graph import applies_by_itself

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from rtgraph.analysis.redundancy import Redundant
    from rtgraph.graph import Graph

LOOKS = 200
"""How many run triggers are followed to write one longer way out."""
EFFORT = 500_000
"""How many are followed for all of them."""

UNGATED = "nobody has to confirm a run on it, so that behaviour changes only where a plan has no changes"
GATED = "a person has to confirm a run on every longer way, so that this one will wait too"


def drop_redundant(graph: Graph, keep: AbstractSet[str] = frozenset(), *, include_gated: bool = False) -> Mend:
    """Delete the run triggers beside which a longer way leads to the same workspace.

    What reaches what stays as it is, and where nobody has to confirm a run on the way it stays so.

    Args:
        graph: the graph.
        keep: a run trigger with an end among these workspaces stays.
        include_gated: delete those too whose every longer way waits for a person.
    """
    found = find_redundant(graph, condense(graph))
    kept = [each for each in found if not keep.isdisjoint((each.source, each.destination))]
    free = [each for each in found if keep.isdisjoint((each.source, each.destination))]
    chosen = [each for each in free if include_gated or not each.gated]
    gated = [each for each in free if each.gated and not include_gated]
    changes = [change for each in chosen for change in delete_edge(graph, each.source, each.destination, "")]
    ways = Ways(edit_graph(graph, changes) if changes else graph)
    reasons = {(each.source, each.destination): ways.explain(each) for each in chosen}
    return Mend(
        changes=tuple(
            replace(change, reason=reasons[change.sourceable_id or "", change.workspace_id]) for change in changes
        ),
        notes=tuple(describe_rest(graph, gated, kept)),
    )


class Ways:
    """Writes longer ways out in the graph that is left, until the effort ends."""

    def __init__(self, left: Graph) -> None:
        self.left = left
        self.effort = EFFORT

    def explain(self, redundant: Redundant) -> str:
        """Say which longer way leads where a run trigger leads, and what changes without it."""
        way = self.find(redundant)
        named = name_path(self.left, way) if way else f"a longer way over {name_of(self.left, redundant.through)}"
        return f"{named} leads there too; {GATED if redundant.gated else UNGATED}"

    def find(self, redundant: Redundant) -> list[str] | None:
        """Find a shortest longer way, one without a gate unless there is none; None where that takes too long."""
        before: dict[str, str | None] = {redundant.source: None}
        queue = [redundant.source]
        looks = min(LOOKS, self.effort)
        for here in queue:
            for each in self.left.successors(here):
                looks -= 1
                self.effort -= 1
                if each == redundant.destination:
                    return trace(before, here, each)
                if each not in before and (redundant.gated or applies_by_itself(self.left, each)):
                    before[each] = here
                    queue.append(each)
            if looks <= 0:
                break
        return None


def trace(before: Mapping[str, str | None], last: str, destination: str) -> list[str]:
    """Walk back from the end of a way to its start."""
    path = [destination]
    here: str | None = last
    while here is not None:
        path.append(here)
        here = before[here]
    return path[::-1]


def describe_rest(graph: Graph, gated: Sequence[Redundant], kept: Sequence[Redundant]) -> Iterator[str]:
    """Say which redundant run triggers are left out, and why."""
    if gated:
        yield (
            f"{count(gated)} left out, for a person has to confirm a run on every longer way, so that without it more "
            f"would wait: {name_pairs(graph, gated)}. Delete such ones too with --include-gated."
        )
    if kept:
        yield f"{count(kept)} left out because of --keep: {name_pairs(graph, kept)}."


def count(found: Sequence[Redundant]) -> str:
    """Count redundant run triggers, with the verb."""
    return "1 redundant run trigger is" if len(found) == 1 else f"{len(found):,} redundant run triggers are"


def name_pairs(graph: Graph, found: Sequence[Redundant]) -> str:
    """Name run triggers by their ends."""
    return join([name_path(graph, (each.source, each.destination)) for each in found])
