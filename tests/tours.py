"""Pages with ``console`` blocks: each line after ``$`` is a command, what follows is what it prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

CRAWLED_AT = "1767225600"
"""2026-01-01T00:00:00Z in seconds since 1970: the time that crawls in docs and samples carry."""

BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def take_tour(page: str, folder: Path) -> str:
    """Run every command of a page in a folder, in order, and give the page with what they really print."""
    return BLOCK.sub(lambda block: f"```console\n{play(block[1], folder)}```", page)


def play(block: str, folder: Path) -> str:
    """Run the commands of one block and give it anew."""
    commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"$ {command}\n{output_of(command, folder)}" for command in commands)


def without_columns() -> dict[str, str]:
    """Give the environment as it is where nobody said how wide a text shall be."""
    return {name: value for name, value in os.environ.items() if name != "COLUMNS"}


def output_of(command: str, folder: Path) -> str:
    """Run one command and give what it prints on both streams; the seconds it took are always 0.4."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**without_columns(), "PATH": path, "SOURCE_DATE_EPOCH": CRAWLED_AT, "NO_COLOR": "1"}
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return re.sub(r"\b\d+\.\d s\b", "0.4 s", done.stdout.decode("utf-8"))
