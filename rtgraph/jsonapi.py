"""JSON:API documents → records; no I/O.

Only what rtgraph needs is read, and every field that some server leaves out may be missing.
Source: https://developer.hashicorp.com/terraform/cloud-docs/api-docs and the page of each resource there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import quote

import msgspec

from rtgraph.errors import ApiError
from rtgraph.models import Project, Workspace
from rtgraph.times import is_date
from rtgraph.wire import (
    DocumentShape,
    Item,
    PaginationShape,
    ProjectShape,
    ReferenceShape,
    TriggerAttributesShape,
    TriggerRelationshipsShape,
    TriggerShape,
    WorkspaceLinksShape,
    WorkspaceShape,
)

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Record]):
    """One page of a list; the numbers are None where the server does not count.

    ``number`` is the page that was given, ``following`` the next one (None after the last), ``pages`` and
    ``total`` how many pages and records there are in all.
    """

    records: tuple[Record, ...]
    number: int | None
    following: int | None
    pages: int | None
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTrigger:
    """A run trigger as a list shows it: ends may be missing, names are there to name what cannot be read."""

    id: str
    sourceable_id: str | None
    workspace_id: str | None
    sourceable_name: str | None = None
    workspace_name: str | None = None
    created_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWorkspace:
    """A workspace, whether the token may change it, and where it is at home; None where the server does not say."""

    workspace: Workspace
    writable: bool | None
    organization: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A record of which only the id is wanted."""

    id: str


def read_workspaces(body: bytes, *, host_url: str, organization: str) -> Page[Workspace]:
    """Read a page of ``GET /organizations/:org/workspaces``; a project still has its id for a name."""
    document = decode(body, DocumentShape[list[WorkspaceShape]])
    return gather(document, lambda item: _workspace(item, host_url, organization))


def read_run_triggers(body: bytes) -> Page[ListedTrigger]:
    """Read a page of ``GET /workspaces/:id/run-triggers``."""
    return gather(decode(body, DocumentShape[list[TriggerShape]]), _trigger)


def read_run_trigger(body: bytes) -> ListedTrigger:
    """Read ``GET /run-triggers/:id``, or what the creation of a run trigger answers."""
    return _trigger(decode(body, DocumentShape[TriggerShape]).data)


def read_workspace(body: bytes, *, host_url: str, organization: str) -> ShownWorkspace:
    """Read ``GET /workspaces/:id``, or what a change of a workspace answers."""
    item = decode(body, DocumentShape[WorkspaceShape]).data
    allowed = item.attributes.permissions.can_update if item.attributes.permissions else None
    home = item.relationships.organization.data if item.relationships and item.relationships.organization else None
    return ShownWorkspace(
        workspace=_workspace(item, host_url, organization),
        writable=allowed if isinstance(allowed, bool) else None,
        organization=home.id if home else None,
    )


def read_references(body: bytes) -> Page[Reference]:
    """Read a page of ``GET /workspaces/:id/relationships/remote-state-consumers``: the workspaces' ids."""
    return gather(decode(body, DocumentShape[list[ReferenceShape]]), lambda item: Reference(id=item.id))


def read_projects(body: bytes) -> Page[Project]:
    """Read a page of ``GET /organizations/:org/projects``."""
    document = decode(body, DocumentShape[list[ProjectShape]])
    return gather(document, lambda item: Project(id=item.id, name=item.attributes.name))


def read_services(body: bytes) -> str | None:
    """Read ``/.well-known/terraform.json``: where the API is (``tfe.v2``), None where it does not say.

    Source: https://developer.hashicorp.com/terraform/internals/remote-service-discovery
    """
    services = decode(body, dict[str, Any])
    found = services.get("tfe.v2")
    return found if isinstance(found, str) else None


def is_web_page(body: bytes) -> bool:
    """Tell whether an answer is a page for a browser: a proxy or a login page may have sent it."""
    return body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


Shape = TypeVar("Shape")


def decode(body: bytes, shape: type[Shape]) -> Shape:
    """Read a document of one shape, or say in what way it is not one."""
    try:
        return msgspec.json.decode(body, type=shape)
    except (ValueError, RecursionError) as error:
        if is_web_page(body):
            raise ApiError("it sent a web page and no JSON; is a proxy or a login page in between?") from error
        raise ApiError(
            f"it sent something that is not the API's document: {error}; check --host, or try again later"
        ) from error


def gather(document: DocumentShape[list[Item]], read: Callable[[Item], Record]) -> Page[Record]:
    """Turn a list document into a page of records."""
    counted = (document.meta.pagination if document.meta else None) or PaginationShape()
    return Page(
        records=tuple(read(item) for item in document.data),
        number=counted.current_page,
        following=counted.next_page or None,
        pages=counted.total_pages,
        total=counted.total_count,
    )


def _workspace(item: WorkspaceShape, host_url: str, organization: str) -> Workspace:
    """Turn a workspace's document into the record; averages come in milliseconds and leave in seconds."""
    found = item.attributes
    mode = found.execution_mode
    if mode is None and found.operations is not None:  # what servers said before execution modes
        mode = "remote" if found.operations else "local"
    project = item.relationships.project.data if item.relationships and item.relationships.project else None
    run = item.relationships.current_run if item.relationships else None
    return Workspace(
        id=item.id,
        name=found.name,
        project=Project(id=project.id, name=project.id) if project else None,
        tags=tuple(sorted(found.tag_names or ())),
        auto_apply=found.auto_apply,
        auto_apply_run_trigger=found.auto_apply_run_trigger,
        execution_mode=mode,
        locked=found.locked,
        terraform_version=found.terraform_version,
        resource_count=found.resource_count,
        plan_seconds=_seconds(found.plan_duration_average),
        apply_seconds=_seconds(found.apply_duration_average),
        has_runs=run.data is not None if run else None,
        global_remote_state=found.project_remote_state or found.global_remote_state,
        url=_page_url(item.links, host_url, organization, found.name),
    )


def _seconds(milliseconds: float | None) -> float | None:
    """Turn an average in milliseconds into seconds, whole where it is whole."""
    if milliseconds is None:
        return None
    seconds = milliseconds / 1000
    return int(seconds) if seconds.is_integer() else seconds


def _page_url(links: WorkspaceLinksShape | None, host_url: str, organization: str, name: str) -> str:
    """Give the web page of a workspace, always on the host that was asked."""
    path = links.self_html if links else None
    if not path or not path.startswith("/") or path.startswith("//"):
        path = f"/app/{quote(organization, safe='')}/workspaces/{quote(name, safe='')}"
    return host_url + path


def _trigger(item: TriggerShape) -> ListedTrigger:
    """Turn a run trigger's document into the record; ``workspace`` is the destination."""
    names = item.attributes or TriggerAttributesShape()
    ends = item.relationships or TriggerRelationshipsShape()
    return ListedTrigger(
        id=item.id,
        sourceable_id=ends.sourceable.data.id if ends.sourceable and ends.sourceable.data else None,
        workspace_id=ends.workspace.data.id if ends.workspace and ends.workspace.data else None,
        sourceable_name=names.sourceable_name,
        workspace_name=names.workspace_name,
        created_at=names.created_at if names.created_at and is_date(names.created_at) else None,
    )
