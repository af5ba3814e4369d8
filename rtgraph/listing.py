"""The lists that a crawl reads: workspaces, projects, run triggers; narrowing, and lists that change while read."""

from __future__ import annotations

import difflib
import fnmatch
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

from rtgraph.checkpoint import ConsumerList, Listing, TriggerList
from rtgraph.client import Client
from rtgraph.errors import ApiError, HiddenError, RtgraphError, UnauthorizedError
from rtgraph.jsonapi import Page, read_projects, read_references, read_run_triggers, read_workspaces
from rtgraph.models import BlindSpot, Direction, Project, Scope, Workspace
from rtgraph.paging import read_list

MOST_NAMED = 10
"""How many projects an error names at most."""

MISCOUNTED = "the server lists more or fewer than it counts: one may be missing, or hidden from this token"
"""The reason that a blind spot carries where a list does not add up, however often it is read."""


async def list_workspaces(
    client: Client,
    organization: str,
    scope: Scope | None,
    on_page: Callable[[tuple[Workspace, ...], int | None], None],
) -> Listing:
    """Read the workspaces of an organization, with the names of their projects.

    ``on_page`` gets the workspaces in scope as each page comes, and how many there are in all where the server
    counts them.

    Raises:
        RtgraphError: the scope names a project that is not there.
    """
    path = f"organizations/{quote(organization, safe='')}"
    needed = scope is not None and scope.project is not None
    projects, blind_spots = await list_projects(client, f"{path}/projects", needed=needed)
    project = find_project(scope.project, projects) if scope and scope.project else None

    def take(page: Page[Workspace]) -> None:
        on_page(tuple(each for each in page.records if in_scope(each, scope, project)), page.total)

    def read(body: bytes) -> Page[Workspace]:
        return read_workspaces(body, host_url=client.host.url, organization=organization)

    found, whole = await read_list(client, f"{path}/workspaces", narrow(scope, project), read, take)
    if not whole:
        blind_spots = (*blind_spots, BlindSpot(what="workspace", workspace_id=None, reason=MISCOUNTED))
    if found and not any(each.project for each in found.values()):  # an older server has no projects: none is hidden
        blind_spots = tuple(each for each in blind_spots if each.reason == MISCOUNTED)
    names = {each.id: each for each in projects}
    workspaces = tuple(
        replace(each, project=names.get(each.project.id, each.project)) if each.project else each
        for each in sorted(found.values(), key=lambda each: (each.name, each.id))
        if in_scope(each, scope, project)
    )
    return Listing(workspaces=workspaces, blind_spots=blind_spots)


async def list_projects(
    client: Client, path: str, *, needed: bool
) -> tuple[tuple[Project, ...], tuple[BlindSpot, ...]]:
    """Read the projects; where they cannot be read a blind spot says so and their ids stand for their names.

    Raises:
        ApiError: the token is not known any more; or the server fails, and the projects are ``needed``.
    """
    try:
        found, whole = await read_list(client, path, {}, read_projects)
    except UnauthorizedError:
        raise
    except ApiError as error:
        if needed and not isinstance(error, HiddenError):
            raise
        return (), (BlindSpot(what="projects", workspace_id=None, reason=reason_of(error)),)
    blind_spots = () if whole else (BlindSpot(what="projects", workspace_id=None, reason=MISCOUNTED),)
    return tuple(sorted(found.values(), key=lambda each: (each.name, each.id))), blind_spots


async def list_triggers(client: Client, workspace: str, direction: Direction) -> TriggerList:
    """Read one list of run triggers of one workspace; 403 and 404 are an answer too."""
    path = f"workspaces/{quote(workspace, safe='')}/run-triggers"
    try:
        found, whole = await read_list(client, path, {"filter[run-trigger][type]": direction}, read_run_triggers)
    except HiddenError as error:
        return TriggerList(workspace_id=workspace, direction=direction, hidden=reason_of(error))
    return TriggerList(
        workspace_id=workspace,
        direction=direction,
        triggers=tuple(found.values()),
        hidden=None if whole else MISCOUNTED,
    )


async def list_consumers(client: Client, workspace: str) -> ConsumerList:
    """Read which workspaces may read the state of one; 403 and 404 are an answer too."""
    path = f"workspaces/{quote(workspace, safe='')}/relationships/remote-state-consumers"
    try:
        found, whole = await read_list(client, path, {}, read_references)
    except HiddenError as error:
        return ConsumerList(workspace_id=workspace, hidden=reason_of(error))
    return ConsumerList(workspace_id=workspace, consumer_ids=tuple(sorted(found)), hidden=None if whole else MISCOUNTED)


def reason_of(error: ApiError) -> str:
    """Give the reason that a blind spot carries; without the request's id, so that equal crawls give equal bytes."""
    if isinstance(error, HiddenError):
        return f"{error.status}: absent, or hidden from this token"
    if error.status is not None:
        return f"{error.status}: the server failed to give it each time it was asked; crawl again later"
    return str(error)


def find_project(text: str, projects: tuple[Project, ...]) -> Project:
    """Find a project by name or id."""
    for each in projects:
        if text in (each.name, each.id):
            return each
    names = [each.name for each in projects]
    near = difflib.get_close_matches(text, names)
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    hint = (
        f"did you mean {' or '.join(near)}?" if near else f"projects: {', '.join(names[:MOST_NAMED]) or 'none'}{more}"
    )
    raise RtgraphError(f"there is no project {text!r} that this token can see; {hint}")


def narrow(scope: Scope | None, project: Project | None) -> dict[str, str]:
    """Say in the API's parameters what it can narrow by itself; ``sort`` keeps pages in one order.

    Source: https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspaces#list-workspaces
    """
    params = {"sort": "name"}
    if project:
        params["filter[project][id]"] = project.id
    if scope and scope.tags:
        params["search[tags]"] = ",".join(scope.tags)
    if scope and scope.name:
        core = scope.name.strip("*")
        if core and not set(core) & set("*?[") and "**" not in scope.name:  # it knows x, *x, x* and *x*, no more
            params["search[name]" if core == scope.name else "search[wildcard-name]"] = scope.name
    return params


def in_scope(workspace: Workspace, scope: Scope | None, project: Project | None) -> bool:
    """Tell whether a workspace is wanted, for servers that do not narrow, or not as finely."""
    return scope is None or (
        (project is None or (workspace.project is not None and workspace.project.id == project.id))
        and set(scope.tags) <= set(workspace.tags)
        and (scope.name is None or fnmatch.fnmatchcase(workspace.name, scope.name))
    )
