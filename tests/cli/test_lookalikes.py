"""Servers that resemble HCP Terraform, over a real socket: the same graph, and the same mends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from rtgraph.cli import run
from rtgraph.models import BlindSpot, Project, RunTrigger, Snapshot, Workspace
from rtgraph.sandbox.application import build_application
from rtgraph.sandbox.profiles import PROFILES, Profile
from rtgraph.sandbox.sample import load_sample
from rtgraph.sandbox.server import Running, running
from rtgraph.sandbox.world import World, build_world
from rtgraph.snapshots import load
from tests.graphs import snapshot

TOKENS = ("owner", "reader", "demo")
"""The tokens that see different parts of the sample organization."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bare_environment: None) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")


@contextmanager
def served(profile: str, world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    application = build_application(world, profile=PROFILES[profile], rate_limit=0, creation_seconds=0.0)
    with running(application) as server:
        monkeypatch.setenv("TFE_ADDRESS", server.address)
        monkeypatch.setenv("TFE_TOKEN", "owner-sandbox-token")
        yield server


def crawled(profile: str, token: str, monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    """Crawl the sample organization as a token sees it, under one host name for all."""
    with served(profile, load_sample(), monkeypatch) as server:
        monkeypatch.setenv("TFE_TOKEN", f"{token}-sandbox-token")
        assert run(["crawl", "--org", "acme", "-q", "-o", f"{profile}.json"]) == 0
    text = Path(f"{profile}.json").read_text(encoding="utf-8").replace(server.address, "http://127.0.0.1:8043")
    Path(f"{profile}.json").write_text(text, encoding="utf-8")
    return replace(load(f"{profile}.json"), host="127.0.0.1:8043")


def as_told(found: Snapshot, profile: Profile) -> Snapshot:
    """Take out of a snapshot of HCP Terraform what a server of another kind does not tell."""

    def project(workspace: Workspace) -> Project | None:
        return workspace.project if profile.projects else None

    def name(workspace: Workspace) -> str:
        return workspace.name if workspace.readable or profile.trigger_names else workspace.id

    def switch(workspace: Workspace) -> bool | None:
        return workspace.auto_apply_run_trigger if profile.auto_apply_run_trigger else None

    def reason(spot: BlindSpot) -> str:
        return spot.reason.replace("404:", f"{profile.hidden}:")

    told = [
        replace(each, name=name(each), project=project(each), auto_apply_run_trigger=switch(each))
        for each in found.workspaces
    ]
    return replace(
        found,
        workspaces=tuple(sorted(told, key=lambda each: (each.name, each.id))),
        blind_spots=tuple(replace(each, reason=reason(each)) for each in found.blind_spots),
    )


@pytest.mark.parametrize("profile", [name for name in PROFILES if name != "hcp"])
@pytest.mark.parametrize("token", TOKENS)
def test_the_graph_is_the_same_but_for_what_the_server_does_not_tell(
    profile: str, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = crawled("hcp", token, monkeypatch)
    here = crawled(profile, token, monkeypatch)
    assert here.run_triggers == there.run_triggers
    assert here == as_told(there, PROFILES[profile])


ORGANIZATION = snapshot("net > app > db > app", "one > other > one", "lone", auto="one other", lone={"plan_seconds": 5})


def pairs(world: World) -> list[str]:
    """Give the world's run triggers as ``source > workspace``."""
    names = {each.id: each.name for each in world.organizations["acme"].workspaces.values()}
    return sorted(f"{names[each.sourceable_id]} > {names[each.workspace_id]}" for each in world.run_triggers.values())


@pytest.mark.parametrize("profile", PROFILES)
def test_a_plan_is_applied_and_undone(
    profile: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world = build_world(ORGANIZATION)
    before = pairs(world)
    with served(profile, world, monkeypatch):
        assert run(["crawl", "--org", "acme", "--strict", "-q", "-o", "acme.json"]) == 0
        assert run(["fix", "plan", "-s", "acme.json", "--cycles", "-o", "plan.json"]) == 0
        assert run(["fix", "apply", "plan.json", "--yes"]) == 0
        assert pairs(world) == ["app > db", "net > app", "one > other"]
        assert "Read again: every change stands, and no cycle is left." in capsys.readouterr().out
        assert run(["fix", "apply", "plan.json", "--yes"]) == 0
        assert run(["fix", "undo", "plan.json.journal.jsonl", "--yes"]) == 0
        assert pairs(world) == before


@pytest.mark.parametrize("profile", PROFILES)
def test_switching_auto_apply_needs_a_server_that_knows_it(
    profile: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world = build_world(ORGANIZATION)
    change = {"action": "update", "workspace_id": "ws-one", "auto_apply_run_trigger": False}
    with served(profile, world, monkeypatch) as server:
        plan = {"format": "rtgraph.plan/1", "host": server.address.removeprefix("http://"), "organization": "acme"}
        counts = {"before": {"cyclic_components": 2}, "after": {"cyclic_components": 2}}
        Path("plan.json").write_text(json.dumps(plan | counts | {"changes": [change]}), encoding="utf-8")
        code = run(["fix", "apply", "plan.json", "--yes"])
    said = capsys.readouterr().err
    after = world.organizations["acme"].workspaces["ws-one"].auto_apply_run_trigger
    if PROFILES[profile].auto_apply_run_trigger:
        assert (code, after) == (0, False)
    else:
        assert (code, after) == (1, True)
        assert "this server does not tell auto-apply-run-trigger" in said
        assert said.count("\n") == 1


@pytest.mark.parametrize("profile", PROFILES)
def test_one_run_trigger_at_a_time(
    profile: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world = build_world(ORGANIZATION)

    def trigger(*arguments: str) -> tuple[int, str]:
        options = [] if arguments[0] == "show" else ["--org", "acme"]
        code = run(["trigger", *arguments, *options, "-q"])
        return code, capsys.readouterr().out

    with served(profile, world, monkeypatch):
        code, said = trigger("create", "lone", "net", "--yes")
        [made] = [each.id for each in world.run_triggers.values() if each.sourceable_id == "ws-lone"]
        assert (code, said) == (0, f"created  {made}  lone → net\n")
        assert trigger("create", "lone", "net", "--yes") == (0, f"already there  {made}  lone → net\n")
        code, said = trigger("list", "net")
        assert [line.split()[1:4] for line in said.splitlines() if "rt-" in line] == [
            ["lone", "→", "net"],
            ["net", "→", "app"],
        ]
        assert trigger("show", made)[1].endswith("\nA successful apply in lone queues a run in net.\n")
        assert trigger("delete", "lone", "net", "--yes") == (0, f"deleted  {made}  lone → net\n")
        assert trigger("delete", "lone", "net", "--yes") == (0, "gone already  lone → net\n")
        assert trigger("delete", "rt-net-app", "--yes") == (0, "deleted  rt-net-app  net → app\n")
        assert trigger("delete", "rt-net-app", "--yes")[0] == 1


@pytest.mark.parametrize("profile", PROFILES)
def test_a_token_that_may_not_write(
    profile: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world = build_world(ORGANIZATION)
    with served(profile, world, monkeypatch):
        monkeypatch.setenv("TFE_TOKEN", "reader-sandbox-token")
        assert run(["trigger", "delete", "rt-net-app", "--yes", "-q"]) == 1
        assert run(["trigger", "create", "lone", "net", "--org", "acme", "--yes", "-q"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert all("it takes admin access to" in line for line in said)
    assert pairs(world) == pairs(build_world(ORGANIZATION))


def test_duplicates_that_a_server_lets_be_created_are_all_in_the_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    world = build_world(snapshot("net > app"))
    twin = RunTrigger(id="rt-twin", sourceable_id="ws-net", workspace_id="ws-app")
    world.add_trigger(world.organizations["acme"], twin)
    with served("otf", world, monkeypatch):
        assert run(["crawl", "--org", "acme", "-q", "-o", "acme.json"]) == 0
    assert [each.id for each in load("acme.json").run_triggers] == ["rt-net-app", "rt-twin"]
