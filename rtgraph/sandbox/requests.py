"""What a request says: who asks, about what, with which body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeVar

import msgspec
from starlette.requests import Request

from rtgraph.models import Workspace
from rtgraph.sandbox.answers import MEDIA_TYPE, Refused, invalid, not_found
from rtgraph.sandbox.permissions import Token
from rtgraph.sandbox.profiles import HCP, Profile
from rtgraph.sandbox.world import Organization, World, belongs

Cycles = Literal["allow", "refuse"]
Body = TypeVar("Body")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the sandbox behaves where the real service differs, or is not documented.

    Attributes:
        cycles: whether a run trigger that closes a cycle is created or refused.
        prefix: the path that the API's routes stand under, without a slash at its end.
        creation_seconds: how long the creation of a run trigger holds the organization's lock.
        profile: which kind of server it is.
    """

    cycles: Cycles = "allow"
    prefix: str = "/api/v2"
    creation_seconds: float = 0.02
    profile: Profile = HCP


def world_of(request: Request) -> World:
    """Give the state that the application serves."""
    world: World = request.app.state.world
    return world


def settings_of(request: Request) -> Settings:
    """Give the application's settings."""
    settings: Settings = request.app.state.settings
    return settings


def profile_of(request: Request) -> Profile:
    """Say which kind of server it is."""
    return settings_of(request).profile


def hidden(request: Request) -> Refused:
    """It is there, and not for this token: on most servers that looks as if it were absent."""
    return not_found() if profile_of(request).hidden == 404 else Refused(403, "forbidden", "this token may not do it")


def bearer(header: str) -> str:
    """Take the token out of an Authorization header; empty where there is none."""
    scheme, _, token = header.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def caller(request: Request) -> Token:
    """Say whose token it is.

    Raises:
        Refused: 401, the token is missing or unknown.
    """
    token = world_of(request).tokens.get(bearer(request.headers.get("authorization", "")))
    if token is None:
        raise Refused(401, "unauthorized")
    return token


def find_organization(request: Request, token: Token) -> Organization:
    """Find the organization that the path names, or refuse as what is absent or hidden."""
    organization = world_of(request).organizations.get(request.path_params["organization"])
    if organization is None:
        raise not_found()
    if not belongs(token, organization):
        raise hidden(request)
    return organization


def find_workspace(request: Request, token: Token) -> tuple[Organization, Workspace]:
    """Find the workspace that the path names, by its id or by its organization and name, or refuse."""
    if "organization" in request.path_params:
        organization = find_organization(request, token)
        workspace = organization.named(request.path_params["name"])
        if workspace is None:
            raise not_found()
        if not token.reads(workspace):
            raise hidden(request)
        return organization, workspace
    return find_by_id(request, token, request.path_params["workspace"])


def find_by_id(request: Request, token: Token, identity: str) -> tuple[Organization, Workspace]:
    """Find a workspace that the token reads by its id, or refuse as what is absent or hidden."""
    organization = world_of(request).homes.get(identity)
    if organization is None:
        raise not_found()
    workspace = organization.workspaces[identity]
    if not belongs(token, organization) or not token.reads(workspace):
        raise hidden(request)
    return organization, workspace


def changer(request: Request) -> Token:
    """Say whose token it is, of a request that changes something.

    Raises:
        Refused: 401 as ever; 415 where the media type is not JSON:API's, even where there is no body.
    """
    token = caller(request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != MEDIA_TYPE:
        raise Refused(415, "invalid content type", f"content-type must be {MEDIA_TYPE}")
    return token


async def read_body(request: Request, shape: type[Body]) -> Body:
    """Read the request's document.

    Raises:
        Refused: 400 where it is not JSON, 422 where it lacks something or a type is wrong.
    """
    try:
        return msgspec.json.decode(await request.body(), type=shape)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$")
        pointer = place.rstrip("`").replace(".", "/") or None
        raise invalid(reason, pointer) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused(400, "JSON body is invalid", str(error)) from error
