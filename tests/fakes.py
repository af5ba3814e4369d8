"""A small organization behind the API's routes, as a transport: every request is kept, every answer can be changed."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from rtgraph.client import Client
from rtgraph.hosts import Host
from rtgraph.patience import Patience

HOST = Host(url="https://tfe.example", name="tfe.example")
TOKEN = "sEcReT.atlasv1.0123456789"

Item = dict[str, Any]
Answer = Callable[[httpx.Request], httpx.Response]


def workspace(name: str, *, identity: str | None = None, project: str | None = "core", **attributes: Any) -> Item:
    """Make the document of workspace ``name``, with the id ``ws-NAME`` and the project ``prj-PROJECT``."""
    data = {"id": f"prj-{project}", "type": "projects"} if project else None
    return {
        "id": identity or f"ws-{name}",
        "type": "workspaces",
        "attributes": {"name": name, **{key.replace("_", "-"): value for key, value in attributes.items()}},
        "relationships": {"project": {"data": data}},
    }


def workspaces(count: int) -> list[Item]:
    """Make workspaces ``w0000``, ``w0001`` and so on."""
    return [workspace(f"w{number:04}") for number in range(count)]


def trigger(source: str, destination: str, *, identity: str | None = None, **attributes: Any) -> Item:
    """Make the document of the run trigger sourceable → workspace, with the id ``rt-SOURCE-DESTINATION``."""
    named = {"sourceable-name": source, "workspace-name": destination, "created-at": "2024-01-01T00:00:00Z"}
    return {
        "id": identity or f"rt-{source}-{destination}",
        "type": "run-triggers",
        "attributes": named | {key.replace("_", "-"): value for key, value in attributes.items()},
        "relationships": {
            "workspace": {"data": {"id": f"ws-{destination}", "type": "workspaces"}},
            "sourceable": {"data": {"id": f"ws-{source}", "type": "workspaces"}},
        },
    }


def triggers(*lines: str) -> list[Item]:
    """Make run triggers from lines such as ``net > app``."""
    return [trigger(*line.split(" > ")) for line in lines]


def document(data: object, status: int = 200, **headers: str) -> httpx.Response:
    """Answer with a JSON:API document."""
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return httpx.Response(
        status, headers={"content-type": "application/vnd.api+json", **named}, content=json.dumps(data).encode()
    )


def refusal(status: int, title: str = "not found", **headers: str) -> httpx.Response:
    """Answer with an error document."""
    return document({"errors": [{"status": str(status), "title": title}]}, status, **headers)


def paged(items: Sequence[Item], request: httpx.Request, largest: int = 100) -> httpx.Response:
    """Answer with the page that a request asks for, cut as the API cuts it."""
    number, size = int(request.url.params["page[number]"]), min(int(request.url.params["page[size]"]), largest)
    last = max(1, -(-len(items) // size))
    counted = {
        "current-page": number,
        "page-size": size,
        "next-page": number + 1 if number < last else None,
        "total-pages": last,
        "total-count": len(items),
    }
    return document({"data": items[(number - 1) * size : number * size], "meta": {"pagination": counted}})


@dataclass
class Api:
    """The organization acme; ``answers`` replaces a path's answers, ``before`` sees each request first.

    An answer in ``answers`` that is a list is used up from its front, and then the path answers as usual.
    """

    workspaces: list[Item] = field(default_factory=list)
    triggers: list[Item] = field(default_factory=list)
    projects: list[Item] = field(
        default_factory=lambda: [{"id": "prj-core", "type": "projects", "attributes": {"name": "core"}}]
    )
    owner: bool = True
    account: tuple[str, str] = ("users", "user-1")
    largest: int = 100
    answers: dict[str, Answer | list[Answer]] = field(default_factory=dict)
    before: Callable[[httpx.Request], object] = lambda _: None
    latency: Callable[[httpx.Request], float] = lambda _: 0.0
    requests: list[httpx.Request] = field(default_factory=list)

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        await asyncio.sleep(self.latency(request))
        self.before(request)
        changed = self.answers.get(request.url.path)
        if isinstance(changed, list):
            return changed.pop(0)(request) if changed else self.answer(request)
        return changed(request) if changed else self.answer(request)

    def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path == "/.well-known/terraform.json":
            return document({"tfe.v2": "/api/v2/"})
        if path == "/api/v2/ping":
            return httpx.Response(204)
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return refusal(401, "unauthorized")
        parts = path.removeprefix("/api/v2/").split("/")
        match parts:
            case ["account", "details"]:
                kind, identity = self.account
                related = {"authenticated-resource": {"data": {"id": identity, "type": kind}}}
                data = {"id": "user-1", "attributes": {"username": "ada"}, "relationships": related}
                return document({"data": data})
            case ["organizations"]:
                return paged([{"id": "acme"}, {"id": "umbra"}], request)
            case ["organizations", "acme"]:
                attributes = {"name": "acme", "permissions": {"can-update": self.owner}}
                return document({"data": {"id": "acme", "attributes": attributes}})
            case ["organizations", "acme", "workspaces"]:
                return paged(
                    sorted(self.workspaces, key=lambda each: each["attributes"]["name"]), request, self.largest
                )
            case ["organizations", "acme", "projects"]:
                return paged(self.projects, request, self.largest)
            case ["workspaces", identity, "run-triggers"]:
                return self.listed(identity, request)
        return refusal(404)

    def listed(self, identity: str, request: httpx.Request) -> httpx.Response:
        end = {"inbound": "workspace", "outbound": "sourceable"}.get(
            request.url.params.get("filter[run-trigger][type]")
        )
        if end is None:
            return refusal(400, "the filter is missing")
        if not any(each["id"] == identity for each in self.workspaces):
            return refusal(404)
        return paged([each for each in self.triggers if end_of(each, end) == identity], request, self.largest)

    def client(self, **options: Any) -> Client:
        """Make a client that speaks to this organization, with little patience unless told otherwise."""
        options = {"patience": Patience(total=5.0, first=0.01), **options}
        return Client(HOST, TOKEN, transport=httpx.MockTransport(self), **options)

    def asked(self) -> Counter[str]:
        """Count the requests by path, with the direction of lists of triggers and the numbers of further pages."""
        return Counter(map(spell, self.requests))


def end_of(item: Item, end: str) -> str | None:
    data = item["relationships"][end]["data"]
    return data["id"] if data else None


def spell(request: httpx.Request) -> str:
    params = request.url.params
    direction = params.get("filter[run-trigger][type]")
    number = params.get("page[number]", "1")
    path = request.url.path.removeprefix("/api/v2/")
    return f"{path}{f' {direction}' if direction else ''}{f' page {number}' if number != '1' else ''}"


def destinations(requests: Sequence[httpx.Request]) -> set[tuple[str, bool]]:
    """Say where requests went, and whether the token went there."""
    return {
        (f"{parts.scheme}://{parts.netloc}", "authorization" in each.headers or TOKEN in str(each.url))
        for each in requests
        for parts in [urlsplit(str(each.url))]
    }


class Pieces(httpx.AsyncByteStream):
    """A body that comes in pieces."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces

    async def __aiter__(self) -> Any:
        for piece in self.pieces:
            yield piece
