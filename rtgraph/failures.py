"""What went wrong between us and the API, in one line that ends with what to do."""

from __future__ import annotations

import ssl
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
import msgspec

from rtgraph.credentials import redact
from rtgraph.errors import ApiError, HiddenError, UnauthorizedError
from rtgraph.hosts import resolve
from rtgraph.jsonapi import is_web_page

MOST_SAID = 500
"""How many characters of what a server says are repeated."""

NEXT_STEPS = {
    400: "this server may not have this part of the API",
    401: "the token is wrong, expired or revoked: see rtgraph doctor, or run terraform login",
    403: "absent, or hidden from this token: check the name, or use a token that may read it",
    404: "absent, or hidden from this token: check the name, or use a token that may read it",
    407: "the proxy wants its own login: see HTTPS_PROXY",
    409: "the server will not do it as things are",
    422: "the server will not do it as things are",
    429: "others share this rate limit: try again later",
}


def describe_refusal(method: str, response: httpx.Response, token: str | None) -> ApiError:
    """Turn an answer that is no success into an error: method, path, status, what it said, request id, next step."""
    status = response.status_code
    path = response.request.url.path
    said = "a web page" if is_web_page(response.content) else shorten(read_errors(response.content), token)
    request_id = shorten(response.headers.get("x-request-id", ""), token)
    parts = [
        f"{method} {path} answered {status}",
        f" ({said})" if said else "",
        f" [request {request_id}]" if request_id else "",
        f"; {next_step(response, token)}",
    ]
    kind = UnauthorizedError if status == 401 else HiddenError if status in (403, 404) else ApiError
    return kind(redact("".join(parts), token), status)


def shorten(text: str, token: str | None) -> str:
    """Cut what a server says, after the token is out of it: a part of one would not be found any more."""
    text = redact(text, token)
    return text if len(text) <= MOST_SAID else text[: MOST_SAID - 1] + "…"


def read_errors(body: bytes) -> str:
    """Give what an error document says, in one line; empty where it says nothing readable."""
    try:
        document = msgspec.json.decode(body)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(document, dict):
        return ""
    errors = document.get("errors", [document])  # some servers send one bare {"detail": …}
    if not isinstance(errors, list):
        return ""
    return " ".join("; ".join(filter(None, map(describe_error, errors))).split())


def describe_error(error: Any) -> str:
    """Give one error's title and detail; old servers send plain strings."""
    if isinstance(error, dict):
        return ": ".join(str(error[key]) for key in ("title", "detail") if error.get(key))
    return error if isinstance(error, str) else ""


def next_step(response: httpx.Response, token: str | None) -> str:
    """Say what to do about an answer."""
    if response.is_redirect:
        return f"{describe_redirect(response, token)}: check --host"
    if response.is_server_error:
        return "the server is in trouble: try again later"
    return NEXT_STEPS.get(response.status_code, "see rtgraph doctor")


def describe_redirect(response: httpx.Response, token: str | None) -> str:
    """Say where a redirect leads that is not followed."""
    here, location = str(response.request.url), response.headers.get("location")
    if location is None:
        return "it sends us on without saying where"
    if resolve(here, location) is not None:
        if response.request.method != "GET":
            return f"it sends us to {shorten(location, token)}, and no write is sent on"
        return "it redirects again and again"
    return f"it sends us to {shorten(location, token)}, where this token does not go"


def describe_silence(method: str, url: str, error: Exception, host_url: str, token: str | None) -> ApiError:
    """Turn a connection that failed into an error."""
    path = unquote(urlsplit(url).path)
    cause = root_cause(error)
    if isinstance(error, TimeoutError | httpx.TimeoutException):
        reason = "no answer in time"
    else:
        reason = getattr(cause, "strerror", None) or str(cause) or str(error) or type(error).__name__
    step = (
        "if the server has a private certificate, name its CA with --ca-file"
        if isinstance(cause, ssl.SSLCertVerificationError)
        else "check --host, the network and the proxy settings, then try again"
    )
    return ApiError(redact(f"{method} {path} on {host_url}: {reason}; {step}", token))


def root_cause(error: BaseException) -> BaseException:
    """Give the failure at the bottom: what the system or TLS said, below what httpx made of it."""
    while True:
        below = error.__cause__ or error.__context__
        if isinstance(below, BaseExceptionGroup):
            below = below.exceptions[0]
        if below is None or isinstance(error, ssl.SSLError):
            return error
        error = below


def is_hopeless(error: Exception) -> bool:
    """Tell whether waiting will not mend it: a URL or a header that is none, a certificate that is not trusted."""
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol | httpx.LocalProtocolError):
        return True
    return isinstance(root_cause(error), ssl.SSLCertVerificationError)
