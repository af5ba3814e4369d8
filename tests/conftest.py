from __future__ import annotations

from pathlib import Path

import pytest

from tests.node.packages import install_packages


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """Give the folder with the npm packages of ``tests/node``; skips by name where they cannot be had."""
    try:
        return install_packages()
    except LookupError as error:
        pytest.skip(str(error))
