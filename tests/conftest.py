from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis import settings

from tests.node.packages import install_packages

settings.register_profile("rtgraph", deadline=None)  # no test asserts a time
settings.load_profile("rtgraph")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a job in the background: its children would never hear Ctrl-C
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def usual_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget how wide the terminal is in which the tests run."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """Give the folder with the npm packages of ``tests/node``; skips by name where they cannot be had."""
    try:
        return install_packages()
    except LookupError as error:
        pytest.skip(str(error))
