"""Two snapshots between which there is every kind of difference, for tests."""

from __future__ import annotations

from dataclasses import replace

from rtgraph.differences.comparison import Comparison, compare_snapshots
from rtgraph.models import BlindSpot, Snapshot
from tests.graphs import snapshot

HOSTILE = "x|`<b>@me</b>\x1b[31m\u202e\n🦊"


def old() -> Snapshot:
    found = snapshot(
        "net > app > db > app", "net > web", "app > gone", "app > dark", auto="app db", project={"gone": "core"}
    )
    return replace(found, blind_spots=(blind("web"),), complete=False)


def new() -> Snapshot:
    found = snapshot(
        "net > app > db", "app > extra", "net > web", "net > late", "dark", auto="app", extra={"name": HOSTILE}
    )
    return replace(
        found,
        crawled_at="2026-02-01T00:00:00Z",
        run_triggers=tuple(
            replace(each, id="rt-again") if each.id == "rt-net-app" else each for each in found.run_triggers
        ),
        blind_spots=(blind("dark"), blind("app")),
        complete=False,
    )


def blind(name: str) -> BlindSpot:
    return BlindSpot(what="inbound", workspace_id=f"ws-{name}", reason="404")


def every_difference() -> Comparison:
    return compare_snapshots(old(), new())
