from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from rtgraph.crawler import crawl
from rtgraph.errors import ConfigurationError, HiddenError, RtgraphError, UnauthorizedError
from rtgraph.models import BlindSpot, Scope
from rtgraph.snapshots import dump_snapshot
from tests.crawls import crawled, edges, small
from tests.fakes import (
    TOKEN,
    Api,
    destinations,
    document,
    refusal,
    spell,
    trigger,
    triggers,
    workspace,
    workspaces,
)


def test_an_organization_becomes_a_snapshot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    found = crawled(small())
    assert (found.host, found.organization, found.crawled_at) == ("tfe.example", "acme", "2026-01-01T00:00:00Z")
    assert [(each.name, each.readable) for each in found.workspaces] == [
        ("app", True), ("db", True), ("hub", False), ("net", True)
    ]  # fmt: skip
    assert edges(found) == ["app > db", "hub > app", "net > app"]
    assert [(each.what, each.workspace_id) for each in found.blind_spots] == [("workspace", "ws-hub")]
    assert not found.complete


@pytest.mark.parametrize(
    ("owner", "account", "choice", "directions", "complete"),
    [
        (True, ("users", "user-1"), "auto", ("inbound",), True),
        (False, ("organizations", "acme"), "auto", ("inbound",), True),
        (False, ("users", "user-1"), "auto", ("inbound", "outbound"), True),
        (False, ("teams", "team-1"), "auto", ("inbound", "outbound"), True),
        (True, ("users", "user-1"), "both", ("inbound", "outbound"), True),
        (True, ("users", "user-1"), "inbound", ("inbound",), True),
        (False, ("organizations", "acme"), "inbound", ("inbound",), True),
        (False, ("users", "user-1"), "inbound", ("inbound",), False),
    ],
)
def test_outbound_lists_are_asked_for_where_the_token_may_not_see_everything(
    owner: bool, account: tuple[str, str], choice: Any, directions: tuple[str, ...], complete: bool
) -> None:
    api = Api(
        workspaces=[workspace("net"), workspace("app")], triggers=triggers("net > app"), owner=owner, account=account
    )
    found = crawled(api, direction=choice)
    assert (found.directions, found.complete) == (directions, complete)
    asked = {each.url.params.get("filter[run-trigger][type]") for each in api.requests} - {None}
    assert asked == set(directions)


def test_inbound_lists_alone_by_a_token_of_narrow_rights_say_what_they_miss() -> None:
    api = Api(workspaces=[workspace("net")], triggers=triggers("net > hidden"), owner=False)
    found = crawled(api, direction="inbound")
    assert edges(found) == []
    (spot,) = found.blind_spots
    assert (spot.what, spot.workspace_id) == ("outbound", None)
    assert spot.reason.endswith("does not show; crawl with --direction both")
    assert edges(crawled(api, direction="both")) == ["net > hidden"]


def test_names_that_a_server_leaves_out_come_from_the_list_of_workspaces() -> None:
    nameless = {"sourceable_name": None, "workspace_name": None, "created_at": None}
    api = Api(workspaces=[workspace("net"), workspace("app")], triggers=[trigger("net", "app", **nameless)])
    found = crawled(api)
    assert (edges(found), found.complete) == (["net > app"], True)


@pytest.mark.parametrize("status", [403, 404])
def test_lists_that_cannot_be_read_are_blind_spots_and_the_crawl_goes_on(status: int) -> None:
    api = small(answers={"/api/v2/workspaces/ws-app/run-triggers": lambda _: refusal(status)})
    found = crawled(api, direction="both")
    assert edges(found) == ["app > db", "net > app"]
    reason = f"{status}: absent, or hidden from this token"
    assert found.blind_spots == tuple(
        BlindSpot(what=direction, workspace_id="ws-app", reason=reason) for direction in ("inbound", "outbound")
    )


def test_a_scope_narrows_the_crawl_is_no_blind_spot_and_shows_what_leads_out_of_it() -> None:
    api = small()
    found = crawled(api, scope=Scope(name="app"))
    assert [(each.name, each.readable) for each in found.workspaces if each.readable] == [("app", True)]
    assert {"hub > app", "net > app"} < set(edges(found))
    assert [each for each in edges(found) if each.startswith("app > ")]
    assert (found.directions, found.complete, found.blind_spots) == (("inbound", "outbound"), True, ())
    assert sorted(spell(each) for each in api.requests if "run-triggers" in each.url.path) == [
        "workspaces/ws-app/run-triggers inbound",
        "workspaces/ws-app/run-triggers outbound",
    ]


def test_a_scope_read_by_inbound_lists_alone_says_what_it_misses() -> None:
    found = crawled(small(), scope=Scope(name="app"), direction="inbound")
    assert (found.complete, [each.what for each in found.blind_spots]) == (False, ["outbound"])


ORDERS: list[Callable[[random.Random], Callable[[httpx.Request], float]]] = [
    lambda _: lambda request: 0.0,
    lambda chance: lambda request: chance.random(),
    lambda _: lambda request: 10.0 / len(request.url.path),
    lambda _: lambda request: float(len(str(request.url)) % 7),
]


@pytest.mark.parametrize("order", ORDERS)
def test_the_snapshot_is_the_same_bytes_in_whatever_order_answers_arrive(
    order: Callable[[random.Random], Callable[[httpx.Request], float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")

    def organization() -> Api:
        chance = random.Random(3)
        found = [f"w{number:04}" for number in range(120)]
        pairs = {(chance.choice(found), chance.choice([*found, "far", "farther"])) for _ in range(200)}
        named = [trigger(*pair, workspace_name=f"{pair[1]} by {pair[0]}") for pair in sorted(pairs)]
        hub = [trigger("w0000", f"x{number:03}") for number in range(150)]
        return Api(workspaces=workspaces(120), triggers=[*named, *hub])

    expected = dump_snapshot(crawled(organization(), direction="both"))
    for seed in range(2):
        api = organization()
        api.latency = order(random.Random(seed))
        assert dump_snapshot(crawled(api, direction="both")) == expected


def test_an_organization_that_the_token_cannot_see_is_told_with_those_that_it_sees() -> None:
    with pytest.raises(HiddenError) as caught:
        crawled(Api(), "acne")
    assert str(caught.value) == (
        "GET /api/v2/organizations/acne answered 404 (not found); absent, or hidden from this token: check the name, "
        "or use a token that may read it; this token sees: acme, umbra"
    )


def test_a_token_that_sees_no_organization_is_told_so() -> None:
    api = Api(answers={"/api/v2/organizations": lambda _: document({"data": []})})
    with pytest.raises(HiddenError, match=r"; this token sees no organization$"):
        crawled(api, "acne")
    api = Api(answers={"/api/v2/organizations": lambda _: refusal(403)})
    with pytest.raises(HiddenError, match=r"use a token that may read it$"):
        crawled(api, "acne")


def test_an_organizations_name_with_a_slash_stays_one_part_of_the_path() -> None:
    api = Api()
    with pytest.raises(HiddenError):
        crawled(api, "ac/me?x")
    assert any(each.url.raw_path == b"/api/v2/organizations/ac%2Fme%3Fx" for each in api.requests)


@pytest.mark.parametrize(
    "options",
    [{"organization": "ac\udcffme"}, {"scope": Scope(name="\udcff*")}, {"scope": Scope(tags=("\udcff",))}],
    ids=str,
)
def test_text_that_no_request_can_carry_is_a_configuration_error(options: dict[str, Any]) -> None:
    api = Api()
    with pytest.raises(ConfigurationError, match=r"'\\udcff\*?'|'ac\\udcffme'"):
        crawled(api, **options)
    assert api.requests == []


def test_a_wrong_token_stops_at_once() -> None:
    api = Api(answers={"/api/v2/account/details": lambda _: refusal(401, "unauthorized")})
    with pytest.raises(UnauthorizedError):
        crawled(api)
    assert len(api.requests) == 3


@pytest.mark.parametrize("status", [403, 404])
def test_a_server_that_does_not_say_who_the_token_is_gets_a_whole_crawl(status: int) -> None:
    api = small(owner=False, answers={"/api/v2/account/details": lambda _: refusal(status)})
    found = crawled(api)
    assert (found.directions, edges(found)) == (("inbound", "outbound"), ["app > db", "hub > app", "net > app"])


def test_the_token_goes_to_the_host_alone_and_not_with_discovery() -> None:
    api = small()
    crawled(api)
    assert destinations(api.requests) == {("https://tfe.example", False), ("https://tfe.example", True)}
    assert [spell(each) for each in api.requests if "authorization" not in each.headers] == [
        "/.well-known/terraform.json"
    ]
    assert not any("token" in each.url.query.decode().lower() or TOKEN in str(each.url) for each in api.requests)


@pytest.mark.parametrize("epoch", ["", "now", "1.5", "²", "9" * 30])
def test_a_source_date_that_is_none_is_not_taken(epoch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert crawled(Api()).crawled_at > "2026-"


@pytest.mark.parametrize("token", ["two words", "café", "line\n"])
def test_what_is_no_token_is_refused_before_anything_is_sent_and_not_shown(token: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        crawl("acme", host="tfe.example", token=token)
    assert token not in str(caught.value)


def test_an_output_folder_that_is_not_there_is_told_before_anything_is_listed(tmp_path: Path) -> None:
    api = Api(workspaces=workspaces(3))
    with pytest.raises(RtgraphError, match="there is no folder"):
        crawled(api, checkpoint=tmp_path / "nowhere" / "acme.json.checkpoint")
    assert not any("run-triggers" in each.url.path for each in api.requests)
