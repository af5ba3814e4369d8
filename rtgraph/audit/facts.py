"""What rules work on, and what they give."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rtgraph.analysis.cycles import find_cycles

if TYPE_CHECKING:
    from rtgraph.analysis.cycles import CyclicComponent
    from rtgraph.graph import Graph
    from rtgraph.models import Cut


@dataclass(frozen=True)
class Facts:
    """A graph with the answers that several rules need, each found once and only when it is asked for."""

    graph: Graph

    @cached_property
    def cycles(self) -> tuple[CyclicComponent, ...]:
        """Every strongly connected component with a cycle."""
        return find_cycles(self.graph)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A finding without what its rule knows; the fields are those of ``rtgraph.models.Finding``."""

    message: str
    workspaces: tuple[str, ...]
    run_triggers: tuple[str, ...]
    cycle: tuple[str, ...] | None = None
    cut: Cut | None = None
    mend: tuple[str, ...] = ()
