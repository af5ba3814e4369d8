"""A snapshot with blind spots that is served again: what nobody has seen stays hidden."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from rtgraph.cli import run
from rtgraph.models import BlindSpot, Snapshot, StateConsumers
from rtgraph.sandbox.application import build_application
from rtgraph.sandbox.sample import parse_world
from rtgraph.sandbox.server import running
from rtgraph.snapshots import dump_snapshot, load
from tests.graphs import snapshot

REASON = "404: absent, or hidden from this token"
SPOTS = (
    BlindSpot(what="projects", workspace_id=None, reason=REASON),
    BlindSpot(what="inbound", workspace_id="ws-app", reason=REASON),
    BlindSpot(what="outbound", workspace_id="ws-db", reason=REASON),
    BlindSpot(what="state-consumers", workspace_id="ws-net", reason=REASON),
    BlindSpot(
        what="workspace",
        workspace_id="ws-vault",
        reason=f"named by rt-net-vault and not in the list of workspaces: {REASON.removeprefix('404: ')}",
    ),
)
CONSUMERS = (
    StateConsumers(workspace_id="ws-app", consumer_ids=("ws-db",)),
    StateConsumers(workspace_id="ws-db", consumer_ids=(), open=True),
)


def crawl_again(taken: Snapshot, folder: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> Snapshot:
    """Serve a snapshot, crawl it over a real socket and give what came."""
    world = parse_world(dump_snapshot(taken), "acme.json")
    with running(build_application(world, rate_limit=0)) as server:
        monkeypatch.setenv("TFE_ADDRESS", server.address)
        monkeypatch.setenv("TFE_TOKEN", "owner-sandbox-token")
        assert run(["crawl", "--org", "acme", "-q", "-o", str(folder / "again.json"), *options]) == 0
    return load(folder / "again.json")


def test_blind_spots_stay_what_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = snapshot(
        "net > app > db", "net > vault", project={"net": "core"}, vault={"readable": False, "name": "ws-vault"}
    )
    blind = dataclasses.replace(taken, complete=False, blind_spots=SPOTS, state_consumers=CONSUMERS)
    again = crawl_again(blind, tmp_path, monkeypatch, "--direction", "both", "--with-state-consumers")
    assert not again.complete
    assert set(again.blind_spots) == set(SPOTS)
    assert [each.name for each in again.workspaces if not each.readable] == ["ws-vault"]
    assert {each.id for each in again.run_triggers} == {each.id for each in taken.run_triggers}


def test_who_may_read_whose_state_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = dataclasses.replace(snapshot("net", "app", "db"), state_consumers=CONSUMERS)
    again = crawl_again(taken, tmp_path, monkeypatch, "--with-state-consumers")
    assert again.complete
    assert set(again.state_consumers or ()) == {*CONSUMERS, StateConsumers(workspace_id="ws-net", consumer_ids=())}
