"""Pages of a list, with the links and the counts that go with them.

Source: https://developer.hashicorp.com/terraform/cloud-docs/api-docs#pagination
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

USUAL_SIZE = 20
LARGEST_SIZE = 100

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page: its items, its neighbours' addresses, its counts."""

    items: Sequence[Item]
    links: dict[str, str | None]
    meta: dict[str, Any]


def cut_page(request: Request, items: Sequence[Item]) -> Page[Item]:
    """Cut the page that ``page[number]`` and ``page[size]`` ask for out of the whole list.

    A size above 100 counts as 100. A page past the last is empty and still says the true total.
    """
    number = positive(request.query_params.get("page[number]"), 1)
    size = min(positive(request.query_params.get("page[size]"), USUAL_SIZE), LARGEST_SIZE)
    total = len(items)
    last = max(1, -(-total // size))
    before = number - 1 if 1 < number <= last else None
    after = number + 1 if number < last else None
    base = address(request)
    place = {"self": number, "first": 1, "prev": before, "next": after, "last": last}
    return Page(
        items=items[(number - 1) * size : number * size],
        links={
            name: f"{base}page%5Bnumber%5D={at}&page%5Bsize%5D={size}" if at else None for name, at in place.items()
        },
        meta={
            "current-page": number,
            "page-size": size,
            "prev-page": before,
            "next-page": after,
            "total-pages": last,
            "total-count": total,
        },
    )


def positive(text: str | None, otherwise: int) -> int:
    """Read a whole number above zero and below a thousand million; anything else counts as not given."""
    return int(text) or otherwise if text and re.fullmatch("[0-9]{1,9}", text) else otherwise


def address(request: Request) -> str:
    """Give the request's absolute URL up to where its page parameters go."""
    others = [(key, value) for key, value in request.query_params.multi_items() if not key.startswith("page[")]
    query = f"{urlencode(others)}&" if others else ""
    host = request.headers.get("host", "localhost")
    return f"{request.scope['scheme']}://{host}{request.scope['raw_path'].decode('ascii')}?{query}"
