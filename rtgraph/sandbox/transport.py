"""The sandbox without a network: an httpx transport that calls the application in this process."""

from __future__ import annotations

import httpx
from starlette.types import ASGIApp


def in_process(application: ASGIApp) -> httpx.ASGITransport:
    """Give a transport for an ``httpx.AsyncClient`` whose every request the application answers."""
    return httpx.ASGITransport(app=application)
