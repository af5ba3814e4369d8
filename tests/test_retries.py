from __future__ import annotations

import asyncio
import itertools
import ssl

import httpx
import pytest

from rtgraph.errors import ApiError
from rtgraph.identities import read_account
from rtgraph.patience import Patience
from tests.clock import clock, run
from tests.crawls import ask
from tests.fakes import Answer, Api, document, refusal

ACCOUNT = "/api/v2/account/details"


def failing(error: Exception) -> Answer:
    """Answer with a connection that fails."""

    def fail(request: httpx.Request) -> httpx.Response:
        raise error

    return fail


def test_a_read_that_is_tried_again_for_a_while_is_named() -> None:
    api = Api(answers={ACCOUNT: lambda _: refusal(503)})
    told: list[tuple[str, bool]] = []

    async def work() -> None:
        patience = Patience(total=60.0)
        async with api.client(patience=patience, on_wait=lambda read, left: told.append((read, left < 57.0))) as client:
            await client.get("account/details", {}, read_account)

    with pytest.raises(ApiError):
        run(work())
    assert len(told) > 3
    assert set(told) == {("GET /api/v2/account/details", True)}


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_in_trouble_is_asked_again(status: int) -> None:
    api = Api(answers={ACCOUNT: [lambda _: refusal(status, "trouble")]})
    ask(api)
    assert len(api.requests) == 2


TRANSIENT = [
    httpx.ConnectError("refused"),
    httpx.ConnectTimeout("slow"),
    httpx.ReadTimeout("slow"),
    httpx.ReadError("reset"),
    httpx.WriteError("reset"),
    httpx.RemoteProtocolError("peer closed connection without sending complete message body"),
    httpx.DecodingError("incorrect header check"),
    httpx.ProxyError("503"),
    ssl.SSLError(1, "record layer failure"),
    ConnectionResetError(104, "Connection reset by peer"),
]


@pytest.mark.parametrize("error", TRANSIENT, ids=lambda error: type(error).__name__)
def test_a_broken_connection_is_tried_again(error: Exception) -> None:
    api = Api(answers={ACCOUNT: [failing(error), failing(error)]})
    ask(api)
    assert len(api.requests) == 3


@pytest.mark.parametrize("error", TRANSIENT, ids=lambda error: type(error).__name__)
def test_a_connection_that_stays_broken_is_given_up_when_patience_ends(error: Exception) -> None:
    api = Api(answers={ACCOUNT: failing(error)})
    with pytest.raises(ApiError, match=r"^GET /api/v2/account/details on https://tfe\.example: .+; check --host, "):
        ask(api, patience=Patience(total=60.0))
    assert 8 <= len(api.requests) <= 20


HOPELESS = [
    httpx.UnsupportedProtocol("what is that"),
    httpx.LocalProtocolError("illegal header"),
    httpx.InvalidURL("too long"),
]


@pytest.mark.parametrize("error", HOPELESS, ids=lambda error: type(error).__name__)
def test_what_no_waiting_mends_is_not_tried_again(error: Exception) -> None:
    api = Api(answers={ACCOUNT: failing(error)})
    with pytest.raises(ApiError):
        ask(api)
    assert len(api.requests) == 1


def test_a_certificate_that_is_not_trusted_is_not_tried_again() -> None:
    error = httpx.ConnectError("handshake")
    error.__cause__ = ssl.SSLCertVerificationError(1, "certificate verify failed: unable to get local issuer")
    api = Api(answers={ACCOUNT: failing(error)})
    with pytest.raises(ApiError, match=r"certificate verify failed.*--ca-file$"):
        ask(api)
    assert len(api.requests) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_that_stays_in_trouble_is_given_up(status: int) -> None:
    api = Api(answers={ACCOUNT: lambda _: refusal(status, "trouble", x_request_id="r-1")})
    with pytest.raises(ApiError) as caught:
        ask(api, patience=Patience(total=60.0))
    assert str(caught.value) == (
        f"GET /api/v2/account/details answered {status} (trouble) [request r-1]; "
        "the server is in trouble: try again later"
    )
    assert caught.value.status == status


def test_an_answer_that_takes_too_long_is_given_up_and_asked_for_again() -> None:
    late = iter([1000.0])
    api = Api(latency=lambda _: next(late, 0.0))
    took = ask(api, patience=Patience(answer=90.0))
    assert 90.0 < took < 91.0
    assert len(api.requests) == 2


@pytest.mark.parametrize(("reset", "least"), [("2.5", 2.5), ("0.0", 0.1), ("0", 0.1), ("7", 7.0)])
def test_too_many_requests_wait_as_long_as_the_server_says(reset: str, least: float) -> None:
    api = Api(answers={ACCOUNT: [lambda _: refusal(429, "Too many requests", x_ratelimit_reset=reset)]})
    took = ask(api, patience=Patience(total=60.0))
    assert least <= took <= least + 0.3 + 1e-6
    assert len(api.requests) == 2


@pytest.mark.parametrize("headers", [{}, {"x_ratelimit_reset": "soon"}, {"x_ratelimit_reset": "-1"}])
def test_too_many_requests_without_a_time_wait_longer_each_time(headers: dict[str, str]) -> None:
    refused: list[Answer] = [lambda _: refusal(429, "Too many requests", **headers)] * 3
    took = ask(Api(answers={ACCOUNT: refused}), patience=Patience(first=1.0, total=60.0))
    assert 1.0 + 2.0 + 4.0 <= took <= 1.0 + 2.0 + 4.0 + 0.9 + 1e-6


@pytest.mark.parametrize("headers", [{}, {"x_ratelimit_reset": "0.0"}, {"x_ratelimit_reset": "3"}])
def test_too_many_requests_for_ever_end_when_patience_does(headers: dict[str, str]) -> None:
    api = Api(answers={ACCOUNT: lambda _: refusal(429, "Too many requests", **headers)})
    with pytest.raises(ApiError, match=r"answered 429 \(Too many requests\); others share this rate limit") as caught:
        ask(api, patience=Patience(total=120.0))
    assert caught.value.status == 429
    assert len(api.requests) > 10


def test_a_wait_past_all_patience_is_not_begun() -> None:
    api = Api(answers={ACCOUNT: lambda _: refusal(429, "Too many requests", x_ratelimit_reset="3600")})
    with pytest.raises(ApiError, match="try again later"):
        ask(api, patience=Patience(total=120.0))
    assert len(api.requests) == 1


def test_when_one_request_is_too_many_all_wait_and_then_come_evenly() -> None:
    refused: list[Answer] = [
        lambda _: refusal(429, "Too many requests", x_ratelimit_reset="5.0", x_ratelimit_limit="30")
    ]
    times: list[float] = []
    api = Api(answers={ACCOUNT: refused}, before=lambda _: times.append(clock()))

    async def work() -> None:
        async with api.client(patience=Patience()) as client:
            first = asyncio.create_task(client.get("account/details", {}, read_account))
            await asyncio.sleep(0.01)
            await asyncio.gather(first, *(client.get("account/details", {}, read_account) for _ in range(60)))

    run(work())
    assert times[0] < 0.01
    assert all(each >= 5.0 for each in times[1:])
    assert min(later - earlier for earlier, later in itertools.pairwise(times[1:])) >= 1 / 30
    assert len(times) == 62


def test_the_limit_of_any_answer_is_kept_from_then_on() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return document({"data": {"id": "user-1"}}, x_ratelimit_limit="50")

    times: list[float] = []
    api = Api(answers={ACCOUNT: answer}, before=lambda _: times.append(clock()))

    async def work() -> None:
        async with api.client() as client:
            for _ in range(2):
                await asyncio.gather(*(client.get("account/details", {}, read_account) for _ in range(100)))

    run(work())
    windows = [sum(start <= each < start + 1 for each in times[100:]) for start in times[100:]]
    assert max(windows) <= 50
