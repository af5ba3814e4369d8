from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from rtgraph.client import Client, Server
from rtgraph.connection import MOST_BYTES
from rtgraph.errors import ApiError, ConfigurationError, HiddenError, UnauthorizedError
from rtgraph.hosts import Host
from rtgraph.identities import read_account
from tests.clock import run
from tests.crawls import ask
from tests.fakes import HOST, TOKEN, Answer, Api, Pieces, destinations, document, refusal, workspaces

ACCOUNT = "/api/v2/account/details"


def test_a_request_carries_the_token_the_media_type_and_our_name() -> None:
    api = Api()
    ask(api)
    (request,) = api.requests
    assert (request.method, str(request.url)) == ("GET", "https://tfe.example/api/v2/account/details")
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert request.headers["accept"] == "application/vnd.api+json"
    assert request.headers["user-agent"].startswith("rtgraph/")


def test_brackets_in_parameters_are_encoded() -> None:
    api = Api(workspaces=workspaces(1))

    async def work() -> None:
        async with api.client() as client:
            await client.get("workspaces/ws-w0000/run-triggers", {"filter[run-trigger][type]": "inbound"}, len)

    with pytest.raises(KeyError):  # the fake wants page numbers
        run(work())
    assert api.requests[0].url.query == b"filter%5Brun-trigger%5D%5Btype%5D=inbound"


def test_without_a_token_none_is_sent() -> None:
    api = Api()

    async def work() -> None:
        async with Client(HOST, None, transport=httpx.MockTransport(api)) as client:
            await client.get("account/details", {}, read_account)

    with pytest.raises(UnauthorizedError):
        run(work())
    assert destinations(api.requests) == {("https://tfe.example", False)}


def test_ping_tells_who_answers_and_how_fast_it_may_be_asked() -> None:
    headers = {
        "tfp-appname": "Terraform Enterprise",
        "x-tfe-version": "1.2.0",
        "tfp-api-version": "2.6",
        "x-ratelimit-limit": "30",
    }
    api = Api(answers={"/api/v2/ping": lambda _: httpx.Response(204, headers=headers)})

    async def work() -> Server:
        async with api.client() as client:
            return await client.ping()

    assert run(work()) == Server(
        application="Terraform Enterprise", version="1.2.0", api_version="2.6", rate_limit=30.0
    )


@pytest.mark.parametrize("status", [404, 401, 500])
def test_a_server_without_ping_says_nothing_of_itself(status: int) -> None:
    api = Api(answers={"/api/v2/ping": lambda _: refusal(status)})

    async def work() -> Server:
        async with api.client() as client:
            return await client.ping()

    assert run(work()) == Server(application=None, version=None, api_version=None, rate_limit=None)


def test_no_more_requests_are_under_way_than_there_are_connections() -> None:
    under_way, most = 0, 0

    class Counting(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0.1)
            under_way -= 1
            return document({"data": {"id": "user-1"}})

    async def work() -> None:
        async with Client(HOST, TOKEN, transport=Counting()) as client:
            await asyncio.gather(*(client.get("account/details", {}, read_account) for _ in range(200)))

    run(work())
    assert most == 32


WRONG: dict[str, Callable[[], httpx.Response]] = {
    "a web page": lambda: httpx.Response(200, html="<!DOCTYPE html><title>Sign in</title>"),
    "cut off": lambda: httpx.Response(200, content=b'{"data": {"id": '),
    "nothing": lambda: httpx.Response(200),
    "null": lambda: document({"data": None}),
    "a list": lambda: document([]),
}


@pytest.mark.parametrize("answer", WRONG.values(), ids=WRONG)
def test_a_success_that_is_not_the_document_is_an_error_that_names_the_path(
    answer: Callable[[], httpx.Response],
) -> None:
    api = Api(answers={ACCOUNT: lambda _: answer()})
    with pytest.raises(ApiError, match=r"^GET /api/v2/account/details: it sent ") as caught:
        ask(api)
    assert len(str(caught.value).splitlines()) == 1
    assert len(api.requests) == 3


@pytest.mark.parametrize("answer", WRONG.values(), ids=WRONG)
def test_a_document_that_is_cut_or_covered_on_its_way_is_asked_for_again(
    answer: Callable[[], httpx.Response],
) -> None:
    api = Api(answers={ACCOUNT: [lambda _: answer(), lambda _: answer()]})
    ask(api)
    assert len(api.requests) == 3


def test_the_token_is_hidden_where_a_document_repeats_it() -> None:
    body = json.dumps({"data": {"id": "user-1", "attributes": TOKEN}})
    api = Api(answers={ACCOUNT: lambda _: httpx.Response(200, content=f"{body} {TOKEN}".encode())})
    with pytest.raises(ApiError) as caught:
        ask(api)
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize("status", [200, 404])
def test_an_answer_without_end_is_not_read_to_the_end(status: int) -> None:
    sent = 0

    def endless() -> Any:
        nonlocal sent
        while True:
            sent += 2**20
            yield b" " * 2**20

    api = Api(answers={ACCOUNT: lambda _: httpx.Response(status, stream=Pieces(endless()))})
    with pytest.raises(ApiError, match=r"^GET /api/v2/account/details: its answer is larger than 64 MiB.*--host$"):
        ask(api)
    assert sent <= MOST_BYTES + 2**20
    assert len(api.requests) == 1


def test_a_packed_answer_is_unpacked_and_a_badly_packed_one_tried_again() -> None:
    import gzip

    packed = gzip.compress(b'{"data": {"id": "user-1"}}')
    headers = {"content-encoding": "gzip"}
    answers: list[Answer] = [
        lambda _: httpx.Response(200, headers=headers, stream=Pieces(iter([b"no gzip at all"]))),
        lambda _: httpx.Response(200, headers=headers, stream=Pieces(iter([packed[:9], packed[9:]]))),
    ]
    api = Api(answers={ACCOUNT: answers})
    ask(api)
    assert len(api.requests) == 2


def test_cookies_are_not_sent_back() -> None:
    headers = {"set-cookie": "_session=1; Path=/; Secure; expires=Fri, 99 Foo 99999 99:99:99 GMT"}
    api = Api(answers={ACCOUNT: lambda _: httpx.Response(200, headers=headers, json={"data": {"id": "user-1"}})})

    async def work() -> None:
        async with api.client() as client:
            for _ in range(64):
                await client.get("account/details", {}, read_account)

    run(work())
    assert len(api.requests) == 64
    assert not any("cookie" in each.headers for each in api.requests)


def test_a_proxy_that_is_none_is_a_configuration_error_that_keeps_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "gopher://ada:hunter2@proxy.example")
    with pytest.raises(ConfigurationError, match="HTTPS_PROXY") as caught:
        Client(HOST, TOKEN)
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_socks_proxy_without_its_package_is_a_configuration_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://proxy.example:1080")
    with pytest.raises(ConfigurationError, match="socksio"):
        Client(HOST, TOKEN)


def test_the_machine_itself_is_reached_without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "gopher://would-fail.example")
    Client(Host(url="http://127.0.0.1:8080", name="127.0.0.1:8080"), TOKEN)


@pytest.mark.parametrize(("status", "kind"), [(401, UnauthorizedError), (403, HiddenError), (404, HiddenError)])
def test_refusals_that_somebody_catches_have_a_kind_and_are_asked_once(status: int, kind: type[ApiError]) -> None:
    api = Api(answers={ACCOUNT: lambda _: refusal(status)})
    with pytest.raises(kind):
        ask(api)
    assert len(api.requests) == 1
