"""Small readable graphs for tests: ``snapshot("net > app", "app > db")``."""

from __future__ import annotations

import itertools
from typing import Any

import networkx as nx

from rtgraph.graph import build_graph
from rtgraph.models import Project, RunTrigger, Snapshot, Workspace


def snapshot(
    *lines: str, auto: str = "", project: dict[str, str] | None = None, **workspaces: dict[str, Any]
) -> Snapshot:
    """Make a snapshot from lines such as ``net > app > db`` (sourceable > workspace) or a lone name.

    A workspace ``net`` has the id ``ws-net``, a trigger the id ``rt-net-app``. ``auto`` names, with spaces
    between, the workspaces that apply triggered runs by themselves (``*`` is all of them); ``project`` gives
    workspaces a project by name; any other keyword sets attributes: ``net={"readable": False}``.
    """
    names: dict[str, None] = {}
    triggers: dict[str, RunTrigger] = {}
    for line in lines:
        path = line.split(" > ")
        names.update(dict.fromkeys(path))
        for source, destination in itertools.pairwise(path):
            identity = f"rt-{source}-{destination}"
            triggers[identity] = RunTrigger(
                id=identity,
                sourceable_id=f"ws-{source}",
                workspace_id=f"ws-{destination}",
                created_at="2024-01-01T00:00:00Z",
            )
    return Snapshot(
        host="app.terraform.io",
        organization="acme",
        crawled_at="2026-01-01T00:00:00Z",
        directions=("inbound",),
        complete=True,
        workspaces=tuple(workspace(name, auto, project or {}, workspaces.get(name, {})) for name in names),
        run_triggers=tuple(triggers.values()),
    )


def workspace(name: str, auto: str, project: dict[str, str], attributes: dict[str, Any]) -> Workspace:
    home = project.get(name)
    values: dict[str, Any] = {
        "id": f"ws-{name}",
        "name": name,
        "project": Project(id=f"prj-{home}", name=home) if home else None,
        "auto_apply_run_trigger": auto == "*" or name in auto.split(),
        "execution_mode": "remote",
        "url": f"https://app.terraform.io/app/acme/workspaces/{name}",
    }
    return Workspace(**(values | attributes))


def graph(*lines: str, **options: Any) -> nx.DiGraph[str]:
    """Build the graph of ``snapshot(...)``."""
    return build_graph(snapshot(*lines, **options))
