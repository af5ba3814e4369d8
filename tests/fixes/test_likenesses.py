from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rtgraph.errors import ConfigurationError, RtgraphError
from rtgraph.fixes.desires import Desired, read_desired
from rtgraph.graph import build_graph
from rtgraph.models import BlindSpot, Scope, Snapshot
from rtgraph.snapshots import load, save_snapshot
from tests.graphs import graph, snapshot

NOW = graph("net > app > db", "web > db")
SAMPLES = Path(__file__).parents[2] / "samples"


def wanted(found: Snapshot, folder: Path, name: str = "wanted.json") -> tuple[Desired, ...]:
    save_snapshot(found, folder / name)
    return read_desired(folder / name, NOW)


def pairs(found: Snapshot, folder: Path) -> list[tuple[str, str]]:
    return [(each.source, each.destination) for each in wanted(found, folder)]


def elsewhere(*lines: str) -> Snapshot:
    """Give a snapshot of another organization, whose ids are others."""
    found = snapshot(*lines)
    return replace(
        found,
        organization="umbra",
        workspaces=tuple(replace(each, id=f"{each.id}-umbra") for each in found.workspaces),
        run_triggers=tuple(
            replace(each, sourceable_id=f"{each.sourceable_id}-umbra", workspace_id=f"{each.workspace_id}-umbra")
            for each in found.run_triggers
        ),
    )


@pytest.mark.parametrize("name", ["wanted.json", "wanted.json.gz"])
def test_a_snapshot_of_the_same_organization(tmp_path: Path, name: str) -> None:
    assert wanted(snapshot("web > app", "net > app"), tmp_path, name) == (
        Desired(source="ws-web", destination="ws-app", place=f"{tmp_path / name}: rt-web-app"),
        Desired(source="ws-net", destination="ws-app", place=f"{tmp_path / name}: rt-net-app"),
    )


def test_a_workspace_is_matched_by_its_id_before_its_name(tmp_path: Path) -> None:
    renamed = snapshot("net > app", net={"name": "web"}, app={"name": "old"})
    assert pairs(renamed, tmp_path) == [("ws-net", "ws-app")]


def test_another_organization_is_matched_by_name(tmp_path: Path) -> None:
    assert pairs(elsewhere("db > net", "app > web"), tmp_path) == [("ws-db", "ws-net"), ("ws-app", "ws-web")]


def test_a_workspace_that_is_not_there_is_named_with_the_trigger(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigurationError, match=r"wanted\.json: rt-net-apq: there is no workspace 'apq'; did you mean app"
    ):
        wanted(elsewhere("net > apq"), tmp_path)


def test_the_sample_is_its_own_likeness_although_it_has_blind_spots() -> None:
    now = build_graph(load(SAMPLES / "snapshot.json"))
    found = read_desired(SAMPLES / "snapshot.json", now)
    assert {(each.source, each.destination) for each in found} == set(now.edges)


def test_a_file_that_is_no_snapshot_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "audit.json"
    path.write_text('{"format": "rtgraph.audit/1"}')
    with pytest.raises(RtgraphError, match=r"audit\.json is not a snapshot \(its format is 'rtgraph\.audit/1'\)"):
        read_desired(path, NOW)


UNSEEN = r"wanted\.json does not hold what queues runs in {names}: it was not read, .*, and {count} of the run triggers"


@pytest.mark.parametrize(
    ("changes", "names", "count"),
    [
        ({"blind_spots": (BlindSpot(what="inbound", workspace_id="ws-db", reason="404"),)}, "db", 2),
        ({"blind_spots": (BlindSpot(what="workspace", workspace_id="ws-app", reason="404"),)}, "app", 1),
        ({"scope": Scope(project="core"), "complete": True}, "db", 2),
        ({}, "db, app", 3),
    ],
)
def test_what_it_could_not_see_is_not_deleted(
    changes: dict[str, object], names: str, count: int, tmp_path: Path
) -> None:
    partial = replace(snapshot("app > net", "web"), **{"complete": False, **changes})  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match=UNSEEN.format(names=names, count=count)):
        wanted(partial, tmp_path)


def test_an_unreadable_workspace_is_not_emptied(tmp_path: Path) -> None:
    found = snapshot("net > app", "db > web", db={"readable": False})
    with pytest.raises(ConfigurationError, match=UNSEEN.format(names="db", count=2)):
        wanted(found, tmp_path)


def test_what_it_could_not_see_by_name(tmp_path: Path) -> None:
    found = elsewhere("net > app", "db")
    blind = (BlindSpot(what="inbound", workspace_id="ws-db-umbra", reason="404"),)
    with pytest.raises(ConfigurationError, match=UNSEEN.format(names="db", count=2)):
        wanted(replace(found, complete=False, blind_spots=blind), tmp_path)


def test_many_are_counted(tmp_path: Path) -> None:
    now = graph(*(f"net > app{number}" for number in range(5)))
    found = replace(snapshot("app0 > net"), complete=False)
    save_snapshot(found, tmp_path / "wanted.json")
    with pytest.raises(ConfigurationError, match=UNSEEN.format(names="app0, app1, app2 and 2 more", count=5)):
        read_desired(tmp_path / "wanted.json", now)


@pytest.mark.parametrize(
    "blind",
    [
        BlindSpot(what="inbound", workspace_id="ws-net", reason="404"),  # nothing queues runs there now
        BlindSpot(what="outbound", workspace_id="ws-app", reason="404"),  # inbound lists hold every run trigger
        BlindSpot(what="state-consumers", workspace_id="ws-db", reason="404"),
        BlindSpot(what="projects", workspace_id=None, reason="404"),
    ],
)
def test_a_blind_spot_that_hides_nothing_is_no_hindrance(blind: BlindSpot, tmp_path: Path) -> None:
    found = replace(snapshot("net > db"), complete=False, blind_spots=(blind,))
    assert pairs(found, tmp_path) == [("ws-net", "ws-db")]


def test_a_scope_may_take_everything_in(tmp_path: Path) -> None:
    found = replace(snapshot("net > db", "app"), scope=Scope(name="*"))
    assert pairs(found, tmp_path) == [("ws-net", "ws-db")]
