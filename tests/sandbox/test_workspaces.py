from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from rtgraph.models import Project
from rtgraph.sandbox.sample import load_sample
from rtgraph.sandbox.world import build_world
from tests.graphs import snapshot
from tests.sandbox.calls import Sandbox, detail, names

Start = Callable[..., Sandbox]
LIST = "/organizations/acme/workspaces"


def wanted(**attributes: Any) -> dict[str, Any]:
    return {
        "data": {
            "type": "workspaces",
            "attributes": {key.replace("_", "-"): value for key, value in attributes.items()},
        }
    }


def test_a_workspace_as_the_api_describes_it(start: Start) -> None:
    workspace = {
        "project": Project(id="prj-core", name="core"),
        "tags": ("aws", "prod"),
        "auto_apply": True,
        "locked": False,
        "terraform_version": "1.9.8",
        "resource_count": 12,
        "plan_seconds": 20.0,
        "apply_seconds": 158.5,
    }
    sandbox = start(snapshot("net", auto="net", net=workspace))
    data = sandbox.get("/workspaces/ws-net").json()["data"]
    permissions = data["attributes"].pop("permissions")
    assert {permissions[each] for each in ("can-update", "can-read-run")} == {True}
    expected = {
        "name": "net",
        "auto-apply": True,
        "auto-apply-run-trigger": True,
        "execution-mode": "remote",
        "locked": False,
        "terraform-version": "1.9.8",
        "tag-names": ["aws", "prod"],
        "resource-count": 12,
        "plan-duration-average": 20_000,
        "apply-duration-average": 158_500,
        "global-remote-state": False,
    }
    assert {key: data["attributes"][key] for key in expected} == expected
    assert (data["id"], data["type"]) == ("ws-net", "workspaces")
    assert data["relationships"] == {
        "organization": {"data": {"id": "acme", "type": "organizations"}},
        "project": {"data": {"id": "prj-core", "type": "projects"}},
        "current-run": {"data": {"id": "run-net", "type": "runs"}},
        "remote-state-consumers": {
            "links": {"related": "/api/v2/workspaces/ws-net/relationships/remote-state-consumers"}
        },
    }
    assert data["links"] == {
        "self": "/api/v2/organizations/acme/workspaces/net",
        "self-html": "/app/acme/workspaces/net",
    }
    assert sandbox.get(f"{LIST}/net").json()["data"] == sandbox.get("/workspaces/ws-net").json()["data"]


def test_what_the_record_does_not_know_is_left_out_or_null(start: Start) -> None:
    data = start(snapshot("net", net={"auto_apply_run_trigger": None})).get("/workspaces/ws-net").json()["data"]
    assert "auto-apply-run-trigger" not in data["attributes"]
    assert data["attributes"]["apply-duration-average"] is None
    assert data["relationships"]["project"] == {"data": None}
    assert data["relationships"]["current-run"] == {"data": None}


def test_a_hostile_name_is_only_a_name(start: Start) -> None:
    name = 'a"b\\c</script>\x1b[31m\u202eé'
    sandbox = start(snapshot("net", net={"name": name}))
    assert names(sandbox.get(LIST)) == [name]
    links = sandbox.get("/workspaces/ws-net").json()["data"]["links"]
    assert links["self-html"] == "/app/acme/workspaces/a%22b%5Cc%3C%2Fscript%3E%1B%5B31m%E2%80%AE%C3%A9"


def test_pages_have_meta_and_absolute_links(acme: Sandbox) -> None:
    answer = acme.get(LIST, sort="name", page_number=2).json()
    link = f"{acme.address}/api/v2{LIST}?sort=name&page%5Bnumber%5D={{}}&page%5Bsize%5D=20"
    numbers = {"self": 2, "first": 1, "prev": 1, "next": 3, "last": 4}
    assert answer["links"] == {name: link.format(number) for name, number in numbers.items()}
    assert answer["meta"] == {
        "pagination": {
            "current-page": 2,
            "page-size": 20,
            "prev-page": 1,
            "next-page": 3,
            "total-pages": 4,
            "total-count": 63,
        }
    }


def test_pages_together_are_the_whole_list(acme: Sandbox) -> None:
    pages = [names(acme.get(LIST, sort="name", page_size=25, page_number=number)) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [25, 25, 13]
    assert [name for page in pages for name in page] == sorted(acme.world.organizations["acme"].names)


def test_past_the_last_page_there_is_nothing_but_the_true_total(acme: Sandbox) -> None:
    answer = acme.get(LIST, page_number=999, page_size=100)
    assert (answer.status_code, answer.json()["data"]) == (200, [])
    pagination = answer.json()["meta"]["pagination"]
    assert (pagination["current-page"], pagination["total-count"]) == (999, 63)
    assert (pagination["next-page"], pagination["prev-page"]) == (None, None)


@pytest.mark.parametrize(
    ("size", "counted"), [("7", 7), ("100", 100), ("1000", 100), ("0", 20), ("-3", 20), ("x", 20), ("9" * 5000, 20)]
)
def test_a_page_size_is_clamped_and_never_refused(acme: Sandbox, size: str, counted: int) -> None:
    assert acme.get(LIST, page_size=size).json()["meta"]["pagination"]["page-size"] == counted


def test_order(acme: Sandbox) -> None:
    by_name = names(acme.get(LIST, sort="name", page_size=100))
    assert by_name == sorted(by_name)
    assert names(acme.get(LIST, sort="-name", page_size=100)) == by_name[::-1]
    assert names(acme.get(LIST, page_size=100)) != by_name  # arbitrary, and the same each time
    assert names(acme.get(LIST, page_size=100)) == names(acme.get(LIST, page_size=100))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"search_name": "NET-"}, ["net-dev", "net-prod", "net-staging"]),
        ({"search_wildcard_name": "net-*"}, ["net-dev", "net-prod", "net-staging"]),
        ({"search_wildcard_name": "*-dev"}, ["cluster-addons-dev", "eks-dev", "net-dev"]),
        ({"search_wildcard_name": "*-hub-*"}, ["security-hub-prod"]),
        ({"search_wildcard_name": "net-prod"}, ["net-prod"]),
        ({"search_tags": "dev"}, ["cluster-addons-dev", "eks-dev", "net-dev"]),
        ({"search_tags": "gcp,staging"}, ["search-staging"]),
        ({"search_tags": "gcp", "search_exclude_tags": "prod,dev"}, ["search-staging"]),
        ({"search_name": "net-", "search_exclude_tags": "dev"}, ["net-prod", "net-staging"]),
        ({"search_name": "no such thing"}, []),
    ],
)
def test_searches(acme: Sandbox, query: dict[str, str], found: list[str]) -> None:
    assert names(acme.get(LIST, sort="name", **query)) == found


def test_one_project(acme: Sandbox) -> None:
    projects = acme.get("/organizations/acme/projects", q="core").json()["data"]
    found = acme.get(LIST, filter_project_id=projects[0]["id"], page_size=100).json()["data"]
    assert len(found) == 15
    assert {each["relationships"]["project"]["data"]["id"] for each in found} == {projects[0]["id"]}


def test_a_reader_sees_its_own_and_404_for_the_rest(acme: Sandbox) -> None:
    reader: dict[str, Any] = {"token": "reader-sandbox-token"}
    assert len(names(acme.get(LIST, page_size=100, **reader))) == 15
    for path in (f"{LIST}/net-prod", f"/workspaces/{acme.id_of('net-prod')}"):
        answer = acme.get(path, **reader)
        assert (answer.status_code, answer.json()) == (404, {"errors": [{"status": "404", "title": "not found"}]})
    permissions = acme.get(f"{LIST}/checkout-prod", **reader).json()["data"]["attributes"]["permissions"]
    assert (permissions["can-read-run"], permissions["can-update"]) == (True, False)


def test_workspaces_are_created_changed_and_deleted(start: Start) -> None:
    sandbox = start(load_sample())
    created = sandbox.call("POST", LIST, json=wanted(name="new-prod", auto_apply=True))
    assert created.status_code == 201
    data = created.json()["data"]
    assert (data["attributes"]["auto-apply"], data["attributes"]["auto-apply-run-trigger"]) == (True, False)
    assert data["id"].startswith("ws-")
    assert len(data["id"]) == 19
    changed = sandbox.call("PATCH", f"/workspaces/{data['id']}", json=wanted(auto_apply_run_trigger=True, name="newer"))
    assert changed.json()["data"]["attributes"]["auto-apply-run-trigger"] is True
    assert sandbox.get(f"{LIST}/new-prod").status_code == 404
    assert sandbox.get(f"{LIST}/newer").json() == changed.json()
    assert sandbox.call("PATCH", f"{LIST}/newer", json=wanted(execution_mode="local")).status_code == 200
    assert sandbox.get(f"{LIST}/newer").json()["data"]["attributes"]["execution-mode"] == "local"
    assert sandbox.call("DELETE", f"{LIST}/newer").status_code == 204
    assert sandbox.get(f"/workspaces/{data['id']}").status_code == 404


def test_created_ids_and_times_are_the_same_in_every_run(start: Start) -> None:
    answers = [start(load_sample()).call("POST", LIST, json=wanted(name="new-prod")).json() for _ in range(2)]
    assert answers[0] == answers[1]


def test_a_workspace_moves_to_another_project(start: Start) -> None:
    sandbox = start(load_sample())
    project = sandbox.get("/organizations/acme/projects", q="payments").json()["data"][0]["id"]
    body = wanted() | {}
    body["data"]["relationships"] = {"project": {"data": {"type": "projects", "id": project}}}
    moved = sandbox.call("PATCH", f"{LIST}/net-prod", json=body)
    assert moved.json()["data"]["relationships"]["project"]["data"]["id"] == project
    body["data"]["relationships"]["project"]["data"]["id"] = "prj-nowhere"
    assert sandbox.call("PATCH", f"{LIST}/net-prod", json=body).status_code == 404


def test_a_workspace_takes_its_run_triggers_with_it(start: Start) -> None:
    sandbox = start(snapshot("net > app > db"))
    assert sandbox.call("DELETE", "/workspaces/ws-app").status_code == 204
    assert sandbox.triggers("net", "outbound") == sandbox.triggers("db", "inbound") == []
    assert sandbox.get("/run-triggers/rt-net-app").status_code == 404


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ({"name": "net"}, "Name has already been taken"),
        ({"name": "a b"}, "Name can only contain letters, numbers, -, and _"),
        ({}, "Name can only contain letters, numbers, -, and _"),
        ({"name": "app", "auto_apply": "yes"}, "Expected `bool | null`, got `str`"),
    ],
)
def test_a_workspace_that_cannot_be(start: Start, attributes: dict[str, Any], said: str) -> None:
    assert detail(start(snapshot("net")).call("POST", LIST, json=wanted(**attributes))) == said


def test_renaming_onto_another_is_refused(start: Start) -> None:
    sandbox = start(snapshot("net", "app"))
    assert detail(sandbox.call("PATCH", "/workspaces/ws-net", json=wanted(name="app"))) == "Name has already been taken"
    assert sandbox.call("PATCH", "/workspaces/ws-net", json=wanted(name="net")).status_code == 200


@pytest.mark.parametrize(
    ("token", "statuses"),
    [
        ("reader-sandbox-token", [404, 404, 404]),
        ("viewer-sandbox-token", [404, 404, 404]),
        ("demo-sandbox-token", [404, 200, 204]),
        ("organization-sandbox-token", [201, 200, 204]),
        ("stranger-sandbox-token", [404, 404, 404]),
        ("wrong", [401, 401, 401]),
    ],
)
def test_who_may_write(start: Start, token: str, statuses: list[int]) -> None:
    sandbox = start(snapshot("net"))
    answers = [
        sandbox.call("POST", LIST, json=wanted(name="new"), token=token),
        sandbox.call("PATCH", "/workspaces/ws-net", json=wanted(auto_apply=True), token=token),
        sandbox.call("DELETE", "/workspaces/ws-net", token=token),
    ]
    assert [each.status_code for each in answers] == statuses


@pytest.mark.parametrize("media_type", [None, "application/json", "text/plain"])
def test_a_change_needs_the_media_type_even_without_a_body(start: Start, media_type: str | None) -> None:
    sandbox = start(snapshot("net > app"))
    for method, path in (
        ("POST", LIST),
        ("PATCH", "/workspaces/ws-net"),
        ("DELETE", "/workspaces/ws-net"),
        ("DELETE", "/run-triggers/rt-net-app"),
        ("POST", "/workspaces/ws-net/run-triggers"),
        ("DELETE", "/organizations/acme"),
    ):
        assert sandbox.call(method, path, media_type=media_type).status_code == 415
    assert sandbox.get("/run-triggers/rt-net-app", media_type=media_type).status_code == 200


def test_a_media_type_may_have_parameters(start: Start) -> None:
    sandbox = start(snapshot("net"))
    media_type = "application/vnd.api+json; charset=utf-8"
    assert sandbox.call("DELETE", "/workspaces/ws-net", media_type=media_type).status_code == 204


def test_remote_state_consumers(acme: Sandbox) -> None:
    def consumers(name: str, **options: Any) -> list[str]:
        path = f"/workspaces/{acme.id_of(name)}/relationships/remote-state-consumers"
        return names(acme.get(path, page_size=100, **options))

    assert consumers("kms-prod") == ["card-vault-prod", "transit-gateway-prod", "vault-prod"]
    assert consumers("kms-prod", token="demo-sandbox-token") == ["card-vault-prod", "transit-gateway-prod"]
    everyone = set(acme.world.organizations["acme"].names)
    assert set(consumers("org-baseline-prod")) == everyone - {"org-baseline-prod"}
    assert consumers("org-baseline-prod", show_only_configured="true") == []


def test_global_remote_state_is_switched_like_any_attribute(start: Start) -> None:
    sandbox = start(build_world(snapshot("net", "app", "db"), consumers={"ws-net": ("ws-db",)}))
    path = "/workspaces/ws-net/relationships/remote-state-consumers"
    assert names(sandbox.get(path)) == ["db"]
    answer = sandbox.call("PATCH", "/workspaces/ws-net", json=wanted(global_remote_state=True))
    assert answer.json()["data"]["attributes"]["global-remote-state"] is True
    assert names(sandbox.get(path)) == ["app", "db"]
    sandbox.call("PATCH", "/workspaces/ws-net", json=wanted(global_remote_state=False))
    assert names(sandbox.get(path)) == ["db"]
