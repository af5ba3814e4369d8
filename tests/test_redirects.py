"""Where the token goes: to the host it was meant for, by the scheme that was named, and nowhere else."""

from __future__ import annotations

import httpx
import pytest

from rtgraph.errors import ApiError
from rtgraph.identities import read_account
from rtgraph.listing import list_triggers
from tests.clock import run
from tests.crawls import ask
from tests.fakes import Api, destinations, document, refusal, spell, workspaces

DISCOVERY = "/.well-known/terraform.json"
ACCOUNT = "/api/v2/account/details"


def discover(api: Api) -> str:
    async def work() -> str:
        async with api.client() as client:
            return await client.discover()

    return run(work())


def redirect(location: str, status: int = 302) -> httpx.Response:
    return httpx.Response(status, headers={"location": location})


SAME = [
    "/elsewhere?a=b",
    "https://tfe.example/elsewhere?a=b",
    "https://TFE.example:443/elsewhere?a=b",
    "../../../elsewhere?a=b",
]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("location", SAME)
def test_a_redirect_on_the_same_host_is_followed(location: str, status: int) -> None:
    api = Api(
        answers={
            ACCOUNT: lambda _: redirect(location, status),
            "/elsewhere": lambda _: document({"data": {"id": "user-1"}}),
        }
    )
    ask(api)
    assert [each.url.raw_path for each in api.requests] == [ACCOUNT.encode(), b"/elsewhere?a=b"]
    assert destinations(api.requests) == {("https://tfe.example", True)}


OTHER = [
    "https://evil.example/api/v2/",
    "//evil.example/",
    "http://tfe.example/api/v2/account/details",
    "https://tfe.example:8443/",
    "https://tfe.example@evil.example/",
    "https://user:pw@tfe.example/",
    "https://tfe.example.evil.example/",
    "ftp://tfe.example/",
]


@pytest.mark.parametrize("location", OTHER)
def test_a_redirect_to_another_place_is_not_followed_and_named(location: str) -> None:
    api = Api(answers={ACCOUNT: lambda _: redirect(location)})
    with pytest.raises(ApiError) as caught:
        ask(api)
    assert str(caught.value) == (
        f"GET /api/v2/account/details answered 302; it sends us to {location}, where this token does not go: "
        "check --host"
    )
    assert destinations(api.requests) == {("https://tfe.example", True)}
    assert len(api.requests) == 1


@pytest.mark.parametrize(
    "location", ["https://[", "https://tfe.example:port/", "https://tfe.example:99999/", "https://a b/"]
)
def test_a_redirect_to_no_place_at_all_is_an_error(location: str) -> None:
    api = Api(answers={ACCOUNT: lambda _: redirect(location)})
    with pytest.raises(ApiError, match=r"^GET /api/v2/account/details "):
        ask(api)
    assert destinations(api.requests) == {("https://tfe.example", True)}


@pytest.mark.parametrize("status", [300, 302, 304])
def test_a_redirect_that_names_no_place_is_an_error(status: int) -> None:
    api = Api(answers={ACCOUNT: lambda _: httpx.Response(status)})
    with pytest.raises(ApiError, match=f"answered {status}; it sends us on without saying where: check --host"):
        ask(api)
    assert len(api.requests) == 1


def test_a_redirect_that_leads_to_another_is_an_error() -> None:
    api = Api(answers={ACCOUNT: lambda _: redirect(ACCOUNT)})
    with pytest.raises(ApiError, match="answered 302; it redirects again and again: check --host"):
        ask(api)
    assert len(api.requests) == 2


def test_links_to_the_next_page_are_never_followed() -> None:
    meta = {"pagination": {"current-page": 1, "next-page": None, "total-pages": 1, "total-count": 0}}
    links = {"next": "https://evil.example/api/v2/x", "last": "/api/v2/y"}
    path = "/api/v2/workspaces/ws-w0000/run-triggers"
    api = Api(workspaces=workspaces(1), answers={path: lambda _: document({"data": [], "links": links, "meta": meta})})

    async def work() -> None:
        async with api.client() as client:
            await list_triggers(client, "ws-w0000", "inbound")

    run(work())
    assert destinations(api.requests) == {("https://tfe.example", True)}
    assert len(api.requests) == 1


@pytest.mark.parametrize(
    ("said", "base"),
    [
        ("/api/v2/", "https://tfe.example/api/v2/"),
        ("/tfe/api/v2/", "https://tfe.example/tfe/api/v2/"),
        ("/tfe/api/v2", "https://tfe.example/tfe/api/v2/"),
        ("https://tfe.example/api/v2/", "https://tfe.example/api/v2/"),
        ("https://tfe.example:443/tfe/", "https://tfe.example:443/tfe/"),
        ("/api/v2/?a=b#c", "https://tfe.example/api/v2/"),
        ("", "https://tfe.example/api/v2/"),
        (7, "https://tfe.example/api/v2/"),
        (None, "https://tfe.example/api/v2/"),
    ],
)
def test_discovery_says_where_the_api_is(said: object, base: str) -> None:
    api = Api(answers={DISCOVERY: lambda _: document({"tfe.v2": said})})
    assert discover(api) == base
    assert destinations(api.requests) == {("https://tfe.example", False)}


def test_requests_go_below_the_path_that_discovery_named() -> None:
    api = Api(
        answers={
            DISCOVERY: lambda _: document({"tfe.v2": "/tfe/api/v2/"}),
            "/tfe/api/v2/account/details": lambda _: document({"data": {"id": "user-1"}}),
        }
    )

    async def work() -> None:
        async with api.client() as client:
            await client.discover()
            await client.get("account/details", {}, read_account)

    run(work())
    assert [spell(each) for each in api.requests] == [DISCOVERY, "/tfe/api/v2/account/details"]


@pytest.mark.parametrize(
    "said",
    [
        "https://evil.example/api/v2/",
        "//evil.example/api/v2/",
        "http://tfe.example/api/v2/",
        "https://tfe.example:8443/api/v2/",
        "https://user:pw@tfe.example/api/v2/",
        "https://[",
        "https://tfe.example:port/",
    ],
)
def test_an_api_in_another_place_is_refused_before_the_token_goes_anywhere(said: str) -> None:
    api = Api(answers={DISCOVERY: lambda _: document({"tfe.v2": said})})
    with pytest.raises(ApiError) as caught:
        discover(api)
    assert str(caught.value) == (
        f"tfe.example says that its API is at {said}, where a token for tfe.example is not sent; "
        "if that is the right place, name it with --host and use its token"
    )
    assert destinations(api.requests) == {("https://tfe.example", False)}


BROKEN = {
    "404": lambda _: refusal(404),
    "401": lambda _: refusal(401),
    "500": lambda _: refusal(500),
    "a web page": lambda _: httpx.Response(200, html="<html>"),
    "cut off": lambda _: httpx.Response(200, content=b'{"tfe.v2": "/api'),
    "a list": lambda _: document([]),
    "a redirect to another host": lambda _: redirect("https://evil.example/.well-known/terraform.json"),
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
def test_where_discovery_has_no_answer_the_api_is_in_the_usual_place(answer: object) -> None:
    api = Api(answers={DISCOVERY: answer})  # type: ignore[dict-item]
    assert discover(api) == "https://tfe.example/api/v2/"
    assert destinations(api.requests) == {("https://tfe.example", False)}


def test_a_control_character_in_the_discovered_path_is_an_error_and_no_traceback() -> None:
    api = Api(answers={DISCOVERY: lambda _: document({"tfe.v2": "/api\x01/"})})

    async def work() -> None:
        async with api.client() as client:
            await client.discover()
            await client.get("account/details", {}, read_account)

    with pytest.raises(ApiError):
        run(work())


def test_a_host_that_cannot_be_reached_is_told_within_seconds() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("[Errno -2] Name or service not known")

    api = Api(answers={DISCOVERY: refuse})
    with pytest.raises(ApiError, match=r"^GET /\.well-known/terraform\.json on https://tfe\.example: .*check --host"):
        discover(api)
