"""The client over real sockets, against servers that break the rules of HTTP."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from rtgraph.client import Client
from rtgraph.errors import ApiError
from rtgraph.hosts import Host
from rtgraph.identities import Account, read_account
from rtgraph.patience import Patience

BODY = b'{"data": {"id": "user-1"}}'
GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nSet-Cookie: s=1\r\n\r\n%s" % (len(BODY), BODY)
IMPATIENT = Patience(total=1.0, first=0.01, read=0.3, connect=0.3)

Handle = Callable[[asyncio.StreamWriter], None]


def send(data: bytes) -> Handle:
    """Send bytes and end the connection."""
    return lambda writer: writer.write(data)


def reset(writer: asyncio.StreamWriter) -> None:
    """End the connection with a reset."""
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


BREAKS: dict[str, Handle] = {
    "a reset": reset,
    "the connection closed at once": send(b""),
    "a body cut off": send(GOOD[:-5]),
    "headers cut off": send(GOOD[:30]),
    "a chunk cut off": send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1a\r\n{"),
    "a chunk of no size": send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{"),
    "no HTTP": send(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "bad gzip": send(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd"),
    "a header without end": send(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000),
}


async def ask(*handles: Handle | None, patience: Patience = IMPATIENT) -> tuple[Account, list[bytes]]:
    """Ask a server that handles its connections as told, the last way for ever; None holds a connection open."""
    left, heads = list(handles), []
    held: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        handle = left.pop(0) if len(left) > 1 else left[0]
        if handle is None:
            held.append(writer)
            return
        handle(writer)
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        host = Host(url=f"http://127.0.0.1:{port}", name=f"127.0.0.1:{port}")
        try:
            async with Client(host, "a-token", patience=patience) as client:
                return await client.get("account/details", {}, read_account), heads
        finally:
            for writer in held:
                writer.close()


@pytest.mark.parametrize("handle", BREAKS.values(), ids=BREAKS)
def test_a_connection_that_breaks_is_tried_again(handle: Handle) -> None:
    account, heads = asyncio.run(ask(handle, send(GOOD)))
    assert (account, len(heads)) == (Account(name="user-1", kind="users", id="user-1"), 2)


@pytest.mark.parametrize("handle", BREAKS.values(), ids=BREAKS)
def test_connections_that_always_break_end_in_one_line(handle: Handle) -> None:
    with pytest.raises(
        ApiError, match=r"^GET /api/v2/account/details on http://127\.0\.0\.1:\d+: .+; check --host, "
    ) as caught:
        asyncio.run(ask(handle, patience=Patience(total=0.05, first=0.01)))
    assert "a-token" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_server_that_never_answers_is_given_up() -> None:
    with pytest.raises(ApiError, match="no answer in time"):
        asyncio.run(ask(None))


def test_a_port_where_nobody_listens_is_told() -> None:
    async def work() -> None:
        host = Host(url="http://127.0.0.1:1", name="127.0.0.1:1")
        async with Client(host, "a-token", patience=IMPATIENT) as client:
            await client.discover()

    with pytest.raises(ApiError, match=r"on http://127\.0\.0\.1:1: .*(refused|failed).*; check --host"):
        asyncio.run(work())


def test_the_machine_itself_is_asked_past_every_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    _, (head,) = asyncio.run(ask(send(GOOD)))
    assert head.startswith(b"GET /api/v2/account/details HTTP/1.1\r\n")


def test_logins_in_a_netrc_file_do_not_replace_the_token(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("default login ada password hunter2\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    _, (head,) = asyncio.run(ask(send(GOOD)))
    assert b"authorization: bearer a-token\r\n" in head.lower()


def test_connections_are_used_again_and_cookies_are_not() -> None:
    heads: list[bytes] = []
    peers: set[object] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peers.add(writer.get_extra_info("peername"))
        try:
            while True:
                heads.append(await reader.readuntil(b"\r\n\r\n"))
                writer.write(GOOD)
        except asyncio.IncompleteReadError:
            writer.close()

    async def work() -> None:
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            async with Client(Host(url=f"http://127.0.0.1:{port}", name="x"), "a-token") as client:
                for _ in range(40):
                    await client.get("account/details", {}, read_account)
            await asyncio.sleep(0)

    asyncio.run(work())
    assert (len(heads), len(peers)) == (40, 1)
    assert not any(b"cookie" in head.lower() for head in heads)
