"""Crawling from the command line: the connection, the progress bar and the summary line."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rtgraph.cli.output import notice

if TYPE_CHECKING:
    from rtgraph.cli.source import Source
    from rtgraph.client import Client
    from rtgraph.crawler import DirectionChoice
    from rtgraph.gathering import Progress
    from rtgraph.models import Scope, Snapshot

QUIET = 30.0
"""How many seconds pass between two words about reads that are tried again."""

NAMED_BLIND_SPOTS = 5
"""How many blind spots the summary names; the snapshot has them all."""


def connect(source: Source) -> tuple[Client, str]:
    """Make the client that a source asks for, and say which organization is meant; nothing is sent yet."""
    if source.demo:
        return connect_demo()
    organization = choose_organization(source)
    if not organization:
        raise click.UsageError("Say where the graph comes from: --org NAME, -s FILE or --demo.")
    return open_client(source), organization


def choose_organization(source: Source) -> str | None:
    """Take the organization that was named, or the environment's."""
    return source.org or os.environ.get("TF_CLOUD_ORGANIZATION") or None


def open_client(source: Source) -> Client:
    """Make the client of the host that is named by an option or in the environment; nothing is sent yet."""
    from rtgraph.client import Client
    from rtgraph.credentials import require_token
    from rtgraph.hosts import choose_host

    host = choose_host(source.host, os.environ)
    token = require_token(host, source.token_file, os.environ)
    if not source.quiet:
        for warning in token.warnings:
            notice(f"warning: {warning}")
    return Client(host, token.value, ca_file=source.ca_file, on_wait=make_waiter(source.quiet))


def make_waiter(quiet: bool) -> Callable[[str, float], None]:
    """Make what says that a read is tried again: now and then, since many reads fail together."""
    spoken = float("-inf")

    def say(read: str, left: float) -> None:
        nonlocal spoken
        now = time.monotonic()
        if not quiet and now - spoken >= QUIET:
            spoken = now
            notice(f"no answer to {read} yet; it is tried again for up to {left:.0f} s more, Ctrl-C ends it")

    return say


def connect_demo() -> tuple[Client, str]:
    """Make a client of the sample organization that speaks to the embedded sandbox and to no network."""
    from rtgraph.client import Client
    from rtgraph.hosts import DEMO_HOST, Host
    from rtgraph.sandbox.application import build_application
    from rtgraph.sandbox.sample import load_sample
    from rtgraph.sandbox.transport import in_process

    host = Host(url=f"https://{DEMO_HOST}", name=DEMO_HOST)
    transport = in_process(build_application(load_sample(), rate_limit=0))
    return Client(host, "demo-sandbox-token", transport=transport), "acme"


def crawl_source(
    source: Source,
    *,
    direction: DirectionChoice = "auto",
    scope: Scope | None = None,
    state_consumers: bool = False,
    checkpoint: Path | None = None,
    fresh: bool = False,
) -> Snapshot:
    """Crawl what a source names, with a progress bar on a terminal and a summary line when it is done."""
    from rtgraph.crawler import crawl_organization

    begun = time.monotonic()
    client, organization = connect(source)

    async def work(on_progress: Callable[[Progress], None]) -> Snapshot:
        async with client:
            return await crawl_organization(
                client,
                organization,
                direction=direction,
                scope=scope,
                state_consumers=state_consumers,
                checkpoint=checkpoint,
                fresh=fresh,
                on_progress=on_progress,
            )

    with progress_bar(source) as draw:
        snapshot = asyncio.run(work(draw if source.quiet else announce_resumed(draw)))
    if not source.quiet:
        notice(summary(snapshot, client.requests, time.monotonic() - begun))
    return snapshot


@contextmanager
def progress_bar(source: Source) -> Iterator[Callable[[Progress], None]]:
    """Draw how far the crawl is, its rate and the time left; on a terminal only."""
    if source.quiet or source.no_progress or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich import progress as bars
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("run triggers"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("lists, {task.fields[rate]:.0f}/s,"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, rate=0.0)

        def show(progress: Progress) -> None:
            elapsed = bar.tasks[0].elapsed or 0.001
            rate = (progress.lists - progress.resumed) / elapsed
            bar.update(task, completed=progress.lists, total=progress.expected, rate=rate)

        yield show


def announce_resumed(draw: Callable[[Progress], None]) -> Callable[[Progress], None]:
    """Say at a crawl's first progress what an earlier one had read, and pass all progress on."""
    announced = False

    def show(progress: Progress) -> None:
        nonlocal announced
        if progress.resumed and not announced:
            notice(f"going on where an earlier crawl stopped: {count(progress.resumed, 'list')} read already")
        announced = True
        draw(progress)

    return show


def summary(snapshot: Snapshot, requests: int, seconds: float) -> str:
    """Say what a crawl brought, and what it could not read."""
    found = ", ".join(
        (
            count(len(snapshot.workspaces), "workspace"),
            count(len(snapshot.run_triggers), "run trigger"),
            f"{count(requests, 'request')} in {seconds:.1f} s",
            count(len(snapshot.blind_spots), "blind spot"),
        )
    )
    lines = [f"{snapshot.organization}: {found}"]
    names = {each.id: each.name for each in snapshot.workspaces}
    for spot in snapshot.blind_spots[:NAMED_BLIND_SPOTS]:
        where = f" of {names.get(spot.workspace_id, spot.workspace_id)}" if spot.workspace_id else ""
        lines.append(f"  blind spot: {spot.what}{where}: {spot.reason}")
    if len(snapshot.blind_spots) > NAMED_BLIND_SPOTS:
        lines.append(f"  and {len(snapshot.blind_spots) - NAMED_BLIND_SPOTS} more, all in the snapshot")
    return "\n".join(lines)


def count(number: int, noun: str) -> str:
    """Say a number of things in words, with thousands apart."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
