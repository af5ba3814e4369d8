"""What rules work on, what they give, and the words they share."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from rtgraph.analysis.components import condense
from rtgraph.analysis.cycles import find_cycles
from rtgraph.analysis.overlaps import find_overlaps
from rtgraph.analysis.redundancy import find_redundant
from rtgraph.audit.policy_file import Policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rtgraph.analysis.components import Condensation
    from rtgraph.analysis.cycles import CyclicComponent
    from rtgraph.analysis.overlaps import Overlap
    from rtgraph.analysis.redundancy import Redundant
    from rtgraph.audit.thresholds import Thresholds
    from rtgraph.graph import Graph
    from rtgraph.models import Cut, Severity


@dataclass(frozen=True)
class Facts:
    """A graph with the answers that several rules need, each found once and only when it is asked for."""

    graph: Graph
    policy: Policy = field(default_factory=Policy)

    @property
    def thresholds(self) -> Thresholds:
        """The numbers that rules compare with."""
        return self.policy.thresholds

    @cached_property
    def cycles(self) -> tuple[CyclicComponent, ...]:
        """Every strongly connected component with a cycle."""
        return find_cycles(self.graph)

    @cached_property
    def condensation(self) -> Condensation:
        """The graph with each component as one step."""
        return condense(self.graph)

    @cached_property
    def depths(self) -> list[int]:
        """For each step the hops of the longest chain that starts there."""
        depths = [0] * len(self.condensation.steps)
        for step in range(len(depths) - 1, -1, -1):
            depths[step] = max((depths[each] + 1 for each in self.condensation.successors[step]), default=0)
        return depths

    @cached_property
    def redundant(self) -> tuple[Redundant, ...]:
        """Every run trigger beside which there is a longer way."""
        return find_redundant(self.graph, self.condensation)

    @cached_property
    def overlaps(self) -> tuple[Overlap, ...]:
        """Every workspace where the paths of one apply meet."""
        return find_overlaps(self.graph, self.condensation)

    @cached_property
    def consumers(self) -> dict[str, frozenset[str]]:
        """Workspace → who may read its state, where known and not open to more than can be named; in graph order."""
        listed = self.graph.graph["state_consumers"] or ()
        known = {each["workspace_id"]: frozenset(each["consumer_ids"]) for each in listed if not each["open"]}
        return {each: known[each] for each in self.graph if each in known}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A finding without what its rule knows; the fields are those of ``rtgraph.models.Finding``.

    ``severity`` is the finding's own, where it is not its rule's.
    ``identity`` is what the fingerprint is made of, in this order; without one it is the workspaces in any order.
    """

    message: str
    workspaces: tuple[str, ...]
    run_triggers: tuple[str, ...]
    cycle: tuple[str, ...] | None = None
    cut: Cut | None = None
    mend: tuple[str, ...] = ()
    severity: Severity | None = None
    identity: tuple[str, ...] = ()


NAMED = 5
"""How many workspaces a sentence names."""


def name_of(graph: Graph, workspace: str) -> str:
    """Give a workspace's name."""
    return str(graph.nodes[workspace]["name"])


def name_path(graph: Graph, path: Sequence[str], left_out: int = 0) -> str:
    """Write a path with names, the middle of a long one left out; ``left_out`` are out of ``path`` already."""
    names = [name_of(graph, each) for each in path]
    if len(names) > NAMED + 1:
        names = [*names[: NAMED - 1], f"… {len(names) + left_out - NAMED - 1:,} more …", *names[-2:]]
    return " → ".join(names)


def join(words: Sequence[str]) -> str:
    """Join words as a sentence does, and count what would be too many."""
    if len(words) > NAMED:
        words = [*words[: NAMED - 1], f"{len(words) - NAMED + 1:,} others"]
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def edges_between(graph: Graph, edges: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Give the ids of the run triggers on some edges, those that are not there aside."""
    found = (graph.get_edge_data(*edge) for edge in edges)
    return tuple(each for edge in found if edge is not None for each in (edge["id"], *edge.get("duplicates", ())))


def delete_all(triggers: Iterable[str]) -> tuple[str, ...]:
    """Give the commands that delete some run triggers."""
    return tuple(command("trigger", "delete", each) for each in triggers)


def command(*words: str) -> str:
    """Give a command of rtgraph that can be pasted into a shell, whatever the names."""
    return f"rtgraph {shlex.join(words)}"
