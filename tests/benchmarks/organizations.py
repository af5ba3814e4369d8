"""Made-up organizations of any size for benchmarks: the same ones each time."""

from __future__ import annotations

import random

from rtgraph.models import Project, RunTrigger, Snapshot, Workspace

SOURCES = 20
"""The most sources a workspace may have."""


def make_organization(workspaces: int, *, triggers_each: float = 1.3, seed: int = 1) -> Snapshot:
    """Make an organization whose triggers mostly go from older workspaces to younger ones, with a few cycles."""
    chance = random.Random(seed)
    made = tuple(
        Workspace(
            id=f"ws-{number:016d}",
            name=f"workspace-{number:06d}",
            project=Project(id=f"prj-{number % 12:016d}", name=f"project-{number % 12:02d}"),
            auto_apply_run_trigger=number % 3 == 0,
            execution_mode="remote",
            plan_seconds=20,
            apply_seconds=60,
        )
        for number in range(workspaces)
    )
    pairs: set[tuple[int, int]] = set()
    sources = [0] * workspaces
    while len(pairs) < workspaces * triggers_each:
        one, other = chance.randrange(workspaces), chance.randrange(workspaces)
        pair = (one, other) if one < other or chance.random() < 0.01 else (other, one)
        if one != other and pair not in pairs and sources[pair[1]] < SOURCES:
            pairs.add(pair)
            sources[pair[1]] += 1
    triggers = tuple(
        RunTrigger(
            id=f"rt-{source:08d}{destination:08d}",
            sourceable_id=made[source].id,
            workspace_id=made[destination].id,
            created_at="2024-01-01T00:00:00Z",
        )
        for source, destination in sorted(pairs)
    )
    return Snapshot(
        host="app.terraform.io",
        organization="acme",
        crawled_at="2026-01-01T00:00:00Z",
        directions=("inbound",),
        complete=True,
        workspaces=made,
        run_triggers=triggers,
    )
