"""The shapes of the API's documents, as far as rtgraph reads them.

Keys that are not here are passed over; every key that some server leaves out may be missing.
Source: https://developer.hashicorp.com/terraform/cloud-docs/api-docs#json-api-formatting
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import msgspec

Item = TypeVar("Item")


class Wire(msgspec.Struct, rename="kebab"):
    """A part of a document: unknown keys are passed over, missing ones are None."""


class ReferenceShape(Wire):
    id: str
    type: str | None = None


class RelationShape(Wire):
    data: ReferenceShape | None = None


class PaginationShape(Wire):
    current_page: int | None = None
    next_page: int | None = None
    total_pages: int | None = None
    total_count: int | None = None


class MetaShape(Wire):
    pagination: PaginationShape | None = None


class DocumentShape(Wire, Generic[Item]):
    data: Item
    meta: MetaShape | None = None


class PermissionsShape(Wire):
    can_update: Any = None


class WorkspaceAttributesShape(Wire):
    name: str
    auto_apply: bool | None = None
    auto_apply_run_trigger: bool | None = None
    execution_mode: str | None = None
    operations: bool | None = None
    locked: bool | None = None
    terraform_version: str | None = None
    resource_count: int | None = None
    plan_duration_average: float | None = None
    apply_duration_average: float | None = None
    tag_names: tuple[str, ...] | None = None
    global_remote_state: bool | None = None
    project_remote_state: bool | None = None
    permissions: PermissionsShape | None = None


class WorkspaceRelationshipsShape(Wire):
    organization: RelationShape | None = None
    project: RelationShape | None = None
    current_run: RelationShape | None = None


class WorkspaceLinksShape(Wire):
    self_html: str | None = None


class WorkspaceShape(Wire):
    id: str
    attributes: WorkspaceAttributesShape
    relationships: WorkspaceRelationshipsShape | None = None
    links: WorkspaceLinksShape | None = None


class TriggerAttributesShape(Wire):
    workspace_name: str | None = None
    sourceable_name: str | None = None
    created_at: str | None = None


class TriggerRelationshipsShape(Wire):
    workspace: RelationShape | None = None
    sourceable: RelationShape | None = None


class TriggerShape(Wire):
    id: str
    attributes: TriggerAttributesShape | None = None
    relationships: TriggerRelationshipsShape | None = None


class ProjectAttributesShape(Wire):
    name: str


class ProjectShape(Wire):
    id: str
    attributes: ProjectAttributesShape


class OrganizationAttributesShape(Wire):
    name: str | None = None
    permissions: dict[str, Any] | None = None


class OrganizationShape(Wire):
    id: str
    attributes: OrganizationAttributesShape | None = None


class AccountAttributesShape(Wire):
    username: str | None = None


class AccountRelationshipsShape(Wire):
    authenticated_resource: RelationShape | None = None


class AccountShape(Wire):
    id: str
    attributes: AccountAttributesShape | None = None
    relationships: AccountRelationshipsShape | None = None
