"""``rtgraph crawl``: organization → snapshot file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rtgraph.cli.output import emit, output_option
from rtgraph.cli.source import Source, source_options
from rtgraph.errors import RtgraphError

if TYPE_CHECKING:
    from rtgraph.crawler import DirectionChoice

EPILOG = """\b
Examples:
  rtgraph crawl --org acme -o acme.json
  rtgraph crawl --org acme --project payments --tag prod -o payments.json.gz
  rtgraph crawl --org acme --name 'net-*' --direction both -o net.json
"""


@click.command(epilog=EPILOG)
@source_options
@click.option(
    "--direction",
    type=click.Choice(["auto", "inbound", "both"]),
    default="auto",
    show_default=True,
    help="Which lists to ask each workspace for. Outbound ones show triggers into workspaces that the token "
    "cannot read; auto asks for them where the token may not see the whole organization.",
)
@click.option("--project", metavar="NAME", help="Only workspaces of this project, by name or prj- id.")
@click.option("--tag", "tags", metavar="TAG", multiple=True, help="Only workspaces with this tag; may be repeated.")
@click.option("--name", metavar="PATTERN", help="Only workspaces whose name matches, such as 'net-*'.")
@click.option(
    "--with-state-consumers",
    is_flag=True,
    help="Ask each workspace who may read its state, one more request for each: audit compares it with the triggers.",
)
@click.option("--fresh", is_flag=True, help="Start over instead of going on from the checkpoint beside FILE.")
@click.option("--strict", is_flag=True, help="Exit with 4 where something could not be read.")
@output_option
@click.pass_context
def crawl(
    ctx: click.Context,
    source: Source,
    direction: DirectionChoice,
    project: str | None,
    tags: tuple[str, ...],
    name: str | None,
    with_state_consumers: bool,
    fresh: bool,
    strict: bool,
    output: Path | None,
) -> None:
    """Crawl an organization's workspaces and run triggers into a snapshot.

    A checkpoint beside FILE keeps what has been read: a crawl that is interrupted, killed or refused goes on
    where it stopped when the same command is run again. A FILE that ends in .gz is packed.
    """
    from rtgraph.checkpoint import checkpoint_path
    from rtgraph.cli.crawling import crawl_source
    from rtgraph.files import unwritable
    from rtgraph.models import Scope
    from rtgraph.snapshots import dump_snapshot, save_snapshot

    if output == Path("-"):
        output = None
    if source.snapshot is not None:
        raise click.UsageError("crawl writes a snapshot: say what to crawl with --org NAME or --demo.")
    if output is not None and not output.parent.is_dir():
        raise unwritable(output, FileNotFoundError())
    special = output is None or (output.exists() and not output.is_file())  # standard output, or a device
    checkpoint = None if special or output is None else checkpoint_path(output)
    scope = Scope(project=project, tags=tuple(sorted(tags)), name=name) if project or tags or name else None
    try:
        snapshot = crawl_source(
            source,
            direction=direction,
            scope=scope,
            state_consumers=with_state_consumers,
            checkpoint=checkpoint,
            fresh=fresh,
        )
    except (KeyboardInterrupt, RtgraphError) as error:
        if checkpoint is not None and has_lists(checkpoint):
            said = f"{str(error) or 'interrupted'}; what was read is kept in {checkpoint}"
            error.args = (f"{said}: run the same command again to go on where it stopped",)
        elif checkpoint is not None:
            checkpoint.unlink(missing_ok=True)
        raise
    if output is None:
        emit(dump_snapshot(snapshot), None)
    else:
        save_snapshot(snapshot, output)
    if checkpoint is not None:
        checkpoint.unlink(missing_ok=True)
    if strict and not snapshot.complete:
        ctx.exit(4)


def has_lists(checkpoint: Path) -> bool:
    """Tell whether a checkpoint holds anything that another crawl need not ask for again."""
    try:
        with checkpoint.open("rb") as lines:
            return any(b'"type":"triggers"' in line for line in lines)
    except OSError:
        return False
