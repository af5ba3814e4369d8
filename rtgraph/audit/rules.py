"""The table of rules; a new one is a row here and a function that finds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtgraph.audit.cycles import find_auto_apply_cycles, find_gated_cycles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rtgraph.audit.facts import Evidence, Facts
    from rtgraph.models import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is looked for.

    Attributes:
        id: the name of the rule, as findings, policies and the documentation have it.
        severity: how bad a finding is.
        title: what a finding is, in a few words.
        find: gives the evidence of each finding, in graph order.
    """

    id: str
    severity: Severity
    title: str
    find: Callable[[Facts], Iterator[Evidence]]


RULES = (
    Rule(
        id="auto-apply-cycle",
        severity="error",
        title="a cycle that keeps itself going",
        find=find_auto_apply_cycles,
    ),
    Rule(
        id="cycle",
        severity="error",
        title="a cycle that waits for a person",
        find=find_gated_cycles,
    ),
)
"""Every rule, in the order in which findings are reported."""

TITLES = {rule.id: rule.title for rule in RULES}
"""Rule id → title."""
