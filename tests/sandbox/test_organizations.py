from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from rtgraph.sandbox.sample import load_sample
from tests.graphs import snapshot
from tests.sandbox.calls import Sandbox, detail, names

Start = Callable[..., Sandbox]


def organization(name: str | None, email: str | None = "a@example.com") -> dict[str, Any]:
    attributes = {"name": name, "email": email}
    return {
        "data": {
            "type": "organizations",
            "attributes": {key: value for key, value in attributes.items() if value is not None},
        }
    }


@pytest.mark.parametrize(
    ("token", "update", "create"),
    [
        ("owner-sandbox-token", True, True),
        ("organization-sandbox-token", False, True),
        ("demo-sandbox-token", False, False),
        ("reader-sandbox-token", False, False),
    ],
)
def test_permissions_differ_by_token(acme: Sandbox, token: str, update: bool, create: bool) -> None:
    data = acme.get("/organizations/acme", token=token).json()["data"]
    permissions = data["attributes"]["permissions"]
    assert (data["id"], data["type"], data["attributes"]["name"]) == ("acme", "organizations", "acme")
    assert (permissions["can-update"], permissions["can-create-workspace"]) == (update, create)


def test_a_stranger_belongs_nowhere(acme: Sandbox) -> None:
    stranger = {"token": "stranger-sandbox-token"}
    assert acme.get("/organizations", **stranger).json() == {"data": []}
    for path in ("", "/workspaces", "/projects", "/entitlement-set", "/workspaces/net-prod"):
        assert acme.get(f"/organizations/acme{path}", **stranger).status_code == 404
    assert acme.get(f"/workspaces/{acme.id_of('net-prod')}", **stranger).status_code == 404
    trigger = next(iter(acme.world.run_triggers))
    assert acme.get(f"/run-triggers/{trigger}", **stranger).status_code == 404


def test_without_page_parameters_the_list_has_no_meta(acme: Sandbox) -> None:
    assert set(acme.get("/organizations").json()) == {"data"}
    paged = acme.get("/organizations", page_size=1).json()
    assert paged["meta"]["pagination"]["total-count"] == 1


def test_entitlements_have_the_external_id(acme: Sandbox) -> None:
    external = acme.get("/organizations/acme").json()["data"]["attributes"]["external-id"]
    data = acme.get("/organizations/acme/entitlement-set").json()["data"]
    assert (data["id"], data["type"], data["attributes"]["operations"]) == (external, "entitlement-sets", True)
    assert external.startswith("org-")


def test_organizations_are_created_renamed_and_deleted(start: Start) -> None:
    sandbox = start(load_sample())
    created = sandbox.call("POST", "/organizations", json=organization("tst-one"))
    assert (created.status_code, created.json()["data"]["id"]) == (201, "tst-one")
    assert names(sandbox.get("/organizations/tst-one/projects")) == ["Default Project"]
    renamed = sandbox.call("PATCH", "/organizations/tst-one", json=organization("tst-two", None))
    assert renamed.json()["data"]["id"] == "tst-two"
    assert renamed.json()["data"]["attributes"]["email"] == "a@example.com"
    assert names(sandbox.get("/organizations")) == ["acme", "tst-two"]
    assert sandbox.get("/organizations", q="two").json()["data"][0]["id"] == "tst-two"
    assert sandbox.get("/organizations/tst-two", token="reader-sandbox-token").status_code == 404
    assert sandbox.call("DELETE", "/organizations/tst-two").status_code == 204
    assert sandbox.get("/organizations/tst-two").status_code == 404


def test_an_organization_goes_with_all_that_is_in_it(start: Start) -> None:
    sandbox = start(snapshot("net > app"))
    assert sandbox.call("DELETE", "/organizations/acme").status_code == 204
    assert sandbox.get("/workspaces/ws-net").status_code == 404
    assert sandbox.get("/run-triggers/rt-net-app").status_code == 404


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (organization("acme"), "Name has already been taken"),
        (organization("a b c"), "Name is invalid"),
        (organization(None), "Name is invalid"),
        (organization("tst", None), "Email can't be blank"),
        ({"data": {}}, "Object missing required field `attributes`"),
    ],
)
def test_an_organization_needs_a_free_name_and_an_address(start: Start, body: Any, said: str) -> None:
    assert detail(start(snapshot("net")).call("POST", "/organizations", json=body)) == said


@pytest.mark.parametrize("token", ["reader-sandbox-token", "demo-sandbox-token", "organization-sandbox-token"])
def test_only_an_owner_changes_organizations(start: Start, token: str) -> None:
    sandbox = start(snapshot("net"))
    changes = [
        sandbox.call("POST", "/organizations", json=organization("tst"), token=token),
        sandbox.call("PATCH", "/organizations/acme", json=organization("tst"), token=token),
        sandbox.call("DELETE", "/organizations/acme", token=token),
    ]
    assert [each.status_code for each in changes] == [404, 404, 404]
    assert list(sandbox.world.organizations) == ["acme"]


def test_projects_by_name_and_with_their_counts(acme: Sandbox) -> None:
    answer = acme.get("/organizations/acme/projects")
    counts = {each["attributes"]["name"]: each["attributes"]["workspace-count"] for each in answer.json()["data"]}
    assert counts == {"core": 15, "payments": 15, "platform": 33}
    assert names(acme.get("/organizations/acme/projects", sort="-name")) == ["platform", "payments", "core"]
    assert names(acme.get("/organizations/acme/projects", q="P")) == ["payments", "platform"]
    assert names(acme.get("/organizations/acme/projects", filter_names="core,payments")) == ["core", "payments"]
    assert names(acme.get("/organizations/acme/projects", page_size=2, page_number=2)) == ["platform"]
