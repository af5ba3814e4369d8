from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from rtgraph import identities, jsonapi
from rtgraph.errors import ApiError
from rtgraph.identities import Account, Organization
from rtgraph.jsonapi import ListedTrigger, Page
from rtgraph.models import Project, Workspace

HOST_URL = "https://tfe.example"
COUNTED = {"current-page": 1, "page-size": 20, "prev-page": None, "next-page": 2, "total-pages": 3, "total-count": 41}


def encode(data: object, **more: object) -> bytes:
    return json.dumps({"data": data, **more}).encode()


def read_workspace(**attributes: Any) -> Workspace:
    item = {"id": "ws-1", "attributes": {"name": "net", **{k.replace("_", "-"): v for k, v in attributes.items()}}}
    return jsonapi.read_workspaces(encode([item]), host_url=HOST_URL, organization="acme").records[0]


def read_trigger(item: dict[str, Any]) -> ListedTrigger:
    return jsonapi.read_run_triggers(encode([item])).records[0]


def test_a_workspace_as_the_documentation_shows_it() -> None:
    item = {
        "id": "ws-6jrRyVDv1J8zQMB5",
        "type": "workspaces",
        "attributes": {
            "name": "workspace-1",
            "auto-apply": False,
            "auto-apply-run-trigger": True,
            "execution-mode": "agent",
            "locked": True,
            "locked-reason": None,
            "terraform-version": "1.9.4",
            "vcs-repo": {"webhook-url": "https://tfe.example/webhooks/vcs/0000"},
            "tag-names": ["prod", "eu"],
            "resource-count": 10,
            "plan-duration-average": 20000,
            "apply-duration-average": 158500,
            "permissions": {"can-update": True},
        },
        "relationships": {
            "organization": {"data": {"id": "acme", "type": "organizations"}},
            "project": {"data": {"id": "prj-hjy7ndEkmCtn31ps", "type": "projects"}},
        },
        "links": {"self-html": "/app/acme/workspaces/workspace-1"},
    }
    body = encode([item], meta={"pagination": COUNTED})
    assert jsonapi.read_workspaces(body, host_url=HOST_URL, organization="acme") == Page(
        records=(
            Workspace(
                id="ws-6jrRyVDv1J8zQMB5",
                name="workspace-1",
                project=Project(id="prj-hjy7ndEkmCtn31ps", name="prj-hjy7ndEkmCtn31ps"),
                tags=("eu", "prod"),
                auto_apply=False,
                auto_apply_run_trigger=True,
                execution_mode="agent",
                locked=True,
                terraform_version="1.9.4",
                resource_count=10,
                plan_seconds=20,
                apply_seconds=158.5,
                url="https://tfe.example/app/acme/workspaces/workspace-1",
            ),
        ),
        number=1,
        following=2,
        pages=3,
        total=41,
    )


def test_a_workspace_of_which_a_server_says_only_the_name() -> None:
    assert read_workspace() == Workspace(
        id="ws-1", name="net", url="https://tfe.example/app/acme/workspaces/net", tags=(), project=None
    )


def test_null_stands_for_nothing_wherever_the_api_allows_it() -> None:
    attributes = {"name": "net", "tag-names": None, "auto-apply": None, "plan-duration-average": None}
    item = {"id": "ws-1", "attributes": attributes, "relationships": {"project": {"data": None}}, "links": None}
    body = encode([item], meta=None)
    assert jsonapi.read_workspaces(body, host_url=HOST_URL, organization="acme").records[0] == read_workspace()


@pytest.mark.parametrize(("operations", "mode"), [(True, "remote"), (False, "local"), (None, None)])
def test_servers_before_execution_modes_said_operations(operations: bool | None, mode: str | None) -> None:
    assert read_workspace(operations=operations).execution_mode == mode


@pytest.mark.parametrize("link", ["//evil.example/x", "https://evil.example/x", "javascript:alert(1)", "", None])
def test_a_workspace_page_is_always_on_the_host_that_was_asked(link: str | None) -> None:
    item = {"id": "ws-1", "attributes": {"name": "a/b ?"}, "links": {"self-html": link}}
    (found,) = jsonapi.read_workspaces(encode([item]), host_url=HOST_URL, organization="ac/me").records
    assert found.url == "https://tfe.example/app/ac%2Fme/workspaces/a%2Fb%20%3F"


@pytest.mark.parametrize("number", [1e300, 2**70, 1e18])
def test_numbers_past_all_reason_still_go_into_a_snapshot(number: float) -> None:
    found = read_workspace(plan_duration_average=number)
    assert json.loads(msgspec.json.encode(found))["plan_seconds"] == pytest.approx(number / 1000)


def test_a_number_that_no_snapshot_could_hold_is_refused() -> None:
    item = b'{"id": "ws-1", "attributes": {"name": "net", "resource-count": ' + b"9" * 5_000 + b"}}"
    with pytest.raises(ApiError, match="out of range"):
        jsonapi.read_workspaces(b'{"data": [' + item + b"]}", host_url=HOST_URL, organization="acme")


def test_a_run_trigger_goes_from_its_sourceable_to_its_workspace() -> None:
    item = {
        "id": "rt-1",
        "type": "run-triggers",
        "attributes": {"workspace-name": "app", "sourceable-name": "net", "created-at": "2021-09-16T05:36:15.784Z"},
        "relationships": {
            "workspace": {"data": {"id": "ws-app", "type": "workspaces"}},
            "sourceable": {"data": {"id": "ws-net", "type": "workspaces"}},
        },
        "links": {"self": "/api/v2/run-triggers/rt-1"},
    }
    assert read_trigger(item) == ListedTrigger(
        id="rt-1",
        sourceable_id="ws-net",
        workspace_id="ws-app",
        sourceable_name="net",
        workspace_name="app",
        created_at="2021-09-16T05:36:15.784Z",
    )


@pytest.mark.parametrize(
    "item",
    [
        {"id": "rt-1"},
        {"id": "rt-1", "attributes": None, "relationships": None},
        {"id": "rt-1", "attributes": {}, "relationships": {"workspace": None, "sourceable": None}},
        {"id": "rt-1", "relationships": {"workspace": {"data": None}, "sourceable": {"data": None}}},
    ],
)
def test_a_run_trigger_may_hide_both_ends_and_their_names(item: dict[str, Any]) -> None:
    assert read_trigger(item) == ListedTrigger(id="rt-1", sourceable_id=None, workspace_id=None)


@pytest.mark.parametrize(
    ("meta", "numbers"),
    [
        ({}, (None, None, None, None)),
        ({"meta": {}}, (None, None, None, None)),
        ({"meta": {"pagination": None}}, (None, None, None, None)),
        ({"meta": {"pagination": {"current-page": 1, "next-page": 0}}}, (1, None, None, None)),
        ({"meta": {"pagination": COUNTED}}, (1, 2, 3, 41)),
    ],
)
def test_a_page_says_what_the_server_counts(meta: dict[str, Any], numbers: tuple[int | None, ...]) -> None:
    page = jsonapi.read_run_triggers(encode([], **meta))
    assert (page.number, page.following, page.pages, page.total) == numbers


def test_projects_and_organizations() -> None:
    body = encode([{"id": "prj-1", "type": "projects", "attributes": {"name": "Default Project"}}])
    assert jsonapi.read_projects(body).records == (Project(id="prj-1", name="Default Project"),)
    body = encode([{"id": "acme", "attributes": {"name": "acme", "permissions": None}}, {"id": "umbra"}])
    assert identities.read_organizations(body).records == (
        Organization(name="acme", owned=False),
        Organization(name="umbra", owned=False),
    )


@pytest.mark.parametrize(("permission", "owned"), [(True, True), (False, False), (None, False), ("true", False)])
def test_only_an_owner_may_update_an_organization(permission: object, owned: bool) -> None:
    data = {"id": "acme", "attributes": {"name": "acme", "permissions": {"can-update": permission}}}
    assert identities.read_organization(encode(data)) == Organization(name="acme", owned=owned)


@pytest.mark.parametrize(
    ("data", "account"),
    [
        ({"id": "user-1"}, Account(name="user-1", kind="users", id="user-1")),
        (
            {
                "id": "user-1",
                "attributes": {"username": "api-org-acme"},
                "relationships": {"authenticated-resource": {"data": {"id": "acme", "type": "organizations"}}},
            },
            Account(name="api-org-acme", kind="organizations", id="acme"),
        ),
        (
            {"id": "user-1", "relationships": {"authenticated-resource": {"data": None}}},
            Account(name="user-1", kind="users", id="user-1"),
        ),
    ],
)
def test_an_account_is_what_stands_behind_the_token(data: dict[str, Any], account: Account) -> None:
    assert identities.read_account(encode(data)) == account


@pytest.mark.parametrize(
    ("services", "found"),
    [({"tfe.v2": "/tfe/api/v2/"}, "/tfe/api/v2/"), ({"tfe.v2": 7}, None), ({"modules.v1": "/x"}, None)],
)
def test_discovery_names_the_api(services: dict[str, Any], found: str | None) -> None:
    assert jsonapi.read_services(json.dumps(services).encode()) == found


def test_a_time_that_is_none_is_taken_for_not_told() -> None:
    assert read_trigger({"id": "rt-1", "attributes": {"created-at": "soon"}}).created_at is None
