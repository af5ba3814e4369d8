"""What a plan promised, confirmed by reading once more all that it touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.analysis.cycles import find_cycles
from rtgraph.concurrency import together
from rtgraph.errors import RtgraphError
from rtgraph.fixes.calls import list_inbound, show_workspace
from rtgraph.fixes.looks import AGAIN, describe, look_at
from rtgraph.graph import build_graph
from rtgraph.models import RunTrigger, Snapshot
from rtgraph.times import now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rtgraph.client import Client
    from rtgraph.fixes.applying import Step
    from rtgraph.graph import Graph
    from rtgraph.models import Plan, Workspace


async def check_steps(client: Client, organization: str, steps: Sequence[Step]) -> list[str]:
    """Look at every step once more, and say which does not stand as it was made."""
    problems: dict[int, str] = {}

    async def check(step: Step) -> None:
        try:
            if (await look_at(client, organization, step.change)).state != "done":
                problems[step.number] = f"{describe(step.change)}: the server shows it not done any more; {AGAIN}"
        except RtgraphError as error:
            problems[step.number] = str(error)

    await together(check(step) for step in steps)
    return [problems[step.number] for step in steps if step.number in problems]


async def check_promise(client: Client, plan: Plan) -> list[str]:
    """Crawl what a plan watches, and say where it promised no cycle and there is one.

    Returns:
        a sentence for each cycle that is left, and for each workspace that cannot be read.
    """
    no_cycle = plan.after.cyclic_components == 0
    no_engine = plan.after.self_sustaining == 0
    if not plan.watch or not (no_cycle or no_engine):
        return []
    graph, unread = await crawl_watched(client, plan)
    problems = [
        f"{each} cannot be read, so what triggers it is not confirmed; use a token that may read it" for each in unread
    ]
    for component in find_cycles(graph):
        cycle = component.shortest if no_cycle else component.self_sustaining
        if cycle is not None:
            path = " → ".join(graph.nodes[each]["name"] for each in cycle)
            problems.append(f"a cycle is left: {path}; make another plan with: rtgraph fix plan")
    return problems


async def crawl_watched(client: Client, plan: Plan) -> tuple[Graph, list[str]]:
    """Read the workspaces that a plan watches and the run triggers among them; also which cannot be read."""
    workspaces: dict[str, Workspace] = {}
    triggers: dict[str, RunTrigger] = {}
    watched = set(plan.watch)

    async def read(identity: str) -> None:
        shown = await show_workspace(client, plan.organization, identity)
        listed = await list_inbound(client, identity)
        if shown is None or listed is None:
            return
        workspaces[identity] = shown.workspace
        for each in listed:
            if each.sourceable_id in watched:
                triggers[each.id] = RunTrigger(
                    id=each.id,
                    sourceable_id=str(each.sourceable_id),
                    workspace_id=identity,
                    created_at=each.created_at,
                )

    await together(read(identity) for identity in plan.watch)
    snapshot = Snapshot(
        host=plan.host,
        organization=plan.organization,
        crawled_at=now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        directions=("inbound",),
        complete=len(workspaces) == len(plan.watch),
        workspaces=tuple(workspaces.values()),
        run_triggers=tuple(triggers.values()),
    )
    return build_graph(snapshot), [each for each in plan.watch if each not in workspaces]
