"""Records → JSON:API resource objects, with the API's field names, as bytes that are made once.

Source: https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspaces
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import quote

import msgspec

from rtgraph.models import Project, RunTrigger, Workspace
from rtgraph.sandbox.permissions import Token
from rtgraph.sandbox.world import Organization

CREATED_AT = "2023-02-01T08:00:00.000Z"


def render(document: dict[str, Any]) -> msgspec.Raw:
    """Turn one resource object into bytes that a larger document can hold."""
    return msgspec.Raw(msgspec.json.encode(document))


@lru_cache(maxsize=65_536)
def run_trigger_document(trigger: RunTrigger, names: tuple[str, str] | None, prefix: str) -> msgspec.Raw:
    """Describe a run trigger; ``names`` are those of its workspace and its sourceable, where the server tells them."""
    told = dict(zip(("workspace-name", "sourceable-name"), names, strict=True)) if names else {}
    return render(
        {
            "id": trigger.id,
            "type": "run-triggers",
            "attributes": {**told, "created-at": trigger.created_at},
            "relationships": {
                "workspace": reference("workspaces", trigger.workspace_id),
                "sourceable": reference("workspaces", trigger.sourceable_id),
            },
            "links": {"self": f"{prefix}/run-triggers/{trigger.id}"},
        }
    )


@lru_cache(maxsize=65_536)
def workspace_document(
    workspace: Workspace, organization: str, administers: bool, global_remote_state: bool, prefix: str
) -> msgspec.Raw:
    """Describe a workspace as a token sees it that may, or may not, administer it."""
    place = f"{organization}/workspaces/{quote(workspace.name, safe='')}"
    project = workspace.project
    return render(
        {
            "id": workspace.id,
            "type": "workspaces",
            "attributes": workspace_attributes(workspace, administers, global_remote_state),
            "relationships": {
                "organization": reference("organizations", organization),
                "project": reference("projects", project.id) if project else {"data": None},
                "current-run": current_run(workspace),
                "remote-state-consumers": {
                    "links": {"related": f"{prefix}/workspaces/{workspace.id}/relationships/remote-state-consumers"}
                },
            },
            "links": {"self": f"{prefix}/organizations/{place}", "self-html": f"/app/{place}"},
        }
    )


def workspace_attributes(workspace: Workspace, administers: bool, global_remote_state: bool) -> dict[str, Any]:
    """Give a workspace's attributes; one that the record does not know is left out, as an older server does.

    The averages are in milliseconds. A workspace that never ran has none.
    """
    told = {
        "auto-apply": workspace.auto_apply,
        "auto-apply-run-trigger": workspace.auto_apply_run_trigger,
        "execution-mode": workspace.execution_mode,
        "locked": workspace.locked,
        "terraform-version": workspace.terraform_version,
    }
    return {
        "name": workspace.name,
        **{key: value for key, value in told.items() if value is not None},
        "description": None,
        "working-directory": None,
        "vcs-repo": None,
        "tag-names": workspace.tags,
        "created-at": CREATED_AT,
        "updated-at": CREATED_AT,
        "latest-change-at": CREATED_AT,
        "resource-count": workspace.resource_count,
        "plan-duration-average": milliseconds(workspace.plan_seconds),
        "apply-duration-average": milliseconds(workspace.apply_seconds),
        "workspace-kpis-runs-count": None if workspace.plan_seconds is None else 30,
        "run-failures": None if workspace.plan_seconds is None else 0,
        "global-remote-state": global_remote_state,
        "queue-all-runs": False,
        "allow-destroy-plan": True,
        "operations": workspace.execution_mode != "local",
        "source": "tfe-api",
        "actions": {"is-destroyable": administers},
        "permissions": workspace_permissions(administers),
    }


def workspace_permissions(administers: bool) -> dict[str, bool]:
    """Say what a token that reads a workspace may do in it."""
    read = ("can-read-run", "can-read-settings", "can-read-variable", "can-read-state-versions")
    change = (
        "can-update",
        "can-destroy",
        "can-queue-run",
        "can-queue-apply",
        "can-queue-destroy",
        "can-lock",
        "can-unlock",
        "can-force-unlock",
        "can-update-variable",
        "can-create-state-versions",
        "can-manage-tags",
    )
    return dict.fromkeys(read, True) | dict.fromkeys(change, administers)


def project_document(project: Project, organization: Organization, token: Token, prefix: str) -> msgspec.Raw:
    """Describe a project; its count of workspaces takes in those that the token may not read."""
    count = sum(each.project == project for each in organization.workspaces.values())
    return render(
        {
            "id": project.id,
            "type": "projects",
            "attributes": {
                "name": project.name,
                "description": "",
                "workspace-count": count,
                "team-count": 0,
                "default-execution-mode": "remote",
                "permissions": {
                    "can-read": True,
                    "can-update": token.owns,
                    "can-destroy": token.owns,
                    "can-create-workspace": token.creates,
                },
            },
            "relationships": {"organization": reference("organizations", organization.name)},
            "links": {"self": f"{prefix}/projects/{project.id}"},
        }
    )


def organization_document(organization: Organization, token: Token, prefix: str) -> msgspec.Raw:
    """Describe an organization; its id is its name."""
    self = f"{prefix}/organizations/{organization.name}"
    changes = token.owns
    return render(
        {
            "id": organization.name,
            "type": "organizations",
            "attributes": {
                "name": organization.name,
                "external-id": organization.external_id,
                "email": organization.email,
                "created-at": organization.created_at,
                "collaborator-auth-policy": "password",
                "cost-estimation-enabled": False,
                "default-execution-mode": "remote",
                "plan-expired": False,
                "two-factor-conformant": True,
                "permissions": {
                    "can-update": changes,
                    "can-destroy": changes,
                    "can-access-via-teams": token.kind != "organizations",
                    "can-create-team": changes or token.kind == "organizations",
                    "can-create-workspace": token.creates,
                    "can-create-project": token.creates,
                    "can-update-api-token": changes,
                    "can-update-oauth": changes,
                    "can-update-sentinel": changes,
                    "can-traverse": True,
                },
            },
            "relationships": {"entitlement-set": {"links": {"related": f"{self}/entitlement-set"}}},
            "links": {"self": self},
        }
    )


def reference(kind: str, identity: str) -> dict[str, dict[str, str]]:
    """Point at another resource."""
    return {"data": {"id": identity, "type": kind}}


def current_run(workspace: Workspace) -> dict[str, Any]:
    """Point at the run that a workspace ran last; one without averages never ran."""
    if workspace.plan_seconds is None:
        return {"data": None}
    return reference("runs", workspace.id.replace("ws-", "run-", 1))


def milliseconds(seconds: float | None) -> int | None:
    """Turn seconds into whole milliseconds."""
    return None if seconds is None else round(seconds * 1000)
