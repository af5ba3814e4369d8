"""Where the graph comes from: an organization, a snapshot file, or the sample organization."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import click


@dataclass(frozen=True, kw_only=True)
class Source:
    """The options that say where the graph comes from; exactly one of org, snapshot and demo is used."""

    org: str | None
    snapshot: str | None
    demo: bool
    host: str | None
    token_file: Path | None
    ca_file: Path | None
    quiet: bool
    no_progress: bool


CONNECTION_OPTIONS = (
    click.option(
        "--host",
        metavar="HOST",
        help="Host name or URL (default: TFE_ADDRESS, TFE_HOSTNAME, TF_CLOUD_HOSTNAME, app.terraform.io).",
    ),
    click.option(
        "--token-file",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Read the API token from FILE; see rtgraph doctor --help for where else it is looked for.",
    ),
    click.option(
        "--ca-file",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Trust the certificates in FILE (PEM) instead of the system's.",
    ),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but errors."),
)
OPTIONS = (
    click.option("--org", metavar="NAME", help="Crawl this organization now (default: TF_CLOUD_ORGANIZATION)."),
    click.option(
        "-s",
        "--snapshot",
        metavar="FILE",
        help="Read a snapshot written by rtgraph crawl; - is standard input.",
    ),
    click.option("--demo", is_flag=True, help="Use the sample organization: no token, no network."),
    *CONNECTION_OPTIONS,
    click.option("--no-progress", is_flag=True, help="Draw no progress bar."),
)


def source_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a source and hand them to the command as one ``source``."""

    @functools.wraps(command)
    def gathered(**options: Any) -> Any:
        source = Source(**{field.name: options.pop(field.name) for field in fields(Source)})
        named = [f"--{name}" for name in ("org", "snapshot", "demo") if getattr(source, name)]
        if len(named) > 1:
            raise click.UsageError(f"{' and '.join(named)} exclude each other: give exactly one source.")
        return command(source=source, **options)

    for option in reversed(OPTIONS):
        gathered = option(gathered)
    return gathered


def connection_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a connection alone, for a command that knows the organization from elsewhere."""

    @functools.wraps(command)
    def gathered(**options: Any) -> Any:
        given = {name: options.pop(name) for name in ("host", "token_file", "ca_file", "quiet")}
        return command(source=Source(org=None, snapshot=None, demo=False, no_progress=False, **given), **options)

    for option in reversed(CONNECTION_OPTIONS):
        gathered = option(gathered)
    return gathered
