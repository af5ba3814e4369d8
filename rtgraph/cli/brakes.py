"""The brakes of every command that writes: the right server, one rtgraph at a time, and the question."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rtgraph.errors import ConfigurationError, RtgraphError

if TYPE_CHECKING:
    from rtgraph.cli.source import Source
    from rtgraph.client import Client
    from rtgraph.hosts import Host

Answer = TypeVar("Answer")


def aim(source: Source, host_name: str, organization: str) -> Source:
    """Point a source at the host that a plan is for, once it is sure that no other is meant and that there is a token.

    Raises:
        ConfigurationError: another host is named, by an option or in the environment; or there is no token for it.
    """
    from rtgraph.cli.crawling import open_client
    from rtgraph.hosts import DEMO_HOST, choose_host

    if host_name == DEMO_HOST:
        raise ConfigurationError(
            "this is for the organization of --demo, which is gone when its command ends; serve it with: "
            f"rtgraph sandbox, and begin anew with --org {organization}"
        )
    host = choose_host(source.host, os.environ)
    if host.source == "default" and host.name != host_name:
        source = replace(source, host=host_name)
        host = choose_host(host_name, os.environ)
        refuse_loose_token(source, host)
    if host.name != host_name:
        raise ConfigurationError(
            f"this is for {host_name}, and {host.source} says {host.name}; name the right one with --host"
        )
    open_client(source)
    return replace(source, quiet=True)


def refuse_loose_token(source: Source, host: Host) -> None:
    """Send a token to a host that only a file names where it is that host's: anybody may have written the file.

    Raises:
        ConfigurationError: the token is bound to no host.
    """
    from rtgraph.credentials import require_token

    place = require_token(host, source.token_file, os.environ).source or ""
    if source.token_file is not None or place == "TFE_TOKEN":
        raise ConfigurationError(
            f"this is for {host.name}, which nothing but the file names, and {place} is bound to no host; if that is "
            "the right place, name it with --host"
        )


@contextmanager
def locked(journal: Path) -> Iterator[None]:
    """Keep every other rtgraph from the same journal for as long as the block lasts.

    Raises:
        RtgraphError: another one has it, or the lock cannot be made.
    """
    import filelock

    if not journal.parent.is_dir():
        raise RtgraphError(f"cannot write {journal}: there is no folder {journal.parent}; create it first")
    lock = filelock.FileLock(f"{journal}.lock")
    try:
        lock.acquire(blocking=False)
    except filelock.Timeout:
        raise RtgraphError(
            f"another rtgraph is at work with {journal} (it holds {journal}.lock); wait until it is done"
        ) from None
    except OSError as error:
        raise RtgraphError(f"cannot lock {journal}.lock: {error.strerror or error}; see --journal") from error
    try:
        yield
    finally:
        lock.release()


def ask(question: str, yes: bool) -> None:
    """Ask the person at the terminal; only ``yes`` is accepted.

    Raises:
        click.UsageError: there is no terminal to ask on, and ``--yes`` is not given.
        RtgraphError: the answer is another one.
    """
    if yes:
        return
    if not has_terminal():
        raise click.UsageError("There is no terminal to ask on; look at what it will do, and add --yes.")
    click.echo(f"\n{question}\nOnly 'yes' will be accepted: ", nl=False, err=True)
    if sys.stdin.readline().strip() != "yes":
        raise RtgraphError("not confirmed, so nothing is changed; answer yes, or add --yes")


def has_terminal() -> bool:
    """Tell whether there is a person who can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def talk(source: Source, work: Callable[[Client], Coroutine[Any, Any, Answer]]) -> Answer:
    """Do some work with the server that a source names."""
    from rtgraph.cli.crawling import open_client

    return converse(open_client(source), work)


def converse(client: Client, work: Callable[[Client], Coroutine[Any, Any, Answer]]) -> Answer:
    """Find the server's API, do some work with it, and close the connections."""

    async def connected() -> Answer:
        async with client:
            await client.discover()
            await client.ping()
            return await work(client)

    return asyncio.run(connected())
