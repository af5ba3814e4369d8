from __future__ import annotations

import importlib.metadata
import shutil
import stat
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import NoReturn

import pytest

from rtgraph.errors import RtgraphError
from rtgraph.exports.engines import Engine, Renderer, choose_renderer, find_embedded, find_renderers, run_renderer
from tests.exports.pictures import needs_system


def absent(name: str) -> NoReturn:
    raise PackageNotFoundError(name)


@pytest.fixture
def no_embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.metadata, "files", absent)


@pytest.fixture
def no_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)


def fake(folder: Path, script: str) -> Renderer:
    """Make a renderer of a shell script."""
    path = folder / "dot"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return Renderer(name="system", path=path, version="0", formats=("svg",))


def test_the_embedded_renderer_comes_with_rtgraph() -> None:
    found = find_embedded()
    assert found is not None
    assert found.path.is_file()
    assert (found.name, found.formats) == ("embedded", ("svg", "png"))
    assert found.version == importlib.metadata.version("graphviz-pure")


@needs_system
def test_both_renderers_are_found_the_embedded_one_first() -> None:
    embedded, system = find_renderers()
    assert (embedded.name, system.name) == ("embedded", "system")
    assert system.version[0].isdigit()
    assert system.formats == ("svg", "png", "pdf")


@pytest.mark.usefixtures("no_embedded", "no_system")
def test_where_there_is_no_renderer_none_is_found() -> None:
    assert find_renderers() == ()


def test_auto_takes_the_embedded_renderer() -> None:
    assert choose_renderer("auto", "svg").name == "embedded"
    assert choose_renderer("embedded", "png").name == "embedded"


@needs_system
def test_pdf_takes_the_system_renderer() -> None:
    assert choose_renderer("auto", "pdf").name == "system"
    assert choose_renderer("system", "svg").name == "system"


@needs_system
@pytest.mark.usefixtures("no_embedded")
def test_auto_falls_back_on_the_system_renderer() -> None:
    assert choose_renderer("auto", "svg").name == "system"


GET_DOT = (
    "Graphviz is not installed (no dot on PATH): apt-get install graphviz, brew install graphviz or "
    "https://graphviz.org/download/"
)
GET_EMBEDDED = "the embedded renderer is not installed: pip install graphviz-pure, or use --engine system, or -f dot"


@pytest.mark.usefixtures("no_embedded", "no_system")
@pytest.mark.parametrize(
    ("engine", "format_name", "said"),
    [
        ("embedded", "pdf", "the embedded renderer writes no PDF: use --engine system, or -f svg"),
        ("embedded", "svg", GET_EMBEDDED),
        ("system", "svg", f"{GET_DOT}; or use --engine embedded"),
        ("auto", "svg", f"there is nothing to draw with: {GET_EMBEDDED}. {GET_DOT}"),
        ("auto", "pdf", f"a PDF needs Graphviz's dot. {GET_DOT}; or use -f svg, which needs nothing more"),
        ("system", "pdf", f"a PDF needs Graphviz's dot. {GET_DOT}; or use -f svg, which needs nothing more"),
    ],
)
def test_a_missing_renderer_says_what_to_install(engine: Engine, format_name: str, said: str) -> None:
    with pytest.raises(RtgraphError) as error:
        choose_renderer(engine, format_name)
    assert str(error.value) == said


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("cat > /dev/null; echo '<svg/>'; echo 'Error: lost an edge' >&2; exit 1", "exit code 1: Error: lost an edge"),
        ("cat > /dev/null; echo 'Warning: odd' >&2; echo 'dot: assertion' >&2; exit 3", "exit code 3: dot: assertion"),
        ("cat > /dev/null; exit 2", "exit code 2: it said nothing"),
        ("cat > /dev/null", "exit code 0: it said nothing"),
    ],
)
def test_a_renderer_that_fails_is_believed_even_where_it_drew(tmp_path: Path, script: str, said: str) -> None:
    renderer = fake(tmp_path, script)
    with pytest.raises(RtgraphError) as error:
        run_renderer(renderer, "digraph {}", "svg", 10)
    assert str(error.value) == (
        f"the system renderer ({renderer.path}) failed with {said}; try --engine embedded, or -f dot"
    )


def test_a_warning_is_no_failure(tmp_path: Path) -> None:
    renderer = fake(tmp_path, "cat; echo 'Warning: no value for width' >&2")
    assert run_renderer(renderer, "digraph {}", "svg", 10) == b"digraph {}"


def test_a_renderer_that_hangs_is_ended(tmp_path: Path) -> None:
    with pytest.raises(RtgraphError, match=r"had not finished after 0.1 seconds; give it more with --layout-timeout"):
        run_renderer(fake(tmp_path, "exec sleep 60"), "digraph {}", "svg", 0.1)


def test_a_program_that_cannot_be_started_is_named(tmp_path: Path) -> None:
    gone = Renderer(name="embedded", path=tmp_path / "gone", version="0", formats=("svg",))
    with pytest.raises(RtgraphError, match=r"cannot start .*gone: No such file or directory; see rtgraph doctor"):
        run_renderer(gone, "digraph {}", "svg", 10)


def test_the_renderer_is_told_the_format_and_the_dots(tmp_path: Path) -> None:
    renderer = fake(tmp_path, 'cat > /dev/null; echo "$@"; echo "$SOURCE_DATE_EPOCH"')
    assert run_renderer(renderer, "digraph {}", "png", 10, 144) == b"-Tpng -Gdpi=144\n0\n"
