from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click
import pytest

from rtgraph import __version__
from rtgraph.cli import run
from rtgraph.cli.commands import COMMANDS
from rtgraph.cli.schema import schema
from rtgraph.errors import ApiError, ConfigurationError, RtgraphError

PROGRAM = [sys.executable, "-m", "rtgraph"]


@pytest.fixture
def behave(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], None]:
    """Make ``rtgraph schema`` do something else."""

    def become(action: Callable[[], Any]) -> None:
        monkeypatch.setattr(schema, "callback", lambda **_: action())

    return become


def fail(error: BaseException) -> Callable[[], NoReturn]:
    def action() -> NoReturn:
        raise error

    return action


def test_help_names_every_command(capfd: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--help"], ["-h"]):
        assert run(arguments) == 0
        shown = "".join(capfd.readouterr().out.split())
        assert [name for name, line in COMMANDS.items() if "".join((name + line).split()) not in shown] == []


def test_without_a_command_help_is_shown(capfd: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert "Usage: rtgraph [OPTIONS] COMMAND [ARGS]..." in capfd.readouterr().err


def test_the_version_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capfd.readouterr().out == f"rtgraph {__version__}\n"


def test_help_imports_neither_the_graph_nor_the_network() -> None:
    code = (
        "import sys; from rtgraph.cli import run; run(['--help'])\n"
        "print([name for name in ('networkx', 'httpx', 'rich', 'jinja2', 'msgspec', 'graphviz', 'hcl2', 'asyncio')"
        " if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["audti"], "Error: There is no command 'audti'. Did you mean audit?\n"),
        (["zzz"], f"Error: There is no command 'zzz'. Commands: {', '.join(COMMANDS)}.\n"),
        (["sch\x1b[31mema"], "Error: There is no command 'sch\\x1b[31mema'. Did you mean schema?\n"),
        (["schema", "snapshot", "more"], "Error: Got unexpected extra argument (more)\n"),
        (["--nonsense"], "Error: No such option '--nonsense'.\n"),
    ],
)
def test_a_wrong_command_line_is_2_and_says_what_is_near(
    arguments: list[str], line: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.endswith(line)


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (RtgraphError("could not; do this"), 1, "rtgraph: could not; do this\n"),
        (ApiError("GET /x answered 500; try later", 500), 1, "rtgraph: GET /x answered 500; try later\n"),
        (ConfigurationError("wrong; mend it"), 2, "rtgraph: wrong; mend it\n"),
        (RtgraphError("name\n \x1b[31mred\u202e\t🦊"), 1, "rtgraph: name \\x1b[31mred\\u202e 🦊\n"),
        (RtgraphError("leak aBcDeF.atlasv1.123456789"), 1, "rtgraph: leak [token]\n"),
        (PermissionError(13, "Permission denied", "/x"), 1, "rtgraph: Permission denied: /x\n"),
        (OSError("odd"), 1, "rtgraph: odd\n"),
        (KeyboardInterrupt(), 130, "rtgraph: interrupted\n"),
        (KeyboardInterrupt("interrupted; it is kept"), 130, "rtgraph: interrupted; it is kept\n"),
        (click.Abort(), 130, "rtgraph: interrupted\n"),
        (
            click.UsageError("Say which."),
            2,
            "Usage: rtgraph schema [OPTIONS] [NAME]\nTry 'rtgraph schema --help' for help.\n\nError: Say which.\n",
        ),
        (click.FileError("x", "gone"), 1, "Error: Could not open file 'x': gone\n"),
    ],
)
def test_an_error_is_one_line_and_its_exit_code(
    error: BaseException,
    code: int,
    line: str,
    behave: Callable[[Callable[[], Any]], None],
    capfd: pytest.CaptureFixture[str],
) -> None:
    behave(fail(error))
    assert run(["schema"]) == code
    out, err = capfd.readouterr()
    assert (out, err) == ("", line)


@pytest.mark.parametrize(("answer", "code"), [(None, 0), (3, 3), ("text", 0)])
def test_what_a_command_gives_back_is_the_exit_code(
    answer: Any, code: int, behave: Callable[[Callable[[], Any]], None]
) -> None:
    behave(lambda: answer)
    assert run(["schema"]) == code


@pytest.mark.parametrize("code", [0, 3, 4])
def test_a_command_ends_with_the_code_that_it_wants(code: int, behave: Callable[[Callable[[], Any]], None]) -> None:
    behave(lambda: click.get_current_context().exit(code))
    assert run(["schema"]) == code


def test_a_bug_is_not_hidden(behave: Callable[[Callable[[], Any]], None]) -> None:
    behave(fail(ZeroDivisionError("bug")))
    with pytest.raises(ZeroDivisionError):
        run(["schema"])


def test_ctrl_c_is_130_and_no_traceback() -> None:
    code = (
        "import time; from rtgraph.cli import main; from rtgraph.cli.schema import schema\n"
        "schema.callback = lambda **_: (print('busy', flush=True), time.sleep(60))\n"
        "main()"
    )
    command = [sys.executable, "-c", code, "schema"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"busy\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out, err) == (130, b"", b"rtgraph: interrupted\n")


def test_a_closed_pipe_is_not_an_error() -> None:
    with subprocess.Popen([*PROGRAM, "schema", "snapshot"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == (b"", 0)


def test_a_pipe_that_closes_at_help_is_not_an_error() -> None:
    with subprocess.Popen([*PROGRAM, "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == (b"", 0)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ["schema", "snapshot"],
            b"rtgraph: cannot write standard output: No space left on device; write to a file with -o FILE\n",
        ),
        (["--help"], b"rtgraph: No space left on device\n"),
    ],
)
def test_a_full_disk_behind_standard_output_is_told(arguments: list[str], line: bytes) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run([*PROGRAM, *arguments], stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (1, line)


def test_a_standard_output_that_was_never_open_is_told() -> None:
    command = ["/bin/sh", "-c", 'exec "$@" >&-', "sh", *PROGRAM, "schema", "snapshot"]
    done = subprocess.run(command, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (
        1,
        b"rtgraph: standard output is closed; write to a file with -o FILE\n",
    )


def test_a_file_is_written_without_a_standard_output(tmp_path: Path) -> None:
    command = ["/bin/sh", "-c", 'exec "$@" >&- 2>&-', "sh", *PROGRAM, "schema", "-o", str(tmp_path / "list")]
    assert subprocess.run(command, check=False).returncode == 0
    assert "A snapshot: " in (tmp_path / "list").read_text(encoding="utf-8")


@pytest.mark.parametrize(("typed", "found"), [("sch", "plain,schema"), ("zzz", "")])
def test_a_shell_can_complete_commands(typed: str, found: str) -> None:
    environ = os.environ | {"_RTGRAPH_COMPLETE": "bash_complete", "COMP_WORDS": f"rtgraph {typed}", "COMP_CWORD": "1"}
    done = subprocess.run(PROGRAM, capture_output=True, text=True, env=environ, check=True)
    assert done.stdout.strip() == found


def test_output_is_utf_8_whatever_the_locale() -> None:
    environ = os.environ | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run([*PROGRAM, "schema", "snapshot"], capture_output=True, env=environ, check=True)
    assert done.stdout.decode("utf-8").startswith("{")
    done = subprocess.run([*PROGRAM, "--help"], capture_output=True, env=environ, check=True)
    assert done.stdout.startswith(b"Usage: rtgraph")


def test_the_module_runs_as_the_program_does() -> None:
    done = subprocess.run([*PROGRAM, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"rtgraph {__version__}\n"
