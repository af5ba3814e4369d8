"""``rtgraph sandbox``: serve the sample organization over the API's routes, on loopback."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Literal

import click

from rtgraph.cli.output import emit
from rtgraph.sandbox.profiles import PROFILES

if TYPE_CHECKING:
    from rtgraph.sandbox.world import World

EPILOG = """\b
Serve the sample organization, and crawl it from another terminal:
  rtgraph sandbox --port 8043
  export TFE_ADDRESS=http://127.0.0.1:8043 TFE_TOKEN=owner-sandbox-token
  rtgraph crawl --org acme -o acme.json
\b
Try a change on a copy of your own organization:
  rtgraph crawl --org my-org -o my-org.json
  rtgraph sandbox --org-file my-org.json --port 8043
\b
As slow as the real thing from far away, and without its rate limit:
  rtgraph sandbox --latency 80 --rate-limit 0
\b
Try what a server that resembles HCP Terraform tells, and what it does not:
  rtgraph sandbox --profile otf
"""


@click.command(epilog=EPILOG)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8043,
    show_default=True,
    help="Port on 127.0.0.1; 0 takes a free one.",
)
@click.option(
    "--org-file",
    metavar="FILE",
    help="Serve this snapshot instead of the sample organization; - is standard input.",
)
@click.option(
    "--cycles",
    type=click.Choice(["allow", "refuse"]),
    default="allow",
    show_default=True,
    help="Whether a run trigger that closes a cycle is created; it is not documented what the service does.",
)
@click.option(
    "--profile",
    type=click.Choice(list(PROFILES)),
    default="hcp",
    show_default=True,
    help="Which server to be: HCP Terraform, one that resembles it, or an old Terraform Enterprise.",
)
@click.option(
    "--rate-limit",
    metavar="N",
    type=click.IntRange(min=0),
    help="Requests a second for each token; 0 is no limit (default: 30, or what the profile has).",
)
@click.option(
    "--latency",
    metavar="MS",
    type=click.IntRange(0, 60_000),
    default=0,
    show_default=True,
    help="Milliseconds that every answer waits, in place of a network.",
)
def sandbox(
    port: int,
    org_file: str | None,
    cycles: Literal["allow", "refuse"],
    profile: str,
    rate_limit: int | None,
    latency: int,
) -> None:
    """Serve an organization over the real API's routes, on loopback, until Ctrl-C.

    Changes are made in memory and are gone at the end. The tokens are no secrets: they open nothing but this.
    """
    from rtgraph.sandbox.application import build_application
    from rtgraph.sandbox.server import serve

    world = open_world(org_file)
    application = build_application(
        world, cycles=cycles, profile=PROFILES[profile], rate_limit=rate_limit, latency=latency / 1000
    )
    serve(application, port, lambda address: emit(welcome(world, address), None))


def open_world(org_file: str | None) -> World:
    """Read the organization's file, or take the sample."""
    from rtgraph.sandbox.sample import load_sample, parse_world

    if org_file is None:
        return load_sample()
    from rtgraph.snapshots import read_bytes

    name = "standard input" if org_file == "-" else org_file
    return parse_world(read_bytes(org_file, name), name)


def welcome(world: World, address: str) -> str:
    """Say what is served where, which token may do what, and what to type next."""
    from rtgraph.reports.quoting import plain

    organization = next(iter(world.organizations.values()))
    total, triggers = len(organization.workspaces), len(world.run_triggers)
    width = max(len(token) for token in world.tokens)
    tokens = "".join(f"  {text:{width}}  {rights(world, text)}\n" for text in world.tokens)
    name = plain(organization.name)
    return (
        f"Serving {name} at {address}: {total} workspaces, {triggers} run triggers.\n\n"
        f"Tokens:\n{tokens}\n"
        "Try it in another terminal:\n"
        f"  export TFE_ADDRESS={address} TFE_TOKEN=owner-sandbox-token\n"
        f"  rtgraph crawl --org {shlex.quote(name)} -o snapshot.json\n\n"
        "Ctrl-C ends it.\n"
    )


def rights(world: World, text: str) -> str:
    """Say in a few words what a token may do."""
    from rtgraph.sandbox.world import belongs

    token = world.tokens[text]
    organization = next(iter(world.organizations.values()))
    if not belongs(token, organization):
        return "is valid, and belongs to no organization"
    seen = sum(token.reads(each) for each in organization.workspaces.values())
    total = len(organization.workspaces)
    reads = "reads all workspaces" if seen == total else f"reads {seen} of {total} workspaces"
    if token.owns:
        return f"{reads}, writes everything, owns the organization"
    if token.creates:
        return f"{reads}, writes them; the organization's own token"
    return f"{reads}, writes them; a team's token" if token.administers else f"{reads}, writes nothing"
