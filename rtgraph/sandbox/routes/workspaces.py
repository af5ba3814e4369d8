"""Workspaces and who may read their state.

Source: https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspaces
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from rtgraph.models import Project, Workspace
from rtgraph.sandbox.answers import answer, answer_nothing, answer_page, invalid, not_found
from rtgraph.sandbox.documents import workspace_document
from rtgraph.sandbox.permissions import Token
from rtgraph.sandbox.requests import (
    caller,
    changer,
    find_organization,
    find_workspace,
    hidden,
    profile_of,
    read_body,
    settings_of,
    world_of,
)
from rtgraph.sandbox.searches import select_workspaces
from rtgraph.sandbox.world import Organization


class Attributes(msgspec.Struct, rename="kebab"):
    """What a client may set of a workspace; what it leaves out stays as it is."""

    name: str | None = None
    auto_apply: bool | None = None
    auto_apply_run_trigger: bool | None = None
    execution_mode: Literal["remote", "local", "agent"] | None = None
    terraform_version: str | None = None
    global_remote_state: bool | None = None


class Reference(msgspec.Struct):
    """The other end of a relationship."""

    id: str


class Relationship(msgspec.Struct):
    """A relationship to one resource."""

    data: Reference


class Relationships(msgspec.Struct):
    """The relationships that a client may set of a workspace."""

    project: Relationship | None = None


class Resource(msgspec.Struct):
    """The workspace in a request's document."""

    attributes: Attributes = msgspec.field(default_factory=Attributes)
    relationships: Relationships = msgspec.field(default_factory=Relationships)


class Body(msgspec.Struct):
    """The document of a creation or a change."""

    data: Resource


def describe(request: Request, token: Token, organization: Organization, workspace: Workspace) -> msgspec.Raw:
    """Describe a workspace to the one who asks, as far as this kind of server knows workspaces."""
    profile = profile_of(request)
    if not profile.projects:
        workspace = replace(workspace, project=None)
    if not profile.auto_apply_run_trigger:
        workspace = replace(workspace, auto_apply_run_trigger=None)
    return workspace_document(
        workspace,
        organization.name,
        token.administers,
        workspace.id in organization.global_remote_state,
        settings_of(request).prefix,
    )


async def list_workspaces(request: Request) -> Response:
    """List the organization's workspaces that the token reads and the search asks for."""
    token = caller(request)
    organization = find_organization(request, token)
    readable = [each for each in organization.workspaces.values() if token.reads(each)]
    found = select_workspaces(readable, request.query_params)
    return answer_page(request, found, lambda each: describe(request, token, organization, each))


async def show_workspace(request: Request) -> Response:
    """Show one workspace, by its id or by its name."""
    token = caller(request)
    organization, workspace = find_workspace(request, token)
    return answer({"data": describe(request, token, organization, workspace)})


async def create_workspace(request: Request) -> Response:
    """Create a workspace, in the default project where none is named."""
    token = changer(request)
    organization = find_organization(request, token)
    if not token.creates:
        raise hidden(request)
    wanted = (await read_body(request, Body)).data
    workspace = Workspace(
        name=free_name(organization, wanted.attributes.name or ""),
        id=world_of(request).new_id("ws-"),
        project=wanted_project(organization, wanted.relationships) or organization.default_project(),
        auto_apply=False,
        auto_apply_run_trigger=False,
        execution_mode="remote",
        locked=False,
        terraform_version="1.13.5",
        resource_count=0,
    )
    workspace = store(request, organization, workspace, wanted.attributes)
    return answer({"data": describe(request, token, organization, workspace)}, 201)


async def update_workspace(request: Request) -> Response:
    """Change a workspace's attributes or its project."""
    token = changer(request)
    organization, workspace = find_workspace(request, token)
    if not token.administers:
        raise hidden(request)
    wanted = (await read_body(request, Body)).data
    if wanted.attributes.name not in (None, workspace.name):
        free_name(organization, wanted.attributes.name or "")
    project = wanted_project(organization, wanted.relationships) or workspace.project
    workspace = replace(workspace, project=project)
    workspace = store(request, organization, workspace, wanted.attributes)
    return answer({"data": describe(request, token, organization, workspace)})


async def delete_workspace(request: Request) -> Response:
    """Delete a workspace; its run triggers go with it."""
    token = changer(request)
    _, workspace = find_workspace(request, token)
    if not token.administers:
        raise hidden(request)
    world_of(request).delete_workspace(workspace)
    return answer_nothing()


async def list_consumers(request: Request) -> Response:
    """List the workspaces that may read a workspace's state.

    With global remote state these are all others, unless ``show_only_configured`` is true.
    """
    token = caller(request)
    organization, workspace = find_workspace(request, token)
    if (workspace.id, "state-consumers") in organization.unread:
        raise hidden(request)
    configured = request.query_params.get("show_only_configured") == "true"
    if workspace.id in organization.global_remote_state and not configured:
        found = [each for each in organization.workspaces.values() if each.id != workspace.id]
    else:
        identities = organization.consumers.get(workspace.id, ())
        found = [organization.workspaces[each] for each in identities if each in organization.workspaces]
    found = sorted((each for each in found if token.reads(each)), key=lambda each: each.name)
    return answer_page(request, found, lambda each: describe(request, token, organization, each))


def free_name(organization: Organization, name: str) -> str:
    """Check that a name is fit for a workspace and not taken."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,90}", name):
        raise invalid("Name can only contain letters, numbers, -, and _", "/data/attributes/name")
    if name in organization.names:
        raise invalid("Name has already been taken", "/data/attributes/name")
    return name


def wanted_project(organization: Organization, wanted: Relationships) -> Project | None:
    """Find the project that the client names, if it names one."""
    if wanted.project is None:
        return None
    project = organization.projects.get(wanted.project.data.id)
    if project is None:
        raise not_found()
    return project


def store(request: Request, organization: Organization, workspace: Workspace, wanted: Attributes) -> Workspace:
    """Put a workspace into the organization with the attributes that the client gives."""
    changes = {key: value for key, value in msgspec.structs.asdict(wanted).items() if value is not None}
    shared = changes.pop("global_remote_state", None)
    if not profile_of(request).auto_apply_run_trigger:  # a key that a server does not know it passes over
        changes.pop("auto_apply_run_trigger", None)
    changed = replace(workspace, **changes)
    world_of(request).put_workspace(organization, changed)
    if shared is not None:
        (organization.global_remote_state.add if shared else organization.global_remote_state.discard)(changed.id)
    return changed
