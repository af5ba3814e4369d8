from __future__ import annotations

from typing import Any

import httpx
import pytest

from rtgraph.checkpoint import ConsumerList, Listing, TriggerList
from rtgraph.errors import ApiError, RtgraphError, UnauthorizedError
from rtgraph.jsonapi import ListedTrigger
from rtgraph.listing import MISCOUNTED, list_consumers, list_triggers, list_workspaces
from rtgraph.models import BlindSpot, Direction, Project, Scope, Workspace
from tests.clock import run
from tests.fakes import Api, document, refusal, trigger, triggers, workspace, workspaces

CORE = Project(id="prj-core", name="core")
WORKSPACES = "/api/v2/organizations/acme/workspaces"


def listing(api: Api, scope: Scope | None = None) -> Listing:
    async def work() -> Listing:
        async with api.client() as client:
            return await list_workspaces(client, "acme", scope, lambda *_: None)

    return run(work())


def names(found: Listing) -> list[str]:
    return [each.name for each in found.workspaces]


def params(api: Api) -> dict[str, str]:
    """Give what was asked of the list of workspaces, besides the page."""
    request = next(each for each in api.requests if each.url.path == WORKSPACES)
    return {key: value for key, value in request.url.params.items() if not key.startswith("page[")}


def record(name: str, project: Project | None = CORE, tags: tuple[str, ...] = ()) -> Workspace:
    return Workspace(
        id=f"ws-{name}", name=name, project=project, tags=tags, url=f"https://tfe.example/app/acme/workspaces/{name}"
    )


def many() -> Api:
    return Api(
        workspaces=[
            workspace("net-prod", project="core", tag_names=["prod", "eu"]),
            workspace("net-test", project="core", tag_names=["test"]),
            workspace("app-prod", project="payments", tag_names=["prod"]),
            workspace("internet", project=None),
        ],
        projects=[
            {"id": f"prj-{name}", "attributes": {"name": name}} for name in ("payments", "core", "Default Project")
        ],
    )


def test_workspaces_come_by_name_with_the_names_of_their_projects() -> None:
    api = Api(workspaces=[workspace("b"), workspace("a", project=None), workspace("c", project="gone")])
    assert listing(api) == Listing(
        workspaces=(record("a", None), record("b"), record("c", Project(id="prj-gone", name="prj-gone"))),
        blind_spots=(),
    )


def test_pages_are_handed_on_as_they_come_with_the_servers_count() -> None:
    api, came = Api(workspaces=workspaces(250)), []

    async def work() -> None:
        async with api.client() as client:
            await list_workspaces(client, "acme", None, lambda page, total: came.append((len(page), total)))

    run(work())
    assert sorted(came, reverse=True) == [(100, 250), (100, 250), (50, 250)]


def test_pages_are_asked_for_in_the_order_of_names() -> None:
    api = many()
    listing(api)
    assert params(api) == {"sort": "name"}


SCOPES = [
    (Scope(project="core"), {"filter[project][id]": "prj-core"}, ["net-prod", "net-test"]),
    (Scope(project="prj-payments"), {"filter[project][id]": "prj-payments"}, ["app-prod"]),
    (Scope(tags=("prod",)), {"search[tags]": "prod"}, ["app-prod", "net-prod"]),
    (Scope(tags=("eu", "prod")), {"search[tags]": "eu,prod"}, ["net-prod"]),
    (Scope(name="net-prod"), {"search[name]": "net-prod"}, ["net-prod"]),
    (Scope(name="net-*"), {"search[wildcard-name]": "net-*"}, ["net-prod", "net-test"]),
    (Scope(name="*-prod"), {"search[wildcard-name]": "*-prod"}, ["app-prod", "net-prod"]),
    (Scope(name="*net*"), {"search[wildcard-name]": "*net*"}, ["internet", "net-prod", "net-test"]),
    (Scope(name="n*t-prod"), {}, ["net-prod"]),
    (Scope(name="net-????"), {}, ["net-prod", "net-test"]),
    (Scope(name="[an]*-prod"), {}, ["app-prod", "net-prod"]),
    (Scope(name="**-prod"), {}, ["app-prod", "net-prod"]),
    (Scope(name="*"), {}, ["app-prod", "internet", "net-prod", "net-test"]),
    (Scope(name="NET-*"), {"search[wildcard-name]": "NET-*"}, []),
    (
        Scope(project="core", tags=("prod",), name="net-*"),
        {"filter[project][id]": "prj-core", "search[tags]": "prod", "search[wildcard-name]": "net-*"},
        ["net-prod"],
    ),
]


@pytest.mark.parametrize(
    ("scope", "asked", "found"), SCOPES, ids=lambda value: str(value) if isinstance(value, Scope) else ""
)
def test_a_scope_is_asked_of_the_server_and_held_to_where_it_does_not_narrow(
    scope: Scope, asked: dict[str, str], found: list[str]
) -> None:
    api = many()
    assert names(listing(api, scope)) == found
    assert params(api) == {"sort": "name", **asked}


def test_a_project_that_is_not_there_is_named_with_the_nearest_ones() -> None:
    api = many()
    with pytest.raises(RtgraphError) as caught:
        listing(api, Scope(project="payment"))
    assert str(caught.value) == "there is no project 'payment' that this token can see; did you mean payments?"
    with pytest.raises(RtgraphError) as caught:
        listing(api, Scope(project="zzz"))
    assert str(caught.value) == (
        "there is no project 'zzz' that this token can see; projects: Default Project, core, payments"
    )


def test_of_many_projects_only_some_are_named() -> None:
    api = Api(projects=[{"id": f"prj-{number}", "attributes": {"name": f"p{number:03}"}} for number in range(300)])
    with pytest.raises(RtgraphError, match=r"; projects: p000, p001, .*, p009 and 290 more$"):
        listing(api, Scope(project="zzz"))
    with pytest.raises(RtgraphError, match=r"; projects: none$"):
        listing(Api(projects=[]), Scope(project="zzz"))


@pytest.mark.parametrize("status", [403, 404])
def test_projects_that_cannot_be_read_are_a_blind_spot_and_their_ids_stand_for_their_names(status: int) -> None:
    path = "/api/v2/organizations/acme/projects"
    api = Api(workspaces=[workspace("a")], answers={path: lambda _: refusal(status, x_request_id="r-1")})
    assert listing(api) == Listing(
        workspaces=(record("a", Project(id="prj-core", name="prj-core")),),
        blind_spots=(
            BlindSpot(what="projects", workspace_id=None, reason=f"{status}: absent, or hidden from this token"),
        ),
    )


def miscounting(items: list[object]) -> httpx.Response:
    meta = {"pagination": {"current-page": 1, "total-pages": 1, "total-count": len(items) + 1}}
    return document({"data": items, "meta": meta})


def test_a_server_without_projects_hides_none() -> None:
    answers: dict[str, Any] = {"/api/v2/organizations/acme/projects": lambda _: refusal(404)}
    assert listing(Api(workspaces=[workspace("net", project=None)], answers=answers)).blind_spots == ()
    assert len(listing(Api(workspaces=[], answers=answers)).blind_spots) == 1


def test_workspaces_and_projects_that_do_not_add_up_are_blind_spots() -> None:
    api = Api(
        answers={
            WORKSPACES: lambda _: miscounting([workspace("a", project=None)]),
            "/api/v2/organizations/acme/projects": lambda _: miscounting([]),
        }
    )
    assert listing(api) == Listing(
        workspaces=(record("a", None),),
        blind_spots=(
            BlindSpot(what="projects", workspace_id=None, reason=MISCOUNTED),
            BlindSpot(what="workspace", workspace_id=None, reason=MISCOUNTED),
        ),
    )


@pytest.mark.parametrize("status", [401, 500])
def test_any_other_refusal_of_the_workspaces_ends_the_crawl(status: int) -> None:
    api = Api(answers={WORKSPACES: lambda _: refusal(status)})
    with pytest.raises(UnauthorizedError if status == 401 else ApiError):
        listing(api)


def listed(api: Api, name: str, direction: Direction = "inbound") -> TriggerList:
    async def work() -> TriggerList:
        async with api.client() as client:
            return await list_triggers(client, f"ws-{name}", direction)

    return run(work())


def test_inbound_are_the_triggers_into_a_workspace_and_outbound_those_out_of_it() -> None:
    api = Api(
        workspaces=[workspace("net"), workspace("app"), workspace("db")], triggers=triggers("net > app", "app > db")
    )
    assert [each.id for each in listed(api, "app").triggers] == ["rt-net-app"]
    assert [each.id for each in listed(api, "app", "outbound").triggers] == ["rt-app-db"]
    assert [each.url.params["filter[run-trigger][type]"] for each in api.requests] == ["inbound", "outbound"]


def test_a_list_of_triggers_keeps_ends_names_and_time() -> None:
    api = Api(workspaces=[workspace("net"), workspace("app")], triggers=triggers("net > app"))
    assert listed(api, "app") == TriggerList(
        workspace_id="ws-app",
        direction="inbound",
        triggers=(
            ListedTrigger(
                id="rt-net-app",
                sourceable_id="ws-net",
                workspace_id="ws-app",
                sourceable_name="net",
                workspace_name="app",
                created_at="2024-01-01T00:00:00Z",
            ),
        ),
    )


@pytest.mark.parametrize("status", [403, 404])
def test_a_list_of_triggers_that_cannot_be_read_is_an_answer_too(status: int) -> None:
    api = Api(answers={"/api/v2/workspaces/ws-a/run-triggers": lambda _: refusal(status, x_request_id="r-1")})
    reason = f"{status}: absent, or hidden from this token"
    assert listed(api, "a") == TriggerList(workspace_id="ws-a", direction="inbound", hidden=reason)


def test_triggers_that_the_server_counts_and_does_not_show_are_said_to_be_missing() -> None:
    api = Api(answers={"/api/v2/workspaces/ws-b/run-triggers": lambda _: miscounting([trigger("a", "b")])})
    found = listed(api, "b")
    assert ([each.id for each in found.triggers], found.hidden) == (["rt-a-b"], MISCOUNTED)


def test_more_triggers_than_a_page_holds_are_all_read() -> None:
    api = Api(workspaces=[workspace("hub")], triggers=[trigger("hub", f"w{number:03}") for number in range(250)])
    assert len(listed(api, "hub", "outbound").triggers) == 250


def test_an_id_with_a_slash_stays_one_part_of_the_path() -> None:
    api = Api()
    listed(api, "a/../../organizations?x#y")
    assert api.requests[0].url.raw_path.startswith(b"/api/v2/workspaces/ws-a%2F..%2F..%2Forganizations%3Fx%23y/run-")


def test_state_consumers_that_cannot_be_read_or_do_not_add_up_are_said_to_be_hidden() -> None:
    path = "/api/v2/workspaces/ws-a/relationships/remote-state-consumers"

    async def work(api: Api) -> ConsumerList:
        async with api.client() as client:
            return await list_consumers(client, "ws-a")

    api = Api(answers={path: lambda _: miscounting([{"id": "ws-b"}])})
    assert run(work(api)) == ConsumerList(workspace_id="ws-a", consumer_ids=("ws-b",), hidden=MISCOUNTED)
    api = Api(answers={path: lambda _: refusal(404)})
    assert run(work(api)) == ConsumerList(workspace_id="ws-a", hidden="404: absent, or hidden from this token")
