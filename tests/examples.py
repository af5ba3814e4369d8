"""A snapshot in which every key holds something, for tests."""

from __future__ import annotations

import json
from typing import Any

from rtgraph.models import BlindSpot, Project, RunTrigger, Scope, Snapshot, Workspace
from rtgraph.snapshots import dump_snapshot

FULL = Snapshot(
    host="tfe.corp:8443",
    organization="acme",
    crawled_at="2026-01-01T00:00:00Z",
    directions=("inbound", "outbound"),
    complete=False,
    scope=Scope(project="core", tags=("prod", "eu"), name="net-*"),
    blind_spots=(
        BlindSpot(what="inbound", workspace_id="ws-1", reason="404: absent, or hidden from this token"),
        BlindSpot(what="projects", workspace_id=None, reason="403"),
    ),
    workspaces=(
        Workspace(
            id="ws-1",
            name='net "prod" \\ \u202e<b>\u0000é🦊\n',
            project=Project(id="prj-1", name="core"),
            tags=("prod", "eu"),
            auto_apply=True,
            auto_apply_run_trigger=False,
            execution_mode="remote",
            locked=False,
            terraform_version="1.9.8",
            resource_count=12,
            plan_seconds=20.5,
            apply_seconds=158.0,
            url="https://tfe.corp:8443/app/acme/workspaces/net-prod",
        ),
        Workspace(id="ws-2", name="ws-2", readable=False),
    ),
    run_triggers=(
        RunTrigger(id="rt-1", sourceable_id="ws-1", workspace_id="ws-2", created_at="2024-01-01T00:00:00Z"),
        RunTrigger(id="rt-2", sourceable_id="ws-2", workspace_id="ws-2"),
    ),
)


def altered(**change: Any) -> bytes:
    """Give the bytes of FULL with keys changed."""
    return json.dumps(json.loads(dump_snapshot(FULL)) | change).encode()
