"""The whole matrix: every request × every trouble, side by side over real sockets, and the page that tells of it.

``python -m tests.reliability.matrix`` writes the table in docs/reliability.md anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from unittest import mock

import certifi
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from rtgraph import paging
from rtgraph.sandbox.server import address_of, configuration, open_socket
from tests.reliability.cells import Cell
from tests.reliability.requests import PAGE_SIZE, REQUESTS
from tests.reliability.troubles import BRIEF, TROUBLES, Trouble

PAGE = Path(__file__).parent.parent.parent / "docs" / "reliability.md"
BEGIN, END = "<!-- the table: python -m tests.reliability.matrix -->\n", "<!-- the end of the table -->\n"

AT_ONCE = 16
"""So many cells that keep the machine busy run at once; those that wait for something all do."""

QUIET = Trouble(name="nothing", make=None, once=True)


def all_cells() -> list[Cell]:
    """Make every cell: a page's trouble meets requests for pages alone."""
    return [
        Cell(request=request, trouble=trouble)
        for trouble in TROUBLES
        for request in REQUESTS
        if request.paged or not trouble.paged
    ]


@contextlib.asynccontextmanager
async def served(cells: Sequence[Cell]) -> AsyncIterator[list[str]]:
    """Serve each cell at a port of its own, in the running loop, and give the addresses."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(open_socket(0)) for _ in cells]
        applications = {each.getsockname()[1]: cell.application() for each, cell in zip(sockets, cells, strict=True)}
        server = uvicorn.Server(configuration(by_port(applications)))
        serving = asyncio.create_task(server.serve(sockets))
        while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn has a flag and no event
            await asyncio.sleep(0.002)
        try:
            yield [address_of(each) for each in sockets]
        finally:
            server.should_exit = True
            await serving


def by_port(applications: dict[int, ASGIApp]) -> ASGIApp:
    """Hand each request to the application of the port that it came to."""

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        await applications[scope["server"][1]](scope, receive, send)

    return dispatch


def run_cells(cells: Sequence[Cell]) -> None:
    """Play all cells, with nothing disturbed first, and with pages so small that every list has several."""
    calm = Cell(request=REQUESTS[0], trouble=QUIET)
    other = Cell(request=REQUESTS[0], trouble=QUIET)
    with contextlib.ExitStack() as stack:
        stack.enter_context(mock.patch.dict(os.environ, {"SOURCE_DATE_EPOCH": "1767225600"}))
        stack.enter_context(mock.patch.object(paging, "PAGE_SIZE", PAGE_SIZE))
        ca_file = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "ca.pem"
        ca_file.write_text(first_certificate())
        for cell in (calm, *cells):
            cell.ca_file = ca_file
        asyncio.run(play_all(calm, other, cells))
    if other.faults.hits:
        raise AssertionError("another host was asked")


def first_certificate() -> str:
    """Give one of the well-known certificates."""
    text = Path(certifi.where()).read_text(encoding="utf-8")
    end = "-----END CERTIFICATE-----"
    return f"{text[text.index('-----BEGIN') : text.index(end)]}{end}\n"


async def play_all(calm: Cell, other: Cell, cells: Sequence[Cell]) -> None:
    """Play the calm cell, and then all others side by side; ``other`` is the host that nobody may go to."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = taken.getsockname()[1]
    busy, waiting = asyncio.Semaphore(AT_ONCE), asyncio.Semaphore(200)
    async with served([calm, other, *cells]) as (at_calm, at_other, *addresses):
        truth = await calm.play(at_calm, at_other, nobody, None)

        async def play(cell: Cell, address: str) -> None:
            async with waiting if cell.trouble.patience is BRIEF else busy:
                await cell.play(address, at_other, nobody, truth)

        await asyncio.gather(*(play(cell, address) for cell, address in zip(cells, addresses, strict=True)))


def table(cells: Sequence[Cell]) -> str:
    """Write the outcomes as a table: a trouble a row, a request a column."""
    outcomes = {(cell.trouble.name, cell.request.name): cell.outcome for cell in cells}
    counted = Counter(outcomes.values())
    names = [request.name for request in REQUESTS]
    lines = [
        f"{len(cells)} cells: " + ", ".join(f"{counted[word]} × {word}" for word in sorted(counted)) + ".",
        "",
        f"| what goes wrong | {' | '.join(names)} |",
        f"|---|{'---|' * len(names)}",
    ]
    for trouble in TROUBLES:
        words = [outcomes.get((trouble.name, name), "·") for name in names]
        lines.append(f"| {trouble.name} | {' | '.join(words)} |")
    return "\n".join(lines) + "\n"


def problems(cells: Sequence[Cell]) -> list[str]:
    """Name everything that must never be."""
    return [f"{each.trouble.name} × {each.request.name}: {found}" for each in cells for found in each.problems]


def page(cells: Sequence[Cell]) -> str:
    """Give docs/reliability.md with the table of these cells."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return f"{before}{BEGIN}{table(cells)}{END}{rest.partition(END)[2]}"


def main() -> None:
    """Run everything, write the page, and fail where something was wrong."""
    cells = all_cells()
    run_cells(cells)
    PAGE.write_text(page(cells), encoding="utf-8")
    found = problems(cells)
    print("\n".join(found) or f"{len(cells)} cells, nothing wrong")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
