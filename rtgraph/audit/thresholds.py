"""The numbers that rules compare with; a policy may set others."""

from __future__ import annotations

from dataclasses import dataclass


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

    fan_out: int = 10
    deep_chain: int = 8
    unattended_cascade: int = 10
    duplicate_runs: int = 0
    source_limit: int = 20
    source_limit_percent: int = 80
