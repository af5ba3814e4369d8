"""What some workspaces set off, as the flat rows of a tree in which every workspace is unfolded once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rtgraph.graph import Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the tree; what belongs under it comes next, one deeper.

    Attributes:
        depth: how many hops below the start, 0 for a start itself.
        workspace: its id.
        source: the workspace of the row above that it hangs under, None for a start.
        run_trigger: the id of the run trigger that leads here from the row above, None for a start.
        repeated: what belongs under it stands under an earlier row of the same workspace.
        closes_cycle: the workspace is one of those that lead to this row.
        cut_off: what belongs under it is left out because it would be too deep.
    """

    depth: int
    workspace: str
    source: str | None
    run_trigger: str | None
    repeated: bool
    closes_cycle: bool
    cut_off: bool


def list_tree(graph: Graph, starts: Iterable[str], deepest: int | None = None) -> Iterator[Row]:
    """List what some workspaces set off, depth first; what is triggered stands in graph order.

    Args:
        graph: the graph.
        starts: ids of the workspaces at the top.
        deepest: the depth below which nothing is unfolded.
    """
    place = {workspace: index for index, workspace in enumerate(graph)}
    level: dict[str, int] = {}  # the depth at which a workspace was unfolded
    above: list[str] = []
    pending: list[tuple[int, str, str | None]] = [(0, start, None) for start in reversed(list(starts))]
    while pending:
        depth, workspace, source = pending.pop()
        del above[depth:]
        repeated = workspace in level
        cut_off = not repeated and depth == deepest and graph.out_degree(workspace) > 0
        yield Row(
            depth=depth,
            workspace=workspace,
            source=source,
            run_trigger=None if source is None else graph.edges[source, workspace]["id"],
            repeated=repeated,
            closes_cycle=repeated and workspace in above[level[workspace] : level[workspace] + 1],
            cut_off=cut_off,
        )
        if not repeated and not cut_off:
            level[workspace] = depth
            above.append(workspace)
            below = sorted(graph.successors(workspace), key=place.__getitem__, reverse=True)
            pending += [(depth + 1, each, workspace) for each in below]
