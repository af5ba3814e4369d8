"""The only module that speaks HTTP: auth, pacing, retry, paging by number."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urljoin, urlsplit

import httpx

from rtgraph import __version__
from rtgraph.concurrency import together
from rtgraph.errors import ApiError
from rtgraph.failures import describe_refusal, describe_silence
from rtgraph.hosts import Host
from rtgraph.jsonapi import Page, read_services
from rtgraph.pacing import Pace, seconds
from rtgraph.patience import Patience, Pauses
from rtgraph.tls import trust

Record = TypeVar("Record")
Params = Mapping[str, str | int]

PAGE_SIZE = 100
"""The most records a page may hold: https://developer.hashicorp.com/terraform/cloud-docs/api-docs#pagination."""

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
    """

    def __init__(
        self,
        host: Host,
        token: str | None,
        *,
        ca_file: Path | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        patience: Patience = Patience(),  # noqa: B008 - frozen
    ) -> None:
        self.host = host
        self.base = f"{host.url}/api/v2/"
        self.pace = Pace()
        self.requests = 0
        self._token = token
        self._patience = patience
        context = trust(ca_file)
        self._connections = tuple(self._connection(context, transport) for _ in range(CONNECTIONS))
        self._free: asyncio.LifoQueue[httpx.AsyncClient] = asyncio.LifoQueue()
        for connection in self._connections:
            self._free.put_nowait(connection)

    def _connection(self, context: Any, transport: httpx.AsyncBaseTransport | None) -> httpx.AsyncClient:
        """Make one connection: no cookies, no redirects, and no proxy between us and this machine."""
        wait = self._patience
        return httpx.AsyncClient(
            verify=context,
            transport=transport,
            trust_env=not self.host.loopback,
            timeout=httpx.Timeout(wait.read, connect=wait.connect, pool=None),
            limits=httpx.Limits(max_connections=1),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            headers={"user-agent": f"rtgraph/{__version__}", "accept": "application/vnd.api+json"},
        )

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
        base = urljoin(url, found or "/api/v2/")
        if not same_place(base, self.host.url):
            raise ApiError(
                f"{self.host.name} says that its API is at {base}; a token for {self.host.name} is not sent there, "
                f"use --host {urlsplit(base).netloc} with a token of that host"
            )
        self.base = base.rstrip("/") + "/"
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
            raise ApiError(f"GET {urlsplit(url).path}: {error}") from error

    async def pages(
        self,
        path: str,
        params: Params,
        read: Callable[[bytes], Page[Record]],
        take: Callable[[Page[Record]], None],
    ) -> None:
        """Hand every page of a list to ``take``: the first, then the others side by side where they are counted.

        Pages are asked for by number; a link in an answer is never followed.

        Raises:
            ApiError: as ``get``, and where a page does not advance.
        """

        async def page(number: int) -> Page[Record]:
            asked = {**params, "page[number]": number, "page[size]": PAGE_SIZE}
            answer = await self.get(path, asked, read)
            if answer.records and answer.number is not None and answer.number != number:
                raise ApiError(
                    f"GET {urlsplit(self.base + path).path}: asked for page {number} it gave page {answer.number}; "
                    "its pages do not advance, so the list cannot be read whole"
                )
            take(answer)
            return answer

        last = await page(1)
        if last.pages is not None:
            await together(page(number) for number in range(2, last.pages + 1))
            return
        seen, number = set(last.records), 1
        while last.records and (last.following or last.number is None):
            number += 1
            last = await page(number)
            if seen.issuperset(last.records):
                return
            seen.update(last.records)

    def _credentials(self) -> dict[str, str]:
        """Give the header that carries the token."""
        return {"authorization": f"Bearer {self._token}"} if self._token else {}

    async def _read(
        self, url: str, params: Params, *, headers: Mapping[str, str], patience: Patience | None = None
    ) -> httpx.Response:
        """GET until there is an answer that waiting does not better: not 429, not 5xx, not a broken connection."""
        pauses = Pauses(patience or self._patience)
        for _ in range(1_000):
            try:
                response = await self._send("GET", url, params=params, headers=headers)
            except (httpx.TransportError, TimeoutError) as error:
                if not await pauses.wait():
                    raise describe_silence("GET", url, error, self.host.url, self._token) from error
                continue
            if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
                wait = seconds(response.headers.get("x-ratelimit-reset"))
                if not pauses.may_wait(wait):
                    return response
                self.pace.hold(pauses.hold(wait))
            elif response.status_code < httpx.codes.INTERNAL_SERVER_ERROR or not await pauses.wait():
                return response
        raise AssertionError("unreachable: patience ends before")

    async def _send(self, method: str, url: str, **options: Any) -> httpx.Response:
        """Send one request in its turn; a redirect on the same host is followed once, any other is the answer."""
        response = await self._exchange(method, url, **options)
        target = urljoin(url, response.headers.get("location", ""))
        if response.is_redirect and method == "GET" and same_place(target, self.host.url):
            response = await self._exchange(method, target, headers=options["headers"])
        return response

    async def _exchange(self, method: str, url: str, **options: Any) -> httpx.Response:
        """Send one request on a free connection, the one used last first, and read its whole answer."""
        connection = await self._free.get()
        try:
            await self.pace.turn()
            self.requests += 1
            async with asyncio.timeout(self._patience.answer):
                response = await connection.request(method, url, **options)
        finally:
            self._free.put_nowait(connection)
        self.pace.watch(response.headers)
        return response


def same_place(url: str, other: str) -> bool:
    """Tell whether two URLs have one scheme, host and port, so that a token for one may go to the other."""
    return place(url) == place(other)


def place(url: str) -> tuple[str, str | None, int | None]:
    """Give a URL's scheme, host and port, with the port that the scheme implies."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"https": 443, "http": 80}.get(parts.scheme)
