"""``--select`` and ``--exclude``: the same on every command that reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from rtgraph.cli.source import Source, load_graph

if TYPE_CHECKING:
    from rtgraph.graph import Graph
    from rtgraph.selectors import SelectionError

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
    graph = load_graph(source)
    if not select and not exclude:
        return graph
    from rtgraph.selectors import select_part

    with pointing():
        return select_part(graph, select, exclude)


@contextmanager
def pointing() -> Iterator[None]:
    """Turn a selection that is not understood into a usage error with a mark under the place."""
    from rtgraph.selectors import SelectionError

    try:
        yield
    except SelectionError as error:
        raise click.UsageError(point_at(error)) from error


def point_at(error: SelectionError) -> str:
    """Write what is wrong with a selection, the selection, and a mark under the place."""
    from rtgraph.reports.quoting import plain

    width = 60
    start = max(0, error.position - width)
    before, after = error.text[start : error.position], error.text[error.position : error.position + width]
    lead = "…" if start else ""
    return f"{plain(error.problem)}\n\n  {lead}{plain(before)}{plain(after)}\n  {' ' * len(lead + plain(before))}^"
