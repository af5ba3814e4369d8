"""How a crawl is conducted: how much is asked, when, and what happens when the organization or the user moves."""

from __future__ import annotations

import asyncio
import gc
import warnings

import httpx
import pytest

from rtgraph.crawler import crawl_organization
from rtgraph.errors import UnauthorizedError
from rtgraph.gathering import Progress
from rtgraph.models import Snapshot
from rtgraph.patience import Patience
from tests.clock import clock, run
from tests.crawls import crawled, edges, small
from tests.fakes import Answer, Api, refusal, spell, trigger, triggers, workspace, workspaces


@pytest.mark.parametrize(("count", "projects"), [(0, 1), (1, 1), (100, 1), (101, 100), (250, 101), (1000, 250)])
def test_inbound_alone_takes_exactly_as_many_requests_as_were_promised(count: int, projects: int) -> None:
    api = Api(
        workspaces=workspaces(count),
        projects=[{"id": f"prj-{number}", "attributes": {"name": f"p{number}"}} for number in range(projects)],
    )
    found = crawled(api, direction="inbound")
    pages = max(1, -(-count // 100))
    assert len(api.requests) == pages + count + -(-projects // 100) + 4
    assert max(api.asked().values()) == 1
    assert len(found.workspaces) == count


def test_each_list_of_triggers_is_asked_for_with_its_filter_and_the_largest_page() -> None:
    api = small()
    crawled(api, direction="both")
    asked = [each.url.params for each in api.requests if each.url.path.endswith("/run-triggers")]
    assert sorted(each["filter[run-trigger][type]"] for each in asked) == ["inbound"] * 3 + ["outbound"] * 3
    assert {(each["page[number]"], each["page[size]"]) for each in asked} == {("1", "100")}


def test_triggers_are_asked_for_before_the_last_page_of_workspaces_is_in() -> None:
    def latency(request: httpx.Request) -> float:
        return 60.0 if request.url.params.get("page[number]") == "3" else 0.1

    api = Api(workspaces=workspaces(250), latency=latency)
    times: dict[str, float] = {}
    api.before = lambda request: times.setdefault(spell(request), clock())
    crawled(api)
    assert sum("run-triggers" in path and time < 50 for path, time in times.items()) == 200


def test_a_workspace_that_goes_during_the_crawl_is_a_blind_spot_or_gone() -> None:
    api = Api(workspaces=workspaces(3))

    def go(request: httpx.Request) -> None:
        if request.url.path.endswith("run-triggers"):
            api.workspaces[:] = [each for each in api.workspaces if each["id"] != "ws-w0001"]

    api.before = go
    found = crawled(api)
    assert [each.workspace_id for each in found.blind_spots] == ["ws-w0001"]


def test_a_workspace_that_comes_while_pages_are_read_is_in_the_snapshot_with_its_triggers() -> None:
    api = Api(
        workspaces=workspaces(250), latency=lambda request: 0.1 * int(request.url.params.get("page[number]", "0"))
    )
    left = [True]

    def come(request: httpx.Request) -> None:
        if left and request.url.params.get("page[number]") == "2":
            left.clear()
            api.workspaces.append(workspace("a-new-one"))
            api.triggers.append(trigger("w0000", "a-new-one"))

    api.before = come
    found = crawled(api)
    assert (len(found.workspaces), edges(found), found.complete) == (251, ["w0000 > a-new-one"], True)
    assert max(count for path, count in api.asked().items() if "run-triggers" in path) == 1


def test_a_list_that_never_stands_still_is_a_blind_spot() -> None:
    api = Api(
        workspaces=workspaces(250), latency=lambda request: 0.1 * int(request.url.params.get("page[number]", "0"))
    )

    def shrink(request: httpx.Request) -> None:
        if request.url.params.get("page[number]") == "2":
            del api.workspaces[0]

    api.before = shrink
    found = crawled(api)
    assert {each["id"] for each in api.workspaces} <= {each.id for each in found.workspaces}
    assert ("workspace", None) in {(each.what, each.workspace_id) for each in found.blind_spots}


def test_progress_tells_how_far_the_crawl_is() -> None:
    seen: list[Progress] = []
    crawled(small(), direction="inbound", on_progress=seen.append)
    assert [(each.lists, each.expected) for each in seen] == [(1, 3), (2, 3), (3, 3)]
    assert seen[-1] == Progress(lists=3, expected=3, triggers=3, requests=9, resumed=0)


def test_a_limit_is_kept_from_the_first_list_on() -> None:
    times: list[float] = []
    api = Api(
        workspaces=workspaces(250),
        answers={"/api/v2/ping": lambda _: httpx.Response(204, headers={"x-ratelimit-limit": "30"})},
        before=lambda _: times.append(clock()),
    )
    crawled(api)
    later = times[2:]
    assert max(sum(start <= each < start + 1 for each in later) for start in later) <= 30
    assert later[-1] - later[0] <= 1.05 * len(later) / 30


def test_half_the_limit_eaten_by_another_client_loses_nothing() -> None:
    free: dict[int, int] = {}

    def limited(request: httpx.Request) -> httpx.Response:
        second = int(clock())
        free[second] = free.get(second, 15) - 1
        if free[second] < 0:
            return refusal(
                429, "Too many requests", x_ratelimit_reset=f"{second + 1 - clock():.3f}", x_ratelimit_limit="30"
            )
        answer = api.answer(request)
        answer.headers["x-ratelimit-limit"] = "30"
        return answer

    api = Api(workspaces=workspaces(300), triggers=triggers("w0000 > w0001"))
    api.answers = dict.fromkeys([f"/api/v2/workspaces/{each['id']}/run-triggers" for each in api.workspaces], limited)

    async def work() -> Snapshot:
        async with api.client(patience=Patience()) as client:
            return await crawl_organization(client, "acme")

    found = run(work())
    assert (len(found.workspaces), edges(found), found.complete) == (300, ["w0000 > w0001"], True)


def test_cancelling_leaves_no_task_behind() -> None:
    async def work() -> None:
        api = Api(workspaces=workspaces(1000), latency=lambda _: 1.0)
        async with api.client() as client:
            task = asyncio.create_task(crawl_organization(client, "acme"))
            await asyncio.sleep(20.5)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert asyncio.all_tasks() == {asyncio.current_task()}

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run(work())
        gc.collect()


def test_an_unforeseen_failure_leaves_no_task_behind() -> None:
    async def work() -> None:
        refuse: Answer = lambda _: refusal(401, "unauthorized")  # noqa: E731
        api = Api(
            workspaces=workspaces(300),
            latency=lambda _: 1.0,
            answers={"/api/v2/workspaces/ws-w0100/run-triggers": refuse},
        )
        async with api.client() as client:
            with pytest.raises(UnauthorizedError):
                await crawl_organization(client, "acme")
            assert asyncio.all_tasks() == {asyncio.current_task()}

    run(work())
