"""``rtgraph demo``: the whole tour on the sample organization, as the commands that a user would type."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

EPILOG = """\b
Examples:
  rtgraph demo
  rtgraph demo -o /tmp/tour
"""

SNAPSHOT = "snapshot.json"

STEPS = (
    (
        SNAPSHOT,
        ("crawl", "--demo", "--with-state-consumers"),
        "the organization as it was read: workspaces, run triggers, blind spots",
    ),
    ("graph.svg", ("export", "-f", "svg"), "the drawing by project, cycles in red, for a browser or a wiki"),
    (
        "graph.html",
        ("export", "-f", "html"),
        "the same as one page to search, click and step through, without a network",
    ),
    ("cycles.svg", ("export", "-f", "svg", "--cycles-only"), "the drawing of the cycles alone"),
    ("graph.dot", ("export", "-f", "dot"), "the drawing as DOT, for Graphviz and whoever reads it"),
    ("graph.json", ("export", "-f", "json"), "the graph as networkx node-link data, for scripts"),
    ("audit.txt", ("audit", "--fail-on", "never"), "the findings: each cycle hop by hop, and the triggers to cut"),
    ("audit.json", ("audit", "--fail-on", "never", "-f", "json"), "the same for scripts and CI"),
    ("chains.txt", ("chains",), "the fan-out chains: longest, widest, deepest, and the trees"),
)
"""file, command, what the file is; each command but the first reads the snapshot that the first wrote."""


@click.command(epilog=EPILOG)
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("rtgraph-demo"),
    show_default=True,
    help="The folder to write into; made where it is not there.",
)
@click.pass_context
def demo(ctx: click.Context, folder: Path) -> None:
    """Take the whole tour on the sample organization: crawl, draw, audit.

    The crawl is a real one over the API's routes, answered by the sandbox inside rtgraph: no token, no network.
    """
    from rtgraph.cli import run
    from rtgraph.errors import RtgraphError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RtgraphError(f"cannot make {folder}: {error.strerror}; choose another folder with -o") from error
    click.echo(f"The sample organization acme, into {folder}:\n")
    failed = False
    for name, command, meaning in STEPS:
        arguments = [*command, *([] if name == SNAPSHOT else ["-s", str(folder / SNAPSHOT)]), "-o", str(folder / name)]
        click.echo(f"  $ rtgraph {shlex.join(arguments)}")
        if run([*arguments, "-q"]) == 0:
            click.echo(f"    {folder / name}: {meaning}")
        else:
            failed = True
    click.echo(next_steps(folder))
    if failed:
        ctx.exit(1)


def next_steps(folder: Path) -> str:
    """Say what to look at and what to type next."""
    snapshot = shlex.quote(str(folder / SNAPSHOT))
    return (
        f"\nLook at {folder / 'graph.html'} in a browser, then at {folder / 'audit.txt'}.\n\n"
        "Next, what hangs on one workspace:\n"
        f"  rtgraph chains golden-images-prod -s {snapshot}\n"
        "and your own organization:\n"
        "  terraform login\n"
        "  rtgraph doctor --org NAME\n"
        "  rtgraph crawl --org NAME -o snapshot.json"
    )
