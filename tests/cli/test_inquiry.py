from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route

from rtgraph.sandbox.server import Running, running
from tests.cli.examinations import examine

pytestmark = pytest.mark.usefixtures("bare_environment")


def test_a_reader_is_told_that_something_may_be_hidden(
    sandbox: Running, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TFE_TOKEN", "reader-sandbox-token")
    monkeypatch.setenv("TF_CLOUD_ORGANIZATION", "acme")
    code, found = examine(capfd, "--host", sandbox.address)
    assert code == 0
    assert "rights             not an owner: some workspaces and run triggers may be hidden\n" in found["Organization"]


def test_an_organizations_own_token_sees_everything(
    sandbox: Running, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TFE_TOKEN", "organization-sandbox-token")
    code, found = examine(capfd, "--host", sandbox.address, "--org", "acme")
    assert code == 0
    assert "token of           the organization itself (" in found["Account"]
    assert "rights             sees every workspace\n" in found["Organization"]


def test_without_an_organization_those_that_the_token_sees_are_named(
    sandbox: Running, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TFE_TOKEN", "owner-sandbox-token")
    code, found = examine(capfd, "--host", sandbox.address)
    assert code == 0
    assert found["Organization"] == (
        "  none               not named: use --org or TF_CLOUD_ORGANIZATION; this token sees: acme"
    )


def test_a_wrong_token_stops_a_crawl(
    sandbox: Running, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TFE_TOKEN", "aBcDeF.atlasv1.wrong")
    code, found = examine(capfd, "--host", sandbox.address, "--org", "acme")
    assert code == 1
    assert found["end"].startswith("problem: GET /tfe/api/v2/account/details answered 401 (unauthorized) [request ")
    assert found["end"].endswith(
        "; the token is wrong, expired or revoked: see rtgraph doctor, or run terraform login\n"
    )


def test_a_wrong_organization_stops_a_crawl_and_those_seen_are_named(
    sandbox: Running, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TFE_TOKEN", "owner-sandbox-token")
    code, found = examine(capfd, "--host", sandbox.address, "--org", "acne\x1b[31m/..")
    assert code == 1
    assert found["end"].startswith("problem: GET /tfe/api/v2/organizations/")
    assert found["end"].endswith("; this token sees: acme\n")
    assert "\x1b" not in found["end"]


def test_a_host_that_does_not_answer_stops_a_crawl(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TFE_TOKEN", "owner-sandbox-token")
    monkeypatch.setattr("rtgraph.cli.doctor.SECONDS", 0.1)
    code, found = examine(capfd, "--host", "http://127.0.0.1:1")
    assert code == 1
    assert found["Server"] == "  address            http://127.0.0.1:1"
    assert found["end"].startswith("problem: GET /.well-known/terraform.json on http://127.0.0.1:1: ")
    assert found["end"].endswith("; check --host, the network and the proxy settings, then try again\n")


def test_a_web_page_in_place_of_the_api_stops_a_crawl(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async def page(_request: Request) -> HTMLResponse:
        return HTMLResponse("<html>Log in</html>")

    monkeypatch.setenv("TFE_TOKEN", "owner-sandbox-token")
    with running(Starlette(routes=[Route("/{path:path}", page)])) as served:
        code, found = examine(capfd, "--host", served.address)
    assert code == 1
    assert found["Server"].endswith("/api/v2/\n  rate limit         none announced")
    assert found["end"] == (
        "problem: GET /api/v2/account/details: it sent a web page and no JSON; is a proxy or a login page in between?\n"
    )


def test_hostile_text_from_a_server_is_shown_as_it_is_written(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    hostile = "a\x1b[31m\n\u202ejerry owner-sandbox-token"

    async def account(_request: Request) -> JSONResponse:
        return JSONResponse({"data": {"id": "user-1", "type": "users", "attributes": {"username": hostile}}})

    async def nothing(_request: Request) -> JSONResponse:
        return JSONResponse({"errors": [{"status": "404", "title": hostile}]}, 404)

    monkeypatch.setenv("TFE_TOKEN", "owner-sandbox-token")
    routes = [Route("/api/v2/account/details", account), Route("/{path:path}", nothing)]
    with running(Starlette(routes=routes)) as served:
        code, found = examine(capfd, "--host", served.address, "--org", "acme")
    assert code == 1
    assert found["Account"] == (
        "  name               a\\x1b[31m\\n\\u202ejerry [token]\n  token of           a user (user-1)"
    )
    assert found["end"] == (
        "problem: GET /api/v2/organizations/acme answered 404 (a\\x1b[31m \\u202ejerry [token]); absent, or hidden "
        "from this token: check the name, or use a token that may read it\n"
    )
