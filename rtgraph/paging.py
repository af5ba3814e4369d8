"""Lists read whole: page by number, and again where records came or went between the pages.

Source: https://developer.hashicorp.com/terraform/cloud-docs/api-docs#pagination
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from rtgraph.client import Client, Params
from rtgraph.concurrency import together
from rtgraph.errors import ApiError
from rtgraph.jsonapi import Page

PAGE_SIZE = 100
"""The most records that a page may hold."""

MOST_PAGES = 10_000
"""A list that counts more pages than this, a million records, counts wrong."""

ROUNDS = 3
"""How often a list is read where its pages do not add up."""


class HasId(Protocol):
    """Anything that the API names by an id."""

    @property
    def id(self) -> str:
        """The id."""


Record = TypeVar("Record", bound=HasId)


async def read_list(
    client: Client,
    path: str,
    params: Params,
    read: Callable[[bytes], Page[Record]],
    on_page: Callable[[Page[Record]], None] = lambda _: None,
) -> tuple[dict[str, Record], bool]:
    """Read a list whole, by id; again where its pages do not add up because records came or went between them.

    ``on_page`` gets each page as it comes, in any order after the first.

    Returns:
        the records by id, and whether they are as many as the server counts; if not, every record that any round
        showed.
    """
    everything: dict[str, Record] = {}
    for _ in range(ROUNDS):
        pages = await read_pages(client, path, params, read, on_page)
        found = {each.id: each for page in pages for each in page.records}
        everything |= found
        if {page.total for page in pages} <= {None, len(found)}:
            return found, True
        if len(pages) == 1:  # nothing came between its pages: the server counts what it does not show
            break
    return everything, False


async def read_pages(
    client: Client,
    path: str,
    params: Params,
    read: Callable[[bytes], Page[Record]],
    on_page: Callable[[Page[Record]], None],
) -> list[Page[Record]]:
    """Read every page of a list: the first, then the others side by side where the first counts them.

    Pages are asked for by number; a link in an answer is never followed.

    Returns:
        the pages, in their order.

    Raises:
        ApiError: as ``Client.get``; a page does not advance; or there are more pages than can be true.
    """
    pages: dict[int, Page[Record]] = {}

    async def ask(number: int) -> None:
        answer = await client.get(path, {**params, "page[number]": number, "page[size]": PAGE_SIZE}, read)
        if answer.records and answer.number not in (None, number):
            raise ApiError(
                f"GET {path}: asked for page {number} it gave page {answer.number}; its pages do not advance, "
                "so the list cannot be read whole: check --host"
            )
        pages[number] = answer
        on_page(answer)

    last = 1
    await ask(1)
    while (end := find_end(pages, last)) > last:
        if end > MOST_PAGES:
            raise ApiError(f"GET {path}: it counts {end} pages, which cannot be: check --host")
        await together(ask(number) for number in range(last + 1, end + 1))
        last = end
    return [pages[number] for number in sorted(pages)]


def find_end(pages: dict[int, Page[Record]], last: int) -> int:
    """Give the number of the last page that is known of; where pages are not counted, the next one after news."""
    counted = max(max(each.pages or 0, each.following or 0) for each in pages.values())
    latest = pages[last]
    if counted or latest.number is not None:
        return counted
    shown = {each.id for each in latest.records}
    before = {each.id for each in pages[last - 1].records} if last > 1 else set()
    return last if shown <= before else last + 1
