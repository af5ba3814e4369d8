"""The only module that speaks HTTP: auth, pacing, retry, discovery."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, Self, TypeVar
from urllib.parse import urlsplit

import httpx

from rtgraph import __version__
from rtgraph.credentials import redact
from rtgraph.errors import ApiError, ConfigurationError
from rtgraph.failures import describe_refusal, describe_silence, is_hopeless
from rtgraph.hosts import Host, resolve
from rtgraph.jsonapi import read_services
from rtgraph.pacing import Pace, seconds
from rtgraph.patience import Patience, Pauses
from rtgraph.tls import trust

Record = TypeVar("Record")
Params = Mapping[str, str | int]

MOST_BYTES = 64 * 2**20
"""An answer larger than this is no document of the API, whose pages of 100 workspaces have half a mebibyte."""

CONNECTIONS = 32
"""How many requests are under way at once, each on a connection of its own: httpx's pool slows down as it grows."""


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
        self._connections = tuple(self._connection(context, transport) for _ in range(CONNECTIONS))
        self._free: asyncio.LifoQueue[httpx.AsyncClient] = asyncio.LifoQueue()
        for connection in self._connections:
            self._free.put_nowait(connection)

    def _connection(self, context: Any, transport: httpx.AsyncBaseTransport | None) -> httpx.AsyncClient:
        """Make one connection: no cookies, no redirects, and no proxy between us and this machine."""
        wait = self._patience
        try:
            return httpx.AsyncClient(
                verify=context,
                transport=transport,
                trust_env=not self.host.loopback,
                timeout=httpx.Timeout(wait.read, connect=wait.connect, pool=None),
                limits=httpx.Limits(max_connections=1),
                cookies=NoCookies(),
                headers={"user-agent": f"rtgraph/{__version__}", "accept": "application/vnd.api+json"},
            )
        except (ValueError, ImportError, httpx.InvalidURL) as error:
            refuse_proxies(error)

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
        """Read one document at a path below the API's base.

        Raises:
            HiddenError: 403 or 404: absent, or hidden from this token.
            UnauthorizedError: 401.
            ApiError: any other answer that is not the document, or no answer within the client's patience.
        """
        url = self.base + path
        response = await self._read(url, params, headers=self._credentials())
        if response.status_code != httpx.codes.OK:
            raise describe_refusal("GET", response, self._token)
        try:
            return read(response.content)
        except ApiError as error:
            raise ApiError(redact(f"GET {urlsplit(url).path}: {error}", self._token)) from error

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


class NoCookies(CookieJar):
    """Takes no cookies: a session's would speak louder than the token on the next request."""

    def extract_cookies(self, response: Any, request: Any) -> None:
        """Leave an answer's cookies where they are."""


def refuse_proxies(error: Exception) -> NoReturn:
    """Say that the environment names a proxy which cannot be used; not which, since it may hold a password."""
    reason = (
        "ask for a SOCKS proxy, which needs a further package: pip install socksio, or unset them"
        if isinstance(error, ImportError)
        else "do not hold a proxy's URL: correct or unset them"
    )
    raise ConfigurationError(f"HTTPS_PROXY, HTTP_PROXY, ALL_PROXY or NO_PROXY {reason}") from None


async def read_whole(response: httpx.Response) -> httpx.Response:
    """Read an answer to its end and give it unpacked.

    Raises:
        ApiError: it is larger than any answer of the API.
    """
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > MOST_BYTES:
            raise ApiError(
                f"{response.request.method} {response.request.url.path}: its answer is larger than "
                f"{MOST_BYTES >> 20} MiB and so is not the API's: check --host"
            )
    packing = {"content-encoding", "content-length", "transfer-encoding"}
    headers = [(name, value) for name, value in response.headers.multi_items() if name not in packing]
    return httpx.Response(response.status_code, headers=headers, content=bytes(body), request=response.request)
