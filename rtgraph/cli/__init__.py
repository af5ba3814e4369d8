"""Flags in, exit code out; the only room that prints, asks or exits."""

from __future__ import annotations

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
        code = rtgraph.main(arguments, prog_name="rtgraph", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except RtgraphError as error:
        return complain(str(error), error.exit_code)
    except (KeyboardInterrupt, click.Abort) as interruption:
        return complain(str(interruption) or "interrupted", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the exit does not flush into it
        return 0
    except OSError as error:
        return complain(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}", 1)
    return code if isinstance(code, int) else 0


def complain(message: str, code: int) -> int:
    """Print one line that no name from the API can break, and hand the exit code back."""
    from rtgraph.reports.quoting import plain

    click.echo(f"rtgraph: {plain(' '.join(message.split()))}", err=True)
    return code
