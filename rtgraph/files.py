"""Files that are written whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from pathlib import Path

from rtgraph.errors import RtgraphError


def write_whole(path: Path, data: bytes) -> None:
    """Write data to path through a neighbour that replaces it, so that no reader ever sees a part.

    A symlink stays and its target is written; a file that is there keeps its mode; a device or a pipe is
    written as it is.

    Raises:
        RtgraphError: the folder is missing, the disk is full, or writing is not allowed; path is as it was.
    """
    target = path
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        target = Path(os.path.realpath(path))
        if target.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        replace_whole(target, data)
    except OSError as error:
        raise unwritable(target, error) from error


def replace_whole(target: Path, data: bytes) -> None:
    """Write a file beside the target, under a name that no other writer has, and put it in the target's place."""
    neighbour = target.with_name(f".{target.name[:50]}.{secrets.token_hex(4)}.partial")
    try:
        with neighbour.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, neighbour)
        neighbour.replace(target)
    finally:
        neighbour.unlink(missing_ok=True)


def unwritable(path: Path, error: OSError) -> RtgraphError:
    """Say why a file cannot be written and what to do about it."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return RtgraphError(f"cannot write {path}: there is no folder {path.parent}; create it first")
    return RtgraphError(f"cannot write {path}: {error.strerror or error}; choose another place with -o")
