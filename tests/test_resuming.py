"""A crawl that is interrupted anywhere goes on where it stopped, and ends in the snapshot of an uninterrupted one."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import pytest

from rtgraph.checkpoint import checkpoint_path
from rtgraph.crawler import crawl_organization
from rtgraph.errors import RtgraphError, UnauthorizedError
from rtgraph.gathering import Progress
from rtgraph.models import Scope, Snapshot
from rtgraph.snapshots import dump_snapshot
from tests.clock import run
from tests.fakes import Api, refusal, spell, trigger, triggers, workspace

BEGUN, LATER = "1767225600", "1767229200"
"""The first minute of 2026, and an hour after it."""


def organization(**options: Any) -> Api:
    """Eight workspaces on three pages, a hidden one, an unreadable list; answers arrive out of order."""
    names = ["a", "b", "c", "d", "e", "f", "g", "h"]
    api = Api(
        workspaces=[workspace(name) for name in names],
        triggers=triggers("a > b", "b > c", "c > a", "d > e", "hidden > f", "g > h", "h > hidden"),
        largest=3,
        latency=lambda request: 0.1 * (sum(map(ord, str(request.url))) % 13),
        owner=False,
        answers={"/api/v2/workspaces/ws-d/run-triggers": lambda _: refusal(404)},
    )
    for key, value in options.items():
        setattr(api, key, value)
    return api


def lists(api: Api) -> Counter[str]:
    """Count the lists of triggers that were asked for."""
    return Counter(spell(each) for each in api.requests if each.url.path.endswith("/run-triggers"))


def crawled(api: Api, path: Path | None, epoch: str, monkeypatch: pytest.MonkeyPatch, **options: Any) -> Snapshot:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

    async def work() -> Snapshot:
        async with api.client() as client:
            return await crawl_organization(client, "acme", checkpoint=path, **options)

    return run(work())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return checkpoint_path(tmp_path / "acme.json")


@pytest.fixture
def uninterrupted(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The snapshot of a crawl that nothing interrupts."""
    return dump_snapshot(crawled(organization(), None, BEGUN, monkeypatch))


def test_a_crawl_that_is_cancelled_after_any_list_goes_on_to_the_same_bytes(
    path: Path, uninterrupted: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def interrupt(api: Api, after: int) -> None:
        async with api.client() as client:
            task: asyncio.Task[Snapshot]

            def count(progress: Progress) -> None:
                if progress.lists == after:
                    task.cancel()

            task = asyncio.create_task(crawl_organization(client, "acme", checkpoint=path, on_progress=count))
            with pytest.raises(asyncio.CancelledError):
                await task

    for after in range(1, 17):
        path.unlink(missing_ok=True)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", BEGUN)
        run(interrupt(organization(), after))
        kept = path.read_bytes().count(b'"type":"triggers"')  # more than one may have come at that moment
        api = organization()
        assert dump_snapshot(crawled(api, path, LATER, monkeypatch)) == uninterrupted
        assert kept >= after
        assert len(lists(api)) == 16 - kept
        assert max(lists(api).values(), default=1) == 1


def test_a_crawl_whose_checkpoint_is_cut_anywhere_goes_on_to_the_same_bytes(
    path: Path, uninterrupted: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawled(organization(), path, BEGUN, monkeypatch)
    data = path.read_bytes()
    ends = [place + 1 for place, byte in enumerate(data) if byte == ord("\n")]
    middles = [(start + end) // 2 for start, end in zip([0, *ends], ends, strict=False)]
    for cut in [*ends, *middles, *(end - 1 for end in ends), len(data) - 2]:
        path.write_bytes(data[:cut])
        api = organization()
        epoch = LATER if cut >= ends[0] else BEGUN
        assert dump_snapshot(crawled(api, path, epoch, monkeypatch)) == uninterrupted
        kept = sum(b'"type":"triggers"' in line for line in data[:cut].splitlines(keepends=True) if line[-1:] == b"\n")
        assert sum(lists(api).values()) == 16 - kept


def test_what_the_checkpoint_has_is_not_asked_for_again(
    path: Path, uninterrupted: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawled(organization(), path, BEGUN, monkeypatch)
    api = organization()
    assert dump_snapshot(crawled(api, path, LATER, monkeypatch)) == uninterrupted
    assert [spell(each) for each in api.requests] == [
        "/.well-known/terraform.json", "ping", "account/details", "organizations/acme"
    ]  # fmt: skip


def refusing_after(count: int) -> Api:
    """Make the organization that answers so many lists of triggers, and then knows the token no more."""
    api, left = organization(), [count]

    def refuse(request: httpx.Request) -> None:
        if request.url.path.endswith("/run-triggers"):
            left[0] -= 1
            if left[0] < 0:
                api.answers[request.url.path] = lambda _: refusal(401, "unauthorized")

    api.before = refuse
    return api


def test_interrupted_again_and_again_it_still_ends(
    path: Path, uninterrupted: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[bytes] = []
    for _ in range(20):
        with contextlib.suppress(UnauthorizedError):
            found.append(dump_snapshot(crawled(refusing_after(3), path, BEGUN, monkeypatch)))
    assert set(found) == {uninterrupted}
    assert 1 <= len(found) <= 16


def test_a_token_that_is_revoked_in_mid_crawl_stops_it_and_the_checkpoint_stays(
    path: Path, uninterrupted: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = organization()
    api.answers["/api/v2/workspaces/ws-g/run-triggers"] = lambda _: refusal(401, "unauthorized")
    with pytest.raises(UnauthorizedError, match="ws-g/run-triggers answered 401"):
        crawled(api, path, BEGUN, monkeypatch)
    assert path.read_bytes().count(b"\n") > 1
    assert dump_snapshot(crawled(organization(), path, LATER, monkeypatch)) == uninterrupted


OTHERS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "another account": ({"account": ("teams", "team-1")}, {}),
    "another scope": ({}, {"scope": Scope(name="*")}),
    "another direction": ({}, {"direction": "inbound"}),
    "fresh": ({}, {"fresh": True}),
    "state consumers too": ({}, {"state_consumers": True}),
}


@pytest.mark.parametrize(("changes", "options"), OTHERS.values(), ids=OTHERS)
def test_another_crawl_is_begun_anew(
    changes: dict[str, Any], options: dict[str, Any], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawled(organization(), path, BEGUN, monkeypatch)
    api = organization(**changes)
    found = crawled(api, path, LATER, monkeypatch, **options)
    assert found.crawled_at == "2026-01-01T01:00:00Z"
    assert sum(lists(api).values()) == 8 * len(found.directions)


def test_a_crawl_that_is_a_day_old_is_begun_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crawled(organization(), path, BEGUN, monkeypatch)
    api = organization()
    assert crawled(api, path, str(int(BEGUN) + 24 * 3600), monkeypatch).crawled_at == "2026-01-02T00:00:00Z"
    assert sum(lists(api).values()) == 16


def test_a_token_of_which_nothing_is_known_goes_on_with_nobodys_crawl(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        api = organization()
        api.answers["/api/v2/account/details"] = lambda _: refusal(404)
        crawled(api, path, BEGUN, monkeypatch)
        assert sum(lists(api).values()) == 16


def test_progress_counts_what_was_read_before(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crawled(organization(), path, BEGUN, monkeypatch)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:6]))
    kept = sum(b'"type":"triggers"' in line for line in lines[:6])
    seen: list[Progress] = []
    crawled(organization(), path, LATER, monkeypatch, on_progress=seen.append)
    assert {each.resumed for each in seen} == {kept}
    assert (seen[0].lists, seen[1].lists, seen[-1].lists, seen[-1].expected) == (kept, kept + 1, 16, 16)


def test_a_disk_that_is_full_ends_the_crawl_with_an_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    path.symlink_to("/dev/full")
    with pytest.raises(RtgraphError, match=r"^cannot write .*checkpoint: No space left on device"):
        crawled(organization(), path, BEGUN, monkeypatch, fresh=True)


def test_a_trigger_that_moved_between_two_halves_of_a_crawl_is_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crawled(organization(), path, BEGUN, monkeypatch)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if b'"ws-b"' not in line[:60]))
    api = organization()
    api.triggers.append(trigger("h", "b"))
    found = crawled(api, path, LATER, monkeypatch)
    assert [each.id for each in found.run_triggers].count("rt-h-b") == 1
