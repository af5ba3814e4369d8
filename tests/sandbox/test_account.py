from __future__ import annotations

import pytest

from tests.sandbox.calls import Sandbox


def test_discovery_tells_where_the_api_stands(acme: Sandbox) -> None:
    answer = acme.get("/.well-known/terraform.json", token=None)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json()["tfe.v2"] == "/api/v2/"


def test_ping_answers_nothing_but_headers(acme: Sandbox) -> None:
    answer = acme.get("/ping")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["tfp-api-version"] == "2.6"
    assert answer.headers["tfp-appname"] == "HCP Terraform"


def test_every_answer_has_a_request_id_of_its_own(acme: Sandbox) -> None:
    paths = ["/ping", "/organizations/acme", "/no-such-route", "/organizations/nowhere"]
    assert len({acme.get(path).headers["x-request-id"] for path in paths}) == len(paths)


@pytest.mark.parametrize(
    ("token", "kind", "service"),
    [
        ("owner-sandbox-token", "users", False),
        ("reader-sandbox-token", "users", False),
        ("viewer-sandbox-token", "users", False),
        ("stranger-sandbox-token", "users", False),
        ("demo-sandbox-token", "teams", True),
        ("organization-sandbox-token", "organizations", True),
    ],
)
def test_account_says_what_stands_behind_the_token(acme: Sandbox, token: str, kind: str, service: bool) -> None:
    data = acme.get("/account/details", token=token).json()["data"]
    assert data["type"] == "users"
    assert data["attributes"]["is-service-account"] is service
    behind = data["relationships"]["authenticated-resource"]["data"]
    assert behind["type"] == kind
    if kind == "users":
        assert behind["id"] == data["id"]
    if kind == "organizations":
        assert behind["id"] == "acme"


@pytest.mark.parametrize("token", [None, "wrong", "owner-sandbox-token2"])
@pytest.mark.parametrize(
    "path", ["/account/details", "/organizations", "/organizations/acme/workspaces", "/run-triggers/rt-x"]
)
def test_an_unknown_token_is_unauthorized_everywhere(acme: Sandbox, token: str | None, path: str) -> None:
    answer = acme.get(path, token=token)
    assert (answer.status_code, answer.json()) == (401, {"errors": [{"status": "401", "title": "unauthorized"}]})


@pytest.mark.parametrize(("method", "path"), [("GET", "/nowhere"), ("PUT", "/organizations/acme"), ("GET", "/")])
def test_a_route_that_is_not_there_is_not_found(acme: Sandbox, method: str, path: str) -> None:
    answer = acme.call(method, path)
    assert (answer.status_code, answer.json()) == (404, {"errors": [{"status": "404", "title": "not found"}]})
