from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.mending import no_certificates


@pytest.fixture(scope="session", autouse=True)
def trusting_nobody() -> Iterator[None]:
    """Load no certificates: the server is in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rtgraph.client.trust", no_certificates)
        yield
