"""Lists that the server fails to give: one is a blind spot, all of them end the crawl."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from rtgraph.crawler import crawl_organization
from rtgraph.errors import ApiError, UnauthorizedError
from rtgraph.gathering import MOST_IN_A_ROW
from rtgraph.models import BlindSpot, Scope, Snapshot
from rtgraph.patience import Patience
from tests.clock import clock, run
from tests.crawls import crawled, edges, small
from tests.fakes import Answer, Api, document, refusal, triggers, workspace, workspaces
from tests.test_retries import failing

LIST = "/api/v2/workspaces/ws-{}/run-triggers"
TROUBLE = "500: the server failed to give it each time it was asked; crawl again later"


def broken(*names: str) -> dict[str, Answer | list[Answer]]:
    """Answer the lists of some workspaces with 500 for ever."""
    return {LIST.format(name): lambda _: refusal(500) for name in names}


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (lambda _: refusal(500, x_request_id="r-1"), TROUBLE),
        (lambda _: refusal(429), TROUBLE.replace("500", "429")),
        (
            failing(httpx.ReadError("reset")),
            f"GET {LIST.format('db')} on https://tfe.example: reset; "
            "check --host, the network and the proxy settings, then try again",
        ),
        (
            lambda _: document({"data": 7}),
            f"GET {LIST.format('db')}: it sent something that is not the API's document: Expected `array`, got `int` - "
            "at `$.data`; check --host, or try again later",
        ),
    ],
)
def test_a_list_that_stays_broken_is_a_blind_spot_and_the_crawl_goes_on(answer: Answer, reason: str) -> None:
    found = crawled(small(answers={LIST.format("db"): answer}))
    assert edges(found) == ["hub > app", "net > app"]
    assert BlindSpot(what="inbound", workspace_id="ws-db", reason=reason) in found.blind_spots
    assert not found.complete


def test_who_may_read_a_state_is_a_blind_spot_too_where_the_server_fails() -> None:
    path = "/api/v2/workspaces/ws-{}/relationships/remote-state-consumers"
    api = Api(
        workspaces=[workspace("net"), workspace("app")],
        answers={
            path.format("net"): lambda _: refusal(503),
            path.format("app"): lambda _: document({"data": [{"id": "ws-net"}]}),
        },
    )
    found = crawled(api, state_consumers=True)
    reason = TROUBLE.replace("500", "503")
    assert found.blind_spots == (BlindSpot(what="state-consumers", workspace_id="ws-net", reason=reason),)
    assert [each.workspace_id for each in found.state_consumers or ()] == ["ws-app"]


def test_projects_that_the_server_fails_to_give_are_a_blind_spot_unless_one_is_asked_for() -> None:
    api = small(answers={"/api/v2/organizations/acme/projects": lambda _: refusal(502)})
    found = crawled(api)
    assert [each.reason for each in found.blind_spots if each.what == "projects"] == [TROUBLE.replace("500", "502")]
    with pytest.raises(ApiError, match="acme/projects answered 502"):
        crawled(api, scope=Scope(project="core"))


def test_a_token_that_is_revoked_ends_the_crawl_at_the_projects() -> None:
    with pytest.raises(UnauthorizedError):
        crawled(small(answers={"/api/v2/organizations/acme/projects": lambda _: refusal(401)}))


@pytest.mark.parametrize("count", [1, 5, 9, 10, 11, 40])
def test_a_server_that_gives_no_list_at_all_ends_the_crawl(count: int) -> None:
    api = Api(workspaces=workspaces(count), answers=broken(*(f"w{number:04}" for number in range(count))))
    with pytest.raises(ApiError, match=r"run-triggers answered 500 \(not found\); the server is in trouble: try again"):
        crawled(api)


def test_many_lists_that_fail_side_by_side_are_blind_spots_while_others_can_be_read() -> None:
    names = [f"w{number:04}" for number in range(200)]
    api = Api(workspaces=workspaces(200), triggers=triggers("w0000 > w0199"), answers=broken(*names[50:150]))
    found = crawled(api)
    assert [each.workspace_id for each in found.blind_spots] == [f"ws-{name}" for name in names[50:150]]
    assert edges(found) == ["w0000 > w0199"]


@pytest.mark.parametrize("after", [1, 60, 195, 199])
def test_a_server_that_goes_down_ends_the_crawl_and_a_later_one_asks_again_for_what_failed(
    after: int, tmp_path: Path
) -> None:
    path = tmp_path / "checkpoint"
    api, answered = Api(workspaces=workspaces(200)), [0]

    def count(request: httpx.Request) -> None:
        answered[0] += request.url.path.endswith("/run-triggers")
        if answered[0] > after:
            api.answers[request.url.path] = lambda _: refusal(500)

    api.before = count
    with pytest.raises(ApiError, match="answered 500"):
        crawled(api, checkpoint=path)
    kept = path.read_bytes().count(b'"type":"triggers"')
    assert kept == after
    api = Api(workspaces=workspaces(200))
    assert crawled(api, checkpoint=path).complete
    assert sum("run-triggers" in path for path in api.asked()) == 200 - kept


def test_a_crawl_that_goes_on_and_has_only_broken_lists_left_ends_with_blind_spots(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint"
    crawled(small(), checkpoint=path)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if b'"workspace_id":"ws-db"' not in line))
    found = crawled(small(answers=broken("db")), checkpoint=path)
    assert ("inbound", "ws-db") in {(each.what, each.workspace_id) for each in found.blind_spots}


def test_a_server_that_recovers_within_the_patience_costs_nothing() -> None:
    names = [f"w{number:04}" for number in range(3 * MOST_IN_A_ROW)]
    answers: dict[str, Answer | list[Answer]] = {LIST.format(name): [lambda _: refusal(503)] for name in names}
    assert crawled(Api(workspaces=workspaces(len(names)), answers=answers)).complete


def test_cancelling_while_a_broken_server_is_looked_at_leaves_no_task_behind() -> None:
    async def work() -> None:
        api = Api(workspaces=workspaces(20), answers=broken(*(f"w{number:04}" for number in range(1, 20))))
        async with api.client() as client:
            task = asyncio.create_task(crawl_organization(client, "acme"))
            await asyncio.sleep(1.0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert asyncio.all_tasks() == {asyncio.current_task()}

    run(work())


def test_a_minute_of_429_to_everything_costs_a_minute_and_nothing_else() -> None:
    api = Api(workspaces=workspaces(200), triggers=triggers("w0000 > w0001"), owner=False)

    def storm(request: httpx.Request) -> None:
        if 5.0 <= clock() < 65.0:
            api.answers[request.url.path] = [lambda _: refusal(429, "Too many requests")]
        else:
            api.answers.pop(request.url.path, None)

    api.before = storm
    api.latency = lambda _: 0.5

    async def work() -> tuple[Snapshot, float]:
        async with api.client(patience=Patience()) as client:
            return await crawl_organization(client, "acme"), clock()

    found, took = run(work())
    assert (len(found.workspaces), edges(found), found.complete) == (200, ["w0000 > w0001"], True)
    assert took > 65.0
