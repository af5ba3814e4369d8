"""A client that knows nothing: it sends what it is told to and hands back the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from rtgraph.sandbox.faults import Faults
from rtgraph.sandbox.permissions import OWNER
from rtgraph.sandbox.server import Running
from rtgraph.sandbox.world import World

JSON_API = "application/vnd.api+json"
AUTHORIZED = {"authorization": f"Bearer {OWNER}", "content-type": JSON_API}


@dataclass(frozen=True, kw_only=True)
class Sandbox:
    """A sandbox that runs: its address and exchanges, the world that it serves, and what goes wrong in it."""

    running: Running
    world: World
    faults: Faults
    client: httpx.Client

    @property
    def address(self) -> str:
        return self.running.address

    def call(
        self,
        method: str,
        path: str,
        *,
        token: str | None = OWNER,
        json: Any = None,
        content: bytes | None = None,
        media_type: str | None = JSON_API,
        **query: str | int,
    ) -> httpx.Response:
        """Send one request to a path under ``/api/v2``, or to a whole path; ``page_size=5`` is ``page[size]=5``."""
        headers = {}
        if token is not None:
            headers["authorization"] = f"Bearer {token}"
        if media_type is not None:
            headers["content-type"] = media_type
        return self.client.request(
            method,
            path if path.startswith("/.") else f"/api/v2{path}",
            params={bracketed(key): value for key, value in query.items()},
            json=json,
            content=content,
            headers=headers,
        )

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.call("GET", path, **options)

    def id_of(self, name: str) -> str:
        return self.world.organizations["acme"].names[name]

    def triggers(self, name: str, direction: str, **options: Any) -> list[str]:
        """List a workspace's run triggers as ``source > workspace``, by the names that the answer gives."""
        answer = self.get(f"/workspaces/{self.id_of(name)}/run-triggers", filter_run_trigger_type=direction, **options)
        assert answer.status_code == 200, answer.text
        attributes = [each["attributes"] for each in answer.json()["data"]]
        return [f"{each['sourceable-name']} > {each['workspace-name']}" for each in attributes]

    def create(self, source: str, workspace: str, **options: Any) -> httpx.Response:
        """Ask for the run trigger source → workspace, both by name."""
        return self.call(
            "POST",
            f"/workspaces/{self.id_of(workspace)}/run-triggers",
            json=creation(self.id_of(source)),
            **options,
        )


def creation(sourceable_id: str, kind: str = "workspaces") -> dict[str, Any]:
    """Write the document that asks for a run trigger."""
    return {
        "data": {
            "type": "run-triggers",
            "relationships": {"sourceable": {"data": {"type": kind, "id": sourceable_id}}},
        }
    }


def names(answer: httpx.Response) -> list[str]:
    """Give the names of the resources in a list."""
    assert answer.status_code == 200, answer.text
    return [each["attributes"]["name"] for each in answer.json()["data"]]


def detail(answer: httpx.Response) -> str:
    """Give the detail of a 422."""
    assert answer.status_code == 422, answer.text
    [error] = answer.json()["errors"]
    assert error["status"] == "422"
    assert error["title"] == "Invalid Attribute"
    return str(error["detail"])


BRACKETED = {
    "filter_run_trigger_type": "filter[run-trigger][type]",
    "filter_project_id": "filter[project][id]",
    "filter_names": "filter[names]",
    "search_wildcard_name": "search[wildcard-name]",
    "search_exclude_tags": "search[exclude-tags]",
    "search_name": "search[name]",
    "search_tags": "search[tags]",
    "page_number": "page[number]",
    "page_size": "page[size]",
}


def bracketed(key: str) -> str:
    return BRACKETED.get(key, key)
