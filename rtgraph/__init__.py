"""Crawl, audit and draw the run triggers of an HCP Terraform or Terraform Enterprise organization.

The public names below are imported when they are first used, so that the command line starts quickly.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rtgraph.crawler import crawl
    from rtgraph.errors import RtgraphError
    from rtgraph.graph import build_graph
    from rtgraph.models import RunTrigger, Scope, Snapshot, Workspace
    from rtgraph.snapshots import load

__version__ = "0.1.0"

__all__ = ["RtgraphError", "RunTrigger", "Scope", "Snapshot", "Workspace", "build_graph", "crawl", "load"]

_HOMES = {
    "RtgraphError": "errors",
    "RunTrigger": "models",
    "Scope": "models",
    "Snapshot": "models",
    "Workspace": "models",
    "build_graph": "graph",
    "crawl": "crawler",
    "load": "snapshots",
}


def __getattr__(name: str) -> object:
    """Import a public name from its module when it is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
