"""The programs that lay out DOT: the embedded renderer from graphviz-pure, and the system's Graphviz."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rtgraph.errors import RtgraphError

Engine = Literal["auto", "embedded", "system"]

PACKAGE = "graphviz-pure"
NO_EMBEDDED = f"the embedded renderer is not installed: pip install {PACKAGE}, or use --engine system, or -f dot"
NO_SYSTEM = (
    "Graphviz is not installed (no dot on PATH): apt-get install graphviz, brew install graphviz "
    "or https://graphviz.org/download/"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Renderer:
    """A program that draws, and what it can write."""

    name: Literal["embedded", "system"]
    path: Path
    version: str
    formats: tuple[str, ...]


def find_renderers() -> tuple[Renderer, ...]:
    """Give the renderers that are there, the embedded one first."""
    return tuple(each for each in (find_embedded(), find_system()) if each)


def find_embedded() -> Renderer | None:
    """Find the renderer that pip installed; it stands in no known folder, only in its package's list of files."""
    try:
        listed = importlib.metadata.files(PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        return None
    for file in listed:
        path = Path(str(file.locate())).resolve()
        if path.stem == PACKAGE and path.is_file() and os.access(path, os.X_OK):
            version = importlib.metadata.version(PACKAGE)
            return Renderer(name="embedded", path=path, version=version, formats=("svg", "png"))
    return None


def find_system() -> Renderer | None:
    """Find Graphviz's own ``dot`` on PATH and ask it for its version."""
    found = shutil.which("dot")
    if found is None:
        return None
    try:
        answer = subprocess.run([found, "-V"], capture_output=True, timeout=10, check=False)  # noqa: S603 - a found path
    except (OSError, subprocess.TimeoutExpired):
        return None
    words = answer.stderr.decode("utf-8", "replace").split()
    version = words[words.index("version") + 1] if "version" in words[:-1] else "unknown"
    return Renderer(name="system", path=Path(found), version=version, formats=("svg", "png", "pdf"))


def choose_renderer(engine: Engine, format_name: str) -> Renderer:
    """Pick the renderer for a format; ``auto`` takes the embedded one where it can write the format.

    Raises:
        RtgraphError: it is not there, or cannot write the format.
    """
    if engine == "embedded" and format_name == "pdf":
        raise RtgraphError("the embedded renderer writes no PDF: use --engine system, or -f svg")
    if engine != "system" and format_name != "pdf":
        embedded = find_embedded()
        if embedded:
            return embedded
        if engine == "embedded":
            raise RtgraphError(NO_EMBEDDED)
    system = find_system()
    if system:
        return system
    if format_name == "pdf":
        raise RtgraphError(f"a PDF needs Graphviz's dot. {NO_SYSTEM}; or use -f svg, which needs nothing more")
    if engine == "auto":
        raise RtgraphError(f"there is nothing to draw with: {NO_EMBEDDED}. {NO_SYSTEM}")
    raise RtgraphError(f"{NO_SYSTEM}; or use --engine embedded")


def run_renderer(renderer: Renderer, source: str, format_name: str, timeout: float, dpi: int = 0) -> bytes:
    """Lay out DOT and write it in one format.

    Args:
        renderer: the program.
        source: DOT.
        format_name: svg, png or pdf.
        timeout: seconds after which the program is ended.
        dpi: dots an inch; 0 is the program's own choice.

    Raises:
        RtgraphError: the program failed (even where it wrote something), or took too long.
    """
    command = [str(renderer.path), f"-T{format_name}", *([f"-Gdpi={dpi}"] if dpi else [])]
    try:
        run = subprocess.run(  # noqa: S603 - our own command line; text from the API goes in on standard input
            command, input=source.encode(), capture_output=True, timeout=timeout, check=False, env=environment()
        )
    except subprocess.TimeoutExpired:
        raise RtgraphError(too_slow(renderer, timeout)) from None
    except OSError as error:
        raise RtgraphError(f"cannot start {renderer.path}: {error.strerror}; see rtgraph doctor") from error
    if run.returncode or not run.stdout:
        raise RtgraphError(failed(renderer, run))
    return run.stdout


def environment() -> dict[str, str]:
    """Give the renderer our environment, but a fixed clock: newer versions of cairo write it into a PDF."""
    return {**os.environ, "SOURCE_DATE_EPOCH": "0", "TZ": "UTC"}


def too_slow(renderer: Renderer, timeout: float) -> str:
    """Say that the layout was stopped and how to get a picture."""
    return (
        f"the {renderer.name} renderer had not finished after {timeout:g} seconds; give it more with "
        "--layout-timeout, or draw less with --select or --cycles-only, or use -f dot"
    )


def failed(renderer: Renderer, run: subprocess.CompletedProcess[bytes]) -> str:
    """Say what a renderer that failed had to say, and what else there is to try."""
    said = run.stderr.decode("utf-8", "replace").strip().splitlines()
    errors = [line for line in said if "warning" not in line.lower()] or said or ["it said nothing"]
    other = "embedded" if renderer.name == "system" else "system"
    return (
        f"the {renderer.name} renderer ({renderer.path}) failed with exit code {run.returncode}: {errors[0]}; "
        f"try --engine {other}, or -f dot"
    )
