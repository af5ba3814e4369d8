"""Pages with ``console`` blocks: each line after ``$`` is a command, what follows is what it prints.

Beside the commands runs a sandbox, as the page tells its reader to start one; whatever its port is, the page says 8043.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from rtgraph.sandbox.application import build_application
from rtgraph.sandbox.sample import load_sample
from rtgraph.sandbox.server import running

CRAWLED_AT = "1767225600"
"""2026-01-01T00:00:00Z in seconds since 1970: the time that crawls in docs and samples carry."""

BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def take_tour(page: str, folder: Path) -> str:
    """Run every command of a page in a folder, in order, and give the page with what they really print."""
    with running(build_application(load_sample(), rate_limit=0)) as sandbox:
        return BLOCK.sub(lambda block: f"```console\n{play(block[1], folder, sandbox.address)}```", page)


def play(block: str, folder: Path, address: str) -> str:
    """Run the commands of one block and give it anew."""
    commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"$ {command}\n{output_of(command, folder, address)}" for command in commands)


def without_columns() -> dict[str, str]:
    """Give the environment as it is where nobody said how wide a text shall be."""
    return {name: value for name, value in os.environ.items() if name != "COLUMNS"}


def output_of(command: str, folder: Path, address: str) -> str:
    """Run one command and give what it prints on both streams; the seconds it took are always 0.4."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**without_columns(), "PATH": path, "SOURCE_DATE_EPOCH": CRAWLED_AT, "NO_COLOR": "1"}
    environment |= {"TFE_ADDRESS": address, "TFE_TOKEN": "owner-sandbox-token"}
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said = done.stdout.decode("utf-8").replace(address.removeprefix("http://"), "127.0.0.1:8043")
    return re.sub(r"\b\d+\.\d s\b", "0.4 s", said)
