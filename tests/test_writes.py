"""``Client.write``: one write is sent once, and what is not known to be done or not done is said to be so."""

from __future__ import annotations

import ssl
from typing import Any, Literal

import httpx
import pytest

from rtgraph.errors import ApiError, HiddenError, LostAnswerError, UnauthorizedError
from rtgraph.patience import Patience
from tests.clock import clock, run
from tests.fakes import HOST, TOKEN, Answer, Api, Pieces, destinations, document, refusal
from tests.test_retries import failing

PATH = "/api/v2/run-triggers/rt-1"


def write(
    api: Api,
    method: Literal["POST", "PATCH", "DELETE"] = "DELETE",
    path: str = "run-triggers/rt-1",
    body: bytes = b"",
    **options: Any,
) -> tuple[bytes, float]:
    """Send one write, and give the answer's document and the seconds that it took."""

    async def work() -> tuple[bytes, float]:
        async with api.client(**options) as client:
            return await client.write(method, path, body), clock()

    return run(work())


def answering(*answers: Answer) -> Api:
    """A server that gives these answers to a deletion, and then 204."""
    api = Api()
    left = list(answers)
    api.answers[PATH] = lambda request: left.pop(0)(request) if left else httpx.Response(204)
    return api


def test_a_write_is_sent_once_and_its_document_handed_back() -> None:
    api = Api(answers={PATH: lambda _: document({"data": {"id": "rt-1"}}, 201)})
    assert write(api, "POST", body=b'{"data": 1}')[0] == b'{"data": {"id": "rt-1"}}'
    [request] = api.requests
    assert (request.method, request.url.path, request.content) == ("POST", PATH, b'{"data": 1}')


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_every_write_names_the_media_type_and_carries_the_token(method: Any) -> None:
    api = answering()
    write(api, method)
    [request] = api.requests
    assert request.headers["content-type"] == "application/vnd.api+json"
    assert request.headers["authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize(("reset", "least"), [("2.5", 2.5), ("0", 0.1)])
def test_too_many_requests_did_nothing_and_are_sent_again_when_the_server_says(reset: str, least: float) -> None:
    api = answering(*[lambda _: refusal(429, "Too many requests", x_ratelimit_reset=reset)] * 2)
    assert 2 * least <= write(api, patience=Patience())[1] <= 2 * least + 0.6 + 1e-6
    assert [each.method for each in api.requests] == ["DELETE"] * 3


def test_a_storm_of_429_ends_with_the_patience_and_nothing_is_done() -> None:
    api = Api(answers={PATH: lambda _: refusal(429, "Too many requests")})
    with pytest.raises(ApiError) as caught:
        write(api, patience=Patience(total=30.0))
    assert (type(caught.value), caught.value.status) == (ApiError, 429)
    assert str(caught.value) == (
        f"DELETE {PATH} answered 429 (Too many requests); others share this rate limit: try again later"
    )
    assert len(api.requests) > 3


@pytest.mark.parametrize("status", [500, 502, 503, 504, 599, 408])
def test_an_answer_that_tells_nothing_is_lost_and_nothing_is_sent_again(status: int) -> None:
    api = answering(lambda _: refusal(status, "trouble"))
    with pytest.raises(LostAnswerError, match=rf"^DELETE {PATH} answered {status} \(trouble\); ") as caught:
        write(api)
    assert caught.value.status == status
    assert len(api.requests) == 1


LOST = [
    httpx.ReadTimeout("slow"),
    httpx.WriteTimeout("slow"),
    httpx.ReadError("reset"),
    httpx.WriteError("reset"),
    httpx.RemoteProtocolError("Server disconnected without sending a response."),
    httpx.DecodingError("incorrect header check"),
    ssl.SSLError(1, "record layer failure"),
    ConnectionResetError(104, "Connection reset by peer"),
]


@pytest.mark.parametrize("error", LOST, ids=lambda error: type(error).__name__)
def test_a_connection_that_breaks_once_it_is_open_loses_the_answer(error: Exception) -> None:
    api = answering(failing(error))
    with pytest.raises(LostAnswerError, match=rf"^DELETE {PATH} on https://tfe\.example: .+; check --host, "):
        write(api)
    assert len(api.requests) == 1


def test_an_answer_that_takes_too_long_is_lost() -> None:
    api = Api(latency=lambda _: 1000.0, answers={PATH: lambda _: httpx.Response(204)})
    with pytest.raises(LostAnswerError, match="no answer in time"):
        write(api, patience=Patience(answer=90.0))
    assert len(api.requests) == 1


def test_an_answer_without_end_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rtgraph.connection.MOST_BYTES", 10)
    api = answering(lambda _: httpx.Response(201, stream=Pieces(iter([b"x" * 8] * 3))))
    with pytest.raises(LostAnswerError, match="its answer is larger than"):
        write(api, "POST")
    assert len(api.requests) == 1


@pytest.mark.parametrize("status", [200, 201, 202])
def test_a_web_page_in_place_of_an_answer_says_nothing_of_the_write(status: int) -> None:
    api = answering(lambda _: httpx.Response(status, content=b"\n<html>Sign in</html>"))
    with pytest.raises(LostAnswerError, match="a web page"):
        write(api)
    assert len(api.requests) == 1


@pytest.mark.parametrize("error", [httpx.ConnectError("refused"), httpx.ConnectTimeout("slow")], ids=type)
def test_where_no_connection_opens_nothing_was_sent_and_it_is_tried_again(error: Exception) -> None:
    api = answering(failing(error), failing(error))
    write(api)
    assert len(api.requests) == 3


def test_where_no_connection_ever_opens_nothing_was_sent() -> None:
    api = Api(answers={PATH: failing(httpx.ConnectError("refused"))})
    with pytest.raises(ApiError, match=r"refused; check --host") as caught:
        write(api, patience=Patience(total=30.0))
    assert type(caught.value) is ApiError
    assert len(api.requests) > 3


UNSENT = [
    httpx.UnsupportedProtocol("what is that"),
    httpx.LocalProtocolError("illegal header"),
    httpx.InvalidURL("too long"),
]


@pytest.mark.parametrize("error", UNSENT, ids=lambda error: type(error).__name__)
def test_what_cannot_be_sent_at_all_was_not_sent(error: Exception) -> None:
    api = answering(failing(error))
    with pytest.raises(ApiError) as caught:
        write(api)
    assert type(caught.value) is ApiError
    assert len(api.requests) == 1


def test_a_certificate_that_is_not_trusted_is_not_tried_again() -> None:
    error = httpx.ConnectError("handshake")
    error.__cause__ = ssl.SSLCertVerificationError(1, "certificate verify failed")
    api = answering(failing(error))
    with pytest.raises(ApiError, match=r"--ca-file$") as caught:
        write(api)
    assert type(caught.value) is ApiError
    assert len(api.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ["https://elsewhere.example/api/v2/run-triggers/rt-1", "/api/v2/elsewhere", None])
def test_a_redirect_is_not_followed_and_the_token_stays(status: int, location: str | None) -> None:
    headers = {"location": location} if location else {}
    api = answering(lambda _: httpx.Response(status, headers=headers))
    with pytest.raises(ApiError) as caught:
        write(api)
    said = {
        None: "it sends us on without saying where: check --host",
        "/api/v2/elsewhere": "it sends us to /api/v2/elsewhere, and no write is sent on: check --host",
    }.get(location, f"it sends us to {location}, where this token does not go: check --host")
    assert (type(caught.value), str(caught.value)) == (ApiError, f"DELETE {PATH} answered {status}; {said}")
    assert destinations(api.requests) == {(HOST.url, True)}
    assert len(api.requests) == 1


@pytest.mark.parametrize(
    ("status", "kind", "step"),
    [
        (400, ApiError, "this server may not have this part of the API"),
        (401, UnauthorizedError, "the token is wrong, expired or revoked: see rtgraph doctor, or run terraform login"),
        (403, HiddenError, "absent, or hidden from this token: check the name, or use a token that may read it"),
        (404, HiddenError, "absent, or hidden from this token: check the name, or use a token that may read it"),
        (409, ApiError, "the server will not do it as things are"),
        (415, ApiError, "see rtgraph doctor"),
        (422, ApiError, "the server will not do it as things are"),
        (425, ApiError, "see rtgraph doctor"),
    ],
)
def test_a_refusal_says_what_to_do_and_is_sent_once(status: int, kind: type[ApiError], step: str) -> None:
    api = answering(lambda _: refusal(status, f"no {TOKEN}", x_request_id="r-1"))
    with pytest.raises(ApiError) as caught:
        write(api)
    assert (type(caught.value), caught.value.status) == (kind, status)
    assert str(caught.value) == f"DELETE {PATH} answered {status} (no [token]) [request r-1]; {step}"
    assert len(api.requests) == 1
