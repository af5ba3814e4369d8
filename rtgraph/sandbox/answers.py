"""Answers in the API's manner: JSON:API documents, pages of them, and refusals.

Source: https://developer.hashicorp.com/terraform/cloud-docs/api-docs#response-codes
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from rtgraph.sandbox.pages import cut_page

MEDIA_TYPE = "application/vnd.api+json"
HEADERS = {"content-type": f"{MEDIA_TYPE}; charset=utf-8", "cache-control": "no-cache"}

Item = TypeVar("Item")


class Refused(Exception):  # noqa: N818 - it is an answer, not a mistake
    """The request is refused; what the client reads is a list of one error object."""

    def __init__(self, status: int, title: str, detail: str | None = None, pointer: str | None = None) -> None:
        super().__init__(title)
        self.status = status
        self.error: dict[str, Any] = {"status": str(status), "title": title}
        if detail is not None:
            self.error["detail"] = detail
        if pointer is not None:
            self.error["source"] = {"pointer": pointer}


def not_found() -> Refused:
    """Absent, or hidden from this token: the API does not say which."""
    return Refused(404, "not found")


def invalid(detail: str, pointer: str | None = None) -> Refused:
    """The request is understood and cannot be done."""
    return Refused(422, "Invalid Attribute", detail, pointer)


def answer(document: Any, status: int = 200) -> Response:
    """Answer with a JSON:API document."""
    return Response(msgspec.json.encode(document), status, HEADERS)


def answer_nothing() -> Response:
    """Answer 204: done, and nothing to say."""
    return Response(status_code=204, headers={"cache-control": "no-cache"})


def answer_page(request: Request, items: Sequence[Item], render: Callable[[Item], msgspec.Raw]) -> Response:
    """Answer with the page of items that the request asks for, each as a resource object."""
    page = cut_page(request, items)
    data = [render(item) for item in page.items]
    return answer({"data": data, "links": page.links, "meta": {"pagination": page.meta}})


async def answer_refusal(request: Request, refusal: Exception) -> Response:
    """Answer with the error object that a refusal carries, or with its text alone where the server is such a one."""
    assert isinstance(refusal, Refused)  # noqa: S101 - starlette's signature is wider than its calls
    if request.app.state.settings.profile.bare_errors:
        return answer({"detail": refusal.error.get("detail", refusal.error["title"])}, refusal.status)
    return answer({"errors": [refusal.error]}, refusal.status)


async def answer_no_route(request: Request, _error: Exception) -> Response:
    """Answer 404 where there is no such route or method."""
    return await answer_refusal(request, not_found())
