"""A command in a process of its own that is killed at one point of its work; the points are counted as they pass.

The processes are forked off one that has imported everything, so that each starts in milliseconds.
"""

from __future__ import annotations

import multiprocessing
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import msgspec

import rtgraph.cli.fix_apply
import rtgraph.cli.fix_undo
import rtgraph.client
import rtgraph.fixes.checks
import rtgraph.fixes.journal
import rtgraph.fixes.lines
import rtgraph.fixes.plans
import rtgraph.fixes.undoing
import rtgraph.reports.text_plan
from rtgraph.cli import run
from rtgraph.client import Client
from tests.mending import no_certificates

if sys.platform != "win32":
    FORKS = multiprocessing.get_context("forkserver")
    FORKS.set_forkserver_preload(["tests.killing"])

LINE = ("half a line is written", "a line is not on the disk yet", "a line is on the disk")
WRITE = ("a write is not sent yet", "a write is answered")
HEAD = (*LINE, "the folder is not on the disk yet", "the folder is on the disk")
STEP = (*LINE, *WRITE, *LINE)


def name_points(steps: int, *, head: bool) -> list[str]:
    """Name the points that a command passes in order; a step that is made passes eight, a new journal's head five."""
    begun = [f"head: {point}" for point in HEAD] if head else []
    return [*begun, *(f"step {step}: {point}" for step in range(1, steps + 1) for point in STEP)]


class Points:
    """Counts the points that pass, and sends this process a signal at one of them."""

    def __init__(self, kill_at: int | None, kind: signal.Signals) -> None:
        self.kill_at = kill_at
        self.kind = kind
        self.passed: list[str] = []

    def pass_by(self, name: str) -> None:
        """Pass a point, or get the signal there."""
        due = self.due()
        self.passed.append(name)
        if due:
            os.kill(os.getpid(), self.kind)

    def due(self) -> bool:
        """Tell whether the next point is the last."""
        return len(self.passed) == self.kill_at


def watch(points: Points) -> None:
    """Put a point wherever something comes to the disk or to the server."""
    exchange, write_line = Client._exchange, rtgraph.fixes.lines.write_line

    def watched_sync(descriptor: int) -> None:  # nothing is synced: what a process has written outlives it
        what = "the folder" if os.path.isdir(f"/proc/self/fd/{descriptor}") else "a line"  # noqa: PTH112 - a link of the system's
        points.pass_by(f"{what} is not on the disk yet")
        points.pass_by(f"{what} is on the disk")

    async def watched_exchange(client: Client, method: str, url: str, **options: Any) -> Any:
        if method == "GET":
            return await exchange(client, method, url, **options)
        points.pass_by("a write is not sent yet")
        answer = await exchange(client, method, url, **options)
        points.pass_by("a write is answered")
        return answer

    def watched_line(path: Path, stream: Any, line: Any) -> None:
        if points.due() and points.kind == signal.SIGKILL:
            data = msgspec.json.encode(line)
            stream.write(data[: len(data) // 2])
            stream.flush()
        points.pass_by("half a line is written")
        write_line(path, stream, line)

    os.fsync = watched_sync  # type: ignore[assignment]
    Client._exchange = watched_exchange  # type: ignore[assignment,method-assign]
    rtgraph.fixes.journal.write_line = watched_line  # type: ignore[attr-defined]


def work(
    arguments: list[str], environment: dict[str, str], folder: str, kill_at: int | None, kind: signal.Signals
) -> None:
    """Run a command in a folder; what it says goes into files there, and so do the points that it passes."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for descriptor, name in ((1, "out.txt"), (2, "err.txt")):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
    rtgraph.client.trust = no_certificates  # type: ignore[assignment,attr-defined]
    rtgraph.client.CONNECTIONS = 4
    points = Points(kill_at, kind)
    watch(points)
    code = run(arguments)
    Path("points.txt").write_text("\n".join(points.passed))
    sys.stdout.flush()
    os._exit(code)


@contextmanager
def started(
    arguments: list[str], folder: Path, kill_at: int | None = None, kind: signal.Signals = signal.SIGKILL
) -> Iterator[BaseProcess]:
    """Start a command in a process of its own, with this process's environment."""
    process = FORKS.Process(target=work, args=(arguments, dict(os.environ), str(folder), kill_at, kind))
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()
        process.close()


def run_killed(
    arguments: list[str], folder: Path, kill_at: int | None = None, kind: signal.Signals = signal.SIGKILL
) -> int | None:
    """Run a command to its end, or to the point where it gets a signal, and give its exit code."""
    with started(arguments, folder, kill_at, kind) as process:
        process.join()
        return process.exitcode


def killer(processes: list[BaseProcess], kind: signal.Signals = signal.SIGKILL) -> Callable[[], None]:
    """Give what a fault calls to send a signal to the process that is put into a list, and to wait until it ends."""

    def kill() -> None:
        while not processes:
            time.sleep(0.001)
        identity = processes[0].pid or 0
        descriptor = os.pidfd_open(identity)
        os.kill(identity, kind)
        select.select([descriptor], [], [])
        os.close(descriptor)

    return kill
