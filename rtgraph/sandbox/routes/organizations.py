"""Organizations and their projects.

Source: https://developer.hashicorp.com/terraform/cloud-docs/api-docs/organizations
"""

from __future__ import annotations

import re

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from rtgraph.models import Project
from rtgraph.sandbox.answers import answer, answer_nothing, answer_page, invalid, not_found
from rtgraph.sandbox.documents import organization_document, project_document
from rtgraph.sandbox.requests import (
    caller,
    changer,
    find_organization,
    hidden,
    profile_of,
    read_body,
    settings_of,
    world_of,
)
from rtgraph.sandbox.world import Organization

ENTITLEMENTS = ("cost-estimation", "operations", "private-module-registry", "sentinel", "state-storage", "teams")


class Attributes(msgspec.Struct):
    """What a client may set of an organization."""

    name: str | None = None
    email: str | None = None


class Resource(msgspec.Struct):
    """The organization in a request's document."""

    attributes: Attributes


class Body(msgspec.Struct):
    """The document of a creation or a change."""

    data: Resource


async def list_organizations(request: Request) -> Response:
    """List the organizations that the token belongs to; without page parameters the list is not paged."""
    token = caller(request)
    wanted = request.query_params.get("q", request.query_params.get("q[name]", "")).lower()
    found = sorted(
        (each for each in world_of(request).organizations_of(token) if wanted in each.name.lower()),
        key=lambda each: each.name,
    )
    prefix = settings_of(request).prefix
    if not any(key.startswith("page[") for key in request.query_params):
        return answer({"data": [organization_document(each, token, prefix) for each in found]})
    return answer_page(request, found, lambda each: organization_document(each, token, prefix))


async def show_organization(request: Request) -> Response:
    """Show one organization, with what the token may do in it."""
    token = caller(request)
    organization = find_organization(request, token)
    return answer({"data": organization_document(organization, token, settings_of(request).prefix)})


async def create_organization(request: Request) -> Response:
    """Create an organization with the default project in it."""
    token = changer(request)
    if not token.owns:
        raise hidden(request)
    world = world_of(request)
    wanted = (await read_body(request, Body)).data.attributes
    if not wanted.email:
        raise invalid("Email can't be blank", "/data/attributes/email")
    organization = Organization(
        name=free_name(request, wanted.name),
        external_id=world.new_id("org-"),
        email=wanted.email,
        created_at=world.now(),
    )
    project = Project(id=world.new_id("prj-"), name="Default Project")
    organization.projects[project.id] = project
    world.add_organization(organization)
    return answer({"data": organization_document(organization, token, settings_of(request).prefix)}, 201)


async def update_organization(request: Request) -> Response:
    """Rename an organization, or change its address."""
    token = changer(request)
    organization = find_organization(request, token)
    if not token.owns:
        raise hidden(request)
    wanted = (await read_body(request, Body)).data.attributes
    if wanted.name is not None and wanted.name != organization.name:
        name = free_name(request, wanted.name)
        organizations = world_of(request).organizations
        organizations[name] = organizations.pop(organization.name)
        organization.name = name
    organization.email = wanted.email or organization.email
    return answer({"data": organization_document(organization, token, settings_of(request).prefix)})


async def delete_organization(request: Request) -> Response:
    """Delete an organization with everything in it."""
    token = changer(request)
    organization = find_organization(request, token)
    if not token.owns:
        raise hidden(request)
    world_of(request).delete_organization(organization)
    return answer_nothing()


async def show_entitlements(request: Request) -> Response:
    """Show what the organization's plan includes; run triggers need no entitlement."""
    organization = find_organization(request, caller(request))
    attributes: dict[str, bool | None] = dict.fromkeys(ENTITLEMENTS, True)
    return answer(
        {
            "data": {
                "id": organization.external_id,
                "type": "entitlement-sets",
                "attributes": attributes | {"agents": True, "audit-logging": False, "user-limit": None},
                "links": {"self": request.url.path},
            }
        }
    )


async def list_projects(request: Request) -> Response:
    """List projects by name; ``q`` looks inside names, ``filter[names]`` wants one of them whole.

    Source: https://developer.hashicorp.com/terraform/cloud-docs/api-docs/projects
    """
    token = caller(request)
    organization = find_organization(request, token)
    if not profile_of(request).projects:
        raise not_found()
    if ("", "projects") in organization.unread:
        raise hidden(request)
    wanted = request.query_params.get("q", "").lower()
    names = {name for name in request.query_params.get("filter[names]", "").split(",") if name}
    found = [
        project
        for project in organization.projects.values()
        if wanted in project.name.lower() and (not names or project.name in names)
    ]
    found.sort(key=lambda each: (each.name, each.id), reverse=request.query_params.get("sort") == "-name")
    prefix = settings_of(request).prefix
    return answer_page(request, found, lambda each: project_document(each, organization, token, prefix))


def free_name(request: Request, name: str | None) -> str:
    """Check that a name is fit for an organization and not taken."""
    if not name or not re.fullmatch(r"[A-Za-z0-9_-]{3,}", name):
        raise invalid("Name is invalid", "/data/attributes/name")
    if name in world_of(request).organizations:
        raise invalid("Name has already been taken", "/data/attributes/name")
    return name
