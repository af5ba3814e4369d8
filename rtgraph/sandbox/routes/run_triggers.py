"""Run triggers: list, show, create, delete.

Source: https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run-triggers
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from rtgraph.models import RunTrigger, Workspace
from rtgraph.sandbox.answers import Refused, answer, answer_nothing, invalid, not_found
from rtgraph.sandbox.documents import run_trigger_document
from rtgraph.sandbox.pages import cut_page
from rtgraph.sandbox.permissions import Token
from rtgraph.sandbox.requests import (
    caller,
    changer,
    find_by_id,
    find_workspace,
    hidden,
    profile_of,
    read_body,
    settings_of,
    world_of,
)
from rtgraph.sandbox.routes.workspaces import describe
from rtgraph.sandbox.world import Organization, belongs

LOCKED = "Run Trigger creation locked by another user in your organization. Please try again"
POINTER = "/data/relationships/sourceable"


class Reference(msgspec.Struct):
    """The source workspace in a request's document."""

    id: str
    type: str


class Sourceable(msgspec.Struct):
    """The relationship to the source workspace."""

    data: Reference


class Relationships(msgspec.Struct):
    """The relationships of a run trigger that is to be created."""

    sourceable: Sourceable


class Resource(msgspec.Struct):
    """The run trigger in a request's document."""

    relationships: Relationships


class Body(msgspec.Struct):
    """The document of a creation."""

    data: Resource


async def list_run_triggers(request: Request) -> Response:
    """List a workspace's inbound or outbound run triggers; which of the two must be said."""
    token = caller(request)
    organization, workspace = find_workspace(request, token)
    direction = asked_direction(request)
    if not token.lists_triggers(workspace) or (workspace.id, direction) in organization.unread:
        raise hidden(request)
    index = organization.inbound if direction == "inbound" else organization.outbound
    found = list(index.get(workspace.id, {}).values())
    if not profile_of(request).trigger_pages:
        return answer({"data": [describe_trigger(request, organization, each) for each in found]})
    page = cut_page(request, found)
    document = {
        "data": [describe_trigger(request, organization, each) for each in page.items],
        "links": page.links,
        "meta": {"pagination": page.meta},
    }
    if direction == "inbound":  # with outbound the service sends no included resources
        document |= included(request, token, organization, page.items)
    return answer(document)


def asked_direction(request: Request) -> str:
    """Say which list a request means, or refuse one that does not say it."""
    direction = request.query_params.get("filter[run-trigger][type]", "")
    missing = profile_of(request).missing_filter
    if direction in ("inbound", "outbound"):
        return direction
    if missing == 200:
        return "inbound"
    raise Refused(missing, "bad request", "filter[run-trigger][type] is required and must be 'inbound' or 'outbound'")


async def show_run_trigger(request: Request) -> Response:
    """Show a run trigger to whoever reads either of its workspaces."""
    token = caller(request)
    organization, trigger = find_trigger(request, token)
    document = {"data": describe_trigger(request, organization, trigger)}
    return answer(document | included(request, token, organization, [trigger]))


async def create_run_trigger(request: Request) -> Response:
    """Create a run trigger in the workspace that is to be triggered, one at a time in an organization."""
    token = changer(request)
    organization, _ = find_workspace(request, token)
    if not token.administers:
        raise hidden(request)
    wanted = (await read_body(request, Body)).data.relationships.sourceable.data
    if wanted.type != "workspaces":
        raise invalid("Sourceable must be a workspace", f"{POINTER}/data/type")
    if organization.creating:
        raise invalid(LOCKED)
    organization.creating = True
    try:
        await asyncio.sleep(settings_of(request).creation_seconds)
        trigger = create(request, token, wanted.id)
    finally:
        organization.creating = False
    return answer({"data": describe_trigger(request, organization, trigger)}, 201)


async def delete_run_trigger(request: Request) -> Response:
    """Delete a run trigger; it takes a token that administers the workspace that is triggered."""
    token = changer(request)
    absent = request.path_params["trigger"] not in world_of(request).run_triggers
    if absent and profile_of(request).deleting_absent == 204:
        return answer_nothing()
    organization, trigger = find_trigger(request, token)
    if not token.administers or not token.reads(organization.workspaces[trigger.workspace_id]):
        raise hidden(request)
    world_of(request).delete_trigger(trigger)
    return answer_nothing()


def find_trigger(request: Request, token: Token) -> tuple[Organization, RunTrigger]:
    """Find the run trigger that the path names, or refuse as what is absent or hidden."""
    world = world_of(request)
    trigger = world.run_triggers.get(request.path_params["trigger"])
    if trigger is None:
        raise not_found()
    organization = world.homes[trigger.workspace_id]
    ends = (organization.workspaces[each] for each in (trigger.workspace_id, trigger.sourceable_id))
    if not belongs(token, organization) or not any(token.reads(each) for each in ends):
        raise hidden(request)
    return organization, trigger


def describe_trigger(request: Request, organization: Organization, trigger: RunTrigger) -> msgspec.Raw:
    """Describe a run trigger with the names that its workspaces have now."""
    workspace, source = (organization.workspaces[each] for each in (trigger.workspace_id, trigger.sourceable_id))
    names = (workspace.name, source.name) if profile_of(request).trigger_names else None
    return run_trigger_document(trigger, names, settings_of(request).prefix)


def included(
    request: Request, token: Token, organization: Organization, triggers: Sequence[RunTrigger]
) -> dict[str, list[msgspec.Raw]]:
    """Describe the workspaces that ``include`` asks for, each once, those that the token reads."""
    asked = request.query_params.get("include", "").split(",")
    wanted: dict[str, None] = {}
    for trigger in triggers:
        if "workspace" in asked:
            wanted[trigger.workspace_id] = None
        if "sourceable" in asked:
            wanted[trigger.sourceable_id] = None
    if not wanted:
        return {}
    found = (organization.workspaces[each] for each in wanted)
    return {"included": [describe(request, token, organization, each) for each in found if token.reads(each)]}


def refuse_bad_pair(request: Request, organization: Organization, workspace: Workspace, source: Workspace) -> None:
    """Refuse a run trigger from itself, a second of one pair, one too many, and a cycle where that is asked for.

    Only the limit of twenty is documented; that the service refuses a workspace as its own source shows in
    HashiCorp's own tests. The words and the refusal of duplicates are the sandbox's.
    """
    present = organization.inbound.get(workspace.id, {}).values()
    if source.id == workspace.id and workspace.id not in organization.self_triggering:
        raise invalid("Sourceable must be another workspace", POINTER)
    profile = profile_of(request)
    if profile.duplicate != 201 and any(each.sourceable_id == source.id for each in present):
        raise Refused(profile.duplicate, "Invalid Attribute", "Sourceable has already been taken", POINTER)
    if profile.most_sources is not None and len(present) >= profile.most_sources:
        raise invalid(f"Workspace has reached the limit of {profile.most_sources} source workspaces")
    if settings_of(request).cycles == "refuse" and source.id != workspace.id:
        back = organization.path_between(workspace.id, source.id)
        if back is not None:
            names = [organization.workspaces[each].name for each in (source.id, *back)]
            raise invalid(f"Run trigger would close a cycle: {' → '.join(names)}", POINTER)


def create(request: Request, token: Token, sourceable_id: str) -> RunTrigger:
    """Create the run trigger, sourceable → workspace, or refuse."""
    world = world_of(request)
    organization, workspace = find_workspace(request, token)
    elsewhere, source = find_by_id(request, token, sourceable_id)
    if elsewhere is not organization:
        raise not_found()
    refuse_bad_pair(request, organization, workspace, source)
    trigger = RunTrigger(
        id=world.new_id("rt-"),
        sourceable_id=source.id,
        workspace_id=workspace.id,
        created_at=world.now(),
    )
    world.add_trigger(organization, trigger)
    return trigger
