"""One connection to the server: no cookies, no redirects, no answer without end."""

from __future__ import annotations

from http.cookiejar import CookieJar
from typing import TYPE_CHECKING, Any, NoReturn

import httpx

from rtgraph import __version__
from rtgraph.errors import ApiError, ConfigurationError

if TYPE_CHECKING:
    from ssl import SSLContext

    from rtgraph.hosts import Host
    from rtgraph.patience import Patience

MOST_BYTES = 64 * 2**20
"""An answer larger than this is no document of the API, whose pages of 100 workspaces have half a mebibyte."""


def open_connection(
    host: Host, context: SSLContext, patience: Patience, transport: httpx.AsyncBaseTransport | None
) -> httpx.AsyncClient:
    """Make one connection: no cookies, no redirects, and no proxy between us and this machine."""
    try:
        return httpx.AsyncClient(
            verify=context,
            transport=transport,
            trust_env=not host.loopback,
            timeout=httpx.Timeout(patience.read, connect=patience.connect, pool=None),
            limits=httpx.Limits(max_connections=1),
            cookies=NoCookies(),
            headers={"user-agent": f"rtgraph/{__version__}", "accept": "application/vnd.api+json"},
        )
    except (ValueError, ImportError, httpx.InvalidURL) as error:
        refuse_proxies(error)


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
