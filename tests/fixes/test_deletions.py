"""A deletion that the server hides, or answers as the API does not: never done for gone, never gone for done."""

from __future__ import annotations

import httpx
import pytest

from rtgraph.fixes.looks import ChangedWorldError, Look, look_at
from rtgraph.fixes.writes import LostWriteError, Outcome, carry_out
from rtgraph.models import Change
from tests.clock import run
from tests.fakes import Answer, Api, document, refusal, triggers, workspace

CHANGE = Change(action="delete", run_trigger_id="rt-net-app", sourceable_id="ws-net", workspace_id="ws-app")
SHOW = "/api/v2/run-triggers/rt-net-app"


def organization(*lines: str, answer: Answer) -> Api:
    """Make an organization whose run trigger net → app answers as it is told to."""
    app = workspace("app")
    return Api(
        workspaces=[workspace("net"), app],
        triggers=triggers(*lines),
        answers={SHOW: answer, "/api/v2/workspaces/ws-app": lambda _: document({"data": app})},
    )


def looked(api: Api, change: Change = CHANGE) -> Look:
    async def work() -> Look:
        async with api.client() as client:
            return await look_at(client, "acme", change)

    return run(work())


@pytest.mark.parametrize("status", [403, 404])
def test_a_trigger_that_is_hidden_and_stands_in_the_list_is_not_gone(status: int) -> None:
    assert looked(organization("net > app", answer=lambda _: refusal(status))) == Look(state="pending")


def test_a_trigger_that_is_hidden_and_not_in_the_list_is_gone() -> None:
    assert looked(organization("db > app", answer=lambda _: refusal(404))) == Look(state="done")


def test_the_ends_in_the_list_must_be_those_in_the_plan_too() -> None:
    api = organization("net > app", answer=lambda _: refusal(404))
    other = Change(action="delete", run_trigger_id="rt-net-app", sourceable_id="ws-db", workspace_id="ws-app")
    with pytest.raises(ChangedWorldError, match="rt-net-app leads from net to app, which is not what the plan says"):
        looked(api, other)


def test_a_deletion_that_is_answered_with_a_document_is_read_again() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "DELETE":
            return document({"data": None})
        return document({"data": triggers("net > app")[0]})

    api = organization("net > app", answer=answer)

    async def work() -> Outcome:
        async with api.client() as client:
            return await carry_out(client, "acme", CHANGE)

    with pytest.raises(LostWriteError, match="was answered with a document where there is none"):
        run(work())
    assert [each.method for each in api.requests].count("DELETE") == 1
