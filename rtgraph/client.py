"""The only module that speaks HTTP: auth, pacing, retry, discovery."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypeVar
from urllib.parse import urlsplit

import httpx

from rtgraph.connection import open_connection, read_whole
from rtgraph.credentials import redact
from rtgraph.errors import ApiError, LostAnswerError
from rtgraph.failures import describe_refusal, describe_silence, is_hopeless
from rtgraph.hosts import Host, resolve
from rtgraph.jsonapi import is_web_page, read_services
from rtgraph.pacing import Pace, seconds
from rtgraph.patience import Patience, Pauses
from rtgraph.tls import trust

Record = TypeVar("Record")
Params = Mapping[str, str | int]

CONNECTIONS = 32
"""How many requests are under way at once, each on a connection of its own: httpx's pool slows down as it grows."""

MOST_UNREADABLE = 3
"""How many answers to one read may be no document of the API before it is given up."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """What a server says of itself at ping; None where it does not."""

    application: str | None
    version: str | None
    api_version: str | None
    rate_limit: float | None


class Client:
    """One server, one token; an asynchronous context manager.

    Args:
        host: where the API is.
        token: sent to that host alone; None asks without one.
        ca_file: certificates (PEM) to trust in place of the system's.
        transport: speaks in place of the network: an ASGI application's, or a test's.
        patience: how long failing reads are tried again.
        on_wait: told which read is tried again, and for how many seconds at most, where that takes a while.
    """

    def __init__(
        self,
        host: Host,
        token: str | None,
        *,
        ca_file: Path | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        patience: Patience = Patience(),  # noqa: B008 - frozen
        on_wait: Callable[[str, float], None] = lambda _read, _seconds: None,
    ) -> None:
        self.host = host
        self.base = f"{host.url}/api/v2/"
        self.pace = Pace()
        self.requests = 0
        self._token = token
        self._patience = patience
        self._on_wait = on_wait
        context = trust(ca_file)
        self._connections = tuple(open_connection(host, context, patience, transport) for _ in range(CONNECTIONS))
        self._free: asyncio.LifoQueue[httpx.AsyncClient] = asyncio.LifoQueue()
        for connection in self._connections:
            self._free.put_nowait(connection)

    async def __aenter__(self) -> Self:
        """Hand out the client; connections open when they are needed."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close every connection."""
        await asyncio.gather(*(connection.aclose() for connection in self._connections))

    async def discover(self) -> str:
        """Ask where the API is, without the token, and go on there; ``/api/v2/`` where there is no answer.

        Source: https://developer.hashicorp.com/terraform/internals/remote-service-discovery

        Raises:
            ApiError: the host cannot be reached, or sends its API's users, and so the token, elsewhere.
        """
        patience = Patience(total=min(4.0, self._patience.total), first=self._patience.first)
        url = f"{self.host.url}/.well-known/terraform.json"
        response = await self._read(url, {}, headers={}, patience=patience)
        try:
            found = read_services(response.content) if response.status_code == httpx.codes.OK else None
        except ApiError:
            found = None
        base = resolve(url, found or "/api/v2/")
        if base is None:
            raise ApiError(
                f"{self.host.name} says that its API is at {found}, where a token for {self.host.name} is not sent; "
                "if that is the right place, name it with --host and use its token"
            )
        self.base = urlsplit(base)._replace(query="", fragment="").geturl().rstrip("/") + "/"
        return self.base

    async def ping(self) -> Server:
        """Ask the server for its name, its version and its rate limit; a server without the route has none."""
        response = await self._read(self.base + "ping", {}, headers=self._credentials())
        said = response.headers
        return Server(
            application=said.get("tfp-appname"),
            version=said.get("x-tfe-version"),
            api_version=said.get("tfp-api-version"),
            rate_limit=self.pace.limit,
        )

    async def get(self, path: str, params: Params, read: Callable[[bytes], Record]) -> Record:
        """Read one document at a path below the API's base; one that is none is asked for again, as a proxy may cut it.

        Raises:
            HiddenError: 403 or 404: absent, or hidden from this token.
            UnauthorizedError: 401.
            ApiError: any other answer that is not the document, or no answer within the client's patience.
        """
        url = self.base + path
        pauses = Pauses(self._patience)
        tries = 0
        while True:
            response = await self._read(url, params, headers=self._credentials())
            if response.status_code != httpx.codes.OK:
                raise describe_refusal("GET", response, self._token)
            tries += 1
            try:
                return read(response.content)
            except ApiError as error:
                if tries == MOST_UNREADABLE or not await pauses.wait():
                    raise ApiError(redact(f"GET {urlsplit(url).path}: {error}", self._token)) from error

    async def write(self, method: Literal["POST", "PATCH", "DELETE"], path: str, body: bytes = b"") -> bytes:
        """Send one write, once; again only where nothing was sent, or where 429 says that nothing was done.

        Every write needs JSON:API's media type, one without a body too: the service answers 415 where it is missing.

        Returns:
            the document that the server answers with, empty for a deletion.

        Raises:
            HiddenError: 403 or 404: absent, or this token may not do it.
            ApiError: the server refuses, and nothing is changed; or it cannot be reached.
            LostAnswerError: the write was sent and may or may not have been done.
        """
        response = await self._write(method, self.base + path, body)
        if response.is_success and not is_web_page(response.content):
            return response.content
        refusal = describe_refusal(method, response, self._token)
        untold = response.is_success or response.is_server_error  # a web page may be a proxy's, and not the service's
        if untold or response.status_code == httpx.codes.REQUEST_TIMEOUT:
            raise LostAnswerError(str(refusal), response.status_code)
        raise refusal

    async def _write(self, method: str, url: str, body: bytes) -> httpx.Response:
        """Send a write until there is an answer to it other than 429."""
        headers = {**self._credentials(), "content-type": "application/vnd.api+json"}
        pauses = Pauses(self._patience)
        while True:
            try:
                response = await self._exchange(method, url, content=body, headers=headers)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if is_hopeless(error) or not await pauses.wait():
                    raise describe_silence(method, url, error, self.host.url, self._token) from error
                continue
            except (httpx.RequestError, httpx.InvalidURL, OSError) as error:
                silence = describe_silence(method, url, error, self.host.url, self._token)
                raise (silence if is_hopeless(error) else LostAnswerError(str(silence))) from error
            except ApiError as error:
                raise LostAnswerError(str(error)) from error
            if response.status_code != httpx.codes.TOO_MANY_REQUESTS:
                return response
            wait = seconds(response.headers.get("x-ratelimit-reset"))
            if not pauses.may_wait(wait):
                return response
            self.pace.hold(pauses.hold(wait))

    def _credentials(self) -> dict[str, str]:
        """Give the header that carries the token."""
        return {"authorization": f"Bearer {self._token}"} if self._token else {}

    async def _read(
        self, url: str, params: Params, *, headers: Mapping[str, str], patience: Patience | None = None
    ) -> httpx.Response:
        """GET until there is an answer that waiting does not better: not 429, not 5xx, not a broken connection."""
        read = redact(f"GET {urlsplit(url).path}", self._token)
        pauses = Pauses(patience or self._patience, lambda left: self._on_wait(read, left))
        while True:
            try:
                response = await self._send("GET", url, params=params, headers=headers)
            except (httpx.RequestError, httpx.InvalidURL, OSError) as error:
                if is_hopeless(error) or not await pauses.wait():
                    raise describe_silence("GET", url, error, self.host.url, self._token) from error
                continue
            if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
                wait = seconds(response.headers.get("x-ratelimit-reset"))
                if not pauses.may_wait(wait):
                    return response
                self.pace.hold(pauses.hold(wait))
            elif response.status_code < httpx.codes.INTERNAL_SERVER_ERROR or not await pauses.wait():
                return response

    async def _send(self, method: str, url: str, **options: Any) -> httpx.Response:
        """Send one request in its turn; a redirect on the same host is followed once, any other is the answer."""
        response = await self._exchange(method, url, **options)
        if method == "GET" and response.has_redirect_location:
            target = resolve(url, response.headers["location"])
            if target is not None:
                return await self._exchange(method, target, headers=options["headers"])
        return response

    async def _exchange(self, method: str, url: str, **options: Any) -> httpx.Response:
        """Send one request on a free connection, the one used last first, and read its whole answer."""
        connection = await self._free.get()
        try:
            await self.pace.turn()
            self.requests += 1
            async with asyncio.timeout(self._patience.answer), connection.stream(method, url, **options) as response:
                whole = await read_whole(response)
        finally:
            self._free.put_nowait(connection)
        self.pace.watch(whole.headers)
        return whole
