"""A sandbox on a socket, a folder with a plan, and commands that are run there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from rtgraph.cli import run
from rtgraph.cli.schema import schemas
from rtgraph.models import Measures, Plan, Snapshot
from rtgraph.sandbox.server import Running
from rtgraph.sandbox.world import World
from tests.graphs import snapshot
from tests.mending import Stage, save_plan

PLAN = "plan.json"
JOURNAL = "plan.json.journal.jsonl"


def validate(name: str, document: Any) -> None:
    """Hold a document against a schema."""
    validator = jsonschema.Draft202012Validator(json.loads(schemas()[name]), format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(document)] == []


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Where commands are run: the sandbox, its address, and the folder that they run in."""

    stage: Stage
    server: Running
    folder: Path
    capfd: pytest.CaptureFixture[str]

    @property
    def host(self) -> str:
        return self.server.address.removeprefix("http://")

    def plan(self, *lines: str, **facts: Any) -> Plan:
        """Write a plan of lines for this sandbox into plan.json."""
        return save_plan(self.folder / PLAN, *lines, **({"host": self.host} | facts))

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run a command, and give its exit code and what it said, with HOST and ID for what differs each time."""
        code = run(list(arguments))
        out, err = self.capfd.readouterr()
        self.check_tokens(out + err)
        self.check_journal()
        return code, self.smooth(out), self.smooth(err)

    def apply(self, *options: str) -> tuple[int, str, str]:
        """Apply plan.json without asking."""
        return self.run("fix", "apply", PLAN, "--yes", *options)

    def undo(self, *options: str) -> tuple[int, str, str]:
        """Take back what the journal of plan.json says, without asking."""
        return self.run("fix", "undo", JOURNAL, "--yes", *options)

    def smooth(self, text: str) -> str:
        """Put HOST, ID and DATE for what differs each time, and NEW for the ids of created run triggers."""
        text = text.replace(self.server.address, "ADDRESS").replace(self.host, "HOST")
        text = re.sub(r"\[request [^]]+\]", "[request ID]", text)
        return re.sub(r"rt-[1-9A-HJ-NP-Za-km-z]{16}\b", "NEW", text)

    def check_tokens(self, said: str) -> None:
        """Make sure that no token was said, or written into a file."""
        assert "sandbox-token" not in said
        files = [each for each in self.folder.rglob("*") if each.is_file()]
        assert [each for each in files if b"sandbox-token" in each.read_bytes()] == []

    def check_journal(self) -> None:
        """Make sure that every whole line of the journal is what its schema says."""
        journal = self.folder / JOURNAL
        if not journal.is_file() or not journal.read_bytes().startswith(
            b'{"type":"head","format":"rtgraph.journal/1",'
        ):
            return
        for line in journal.read_bytes().splitlines(keepends=True):
            if line.endswith(b"\n"):
                validate("journal", json.loads(line))

    def rows(self, *arguments: str) -> list[dict[str, Any]]:
        """Run a command that succeeds with ``-f json``, and give its run triggers, held against the schema."""
        code, out, _ = self.run(*arguments, "-f", "json")
        assert code == 0
        document = json.loads(out)
        validate("triggers", document)
        assert document["host"] == "HOST"
        rows: list[dict[str, Any]] = document["run_triggers"]
        return rows

    def files(self) -> list[str]:
        """Name what lies in the folder."""
        return sorted(each.name for each in self.folder.iterdir())


Start = Callable[..., Scene]

LINES = ("~ db off", "- db > net", "- app > web", "+ web > db")
SHOWN = """\
~ update  db  auto-apply-run-trigger: on → off
- delete rt-db-net  db → net
- delete rt-app-web  app → web
+ create  web → db

Plan: 1 to create, 2 to delete, 1 to change.

               before  after
cycles (SCCs)       1      0  -1

acme on HOST
A → B: a successful apply in A queues a run in B.
"""
WRITES = ["PATCH ws-db", "DELETE rt-db-net", "DELETE rt-app-web", "POST ws-db"]
ANEW = "make the plan anew with: rtgraph fix plan"
KEPT = f"Take it back with: rtgraph fix undo {JOURNAL}\n"
ON = f"run rtgraph fix apply {PLAN} to go on"


def small() -> Snapshot:
    return snapshot("net > app > db > net", "app > web", auto="app db")


def set_out(
    start: Start, found: Snapshot | World | None = None, lines: tuple[str, ...] = LINES, **options: Any
) -> Scene:
    """A world, and a plan for it that leaves no cycle."""
    scene = start(found or small(), **options)
    scene.plan(*lines, after=Measures(cyclic_components=0), watch=("ws-app", "ws-db", "ws-net"))
    return scene


def untouched(scene: Scene, *, files: tuple[str, ...] = (PLAN, f"{JOURNAL}.lock")) -> bool:
    return scene.stage.asked == [] and scene.files() == sorted(files)


def crowd(scene: Scene, count: int = 19) -> None:
    """Add so many sources to db, as somebody else would."""
    for each in snapshot(*[f"s{number:02}" for number in range(count)]).workspaces:
        scene.stage.world.put_workspace(scene.stage.world.organizations["acme"], each)
        scene.stage.add(each.name, "db")
