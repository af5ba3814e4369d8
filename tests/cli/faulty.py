"""Faults that meet the writes of the plan in ``tests.cli.scenes``, and what the world is before and after it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rtgraph.sandbox.faults import Fault
from rtgraph.sandbox.outcomes import Outcome, pass_on
from tests.cli.scenes import WRITES, Scene

SUBJECTS = {"PATCH ws-db": "/ws-db$", "DELETE rt-db-net": "/rt-db-net$", "DELETE rt-app-web": "/rt-app-web$"}
SUBJECTS["POST ws-db"] = "/ws-db/run-triggers$"
NAMES = {
    "PATCH ws-db": "switch auto-apply-run-trigger off in db",
    "DELETE rt-db-net": "delete rt-db-net (db → net)",
    "DELETE rt-app-web": "delete rt-app-web (app → web)",
    "POST ws-db": "create web → db",
}
AFTER = ["app > db", "net > app", "web > db"]
BEFORE = ["app > db", "app > web", "db > net", "net > app"]

every_write = pytest.mark.parametrize("write", WRITES)


def fault(write: str, outcome: Outcome, **more: object) -> Fault:
    return Fault(method=write.partition(" ")[0], path=SUBJECTS[write], outcome=outcome, **more)  # type: ignore[arg-type]


def undoes(scene: Scene) -> bool:
    """Take everything back, and tell whether the world is as it was."""
    return scene.undo()[0] == 0 and (scene.stage.pairs(), scene.stage.auto()) == (BEFORE, "app db")


def meanwhile(write: str, action: Callable[[], object]) -> Fault:
    """Let something happen just before the server handles a write."""
    return fault(write, pass_on(), before_handling=action)
