from __future__ import annotations

import json
import socket
import ssl

import httpx
import pytest

from rtgraph.errors import ApiError, HiddenError, UnauthorizedError
from rtgraph.failures import describe_refusal, describe_silence, is_hopeless, read_errors, root_cause
from tests.fakes import TOKEN, refusal

URL = "https://tfe.example/api/v2/workspaces/ws%201/run-triggers?page%5Bnumber%5D=1"


def refuse(answer: httpx.Response) -> ApiError:
    answer.request = httpx.Request("GET", URL)
    return describe_refusal("GET", answer, TOKEN)


PATH = "GET /api/v2/workspaces/ws 1/run-triggers answered"


@pytest.mark.parametrize(
    ("answer", "kind", "message"),
    [
        (
            refusal(404, "not found", x_request_id="5a0e"),
            HiddenError,
            f"{PATH} 404 (not found) [request 5a0e]; absent, or hidden from this token: "
            "check the name, or use a token that may read it",
        ),
        (
            refusal(403, "forbidden"),
            HiddenError,
            f"{PATH} 403 (forbidden); absent, or hidden from this token: "
            "check the name, or use a token that may read it",
        ),
        (
            refusal(401, "unauthorized"),
            UnauthorizedError,
            f"{PATH} 401 (unauthorized); the token is wrong, expired or revoked: "
            "see rtgraph doctor, or run terraform login",
        ),
        (
            refusal(400, "bad filter"),
            ApiError,
            f"{PATH} 400 (bad filter); this server may not have this part of the API",
        ),
        (httpx.Response(407), ApiError, f"{PATH} 407; the proxy wants its own login: see HTTPS_PROXY"),
        (httpx.Response(418), ApiError, f"{PATH} 418; see rtgraph doctor"),
        (
            httpx.Response(502, html="<html>Bad gateway"),
            ApiError,
            f"{PATH} 502 (a web page); the server is in trouble: try again later",
        ),
        (
            httpx.Response(403, html="<html>Blocked by your company"),
            HiddenError,
            f"{PATH} 403 (a web page); absent, or hidden from this token: "
            "check the name, or use a token that may read it",
        ),
    ],
    ids=lambda value: value.status_code if isinstance(value, httpx.Response) else "",
)
def test_a_refusal_says_what_was_asked_what_came_back_and_what_to_do(
    answer: httpx.Response, kind: type[ApiError], message: str
) -> None:
    error = refuse(answer)
    assert (type(error), str(error), error.status) == (kind, message, answer.status_code)


def test_the_token_is_hidden_wherever_a_server_repeats_it() -> None:
    for answer in (
        refusal(404, f"no {TOKEN} here"),
        refusal(404, "x", x_request_id=f"id-{TOKEN}"),
        httpx.Response(302, headers={"location": f"https://evil.example/?t={TOKEN}"}),
        refusal(422, f"Authorization: Bearer {TOKEN}"),
    ):
        assert TOKEN not in str(refuse(answer))
        assert "[token]" in str(refuse(answer))


def test_a_token_that_looks_like_none_is_hidden_too() -> None:
    answer = refusal(404, "no plainsecret here")
    answer.request = httpx.Request("GET", URL)
    assert str(describe_refusal("GET", answer, "plainsecret")).startswith(f"{PATH} 404 (no [token] here); ")


def caused(error: Exception, *causes: BaseException) -> Exception:
    """Chain an error to what caused it, as httpx does."""
    last: BaseException = error
    for cause in causes:
        last.__cause__ = cause
        last = cause
    return error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (httpx.ReadTimeout("x"), "no answer in time; check --host, the network and the proxy settings, then try again"),
        (TimeoutError(), "no answer in time; check --host, the network and the proxy settings, then try again"),
        (
            caused(httpx.ConnectError("x"), OSError(111, "Connection refused")),
            "Connection refused; check --host, the network and the proxy settings, then try again",
        ),
        (
            caused(httpx.ConnectError("x"), ExceptionGroup("all failed", [OSError(113, "No route to host")])),
            "No route to host; check --host, the network and the proxy settings, then try again",
        ),
        (
            caused(httpx.ConnectError("x"), socket.gaierror(-2, "Name or service not known")),
            "Name or service not known; check --host, the network and the proxy settings, then try again",
        ),
        (
            caused(httpx.ConnectError("x"), ssl.SSLCertVerificationError(1, "certificate verify failed")),
            "certificate verify failed; if the server has a private certificate, name its CA with --ca-file",
        ),
        (
            caused(httpx.ConnectError("x"), ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER]")),
            "[SSL: WRONG_VERSION_NUMBER]; check --host, the network and the proxy settings, then try again",
        ),
        (
            httpx.RemoteProtocolError("Server disconnected"),
            "Server disconnected; check --host, the network and the proxy settings, then try again",
        ),
        (httpx.ReadError(""), "ReadError; check --host, the network and the proxy settings, then try again"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_silence_says_what_was_asked_of_whom_why_and_what_to_do(error: Exception, reason: str) -> None:
    found = describe_silence("GET", URL, error, "https://tfe.example", TOKEN)
    assert str(found) == f"GET /api/v2/workspaces/ws 1/run-triggers on https://tfe.example: {reason}"
    assert (type(found), found.status) == (ApiError, None)


def test_silence_hides_the_token_too() -> None:
    error = httpx.LocalProtocolError(f"Illegal header value b'Bearer {TOKEN}'")
    assert TOKEN not in str(describe_silence("GET", URL, error, "https://tfe.example", TOKEN))


def test_the_root_of_an_error_is_at_the_bottom_of_its_chain() -> None:
    bottom = OSError(104, "Connection reset by peer")
    assert root_cause(caused(httpx.ReadError("x"), RuntimeError("between"), bottom)) is bottom
    lone = ValueError("alone")
    assert root_cause(lone) is lone


@pytest.mark.parametrize(
    ("error", "hopeless"),
    [
        (httpx.InvalidURL("x"), True),
        (httpx.UnsupportedProtocol("x"), True),
        (httpx.LocalProtocolError("x"), True),
        (caused(httpx.ConnectError("x"), ssl.SSLCertVerificationError(1, "x")), True),
        (caused(httpx.ConnectError("x"), ssl.SSLError(1, "x")), False),
        (httpx.ConnectError("x"), False),
        (httpx.ReadTimeout("x"), False),
        (TimeoutError(), False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_only_what_time_may_mend_is_worth_waiting_for(error: Exception, hopeless: bool) -> None:
    assert is_hopeless(error) is hopeless


@pytest.mark.parametrize(
    ("errors", "said"),
    [
        ([{"status": "404", "title": "not found"}], "not found"),
        ([{"status": 429, "title": "Too many requests", "detail": "Slow down."}], "Too many requests: Slow down."),
        ([{"detail": "only a detail"}, {"title": "more", "detail": None}], "only a detail; more"),
        (["a plain string"], "a plain string"),
        ([None, {}, {"title": ""}], ""),
        ([{"title": "two\n\nlines\r\n\tand  a\u2028third"}], "two lines and a third"),
        ("no list", ""),
        (None, ""),
    ],
)
def test_an_error_document_in_one_line(errors: object, said: str) -> None:
    assert read_errors(json.dumps({"errors": errors}).encode()) == said


def test_a_document_with_one_bare_detail() -> None:
    assert read_errors(b'{"detail": "Workspace not found"}') == "Workspace not found"


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"{}", b'{"detail": null}', b"\xff", b"[" * 100_000, b'"text"']
)
def test_an_answer_that_is_no_error_document_says_nothing(body: bytes) -> None:
    assert read_errors(body) == ""


@pytest.mark.parametrize("secret", [TOKEN, "plainsecret"])
def test_what_a_server_says_without_end_is_cut_but_never_within_the_token(secret: str) -> None:
    for start in range(480, 510, 5):
        long = "x" * start + secret + "x" * 100_000
        for answer in (
            refusal(404, long),
            refusal(404, "x", x_request_id=long),
            httpx.Response(302, headers={"location": f"https://evil.example/{long}"}),
        ):
            answer.request = httpx.Request("GET", URL)
            message = str(describe_refusal("GET", answer, secret))
            assert secret[:4] not in message
            assert len(message) < 800
