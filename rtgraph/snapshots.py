"""Snapshot ↔ file."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from rtgraph.errors import RtgraphError
from rtgraph.files import write_whole
from rtgraph.models import SNAPSHOT_FORMAT, RunTrigger, Snapshot, Workspace
from rtgraph.times import is_date


class _Head(msgspec.Struct):
    """What is read first, so that a file of another kind is named before its details are."""

    format: str = ""


def load(path: str | Path) -> Snapshot:
    """Read a snapshot that ``rtgraph crawl`` wrote; ``-`` is standard input, gzip is known by itself.

    Raises:
        RtgraphError: there is no such file, or it is not a snapshot of a version that this rtgraph reads.
    """
    name = "standard input" if str(path) == "-" else str(path)
    return parse_snapshot(read_bytes(str(path), name), name)


def read_bytes(path: str, name: str) -> bytes:
    """Read a whole file, unpacked where it is packed; ``name`` says in errors what it is."""
    if path == "-" and sys.stdin is None:
        raise RtgraphError(f"cannot read {name}: it is closed; name a snapshot file with -s")
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    except (FileNotFoundError, NotADirectoryError) as error:
        raise RtgraphError(f"there is no file {path}; write one with: rtgraph crawl --org NAME -o {path}") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise RtgraphError(f"{name} is cut off or not gzip ({error}); crawl again") from error
    except OSError as error:
        raise RtgraphError(f"cannot read {path}: {error.strerror or error}; name a snapshot file with -s") from error


def parse_snapshot(data: bytes, name: str) -> Snapshot:
    """Turn a snapshot's bytes into records; ``name`` says in errors where they came from."""
    try:
        found = msgspec.json.decode(data, type=_Head).format
        if found != SNAPSHOT_FORMAT:
            raise RtgraphError(other_format(name, found))
        snapshot = msgspec.json.decode(data, type=Snapshot)
        check_ids("workspaces", snapshot.workspaces)
        check_ids("run_triggers", snapshot.run_triggers)
        check_dates(snapshot)
    except (ValueError, RecursionError) as error:  # msgspec's errors are ValueErrors
        raise RtgraphError(f"{name} is not a snapshot: {error}; write one with: rtgraph crawl") from error
    return snapshot


def check_ids(key: str, records: Iterable[Workspace | RunTrigger]) -> None:
    """Raise a ValueError where an id stands twice: two records of one thing are a file that was put together."""
    for identity, times in Counter(record.id for record in records).items():
        if times > 1:
            raise ValueError(f"{identity} stands in {key} twice")


def check_dates(snapshot: Snapshot) -> None:
    """Raise a ValueError where a date is none: nothing that compares times could be believed."""
    dates = [("the crawl", "crawled_at", snapshot.crawled_at)]
    dates += [(each.id, "created_at", each.created_at) for each in snapshot.run_triggers if each.created_at is not None]
    for what, key, text in dates:
        if not is_date(text):
            raise ValueError(f"{key} of {what} is {text!r}, which is no date")


def other_format(name: str, found: str) -> str:
    """Say that a file is of another kind, or of another version of the right kind."""
    if found.startswith("rtgraph.snapshot/"):
        return f"{name} is a {found!r} and this rtgraph reads {SNAPSHOT_FORMAT}; crawl again"
    return f"{name} is not a snapshot (its format is {found or 'missing'!r}); write one with: rtgraph crawl"


def dump_snapshot(snapshot: Snapshot) -> bytes:
    """Turn a snapshot into JSON, indented and ending in a newline; equal snapshots give equal bytes."""
    return msgspec.json.format(msgspec.json.encode(snapshot), indent=1) + b"\n"


def save_snapshot(snapshot: Snapshot, path: Path) -> None:
    """Write a snapshot whole or not at all; a name that ends in ``.gz`` is packed."""
    data = dump_snapshot(snapshot)
    write_whole(path, pack(data) if path.suffix == ".gz" else data)


def pack(data: bytes) -> bytes:
    """Pack bytes with gzip so that equal bytes give equal bytes.

    ``gzip.compress`` writes the operating system into the header on some versions of Python and not on others.
    """
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0) as stream:
        stream.write(data)
    return packed.getvalue()
