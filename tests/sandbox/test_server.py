from __future__ import annotations

import asyncio
import socket

import httpx
import pytest

from rtgraph.errors import RtgraphError
from rtgraph.sandbox.application import build_application
from rtgraph.sandbox.sample import load_sample
from rtgraph.sandbox.server import open_socket, running, serve
from rtgraph.sandbox.transport import in_process
from rtgraph.sandbox.world import build_world
from tests.graphs import snapshot


def test_a_running_sandbox_notes_what_it_is_asked() -> None:
    with running(build_application(build_world(snapshot("net")))) as sandbox:
        with httpx.Client(base_url=sandbox.address) as client:
            client.get("/api/v2/ping", headers={"authorization": "Bearer owner-sandbox-token"})
            client.get("/api/v2/organizations/acme?q=1")
        assert sandbox.address.startswith("http://127.0.0.1:")
    noted = [(each.method, each.path, each.query, each.token, each.status) for each in sandbox.exchanges]
    assert noted == [
        ("GET", "/api/v2/ping", "", "owner-sandbox-token", 204),
        ("GET", "/api/v2/organizations/acme", "q=1", "", 401),
    ]
    assert (sandbox.count(), sandbox.count("ping"), sandbox.count(status=401)) == (2, 1, 1)


def test_after_the_block_the_port_is_free() -> None:
    with running(build_application(build_world(snapshot("net")))) as sandbox:
        port = int(sandbox.address.rpartition(":")[2])
    with pytest.raises(httpx.ConnectError):
        httpx.get(sandbox.address)
    open_socket(port).close()


def test_a_failing_block_ends_the_sandbox_too() -> None:
    with pytest.raises(KeyError), running(build_application(build_world(snapshot("net")))) as sandbox:
        raise KeyError
    with pytest.raises(httpx.ConnectError):
        httpx.get(sandbox.address)


def test_two_sandboxes_share_nothing() -> None:
    first, second = load_sample(), load_sample()
    first.delete_organization(first.organizations["acme"])
    with running(build_application(first)) as empty, running(build_application(second)) as full:
        headers = {"authorization": "Bearer owner-sandbox-token"}
        statuses = [
            httpx.get(f"{each.address}/api/v2/organizations/acme", headers=headers).status_code
            for each in (empty, full)
        ]
    assert statuses == [404, 200]


def test_a_taken_port_is_one_clear_line() -> None:
    with open_socket(0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            RtgraphError, match=rf"cannot serve on 127\.0\.0\.1:{port}: .*; choose another port, 0 takes a free one"
        ):
            serve(build_application(load_sample()), port, print)


def test_answers_do_not_wait_for_the_clients_acknowledgement() -> None:
    with open_socket(0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.proto == socket.IPPROTO_TCP  # what makes asyncio switch Nagle's algorithm off


def test_another_prefix_and_a_latency() -> None:
    application = build_application(build_world(snapshot("net")), prefix="/tfe/api/v2", latency=0.001)
    with running(application) as sandbox, httpx.Client(base_url=sandbox.address) as client:
        base = client.get("/.well-known/terraform.json").json()["tfe.v2"]
        assert base == "/tfe/api/v2/"
        answer = client.get(f"{base}workspaces/ws-net", headers={"authorization": "Bearer owner-sandbox-token"})
        assert answer.json()["data"]["links"]["self"] == "/tfe/api/v2/organizations/acme/workspaces/net"
        assert client.get("/api/v2/ping").status_code == 404


def test_in_process_it_answers_the_same_without_a_socket() -> None:
    async def ask() -> httpx.Response:
        transport = in_process(build_application(load_sample()))
        async with httpx.AsyncClient(transport=transport, base_url="https://sandbox.example") as client:
            headers = {"authorization": "Bearer demo-sandbox-token"}
            return await client.get("/api/v2/organizations/acme/workspaces?page%5Bsize%5D=1", headers=headers)

    answer = asyncio.run(ask())
    assert answer.json()["meta"]["pagination"]["total-count"] == 62
    assert answer.json()["links"]["next"] == (
        "https://sandbox.example/api/v2/organizations/acme/workspaces?page%5Bnumber%5D=2&page%5Bsize%5D=1"
    )
