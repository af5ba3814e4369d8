"""What each kind of server tells, and how it refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from typing import Any

import pytest

from rtgraph.sandbox.permissions import READER, STRANGER, Hidden
from rtgraph.sandbox.profiles import PROFILES
from rtgraph.sandbox.world import build_world
from tests.graphs import snapshot
from tests.sandbox.calls import Sandbox, creation
from tests.sandbox.conftest import opened

EVERY = list(PROFILES)
READ = ("net > app > db", *(f"source{number:02} > many" for number in range(20)))
CHANGED = ("one > other", "lone", "switched", *(f"source{number:02} > full" for number in range(20)))
"""The parts of the organization that tests read, and that they change."""

Serve = Callable[[str], Sandbox]


@pytest.fixture(scope="module")
def serve() -> Iterator[Serve]:
    """Give the sandbox of a profile, under the usual prefix so that its calls need not know another."""
    with ExitStack() as stack:

        @cache
        def served(name: str) -> Sandbox:
            hidden = {READER: Hidden(workspaces=frozenset({"ws-db"}), trigger_lists=frozenset({"ws-net"}))}
            made = snapshot(*READ, *CHANGED, project={"net": "core"}, auto="switched")
            return stack.enter_context(
                opened(build_world(made, hidden=hidden), profile=PROFILES[name], prefix="/api/v2")
            )

        yield served


def statuses(ask: Callable[[str], int]) -> dict[str, int]:
    return {name: ask(name) for name in EVERY}


def by_profile(*values: Any) -> dict[str, Any]:
    """Name values in the order of hcp, otf, terrapod, stackweaver, tfe-2022."""
    return dict(zip(EVERY, values, strict=True))


def test_the_order_of_the_profiles() -> None:
    assert EVERY == ["hcp", "otf", "terrapod", "stackweaver", "tfe-2022"]


def test_a_direction_that_is_not_said(serve: Serve) -> None:
    found = {name: serve(name).get("/workspaces/ws-app/run-triggers") for name in EVERY}
    assert {name: answer.status_code for name, answer in found.items()} == by_profile(400, 400, 422, 200, 400)
    assert [each["id"] for each in found["stackweaver"].json()["data"]] == ["rt-net-app"]
    assert found["terrapod"].json() == {
        "detail": "filter[run-trigger][type] is required and must be 'inbound' or 'outbound'"
    }
    assert found["otf"].json()["errors"][0]["status"] == "400"


def test_what_is_hidden_and_what_is_absent(serve: Serve) -> None:
    def ask(path: str, **options: Any) -> dict[str, int]:
        return statuses(lambda name: serve(name).get(path, **options).status_code)

    expected = by_profile(404, 403, 403, 403, 404)
    assert ask("/workspaces/ws-db", token=READER) == expected
    assert ask("/organizations/acme/workspaces/db", token=READER) == expected
    assert ask("/workspaces/ws-net/run-triggers", token=READER, filter_run_trigger_type="inbound") == expected
    assert ask("/organizations/acme", token=STRANGER) == expected
    assert ask("/run-triggers/rt-net-app", token=STRANGER) == expected
    absent = dict.fromkeys(EVERY, 404)
    assert ask("/workspaces/ws-nowhere", token=READER) == absent
    assert ask("/organizations/acme/workspaces/nowhere") == absent
    assert ask("/organizations/nowhere") == absent
    assert ask("/run-triggers/rt-nowhere") == absent


def test_what_may_not_be_written(serve: Serve) -> None:
    def write(method: str, path: str, body: Any = None) -> dict[str, int]:
        return statuses(lambda name: serve(name).call(method, path, json=body, token=READER).status_code)

    expected = by_profile(404, 403, 403, 403, 404)
    assert write("DELETE", "/run-triggers/rt-net-app") == expected
    assert write("POST", "/workspaces/ws-lone/run-triggers", creation("ws-app")) == expected
    assert write("PATCH", "/workspaces/ws-app", {"data": {"attributes": {"auto-apply": True}}}) == expected


def test_pairs_that_cannot_be(serve: Serve) -> None:
    def create(source: str, destination: str) -> dict[str, int]:
        return statuses(lambda name: serve(name).create(source, destination).status_code)

    assert create("one", "one") == dict.fromkeys(EVERY, 422)
    assert create("one", "other") == by_profile(422, 201, 409, 422, 422)
    assert create("lone", "full") == by_profile(422, 201, 422, 201, 422)
    assert create("other", "one") == dict.fromkeys(EVERY, 201)


def test_a_deletion_of_nothing(serve: Serve) -> None:
    assert statuses(lambda name: serve(name).call("DELETE", "/run-triggers/rt-nowhere").status_code) == by_profile(
        404, 404, 404, 204, 404
    )


def test_lists_of_run_triggers_with_and_without_pages(serve: Serve) -> None:
    def ask(name: str) -> tuple[list[str], int]:
        document = (
            serve(name).get("/workspaces/ws-many/run-triggers", filter_run_trigger_type="inbound", page_size=5).json()
        )
        return sorted(document), len(document["data"])

    paged, whole = (["data", "links", "meta"], 5), (["data"], 20)
    assert {name: ask(name) for name in EVERY} == by_profile(paged, paged, whole, whole, paged)


def test_what_a_run_trigger_tells(serve: Serve) -> None:
    def ask(name: str) -> list[str]:
        return sorted(serve(name).get("/run-triggers/rt-net-app").json()["data"]["attributes"])

    named, bare = ["created-at", "sourceable-name", "workspace-name"], ["created-at"]
    assert {name: ask(name) for name in EVERY} == by_profile(named, bare, named, named, named)


def test_what_a_workspace_tells_and_takes(serve: Serve) -> None:
    def ask(name: str) -> tuple[Any, Any, Any]:
        sandbox = serve(name)
        body = {"data": {"attributes": {"auto-apply-run-trigger": False}}}
        sandbox.call("PATCH", "/workspaces/ws-switched", json=body)
        kept = sandbox.world.organizations["acme"].workspaces["ws-switched"].auto_apply_run_trigger
        shown = sandbox.get("/workspaces/ws-net").json()["data"]
        project = shown["relationships"]["project"]["data"]
        return shown["attributes"].get("auto-apply-run-trigger"), kept, project and project["id"]

    whole, old = (False, False, "prj-core"), (None, True, None)
    assert {name: ask(name) for name in EVERY} == by_profile(whole, old, whole, whole, old)
    projects = statuses(lambda name: serve(name).get("/organizations/acme/projects").status_code)
    assert projects == by_profile(200, 404, 200, 200, 404)


def test_what_the_headers_say() -> None:
    def ask(name: str) -> dict[str, str]:
        with opened(build_world(snapshot("net")), profile=PROFILES[name], rate_limit=None) as sandbox:
            base = sandbox.get("/.well-known/terraform.json").json()["tfe.v2"]
            headers = sandbox.client.get(f"{base}ping", headers={"authorization": "Bearer owner-sandbox-token"}).headers
        told = ("tfp-appname", "x-tfe-version", "x-ratelimit-limit")
        return {name: headers[name] for name in told if name in headers} | {"base": base}

    assert {name: ask(name) for name in EVERY} == by_profile(
        {"tfp-appname": "HCP Terraform", "x-ratelimit-limit": "30", "base": "/api/v2/"},
        {"base": "/api/v2/"},
        {"base": "/api/v2/"},
        {"base": "/api/v2/"},
        {
            "tfp-appname": "Terraform Enterprise",
            "x-tfe-version": "v202208-1",
            "x-ratelimit-limit": "30",
            "base": "/tfe/api/v2/",
        },
    )
