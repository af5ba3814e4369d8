"""``rtgraph export``: the graph as a picture or as data."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from rtgraph.cli.output import emit, notice, output_option
from rtgraph.cli.selection import load_part, selection_options
from rtgraph.cli.source import Source, source_options
from rtgraph.exports.formats import FORMATS, Format, export_graph, guess_format

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

EPILOG = """\b
Examples:
  rtgraph export --demo -o acme.svg
  rtgraph export --demo -o acme.html
  rtgraph export -s acme.json -f svg --cycles-only -o cycles.svg
  rtgraph export -s acme.json --select '+payments-api+1' -o payments-api.svg
  rtgraph export -s acme.json -f dot --layout TB --group-by tag
  rtgraph export -s acme.json -f pdf --engine system -o acme.pdf
  rtgraph export -s acme.json -f hcl --workspaces data -o run_triggers.tf
\b
Every picture says which way its arrows point. svg and png need nothing but rtgraph, pdf needs Graphviz's dot.
"""

OPTIONS = (
    click.option(
        "-f",
        "--format",
        "format_name",
        type=click.Choice(list(FORMATS)),
        help="What to write (default: by the ending of FILE).",
    ),
    click.option(
        "--layout",
        type=click.Choice(["LR", "TB"]),
        default="LR",
        show_default=True,
        help="Draw from left to right, or from top to bottom.",
    ),
    click.option(
        "--group-by",
        type=click.Choice(["project", "tag", "none"]),
        default="project",
        show_default=True,
        help="What to gather workspaces by; one with several tags goes to its first in sorted order.",
    ),
    click.option("--cycles-only", is_flag=True, help="Only workspaces on cycles, and the run triggers among them."),
    click.option(
        "--arrows",
        type=click.Choice(["trigger", "depends"]),
        default="trigger",
        show_default=True,
        help="Point from the sourceable to the workspace, or the other way, as Terraform's own graph does.",
    ),
    click.option(
        "--max-nodes",
        type=click.IntRange(min=0),
        metavar="N",
        help="Refuse to draw more than N workspaces, 0 for no limit (default: 400 for svg, png and pdf).",
    ),
    click.option(
        "--engine",
        type=click.Choice(["auto", "embedded", "system"]),
        default="auto",
        show_default=True,
        help="Draw with the embedded renderer or with the system's dot; auto takes the first that can.",
    ),
    click.option(
        "--layout-timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=60,
        show_default=True,
        metavar="SECONDS",
        help="How long the layout may take.",
    ),
    click.option(
        "--workspaces",
        type=click.Choice(["ids", "data"]),
        default="ids",
        show_default=True,
        help="In hcl, name workspaces by their ids, or look them up by name in data sources.",
    ),
)


def export_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say what to draw and how."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@click.command(epilog=EPILOG)
@source_options
@selection_options
@export_options
@output_option
def export(
    source: Source,
    select: tuple[str, ...],
    exclude: tuple[str, ...],
    format_name: str | None,
    layout: Literal["LR", "TB"],
    group_by: Literal["project", "tag", "none"],
    cycles_only: bool,
    arrows: Literal["trigger", "depends"],
    max_nodes: int | None,
    engine: Literal["auto", "embedded", "system"],
    layout_timeout: float,
    workspaces: Literal["ids", "data"],
    output: Path | None,
) -> None:
    """Draw the graph, or write it as a page (html), as data (json, graphml, csv) or as Terraform configuration (hcl).

    In a drawing, workspaces are gathered by project and coloured by role; cycles are thick, and the cut that would
    break them is dashed and says so. html is one interactive page that opens from disk and needs no network.
    """
    name = choose_format(format_name, output)
    refuse_terminal(name, output)
    graph = load_part(source, select, exclude)
    from rtgraph.exports.pictures import Drawing

    drawing = Drawing(
        layout=layout,
        group_by=group_by,
        cycles_only=cycles_only,
        arrows=arrows,
        max_nodes=choose_limit(FORMATS[name], max_nodes),
        workspaces=workspaces,
    )
    data = export_graph(graph, name, drawing, engine=engine, timeout=layout_timeout)
    emit(data, output)
    if output is not None and not source.quiet:
        notice(f"wrote {output}")


def choose_format(format_name: str | None, output: Path | None) -> str:
    """Take the format that was named, or the one that the file's name ends in."""
    if format_name is not None:
        return format_name
    guessed = guess_format(output) if output is not None else None
    if guessed is None:
        where = f"{output} does not end in one of them" if output is not None else "there is no -o FILE to tell it by"
        raise click.UsageError(f"Say which format with -f: {', '.join(FORMATS)} ({where}).")
    return guessed


def refuse_terminal(name: str, output: Path | None) -> None:
    """Keep binary data off a terminal."""
    if FORMATS[name].binary and output is None and sys.stdout.isatty():
        raise click.UsageError(f"A {name} is nothing for a terminal: add -o FILE.{name}, or send it to a file or pipe.")


def choose_limit(form: Format, max_nodes: int | None) -> int | None:
    """Take the limit that was asked for, or the format's own; 0 is none."""
    limit = form.most if max_nodes is None else max_nodes
    return limit or None
