from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from rtgraph.sandbox.permissions import Hidden
from rtgraph.sandbox.world import build_world
from tests.graphs import snapshot
from tests.sandbox.calls import Sandbox, creation, detail

Start = Callable[..., Sandbox]
NOT_FOUND = {"errors": [{"status": "404", "title": "not found"}]}


def test_a_run_trigger_as_the_api_describes_it(start: Start) -> None:
    sandbox = start(snapshot("net > app"))
    expected = {
        "id": "rt-net-app",
        "type": "run-triggers",
        "attributes": {"workspace-name": "app", "sourceable-name": "net", "created-at": "2024-01-01T00:00:00Z"},
        "relationships": {
            "workspace": {"data": {"id": "ws-app", "type": "workspaces"}},
            "sourceable": {"data": {"id": "ws-net", "type": "workspaces"}},
        },
        "links": {"self": "/api/v2/run-triggers/rt-net-app"},
    }
    assert sandbox.get("/run-triggers/rt-net-app").json() == {"data": expected}
    listed = sandbox.get("/workspaces/ws-app/run-triggers", filter_run_trigger_type="inbound").json()
    assert listed["data"] == [expected]
    assert listed["meta"]["pagination"] == {
        "current-page": 1,
        "page-size": 20,
        "prev-page": None,
        "next-page": None,
        "total-pages": 1,
        "total-count": 1,
    }
    link = (
        f"{sandbox.address}/api/v2/workspaces/ws-app/run-triggers"
        "?filter%5Brun-trigger%5D%5Btype%5D=inbound&page%5Bnumber%5D=1&page%5Bsize%5D=20"
    )
    assert listed["links"] == {"self": link, "first": link, "prev": None, "next": None, "last": link}


def test_inbound_queues_runs_here_and_outbound_elsewhere(start: Start) -> None:
    sandbox = start(snapshot("net > app > db", "net > db"))
    assert sandbox.triggers("app", "inbound") == ["net > app"]
    assert sandbox.triggers("app", "outbound") == ["app > db"]
    assert sandbox.triggers("net", "outbound") == ["net > app", "net > db"]
    assert sandbox.triggers("net", "inbound") == []


@pytest.mark.parametrize("query", [{}, {"filter_run_trigger_type": ""}, {"filter_run_trigger_type": "both"}])
def test_the_direction_must_be_said(acme: Sandbox, query: dict[str, str]) -> None:
    answer = acme.get(f"/workspaces/{acme.id_of('net-prod')}/run-triggers", **query)
    assert (answer.status_code, answer.json()["errors"][0]["status"]) == (400, "400")


def test_a_long_list_has_pages(acme: Sandbox) -> None:
    first = acme.triggers("inventory-prod", "inbound", page_size=10)
    second = acme.triggers("inventory-prod", "inbound", page_size=10, page_number=2)
    assert (len(first), len(second), len({*first, *second})) == (10, 7, 17)


def test_included_workspaces_come_with_inbound_alone(start: Start) -> None:
    hidden = {"reader-sandbox-token": Hidden(workspaces=frozenset({"ws-net"}))}
    sandbox = start(build_world(snapshot("net > db", "app > db"), hidden=hidden))

    def included(path: str, **options: Any) -> list[str] | None:
        document = sandbox.get(path, **options).json()
        return [each["id"] for each in document["included"]] if "included" in document else None

    inbound: dict[str, Any] = {"filter_run_trigger_type": "inbound", "include": "workspace,sourceable"}
    assert included("/workspaces/ws-db/run-triggers", **inbound) == ["ws-db", "ws-net", "ws-app"]
    assert included("/workspaces/ws-db/run-triggers", **inbound, token="reader-sandbox-token") == ["ws-db", "ws-app"]
    assert included("/workspaces/ws-db/run-triggers", filter_run_trigger_type="inbound") is None
    outbound = {"filter_run_trigger_type": "outbound", "include": "workspace,sourceable"}
    assert included("/workspaces/ws-net/run-triggers", **outbound) is None
    assert included("/run-triggers/rt-net-db", include="sourceable") == ["ws-net"]


def test_create_show_and_delete(start: Start) -> None:
    sandbox = start(snapshot("net", "app"))
    created = sandbox.create("net", "app")
    data = created.json()["data"]
    assert created.status_code == 201
    assert data["relationships"]["sourceable"]["data"]["id"] == "ws-net"
    assert data["relationships"]["workspace"]["data"]["id"] == "ws-app"
    assert data["id"].startswith("rt-")
    assert len(data["id"]) == 19
    assert sandbox.triggers("app", "inbound") == ["net > app"]
    assert sandbox.get(f"/run-triggers/{data['id']}").json() == created.json()
    deleted = sandbox.call("DELETE", f"/run-triggers/{data['id']}")
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert sandbox.triggers("app", "inbound") == sandbox.triggers("net", "outbound") == []
    again = sandbox.call("DELETE", f"/run-triggers/{data['id']}")
    assert (again.status_code, again.json()) == (404, NOT_FOUND)


def test_a_trigger_carries_the_names_of_now(start: Start) -> None:
    sandbox = start(snapshot("net > app"))
    sandbox.call("PATCH", "/workspaces/ws-net", json={"data": {"attributes": {"name": "network"}}})
    assert sandbox.triggers("app", "inbound") == ["network > app"]


def test_pairs_that_cannot_be(start: Start) -> None:
    sandbox = start(snapshot("net > app"))
    assert detail(sandbox.create("net", "net")) == "Sourceable must be another workspace"
    assert detail(sandbox.create("net", "app")) == "Sourceable has already been taken"
    assert sandbox.create("app", "net").status_code == 201  # the other way round is another pair
    assert len(sandbox.world.run_triggers) == 2


def test_twenty_sources_and_no_more(start: Start) -> None:
    sandbox = start(snapshot(*(f"source{number} > app" for number in range(19)), "source19", "source20"))
    assert sandbox.create("source19", "app").status_code == 201
    assert detail(sandbox.create("source20", "app")) == "Workspace has reached the limit of 20 source workspaces"
    assert len(sandbox.triggers("app", "inbound", page_size=100)) == 20


def test_cycles_are_allowed_unless_they_are_to_be_refused(start: Start) -> None:
    ring = snapshot("net > app > db")
    assert start(ring).create("db", "net").status_code == 201
    refusing = start(ring, cycles="refuse")
    assert detail(refusing.create("db", "net")) == "Run trigger would close a cycle: db → net → app → db"
    assert refusing.create("net", "db").status_code == 201


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (creation("ws-nowhere"), 404),
        (creation("ws-net", "projects"), 422),
        ({}, 422),
        ({"data": None}, 422),
        ({"data": {"relationships": {"sourceable": {"data": None}}}}, 422),
        ({"data": {"relationships": {"sourceable": {"data": {"id": 7, "type": "workspaces"}}}}}, 422),
        ([], 422),
    ],
)
def test_a_document_that_asks_for_nothing_that_can_be(start: Start, body: Any, status: int) -> None:
    sandbox = start(snapshot("net", "app"))
    answer = sandbox.call("POST", "/workspaces/ws-app/run-triggers", json=body)
    assert answer.status_code == status
    assert sandbox.world.run_triggers == {}


def test_a_wrong_type_is_pointed_at(start: Start) -> None:
    body = {"data": {"relationships": {"sourceable": {"data": {"id": 7, "type": "workspaces"}}}}}
    answer = start(snapshot("net")).call("POST", "/workspaces/ws-net/run-triggers", json=body)
    assert answer.json()["errors"][0]["source"] == {"pointer": "/data/relationships/sourceable/data/id"}


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"nonsense"])
def test_a_body_that_is_not_json(start: Start, content: bytes) -> None:
    answer = start(snapshot("net")).call("POST", "/workspaces/ws-net/run-triggers", content=content)
    assert (answer.status_code, answer.json()["errors"][0]["title"]) == (400, "JSON body is invalid")


def test_a_source_in_another_organization_is_not_found(start: Start) -> None:
    sandbox = start(snapshot("net"))
    sandbox.call("POST", "/organizations", json={"data": {"attributes": {"name": "other", "email": "a@example.com"}}})
    created = sandbox.call("POST", "/organizations/other/workspaces", json={"data": {"attributes": {"name": "app"}}})
    answer = sandbox.call("POST", "/workspaces/ws-net/run-triggers", json=creation(created.json()["data"]["id"]))
    assert (answer.status_code, answer.json()) == (404, NOT_FOUND)


def test_one_creation_at_a_time_in_an_organization(start: Start) -> None:
    sandbox = start(snapshot("net", *(f"app{number}" for number in range(6))), creation_seconds=0.5)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda number: sandbox.create("net", f"app{number}"), range(6)))
    refused = [each for each in answers if each.status_code != 201]
    assert len(refused) == 5
    assert {detail(each) for each in refused} == {
        "Run Trigger creation locked by another user in your organization. Please try again"
    }
    assert (
        sandbox.create("net", next(f"app{n}" for n, each in enumerate(answers) if each in refused)).status_code == 201
    )


def test_a_workspace_that_goes_while_its_trigger_is_created(start: Start) -> None:
    sandbox = start(snapshot("net", "app"), creation_seconds=0.3)
    with ThreadPoolExecutor(1) as pool:
        creating = pool.submit(sandbox.create, "net", "app")
        while not sandbox.world.organizations["acme"].creating:
            assert not creating.done()
        assert sandbox.call("DELETE", "/workspaces/ws-net").status_code == 204
        assert creating.result().status_code == 404
    assert sandbox.world.organizations["acme"].creating is False


def test_the_far_end_of_a_trigger_is_named_even_where_it_may_not_be_read(start: Start) -> None:
    hidden = {"reader-sandbox-token": Hidden(workspaces=frozenset({"ws-net", "ws-db"}))}
    sandbox = start(build_world(snapshot("net > app > db", "net > db"), hidden=hidden))
    reader: dict[str, Any] = {"token": "reader-sandbox-token"}
    assert sandbox.triggers("app", "inbound", **reader) == ["net > app"]
    assert sandbox.triggers("app", "outbound", **reader) == ["app > db"]
    assert sandbox.get("/run-triggers/rt-net-app", **reader).status_code == 200
    assert sandbox.get("/run-triggers/rt-net-db", **reader).status_code == 404
    assert sandbox.get("/workspaces/ws-db/run-triggers", filter_run_trigger_type="inbound", **reader).status_code == 404


def test_a_list_may_be_hidden_where_its_workspace_is_not(start: Start) -> None:
    hidden = {"demo-sandbox-token": Hidden(trigger_lists=frozenset({"ws-app"}))}
    sandbox = start(build_world(snapshot("net > app > db"), hidden=hidden))
    demo: dict[str, Any] = {"token": "demo-sandbox-token"}
    assert sandbox.get("/workspaces/ws-app", **demo).status_code == 200
    for direction in ("inbound", "outbound"):
        answer = sandbox.get("/workspaces/ws-app/run-triggers", filter_run_trigger_type=direction, **demo)
        assert (answer.status_code, answer.json()) == (404, NOT_FOUND)
    assert sandbox.triggers("net", "outbound", **demo) == ["net > app"]


@pytest.mark.parametrize(
    ("token", "statuses"),
    [
        ("owner-sandbox-token", [201, 204]),
        ("organization-sandbox-token", [201, 204]),
        ("demo-sandbox-token", [201, 204]),
        ("reader-sandbox-token", [404, 404]),
        ("viewer-sandbox-token", [404, 404]),
        ("stranger-sandbox-token", [404, 404]),
        ("wrong", [401, 401]),
    ],
)
def test_who_may_write(start: Start, token: str, statuses: list[int]) -> None:
    sandbox = start(snapshot("net > app", "db"))
    answers = [
        sandbox.create("db", "app", token=token),
        sandbox.call("DELETE", "/run-triggers/rt-net-app", token=token),
    ]
    assert [each.status_code for each in answers] == statuses


def test_what_may_not_be_read_may_not_be_written(start: Start) -> None:
    hidden = {"demo-sandbox-token": Hidden(workspaces=frozenset({"ws-net"}))}
    sandbox = start(build_world(snapshot("net > app > net"), hidden=hidden))
    demo: dict[str, Any] = {"token": "demo-sandbox-token"}
    assert sandbox.create("net", "app", **demo).json() == NOT_FOUND
    assert sandbox.create("app", "net", **demo).json() == NOT_FOUND
    assert sandbox.call("DELETE", "/run-triggers/rt-app-net", **demo).json() == NOT_FOUND  # net is its workspace
    assert sandbox.call("DELETE", "/run-triggers/rt-net-app", **demo).status_code == 204
