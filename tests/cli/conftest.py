from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from rtgraph.client import Client
from rtgraph.models import Snapshot
from rtgraph.patience import Patience
from rtgraph.sandbox.application import build_application
from rtgraph.sandbox.sample import load_sample
from rtgraph.sandbox.server import Running, running
from rtgraph.sandbox.world import World
from tests.cli.scenes import Scene
from tests.mending import OWNER, build_stage, no_certificates


@pytest.fixture
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(("TFE_", "TF_", "TERRAFORM_", "SSL_CERT_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Running]:
    with running(build_application(load_sample(), prefix="/tfe/api/v2")) as served:
        yield served


@pytest.fixture
def start(
    bare_environment: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., Scene]]:
    """Serve a snapshot or a world on a socket, and be in an empty folder with a token for it and little patience."""
    with ExitStack() as stack:

        def started(found: Snapshot | World, **options: Any) -> Scene:
            stage = build_stage(found, **options)
            server = stack.enter_context(running(stage.application))
            monkeypatch.setenv("TFE_ADDRESS", server.address)
            return Scene(stage=stage, server=server, folder=tmp_path, capfd=capfd)

        patience = Patience(total=0.2, first=0.02, read=0.5, answer=1.0)
        monkeypatch.setitem(Client.__init__.__kwdefaults__ or {}, "patience", patience)
        monkeypatch.setattr("rtgraph.client.trust", no_certificates)
        monkeypatch.setattr("rtgraph.client.CONNECTIONS", 4)
        monkeypatch.setattr("rtgraph.fixes.writes.PAUSES", (0.0, 0.05, 0.1))
        monkeypatch.setattr("rtgraph.fixes.calls.LOCK_PAUSES", (0.02, 0.05))
        monkeypatch.setenv("TFE_TOKEN", OWNER)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
        monkeypatch.chdir(tmp_path)
        yield started
