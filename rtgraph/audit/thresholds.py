"""The numbers that rules compare with; a policy may set others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

Count = Annotated[int, Meta(ge=0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """What is still fine; more than that is a finding.

    Attributes:
        fan_out: workspaces that one workspace triggers directly.
        deep_chain: hops of the longest chain from one workspace.
        unattended_cascade: workspaces that one apply reaches with nobody confirming.
        duplicate_runs: workspaces whose one apply may queue several runs in the same workspace.
        source_limit: sources that a workspace may have; 20 at HCP Terraform:
            https://developer.hashicorp.com/terraform/cloud-docs/workspaces/settings/run-triggers
        source_limit_percent: from this part of the limit on a workspace is named.
    """

    fan_out: Count = 10
    deep_chain: Count = 8
    unattended_cascade: Count = 10
    duplicate_runs: Count = 0
    source_limit: Annotated[int, Meta(ge=1)] = 20
    source_limit_percent: Count = 80
