from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from rtgraph.sandbox.application import build_application
from rtgraph.sandbox.sample import load_sample
from rtgraph.sandbox.server import Running, running


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
