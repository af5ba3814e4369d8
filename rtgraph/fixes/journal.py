"""What was done to an organization, line by line: each write before it is sent and after it is answered.

A file of JSON lines. The head says which plan it belongs to; then there is an ``intent`` before each write and a
``done`` after it. A process that is killed may leave the last line cut off: an intent that is cut off was never sent,
a ``done`` that is cut off leaves its intent open, and reading the server tells what came of it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

from rtgraph.errors import ConfigurationError
from rtgraph.fixes.lines import Done, Head, Intent, Refused, read_lines, sync_folder, unwritable, write_line
from rtgraph.times import now

if TYPE_CHECKING:
    from pathlib import Path

    from rtgraph.fixes.lines import Line, Phase
    from rtgraph.fixes.writes import Outcome
    from rtgraph.models import Change


class Journal:
    """An open journal.

    Attributes:
        path: where it lies.
        head: which plan it belongs to.
        intents: for each phase and number the last intent.
        done: for each phase and number what came of it.
        opened: the intents of which it is not known what came of them.
    """

    def __init__(self, path: Path, lines: tuple[Line, ...], stream: BinaryIO) -> None:
        self.path = path
        self.intents: dict[tuple[Phase, int], Intent] = {}
        self.done: dict[tuple[Phase, int], Done] = {}
        self.opened: dict[tuple[Phase, int], Intent] = {}
        self._stream = stream
        assert isinstance(lines[0], Head)  # noqa: S101 - whoever reads or begins one sees to it
        self.head = lines[0]
        for line in lines[1:]:
            self._take(line)

    def intend(self, phase: Phase, number: int, change: Change, present: tuple[str, ...]) -> None:
        """Note a write before it is sent."""
        self._add(Intent(phase=phase, number=number, change=change, present=present, at=timestamp()))

    def finish(self, phase: Phase, number: int, outcome: Outcome) -> None:
        """Note what came of a change."""
        self._add(
            Done(
                phase=phase,
                number=number,
                result=outcome.result,
                run_trigger_id=outcome.run_trigger_id,
                at=timestamp(),
            )
        )

    def refuse(self, phase: Phase, number: int, reason: str) -> None:
        """Note that the server refused a write."""
        self._add(Refused(phase=phase, number=number, reason=reason, at=timestamp()))

    def close(self) -> None:
        """Let go of the file."""
        with suppress(OSError):  # each line is on the disk already
            self._stream.close()

    @property
    def undoing(self) -> bool:
        """Tell whether taking back has begun."""
        return any(phase == "undo" for phase, _ in (*self.intents, *self.done))

    def _add(self, line: Line) -> None:
        """Append a line, and have it on the disk."""
        write_line(self.path, self._stream, line)
        self._take(line)

    def _take(self, line: Line) -> None:
        """Hold what a line says."""
        if isinstance(line, Head):
            return
        key = (line.phase, line.number)
        if isinstance(line, Intent):
            self.intents[key] = self.opened[key] = line
            return
        self.opened.pop(key, None)
        if isinstance(line, Done):
            self.done[key] = line


def begin_journal(path: Path, head: Head) -> Journal:
    """Open the journal of a plan: go on with the one that is there, or begin it.

    Raises:
        RtgraphError: the file cannot be read or written.
        ConfigurationError: it is another plan's, or damaged.
    """
    found = read_lines(path) if path.exists() else ()
    if found:
        earlier = found[0]
        if not isinstance(earlier, Head) or (earlier.host, earlier.organization, earlier.plan) != (
            head.host,
            head.organization,
            head.plan,
        ):
            raise ConfigurationError(
                f"{path} is the journal of another plan; name another file with --journal, or move this one away"
            )
        return open_journal(path, found)
    try:
        stream = path.open("wb")
        write_line(path, stream, head)
        sync_folder(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error
    return Journal(path, (head,), stream)


def open_journal(path: Path, lines: tuple[Line, ...]) -> Journal:
    """Open a journal for more lines; a last line that was cut off is dropped.

    Raises:
        RtgraphError: it cannot be written.
    """
    try:
        stream = path.open("r+b")
        stream.truncate(sum(len(each) for each in path.read_bytes().splitlines(keepends=True)[: len(lines)]))
        stream.seek(0, os.SEEK_END)
    except OSError as error:
        raise unwritable(path, error) from error
    return Journal(path, lines, stream)


def timestamp() -> str:
    """Give the time as a journal has it (ISO 8601, UTC)."""
    return now().strftime("%Y-%m-%dT%H:%M:%SZ")
