"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from rtgraph.errors import RtgraphError


def write_whole(path: Path, data: bytes) -> None:
    """Write data to path through a neighbour that replaces it, so that no reader ever sees a part.

    Raises:
        RtgraphError: the folder is missing, the disk is full, or writing is not allowed; path is as it was.
    """
    path = path.resolve()
    neighbour = path.with_name(f".{path.name}.partial")
    try:
        if path.exists() and not path.is_file():  # a device such as /dev/null cannot be replaced
            path.write_bytes(data)
            return
        try:
            with neighbour.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            neighbour.replace(path)
        finally:
            neighbour.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> RtgraphError:
    """Say why a file cannot be written and what to do about it."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return RtgraphError(f"cannot write {path}: there is no folder {path.parent}; create it first")
    return RtgraphError(f"cannot write {path}: {error.strerror or error}; choose another place with -o")
