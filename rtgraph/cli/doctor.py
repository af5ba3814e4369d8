"""``rtgraph doctor``: what a crawl would use, where it comes from, and what is wrong with it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rtgraph.cli.output import emit, output_option
from rtgraph.cli.source import Source, source_options

if TYPE_CHECKING:
    from rtgraph.cli.checkup import Checkup
    from rtgraph.hosts import Host

SECONDS = 5.0
"""How long a question that fails is asked again: a person waits for the answer."""

EPILOG = """\b
Examples:
  rtgraph doctor
  rtgraph doctor --org acme
  rtgraph doctor --host tfe.example.com --token-file token.txt
  rtgraph doctor --demo
\b
A token is looked for in this order; an empty value counts as unset:
  --token-file FILE
  TFE_TOKEN                 sent to whichever host is chosen
  TF_TOKEN_app_terraform_io the host's name with _ for a dot and __ for a dash
  TF_CLI_CONFIG_FILE, ~/.terraformrc, on Windows %APPDATA%\\terraform.rc
  ~/.terraform.d/credentials.tfrc.json, which terraform login writes
"""


@click.command(epilog=EPILOG)
@source_options
@output_option
@click.pass_context
def doctor(ctx: click.Context, source: Source, output: Path | None) -> None:
    """Check host, token, rights, rate limit and renderer.

    Shows each place that was looked at and what was found there, never a token. Exits with 1 where something
    would stop a crawl; the last lines say what, and what to do about it.
    """
    from rtgraph.cli.checkup import Checkup, check_network, check_renderers, check_versions
    from rtgraph.credentials import redact

    if source.snapshot is not None:
        raise click.UsageError("doctor asks a server: say which with --org, --host or --demo.")
    checkup = Checkup()
    host, token = examine_demo(checkup) if source.demo else examine_server(checkup, source)
    check_renderers(checkup)
    check_network(checkup, source, host)
    check_versions(checkup)
    emit(redact(render(checkup), token), output)
    if checkup.stops:
        ctx.exit(1)


def examine_demo(checkup: Checkup) -> tuple[Host, str | None]:
    """Ask the embedded sandbox."""
    import asyncio

    from rtgraph.cli.crawling import connect_demo
    from rtgraph.cli.inquiry import ask_server

    client, organization = connect_demo()
    checkup.add("Host", [("--demo", f"{client.host.name}, inside this process")])
    checkup.add("Token", [("--demo", "the sample organization's own")])
    asyncio.run(ask_server(checkup, client, organization, signed=True))
    return client.host, None


def examine_server(checkup: Checkup, source: Source) -> tuple[Host | None, str | None]:
    """Find host and token, and ask the server; give the host and the token that must not show."""
    import asyncio

    from rtgraph.cli.checkup import check_host, check_token
    from rtgraph.cli.inquiry import ask_server
    from rtgraph.client import Client
    from rtgraph.errors import RtgraphError
    from rtgraph.patience import Patience

    host = check_host(checkup, source)
    token = check_token(checkup, source, host) if host else None
    value = token.value if token else None
    if host is None:
        return None, None
    try:
        client = Client(host, value, ca_file=source.ca_file, patience=Patience(total=SECONDS))
    except RtgraphError as error:
        checkup.stops.append(str(error))
        return host, value
    organization = source.org or os.environ.get("TF_CLOUD_ORGANIZATION")
    asyncio.run(ask_server(checkup, client, organization, signed=value is not None))
    return host, value


def render(checkup: Checkup) -> str:
    """Lay the report out: sections of aligned rows, then a line a problem."""
    from rtgraph.reports.quoting import plain

    labels = (label for rows in checkup.sections.values() for label, _ in rows)
    width = min(max(map(len, labels)), 48)
    lines = []
    for title, rows in checkup.sections.items():
        lines.append(title)
        lines += [f"  {plain(label):{width}}  {plain(value)}".rstrip() for label, value in rows]
        lines.append("")
    lines += [f"problem: {plain(line)}" for line in checkup.stops]
    lines += [f"warning: {plain(line)}" for line in checkup.warnings]
    if not checkup.stops:
        lines.append("Nothing stands in the way of a crawl.")
    return "\n".join(lines) + "\n"
