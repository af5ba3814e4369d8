"""Where a finding points: the line that declares its run trigger, otherwise the policy file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.audit.blocks import Place

if TYPE_CHECKING:
    from rtgraph.audit.declarations import Declarations
    from rtgraph.audit.findings import Audit
    from rtgraph.models import Finding


def find_places(audit: Audit, finding: Finding, declarations: Declarations | None) -> list[Place]:
    """Give the lines of a finding, the cut's first; never none, since code hosts show nothing without a line."""
    known = declarations.places if declarations else {}
    wanted = (*(finding.cut.run_triggers if finding.cut else ()), *finding.run_triggers)
    found = list(dict.fromkeys(known[each] for each in wanted if each in known))
    return found or [Place(path=audit.policy.path, line=1)]
