"""What was done to an organization, line by line: each write before it is sent and after it is answered.

A file of JSON lines. The head says which plan it belongs to; then there is an ``intent`` before each write and a
``done`` after it. A process that is killed may leave the last line cut off: an intent that is cut off was never sent,
a ``done`` that is cut off leaves its intent open, and reading the server tells what came of it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

from msgspec.structs import replace

from rtgraph.errors import ConfigurationError, RtgraphError
from rtgraph.fixes.lines import Done, Head, Intent, Refused, read_lines, sync_folder, unwritable, write_line
from rtgraph.times import now

if TYPE_CHECKING:
    from pathlib import Path

    from rtgraph.fixes.lines import Line, Phase
    from rtgraph.fixes.writes import Outcome
    from rtgraph.models import Change


class Journal:
    """A journal, and what its lines say; the file is made, or opened for more, when the first line is added.

    Attributes:
        path: where it lies.
        kept: whether what is added goes into the file too; a dry run only thinks it.
        head: which plan it belongs to.
        intents: for each phase and number the last intent.
        done: for each phase and number what came of it.
        opened: the intents of which it is not known what came of them.
    """

    def __init__(self, path: Path, head: Head, lines: tuple[Line, ...] = (), *, kept: bool = True) -> None:
        self.path = path
        self.kept = kept
        self.head = head
        self.intents: dict[tuple[Phase, int], Intent] = {}
        self.done: dict[tuple[Phase, int], Done] = {}
        self.opened: dict[tuple[Phase, int], Intent] = {}
        self._whole = len(lines)
        self._stream: BinaryIO | None = None
        for line in lines:
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
        if self._stream is not None:
            with suppress(OSError):  # each line is on the disk already
                self._stream.close()

    @property
    def undoing(self) -> bool:
        """Tell whether taking back has begun."""
        return any(phase == "undo" for phase, _ in (*self.intents, *self.done))

    def _add(self, line: Line) -> None:
        """Append a line, and have it on the disk."""
        if self.kept:
            if self._stream is None:
                self._stream = open_for_more(self.path, self.head, self._whole)
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
        if key not in self.intents and not (isinstance(line, Done) and line.result == "already"):
            raise ConfigurationError(
                f"{self.path} says that change {line.number} came to an end and not that it was begun; take back its "
                "changes by hand, or restore the file"
            )
        self.opened.pop(key, None)
        if isinstance(line, Done):
            self.done[key] = line


def load_journal(path: Path, head: Head) -> Journal:
    """Read the journal of a plan, or begin it where there is none; nothing is written yet.

    Raises:
        RtgraphError: the file cannot be read.
        ConfigurationError: it is another plan's, or damaged.
    """
    lines = read_lines(path) if path.exists() else ()
    if not lines:
        return Journal(path, head)
    earlier = lines[0]
    if not isinstance(earlier, Head) or replace(earlier, begun_at=head.begun_at) != head:
        raise ConfigurationError(
            f"{path} is the journal of another plan; name another file with --journal, or move this one away"
        )
    return Journal(path, earlier, lines)


def read_journal(path: Path, *, kept: bool = True) -> Journal:
    """Read a journal that is there.

    Raises:
        RtgraphError: it cannot be read.
        ConfigurationError: it is no journal, or damaged.
    """
    lines = read_lines(path)
    if not lines or not isinstance(lines[0], Head):
        raise ConfigurationError(f"{path} was cut off in its first line, so that nothing was done with it")
    return Journal(path, lines[0], lines, kept=kept)


def open_for_more(path: Path, head: Head, whole: int) -> BinaryIO:
    """Open a journal behind its whole lines, of which there are so many; a line that was cut off is dropped.

    Raises:
        RtgraphError: it cannot be written.
    """
    try:
        if whole:
            os.truncate(path, sum(len(each) for each in path.read_bytes().splitlines(keepends=True)[:whole]))
            return path.open("ab")
        stream = path.open("wb")
    except OSError as error:
        raise unwritable(path, error) from error
    try:
        write_line(path, stream, head)
    except RtgraphError:
        with suppress(OSError):
            stream.close()
        raise
    sync_folder(path.parent)
    return stream


def timestamp() -> str:
    """Give the time as a journal has it (ISO 8601, UTC)."""
    return now().strftime("%Y-%m-%dT%H:%M:%SZ")
