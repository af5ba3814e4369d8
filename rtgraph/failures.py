"""What went wrong between us and the API, in one line that ends with what to do."""

from __future__ import annotations

import ssl
from urllib.parse import unquote, urlsplit

import httpx

from rtgraph.credentials import redact
from rtgraph.errors import ApiError, HiddenError, UnauthorizedError
from rtgraph.jsonapi import read_errors

NEXT_STEPS = {
    400: "this server may not have this part of the API",
    401: "the token is wrong, expired or revoked: see rtgraph doctor, or run terraform login",
    403: "absent, or hidden from this token: check the name, or use a token that may read it",
    404: "absent, or hidden from this token: check the name, or use a token that may read it",
    407: "the proxy wants its own login: see HTTPS_PROXY",
    429: "others share this rate limit: try again later",
}


def describe_refusal(method: str, response: httpx.Response, token: str | None) -> ApiError:
    """Turn an answer that is no success into an error: method, path, status, what it said, request id, next step."""
    status = response.status_code
    path = unquote(response.request.url.path)
    said = read_errors(response.content)
    request_id = response.headers.get("x-request-id")
    parts = [
        f"{method} {path} answered {status}",
        f" ({said})" if said else "",
        f" [request {request_id}]" if request_id else "",
        f"; {next_step(response)}",
    ]
    kind = UnauthorizedError if status == 401 else HiddenError if status in (403, 404) else ApiError
    return kind(redact("".join(parts), token), status)


def next_step(response: httpx.Response) -> str:
    """Say what to do about an answer."""
    if response.is_redirect:
        place = urlsplit(response.headers["location"]).netloc or "another place"
        return f"it sends us to {place}, where this token does not go: check --host"
    if response.is_server_error:
        return "the server is in trouble: try again later"
    return NEXT_STEPS.get(response.status_code, "see rtgraph doctor")


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
        if isinstance(cause, ssl.SSLError)
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
