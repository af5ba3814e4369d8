"""What a crawl has read so far, beside its output, so that an interrupted one goes on where it stopped.

A file of JSON lines: a head that says which crawl it is, then each finished part as it arrived. A crawl that
is killed may leave the last line cut off; that line is dropped when the file is opened again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import msgspec

from rtgraph.errors import RtgraphError
from rtgraph.files import unwritable
from rtgraph.jsonapi import ListedTrigger
from rtgraph.models import BlindSpot, Direction, Scope, Workspace

FORMAT = "rtgraph.checkpoint/1"

TOO_OLD = timedelta(hours=24)
"""A crawl this old is not gone on with: what it read then says little about now."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """Which crawl a checkpoint belongs to; ``begun_at`` is the time that its snapshot will carry (ISO 8601)."""

    format: str = FORMAT
    host: str
    organization: str
    account: str
    scope: Scope | None
    directions: tuple[Direction, ...]
    state_consumers: bool = False
    begun_at: str


class Listing(msgspec.Struct, tag="listing", frozen=True):
    """The organization's workspaces, once all of them are known, and what could not be read on the way."""

    workspaces: tuple[Workspace, ...]
    blind_spots: tuple[BlindSpot, ...]


class TriggerList(msgspec.Struct, tag="triggers", frozen=True):
    """One list of run triggers of one workspace, or the reason why it could not be read."""

    workspace_id: str
    direction: Direction
    triggers: tuple[ListedTrigger, ...] = ()
    hidden: str | None = None


class ConsumerList(msgspec.Struct, tag="consumers", frozen=True):
    """Who may read one workspace's state, or the reason why that could not be read."""

    workspace_id: str
    consumer_ids: tuple[str, ...] = ()
    open: bool = False
    hidden: str | None = None


ReadList = TriggerList | ConsumerList
Part = Listing | ReadList


class Checkpoint:
    """An open checkpoint: ``head``, the ``parts`` it already had, and ``add`` for more.

    Without a path nothing is kept.
    """

    def __init__(self, head: Head, parts: tuple[Part, ...] = (), stream: BinaryIO | None = None) -> None:
        self.head = head
        self.parts = parts
        self._stream = stream

    def add(self, part: Part) -> None:
        """Keep a finished part; it is in the operating system's hands when this returns."""
        self.write(msgspec.json.encode(part) + b"\n")

    def write(self, line: bytes) -> None:
        """Write a line; a file that cannot be written is closed."""
        if self._stream is not None:
            try:
                self._stream.write(line)
                self._stream.flush()
            except OSError as error:
                path = Path(self._stream.name)
                self.close()
                raise unwritable(path, error) from error

    def close(self) -> None:
        """Let go of the file, which stays for the next crawl until its snapshot is written."""
        if self._stream is not None:
            with suppress(OSError):  # what could not be written has been told
                self._stream.close()
            self._stream = None


def checkpoint_path(output: Path) -> Path:
    """Say where the checkpoint of a crawl into ``output`` lies."""
    return output.with_name(output.name + ".checkpoint")


def open_checkpoint(path: Path | None, head: Head, *, fresh: bool = False) -> Checkpoint:
    """Open the checkpoint of a crawl: go on with the one at ``path`` where it fits, else begin anew.

    It fits where it is of the same host, organization, account, scope and directions, and not a day old.

    Raises:
        RtgraphError: the file cannot be written.
    """
    if path is None:
        return Checkpoint(head)
    found = None if fresh else read_checkpoint(path)
    try:
        if found is not None and continues(head, found[0]):
            os.truncate(path, found[2])
            return Checkpoint(found[0], found[1], path.open("ab"))
        record = Checkpoint(head, (), path.open("wb"))
    except OSError as error:
        raise unwritable(path, error) from error
    record.write(msgspec.json.encode(head) + b"\n")
    return record


def continues(head: Head, earlier: Head) -> bool:
    """Tell whether a crawl that begins now is the one that began earlier."""
    age = datetime.fromisoformat(head.begun_at) - datetime.fromisoformat(earlier.begun_at)
    return replace(earlier, begun_at=head.begun_at) == head and timedelta(0) <= age < TOO_OLD


def read_checkpoint(path: Path) -> tuple[Head, tuple[Part, ...], int] | None:
    """Read a checkpoint: its head, its whole parts, and how many bytes they take; None where there is none.

    Raises:
        RtgraphError: the file is there and cannot be read.
    """
    try:
        lines = path.read_bytes().splitlines(keepends=True)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RtgraphError(f"cannot read {path}: {error.strerror}; --fresh starts over") from error
    if not lines or not lines[0].endswith(b"\n"):
        return None
    try:
        head = msgspec.json.decode(lines[0], type=Head)
        if datetime.fromisoformat(head.begun_at).tzinfo is None:
            return None
    except (ValueError, RecursionError):
        return None
    parts = tuple(whole_parts(lines[1:]))
    return head, parts, sum(map(len, lines[: 1 + len(parts)]))


def whole_parts(lines: list[bytes]) -> Iterator[Part]:
    """Read parts up to the first line that is cut off or damaged."""
    decoder = msgspec.json.Decoder(Part)
    for line in lines:
        if not line.endswith(b"\n"):
            return
        try:
            yield decoder.decode(line)
        except (ValueError, RecursionError):
            return
