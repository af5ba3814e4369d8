"""The rules about what a crawl could not read, and about state that is shared beside the run triggers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rtgraph.audit.facts import Evidence, command, delete_all, edges_between, name_of, name_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rtgraph.audit.facts import Facts

HIDDEN = {
    "workspace": "workspace",
    "inbound": "inbound run triggers",
    "outbound": "outbound run triggers",
    "state-consumers": "remote-state consumers",
    "projects": "projects",
}


def find_blind_spots(facts: Facts) -> Iterator[Evidence]:
    """Find what the token could not read."""
    facts_of_crawl = facts.graph.graph
    for spot in facts_of_crawl["blind_spots"]:
        workspace = spot["workspace_id"]
        name = name_of(facts.graph, workspace) if workspace in facts.graph else workspace
        where = f" of {name}" if workspace and spot["what"] != "workspace" else f" {name}" if workspace else ""
        yield Evidence(
            message=f"The token could not read the {HIDDEN[spot['what']]}{where}: {spot['reason']}.",
            workspaces=(workspace,) if workspace else (),
            run_triggers=(),
            mend=(command("doctor", "--org", facts_of_crawl["organization"]),),
            identity=(spot["what"], workspace or ""),
        )


def find_state_without_trigger(facts: Facts) -> Iterator[Evidence]:
    """Find the workspaces that may read another's state and are not triggered by its applies."""
    place = {workspace: index for index, workspace in enumerate(facts.graph)}
    for producer, consumers in facts.consumers.items():
        for consumer in sorted(consumers & place.keys(), key=place.__getitem__):
            if consumer != producer and not facts.graph.has_edge(producer, consumer):
                one, other = name_of(facts.graph, producer), name_of(facts.graph, consumer)
                yield Evidence(
                    message=f"{other} may read the state of {one}, and no run trigger between them tells of changes.",
                    workspaces=(producer, consumer),
                    run_triggers=(),
                    mend=(command("trigger", "create", one, other),),
                    identity=(producer, consumer),
                )


def find_trigger_without_state(facts: Facts) -> Iterator[Evidence]:
    """Find the run triggers into workspaces that may not read the source's state; open state is no edge."""
    for source, destination in facts.graph.edges:
        consumers = facts.consumers.get(source)
        if consumers is not None and source != destination and destination not in consumers:
            triggers = edges_between(facts.graph, [(source, destination)])
            yield Evidence(
                message=f"{name_path(facts.graph, (source, destination))} triggers a workspace that may not read the "
                f"state of {name_of(facts.graph, source)}: nothing there can depend on it.",
                workspaces=(source, destination),
                run_triggers=triggers,
                mend=delete_all(triggers),
                identity=(source, destination),
            )
