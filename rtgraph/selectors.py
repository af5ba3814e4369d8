"""The selection language: which workspaces of a graph a text means.

========================  ================================================================
term                      selects
========================  ================================================================
``net-prod`` ``net-*``    by name, with globs (``*``, ``?``, ``[…]``); ``ws-…`` by id
``project:x`` ``tag:x``   by attribute, with globs; ``mode:local``; ``auto:yes`` or ``no``
``+x`` ``x+`` ``2+x+1``   x with its upstream, its downstream, or so many hops of each
``x..y``                  everything on a path from x to y, both ends too
``cycle:*`` ``root:*``    by shape, with globs on names; ``leaf:*``, ``isolated:*`` too
``a b``                   union
``a,b``                   intersection, which binds tighter
``!a``                    every workspace but a
``( )``                   grouping; ``"…"`` takes every character of a name as it is
========================  ================================================================

A name, a project, a tag or a mode that is not there is a mistake; a glob or a shape may well match nothing.
"""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rtgraph.errors import RtgraphError
from rtgraph.graph import copy_part, count_triggers, sum_triggers
from rtgraph.nearest import suggest
from rtgraph.selection_grammar import parse_selection
from rtgraph.selection_tree import Between, Both, Either, Hops, SelectionError, Term, Turned, shorten
from rtgraph.shapes import SHAPES, reach

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rtgraph.graph import Graph
    from rtgraph.selection_tree import Tree

MODES = ("remote", "agent", "local")
"""The execution modes that there are, whether a workspace has them or not.

Source: https://developer.hashicorp.com/terraform/cloud-docs/workspaces/settings#execution-mode
"""

ATTRIBUTES: dict[str, Callable[[dict[str, Any]], Iterable[str | None]]] = {
    "project": lambda node: node["project"].values() if node["project"] else (),
    "tag": lambda node: node["tags"],
    "mode": lambda node: (node["execution_mode"],),
    "auto": lambda node: ("yes" if node["auto_apply_run_trigger"] is True else "no",),
}
"""attribute → its values in a node: a project by id and name; what the server did not say is a gate."""


@dataclass(frozen=True)
class Scene:
    """A graph and a selection that is read of it."""

    graph: Graph
    text: str

    @cached_property
    def names(self) -> dict[str, str]:
        """Name → the first workspace of that name: text alone, which the garbage collector need not walk."""
        found: dict[str, str] = {}
        for workspace, node in self.graph.nodes(data=True):
            found.setdefault(node["name"], workspace)
        return found

    @cached_property
    def shared(self) -> dict[str, set[str]]:
        """Name → all workspaces of that name, where it is more than one's."""
        found: dict[str, set[str]] = {}
        for workspace, node in self.graph.nodes(data=True):
            first = self.names[node["name"]]
            if first != workspace:
                found.setdefault(node["name"], {first}).add(workspace)
        return found


def select_workspaces(graph: Graph, text: str) -> list[str]:
    """Give the ids of the workspaces that a selection means, in graph order; there may be none.

    Raises:
        SelectionError: the text is no selection, or names a workspace, project, tag or mode that is not there.
    """
    chosen = evaluate(Scene(graph, text), parse_selection(text))
    return [each for each in graph if each in chosen]


def choose_workspaces(graph: Graph, select: Iterable[str], exclude: Iterable[str]) -> list[str]:
    """Give what several selections mean together, in graph order: without one everything, less what is excluded.

    Raises:
        SelectionError: as ``select_workspaces``.
        RtgraphError: nothing is left.
    """
    wanted, unwanted = tuple(select), tuple(exclude)
    chosen = {each for text in wanted for each in select_workspaces(graph, text)} if wanted else set(graph)
    chosen.difference_update(each for text in unwanted for each in select_workspaces(graph, text))
    if not chosen and (wanted or unwanted):
        asked = [
            *(f"--select {shorten(each)}" for each in wanted),
            *(f"--exclude {shorten(each)}" for each in unwanted),
        ]
        raise RtgraphError(f"{' '.join(asked)} selects no workspace; see what there is with: rtgraph chains --all")
    return [each for each in graph if each in chosen]


def select_part(graph: Graph, select: Iterable[str], exclude: Iterable[str]) -> Graph:
    """Give the part of a graph that selections mean: a copy, with the run triggers among what is selected.

    Its graph attributes ``left_out`` and ``beyond`` count what is not in the part, as ``rtgraph.graph`` says; blind
    spots keep the names of their workspaces.

    Raises:
        SelectionError: as ``select_workspaces``.
        RtgraphError: nothing is left.
    """
    part = copy_part(graph, choose_workspaces(graph, select, exclude))
    part.graph["left_out"] = {
        "workspaces": len(graph) - len(part),
        "run_triggers": count_triggers(graph) - count_triggers(part),
    }
    part.graph["beyond"] = count_beyond(graph, part)
    part.graph["blind_spots"] = tuple(
        {**spot, "name": graph.nodes[spot["workspace_id"]]["name"]} if spot["workspace_id"] in graph else spot
        for spot in graph.graph["blind_spots"]
    )
    return part


def count_beyond(graph: Graph, part: Graph) -> dict[str, dict[str, int]]:
    """Count for each workspace of a part the run triggers from and to workspaces that are not in it."""
    inbound: dict[str, int] = {}
    outbound: dict[str, int] = {}
    for edge in graph.edges(data=True):
        source, destination, _ = edge
        if source in part and destination not in part:
            outbound[source] = outbound.get(source, 0) + sum_triggers([edge])
        elif destination in part and source not in part:
            inbound[destination] = inbound.get(destination, 0) + sum_triggers([edge])
    return {"inbound": inbound, "outbound": outbound}


def evaluate(scene: Scene, tree: Tree) -> set[str]:
    """Find the workspaces that a tree means."""
    match tree:
        case Term():
            return find_term(scene, tree)
        case Hops():
            return spread(scene.graph, evaluate(scene, tree.inner), tree)
        case Between():
            start, end = evaluate(scene, tree.start), evaluate(scene, tree.end)
            return reach(scene.graph.successors, start) & reach(scene.graph.predecessors, end)
        case Turned():
            return set(scene.graph) - evaluate(scene, tree.inner)
        case Both():
            return set.intersection(*(evaluate(scene, part) for part in tree.parts))
        case Either():
            return set.union(*(evaluate(scene, part) for part in tree.parts))


def spread(graph: Graph, chosen: set[str], hops: Hops) -> set[str]:
    """Add so many hops of the upstream and of the downstream."""
    return reach(graph.predecessors, chosen, hops.upstream) | reach(graph.successors, chosen, hops.downstream)


def find_term(scene: Scene, term: Term) -> set[str]:
    """Find the workspaces that a single term means."""
    if term.key == "name":
        return find_named(scene, term)
    if term.key in SHAPES:
        return SHAPES[term.key](scene.graph, find_named(scene, term))
    return find_by_attribute(scene, term)


def find_named(scene: Scene, term: Term) -> set[str]:
    """Find workspaces by id or name; several may share a name."""
    if term.is_glob:
        matches = make_matcher(term)
        return {each for each, node in scene.graph.nodes(data=True) if matches(node["name"])}
    if term.value in scene.graph:
        return {term.value}
    if term.value not in scene.names:
        raise refuse(scene, term, "workspace", scene.names)
    return scene.shared.get(term.value, {scene.names[term.value]})


def find_by_attribute(scene: Scene, term: Term) -> set[str]:
    """Find workspaces by what the server says of them."""
    matches = make_matcher(term)
    values_of = ATTRIBUTES[term.key]
    found = {
        each
        for each, node in scene.graph.nodes(data=True)
        if any(value is not None and matches(value) for value in values_of(node))
    }
    possible = {"mode": MODES, "auto": ("yes", "no")}.get(term.key, ())
    if not found and not term.is_glob and term.value not in possible:
        known = (value for _, node in scene.graph.nodes(data=True) for value in values_of(node) if value is not None)
        raise refuse(scene, term, term.key, sorted({*known, *possible}))
    return found


def make_matcher(term: Term) -> Callable[[str], object]:
    """Make the function that tells whether a text matches."""
    return re.compile(fnmatch.translate(term.value)).match if term.is_glob else term.value.__eq__


def refuse(scene: Scene, term: Term, what: str, known: Iterable[str]) -> SelectionError:
    """Make the error for a value that is not there, with the nearest ones."""
    problem = f"there is no {what} {shorten(term.value)!r}{suggest(term.value, tuple(known))}"
    return SelectionError(scene.text, term.position, problem)
