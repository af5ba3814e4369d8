"""JSON:API documents → who a token is, and which organizations it sees; no I/O."""

from __future__ import annotations

from dataclasses import dataclass

from rtgraph.jsonapi import Page, decode, gather
from rtgraph.wire import AccountShape, DocumentShape, OrganizationAttributesShape, OrganizationShape, ReferenceShape


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """An organization and whether the asking token may change it, which only owners may."""

    name: str
    owned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who a token is: a user, or the team or organization that it belongs to (``kind`` is the API's type)."""

    name: str
    kind: str
    id: str


def read_organizations(body: bytes) -> Page[Organization]:
    """Read a page of ``GET /organizations``."""
    return gather(decode(body, DocumentShape[list[OrganizationShape]]), turn_organization)


def read_organization(body: bytes) -> Organization:
    """Read ``GET /organizations/:org``."""
    return turn_organization(decode(body, DocumentShape[OrganizationShape]).data)


def read_account(body: bytes) -> Account:
    """Read ``GET /account/details``: who the token is."""
    item = decode(body, DocumentShape[AccountShape]).data
    related = item.relationships.authenticated_resource if item.relationships else None
    owner = related.data if related and related.data else ReferenceShape(id=item.id, type="users")
    name = (item.attributes.username if item.attributes else None) or item.id
    return Account(name=name, kind=owner.type or "users", id=owner.id)


def turn_organization(item: OrganizationShape) -> Organization:
    """Turn an organization's document into the record; its id is its name."""
    attributes = item.attributes or OrganizationAttributesShape()
    permissions = attributes.permissions or {}
    return Organization(name=attributes.name or item.id, owned=permissions.get("can-update") is True)
