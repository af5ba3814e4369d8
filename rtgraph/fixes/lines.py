"""The lines of a journal, and their file: appended to, never rewritten, each on the disk before the next step."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, Literal

import msgspec

from rtgraph.errors import ConfigurationError, RtgraphError
from rtgraph.fixes.writes import Result
from rtgraph.models import Change

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = "rtgraph.journal/1"

Phase = Literal["apply", "undo"]


class Head(msgspec.Struct, tag="head", frozen=True, kw_only=True):
    """Which plan a journal belongs to; ``plan`` is its digest, ``changes`` how many it has."""

    format: str = FORMAT
    host: str
    organization: str
    plan: str
    changes: int
    begun_at: str


class Intent(msgspec.Struct, tag="intent", frozen=True, kw_only=True):
    """A write that is about to be sent.

    ``number`` is the place of the change in the plan, from 0; ``change`` is what is sent, which for an undo is the
    reverse of the plan's; ``present`` are the run triggers that the pair of a creation has before it.
    """

    phase: Phase
    number: int
    change: Change
    present: tuple[str, ...] = ()
    at: str


class Done(msgspec.Struct, tag="done", frozen=True, kw_only=True):
    """What came of a change; ``run_trigger_id`` is a created run trigger's new id."""

    phase: Phase
    number: int
    result: Result
    run_trigger_id: str | None = None
    at: str


class Refused(msgspec.Struct, tag="refused", frozen=True, kw_only=True):
    """A write that the server refused: nothing came of it."""

    phase: Phase
    number: int
    reason: str
    at: str


Line = Head | Intent | Done | Refused


BEGINNING = msgspec.json.encode(Head(host="", organization="", plan="", changes=0, begun_at="")).partition(b'"host"')[0]
"""What every journal begins with."""


def read_lines(path: Path) -> tuple[Line, ...]:
    """Read the lines of a journal, without a last one that was cut off; none where not even the head is whole.

    Raises:
        RtgraphError: it cannot be read.
        ConfigurationError: it is no journal, of another version, or damaged before its end.
    """
    try:
        if not path.is_file():  # a device may have no end
            raise OSError(errno.EINVAL, "it is no file")
        raw = path.read_bytes().splitlines(keepends=True)
    except OSError as error:
        raise RtgraphError(f"cannot read {path}: {error.strerror or error}; name the journal of a plan") from error
    if raw and not raw[-1].endswith(b"\n"):
        if raw[1:] == [] and not BEGINNING.startswith(raw[0][: len(BEGINNING)]):
            raise ConfigurationError(f"{path} is no journal, and is left as it is; name another file")
        raw.pop()
    lines = tuple(read_line(path, number, each) for number, each in enumerate(raw, 1))
    check_heads(path, lines)
    return lines


def read_line(path: Path, number: int, raw: bytes) -> Line:
    """Read one line.

    Raises:
        ConfigurationError: it is none.
    """
    try:
        line: Line = msgspec.json.decode(raw, type=Line)
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(
            f"{path}:{number} is no line of a journal: {error}; take back its changes by hand, or restore the file"
        ) from error
    return line


def check_heads(path: Path, lines: tuple[Line, ...]) -> None:
    """Make sure that a journal has one head, at its beginning and of this version.

    Raises:
        ConfigurationError: it has not.
    """
    heads = [number for number, line in enumerate(lines, 1) if isinstance(line, Head)]
    if lines and heads != [1]:
        where = heads[1] if heads[:1] == [1] else 1
        raise ConfigurationError(
            f"{path}:{where} should {'not ' if where > 1 else ''}be the head of a journal; take back its changes by "
            "hand, or restore the file"
        )
    if lines and isinstance(lines[0], Head) and lines[0].format != FORMAT:
        raise ConfigurationError(
            f"{path} is a {lines[0].format!r} and this rtgraph reads {FORMAT}; use the rtgraph that wrote it"
        )


def write_line(path: Path, stream: BinaryIO, line: Line) -> None:
    """Append one line and have it on the disk.

    Raises:
        RtgraphError: it cannot be written.
    """
    try:
        stream.write(msgspec.json.encode(line) + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
    except OSError as error:
        raise unwritable(path, error) from error


def sync_folder(folder: Path) -> None:
    """Have a new file's name on the disk too; where a system cannot do that for a folder, it is left."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def unwritable(path: Path, error: OSError) -> RtgraphError:
    """Say why a journal cannot be written; another one for the same plan would know nothing of what is done."""
    step = "make it writable, or make room" if path.exists() else "name another place with --journal"
    return RtgraphError(f"cannot write {path}: {error.strerror or error}; {step}")
