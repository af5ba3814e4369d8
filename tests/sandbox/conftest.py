"""Running sandboxes: one that only reads may share, and as many of one's own as a test starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx
import pytest

from rtgraph.models import Snapshot
from rtgraph.sandbox.application import build_application
from rtgraph.sandbox.sample import load_sample
from rtgraph.sandbox.server import running
from rtgraph.sandbox.world import World, build_world
from tests.sandbox.calls import Sandbox


@contextmanager
def opened(world: World, **options: Any) -> Iterator[Sandbox]:
    """Serve a world, without a rate limit and with a short lock unless told otherwise."""
    application = build_application(world, **({"rate_limit": 0, "creation_seconds": 0.0} | options))
    with running(application) as sandbox, httpx.Client(base_url=sandbox.address, verify=False) as client:  # noqa: S501 - there is no TLS on loopback, and its certificates take time to load
        yield Sandbox(running=sandbox, world=world, faults=application.state.faults, client=client)


@pytest.fixture(scope="session")
def acme() -> Iterator[Sandbox]:
    """The sample organization, for tests that only read."""
    with opened(load_sample()) as sandbox:
        yield sandbox


@pytest.fixture
def start() -> Iterator[Callable[..., Sandbox]]:
    """Start a sandbox of a snapshot or a world, with the options of ``build_application``."""
    with ExitStack() as stack:

        def started(what: Snapshot | World, **options: Any) -> Sandbox:
            world = what if isinstance(what, World) else build_world(what)
            sandbox: Sandbox = stack.enter_context(opened(world, **options))
            return sandbox

        yield started
