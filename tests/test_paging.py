from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import httpx
import pytest

from rtgraph.errors import ApiError
from rtgraph.jsonapi import Page, read_projects
from rtgraph.models import Project
from rtgraph.paging import MOST_PAGES, read_list
from tests.clock import run
from tests.fakes import Api, Item, document, paged

PATH = "organizations/acme/projects"


def projects(count: int) -> list[Item]:
    return [{"id": f"prj-{number:04}", "attributes": {"name": f"p{number:04}"}} for number in range(count)]


def read(api: Api, on_page: Callable[[Page[Project]], None] = lambda _: None) -> tuple[list[str], bool]:
    """Read the list of projects; give the ids, and whether it added up."""

    async def work() -> tuple[list[str], bool]:
        async with api.client() as client:
            found, whole = await read_list(client, PATH, {}, read_projects, on_page)
            return sorted(found), whole

    return run(work())


def asked(api: Api) -> list[int]:
    """Give the numbers of the pages that were asked for, in order."""
    return [int(each.url.params["page[number]"]) for each in api.requests]


def ids(items: Sequence[Item]) -> list[str]:
    return [each["id"] for each in items]


def answering(answer: Callable[[int], dict[str, Any]]) -> Api:
    """Make a server whose list has the page that ``answer`` makes of its number."""

    def respond(request: httpx.Request) -> httpx.Response:
        return document(answer(int(request.url.params["page[number]"])))

    return Api(answers={f"/api/v2/{PATH}": respond})


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 200, 250])
def test_every_record_comes_and_no_page_is_asked_for_twice(count: int) -> None:
    api = Api(projects=projects(count))
    assert read(api) == (ids(api.projects), True)
    assert sorted(asked(api)) == list(range(1, max(1, -(-count // 100)) + 1))
    assert {each.url.params["page[size]"] for each in api.requests} == {"100"}


def test_a_server_that_gives_smaller_pages_is_read_whole() -> None:
    api = Api(projects=projects(250), largest=20)
    assert read(api) == (ids(api.projects), True)
    assert sorted(asked(api)) == list(range(1, 14))


def test_the_pages_after_the_first_are_asked_for_side_by_side() -> None:
    arrived: list[int] = []
    api = Api(projects=projects(500), latency=lambda request: 10.0 - int(request.url.params["page[number]"]))
    assert read(api, lambda page: arrived.append(page.number or 0)) == (ids(api.projects), True)
    assert arrived == [1, 5, 4, 3, 2]


def test_a_list_without_meta_is_read_until_nothing_new_comes() -> None:
    items = projects(250)
    api = answering(lambda number: {"data": items[100 * number - 100 : 100 * number]})
    assert read(api) == (ids(items), True)
    assert asked(api) == [1, 2, 3, 4]


def test_a_list_without_meta_and_without_pages_is_read_twice_and_no_more() -> None:
    api = answering(lambda _: {"data": projects(30)})
    assert read(api) == (ids(projects(30)), True)
    assert asked(api) == [1, 2]


@pytest.mark.parametrize("end", [None, 0])
def test_a_list_that_counts_no_pages_is_followed_by_number(end: int | None) -> None:
    items = projects(250)

    def answer(number: int) -> dict[str, Any]:
        pagination = {"current-page": number, "next-page": number + 1 if number < 3 else end}
        return {"data": items[100 * number - 100 : 100 * number], "meta": {"pagination": pagination}}

    api = answering(answer)
    assert read(api) == (ids(items), True)
    assert asked(api) == [1, 2, 3]


def test_an_empty_page_amid_others_ends_nothing() -> None:
    pages = {1: projects(2), 2: [], 3: projects(4)[2:]}

    def answer(number: int) -> dict[str, Any]:
        pagination = {"current-page": number, "next-page": number + 1 if number < 3 else None}
        return {"data": pages[number], "meta": {"pagination": pagination}}

    assert read(answering(answer)) == (ids(projects(4)), True)


def test_a_next_page_past_the_counted_ones_is_read_too() -> None:
    items = projects(250)

    def answer(number: int) -> dict[str, Any]:
        pagination = {"current-page": number, "total-pages": 2, "next-page": number + 1 if number < 3 else None}
        return {"data": items[100 * number - 100 : 100 * number], "meta": {"pagination": pagination}}

    assert read(answering(answer)) == (ids(items), True)


@pytest.mark.parametrize("counted", [{"total-pages": 3}, {"next-page": 2}, {"total-pages": 3, "total-count": 300}])
def test_a_page_that_never_advances_is_an_error(counted: dict[str, int]) -> None:
    meta = {"pagination": {"current-page": 1, **counted}}
    api = answering(lambda _: {"data": projects(100), "meta": meta})
    with pytest.raises(ApiError) as caught:
        read(api)
    assert str(caught.value) == (
        "GET organizations/acme/projects: asked for page 2 it gave page 1; its pages do not advance, "
        "so the list cannot be read whole: check --host"
    )


@pytest.mark.parametrize("counted", [{"total-pages": 10**9}, {"next-page": 10**9}, {"total-pages": MOST_PAGES + 1}])
def test_a_count_of_pages_that_cannot_be_true_is_an_error_and_no_flood(counted: dict[str, int]) -> None:
    api = answering(lambda number: {"data": [], "meta": {"pagination": {"current-page": number, **counted}}})
    with pytest.raises(ApiError, match=r"^GET organizations/acme/projects: it counts \d+ pages, which cannot be"):
        read(api)
    assert len(api.requests) == 1


def test_a_list_without_end_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rtgraph.paging.MOST_PAGES", 50)
    api = answering(lambda number: {"data": [{"id": f"prj-{number}", "attributes": {"name": "x"}}]})
    with pytest.raises(ApiError, match="it counts 51 pages, which cannot be"):
        read(api)
    assert len(api.requests) == 50


@pytest.mark.parametrize("count", [-1, 0])
def test_a_count_below_one_is_one_page(count: int) -> None:
    meta = {"pagination": {"current-page": 1, "total-pages": count, "next-page": count}}
    api = answering(lambda _: {"data": projects(3), "meta": meta})
    assert read(api) == (ids(projects(3)), True)
    assert asked(api) == [1]


def test_a_page_past_the_last_is_empty_and_harms_nothing() -> None:
    api = Api(projects=projects(250))
    first = [True]

    def shrink(request: httpx.Request) -> None:
        if first and request.url.params["page[number]"] == "3":
            first.clear()
            del api.projects[150:]

    api.before = shrink
    assert read(api) == (ids(api.projects), True)
    assert len(api.projects) == 150


def drifting(count: int, *changes: Callable[[list[Item]], None]) -> tuple[Api, list[tuple[list[str], bool]]]:
    """Let changes befall a list, one each time its second page is asked for; read it."""
    left = list(changes)
    api = Api(projects=projects(count), latency=lambda request: 0.1 * int(request.url.params["page[number]"]))

    def change(request: httpx.Request) -> None:
        if left and request.url.params["page[number]"] == "2":
            left.pop(0)(api.projects)

    api.before = change
    return api, [read(api)]


def remove(place: int) -> Callable[[list[Item]], None]:
    return lambda items: items.__delitem__(place)


def insert(place: int) -> Callable[[list[Item]], None]:
    return lambda items: items.insert(place, {"id": f"prj-new-{place}", "attributes": {"name": "new"}})


def move(start: int, end: int) -> Callable[[list[Item]], None]:
    return lambda items: items.insert(end, items.pop(start))


@pytest.mark.parametrize(
    "change",
    [remove(0), remove(99), remove(100), remove(249), insert(0), insert(100), insert(250), move(0, 249), move(249, 0)],
)
@pytest.mark.parametrize("count", [250, 300])
def test_what_comes_goes_or_moves_between_pages_is_read_again(change: Callable[[list[Item]], None], count: int) -> None:
    api, [found] = drifting(count, change)
    assert found == (sorted(ids(api.projects)), True)


def test_a_list_that_never_stands_still_is_said_not_to_add_up() -> None:
    api, [(found, whole)] = drifting(250, *[remove(0)] * 10)
    assert not whole
    assert set(found) >= set(ids(api.projects))
    assert asked(api).count(1) == 3


def test_a_lone_page_that_shows_less_than_the_server_counts_does_not_add_up() -> None:
    meta = {"pagination": {"current-page": 1, "total-pages": 1, "total-count": 5}}
    api = answering(lambda _: {"data": projects(3), "meta": meta})
    assert read(api) == (ids(projects(3)), False)
    assert asked(api) == [1]


def test_pages_that_show_less_than_the_server_counts_do_not_add_up() -> None:
    api = Api(projects=projects(250))
    shown = api.projects[:249]

    def answer(request: httpx.Request) -> httpx.Response:
        body = paged(api.projects, request).json()
        body["data"] = [each for each in body["data"] if each in shown]
        return document(body)

    api.answers[f"/api/v2/{PATH}"] = answer
    assert read(api) == (ids(shown), False)


def test_of_two_sightings_the_one_on_the_later_page_counts_whichever_arrives_first() -> None:
    def answer(number: int) -> dict[str, Any]:
        return {
            "data": [{"id": "prj-1", "attributes": {"name": f"on page {number}"}}],
            "meta": {"pagination": {"current-page": number, "total-pages": 3}},
        }

    api = answering(answer)
    api.latency = lambda request: 10.0 - int(request.url.params["page[number]"])

    async def work() -> dict[str, Project]:
        async with api.client() as client:
            found, _ = await read_list(client, PATH, {}, read_projects)
            return found

    assert run(work()) == {"prj-1": Project(id="prj-1", name="on page 3")}
