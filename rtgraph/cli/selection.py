"""``--select`` and ``--exclude``: the same on every command that reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from rtgraph.cli.loading import load_graph

if TYPE_CHECKING:
    from rtgraph.cli.source import Source
    from rtgraph.graph import Graph
    from rtgraph.selection_tree import SelectionError

OPTIONS = (
    click.option(
        "--select",
        metavar="SELECTION",
        multiple=True,
        help="Only these workspaces, such as 'project:payments', '+eks-prod' or 'net-*,tag:prod'; may be repeated.",
    ),
    click.option("--exclude", metavar="SELECTION", multiple=True, help="Not these workspaces; may be repeated."),
)


def selection_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--select`` and ``--exclude``."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def load_part(source: Source, select: tuple[str, ...], exclude: tuple[str, ...]) -> Graph:
    """Read or crawl, and keep the part that was selected; without a selection everything."""
    check_selections(select, exclude)
    return choose_part(load_graph(source), select, exclude)


def choose_part(graph: Graph, select: tuple[str, ...], exclude: tuple[str, ...]) -> Graph:
    """Keep the part that was selected; without a selection everything."""
    if not select and not exclude:
        return graph
    from rtgraph.selectors import select_part

    with pointing(exclude):
        return select_part(graph, select, exclude)


def choose_ids(graph: Graph, select: tuple[str, ...], exclude: tuple[str, ...]) -> frozenset[str]:
    """Give the ids of the selected workspaces; without a selection of all."""
    from rtgraph.selectors import choose_workspaces

    with pointing(exclude):
        return frozenset(choose_workspaces(graph, select, exclude))


def find_kept(graph: Graph, keep: tuple[str, ...]) -> frozenset[str]:
    """Give the ids of the workspaces that ``--keep`` names."""
    from rtgraph.errors import RtgraphError
    from rtgraph.selection_tree import shorten
    from rtgraph.selectors import select_workspaces

    kept: set[str] = set()
    with pointing(keep, "--keep"):
        for text in keep:
            found = select_workspaces(graph, text)
            if not found:
                raise RtgraphError(
                    f"--keep {shorten(text)} selects no workspace; see what there is with: rtgraph chains --all"
                )
            kept.update(found)
    return frozenset(kept)


def check_selections(select: tuple[str, ...], exclude: tuple[str, ...], keep: tuple[str, ...] = ()) -> None:
    """Find mistakes in the grammar before there is a graph: a crawl takes its time."""
    from rtgraph.selection_grammar import parse_selection

    with pointing(exclude):
        for text in (*select, *exclude):
            parse_selection(text)
    with pointing(keep, "--keep"):
        for text in keep:
            parse_selection(text)


@contextmanager
def pointing(texts: tuple[str, ...], name: str = "--exclude") -> Iterator[None]:
    """Turn a selection that is not understood into a usage error with a mark under the place."""
    from rtgraph.selection_tree import SelectionError

    try:
        yield
    except SelectionError as error:
        option = name if error.text in texts else "--select"
        raise click.UsageError(f"{option}: {point_at(error)}") from error


def point_at(error: SelectionError) -> str:
    """Write what is wrong with a selection, the selection, and a mark under the place; of a long one what is around."""
    from rtgraph.reports.columns import measure
    from rtgraph.reports.quoting import plain
    from rtgraph.selection_tree import SHOWN

    begin, end = max(0, error.position - SHOWN), error.position + SHOWN
    before = ("…" if begin else "") + plain(error.text[begin : error.position])
    after = plain(error.text[error.position : end]) + ("…" if end < len(error.text) else "")
    return f"{plain(error.problem)}\n\n  {before}{after}\n  {' ' * measure(before)}^"
