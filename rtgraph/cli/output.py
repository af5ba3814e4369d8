"""Where a report goes: standard output, or a file that is written whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


NARROWEST = 40
"""Fewer columns than these are not kept to: names stay whole."""


def output_option(command: Command) -> Command:
    """Add ``-o FILE``, and fit paragraphs to where the report goes."""
    return click.option(
        "-o",
        "--output",
        metavar="FILE",
        type=click.Path(dir_okay=False, path_type=Path),
        callback=fit_width,
        help="Write to FILE instead of standard output; whole or not at all.",
    )(command)


def fit_width(_ctx: click.Context, _option: click.Parameter, output: Path | None) -> Path | None:
    """Set how wide paragraphs are: as ``COLUMNS`` says, else as the terminal is; files and pipes are all alike."""
    from rtgraph.reports.columns import WIDTH

    told = os.environ.get("COLUMNS", "")
    on_terminal = output in (None, Path("-")) and sys.stdout is not None and sys.stdout.isatty()
    columns = int(told) if told.isdecimal() else shutil.get_terminal_size((0, 0)).columns if on_terminal else 0
    if columns:
        WIDTH.set(max(columns, NARROWEST))
    return output


def emit(report: str | bytes, output: Path | None) -> None:
    """Hand a finished report to the file or to standard output, as UTF-8 whatever the locale."""
    data = report.encode("utf-8") if isinstance(report, str) else report
    if output is not None and output != Path("-"):
        from rtgraph.files import write_whole

        write_whole(output, data)
        return
    from rtgraph.errors import RtgraphError

    if sys.stdout is None:
        raise RtgraphError("standard output is closed; write to a file with -o FILE")
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise RtgraphError(
            f"cannot write standard output: {error.strerror or error}; write to a file with -o FILE"
        ) from error


def check_output(output: Path | None) -> None:
    """Make sure that a report can be written, before anything is changed that it is about.

    Raises:
        RtgraphError: the folder is not there.
    """
    if output is not None and not output.parent.is_dir():
        from rtgraph.files import unwritable

        raise unwritable(output, FileNotFoundError())


def show_first(report: str) -> None:
    """Print what is about to be written to a server; where nobody can read it, nothing may be written.

    Raises:
        RtgraphError: standard output is closed, or cannot be written.
    """
    from rtgraph.cli import forget_output
    from rtgraph.errors import RtgraphError

    try:
        emit(report, None)
    except BrokenPipeError:
        forget_output()
        raise RtgraphError(
            "standard output was closed before everything was shown, so nothing is changed; look at it with --dry-run"
        ) from None


def tell(report: str, output: Path | None = None) -> None:
    """Print a report of what is done already; that nobody reads it any more does not change how it ends."""
    from rtgraph.cli import forget_output
    from rtgraph.errors import RtgraphError

    try:
        emit(report, output)
    except BrokenPipeError:
        forget_output()
    except RtgraphError as error:
        notice(f"warning: {error}")


def notice(message: str) -> None:
    """Say something to the person at the terminal, on standard error."""
    from rtgraph.reports.quoting import plain

    click.echo("\n".join(plain(line) for line in message.splitlines()), err=True)
