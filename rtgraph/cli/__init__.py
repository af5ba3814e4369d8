"""Flags in, exit code out; the only room that prints, asks or exits."""

from __future__ import annotations

import contextvars
import os
import sys
from typing import NoReturn

import click

from rtgraph.cli.commands import rtgraph
from rtgraph.errors import RtgraphError


def main() -> NoReturn:
    """Run the command line; the one place that turns an error into a line and an exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line and give its exit code.

    0 done, 1 could not, 2 wrong command line or configuration, 3 findings, 4 done in part, 130 interrupted.
    """
    try:
        code = contextvars.copy_context().run(call, arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except RtgraphError as error:
        return complain(str(error), error.exit_code)
    except (KeyboardInterrupt, click.Abort) as error:
        return complain(str(error) or "interrupted", 130)
    except BrokenPipeError:
        forget_output()
        return 0
    except OSError as error:
        return complain(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}", 1)
    return code if isinstance(code, int) else 0


def call(arguments: list[str]) -> object:
    """Parse one command line and run its command, or complete it for a shell.

    click's own ``main`` would do it too, but turns a closed pipe into exit code 1.

    Returns:
        what the command returned, or the exit code that it asked for.
    """
    instruction = os.environ.get("_RTGRAPH_COMPLETE")
    if instruction:
        from click.shell_completion import shell_complete

        return shell_complete(rtgraph, {}, "rtgraph", "_RTGRAPH_COMPLETE", instruction)
    try:
        with rtgraph.make_context("rtgraph", list(arguments)) as context:
            return rtgraph.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code


def forget_output() -> None:
    """Point standard output nowhere, so that the end of the program does not write to it once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)


def complain(message: str, code: int) -> int:
    """Print one line that no name from the API can break and that shows no token; hand the exit code back."""
    from rtgraph.credentials import redact
    from rtgraph.reports.quoting import plain

    click.echo(f"rtgraph: {plain(redact(' '.join(message.split())))}", err=True)
    return code
