"""From a source to its snapshot and its graph: read or crawled."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rtgraph.cli.source import Source
    from rtgraph.graph import Graph
    from rtgraph.models import Snapshot


def load_snapshot(source: Source) -> Snapshot:
    """Read the snapshot file, or crawl."""
    from rtgraph import snapshots

    if source.snapshot is not None:
        return snapshots.load(source.snapshot)
    from rtgraph.cli.crawling import crawl_source

    return crawl_source(source)


def load_graph(source: Source) -> Graph:
    """Read or crawl, and build the graph."""
    from rtgraph.graph import build_graph

    return build_graph(load_snapshot(source))
