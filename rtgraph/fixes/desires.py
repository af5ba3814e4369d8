"""Which run triggers there shall be: what a CSV, a snapshot or Terraform configuration says, and nothing else.

Whatever is not understood is an error, because a run trigger that is not in the answer is one to delete.
"""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rtgraph.audit.declarations import read_declared
from rtgraph.errors import ConfigurationError
from rtgraph.fixes.likenesses import read_likeness
from rtgraph.fixes.names import find_workspace, gather_names
from rtgraph.pairs import read_pairs

if TYPE_CHECKING:
    from rtgraph.audit.blocks import Place
    from rtgraph.graph import Graph

SHOWN = 5
"""How many places one line names."""

Line = tuple[str, str, str]
"""The source's id, the destination's id, and where that stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desired:
    """A run trigger that there shall be, from the id of its source to the id of its destination.

    Attributes:
        place: where that stands, such as ``wanted.csv:3``.
    """

    source: str
    destination: str
    place: str


def read_desired(path: Path | Literal["-"], graph: Graph, *, allow_empty: bool = False) -> tuple[Desired, ...]:
    """Read which run triggers there shall be, in the file's order; a pair that stands there twice counts once.

    Args:
        path: a ``.tf`` file or a folder of them; anything else is a snapshot or CSV, as its first character says,
            packed with gzip or not; ``-`` is standard input.
        graph: the organization as it is.
        allow_empty: whether no run trigger at all may be what is wanted.

    Raises:
        ConfigurationError: there is no such file, or something in it is not understood; the line says where.
        RtgraphError: it is a snapshot that this rtgraph does not read.
    """
    name = "standard input" if str(path) == "-" else str(path)
    found = read_lines(path, name, graph)
    if not found and not allow_empty:
        raise ConfigurationError(
            f"{name} names no run trigger, so that every one would be deleted; if you mean that, add --allow-empty"
        )
    return unite(found, graph)


def read_lines(path: Path | Literal["-"], name: str, graph: Graph) -> list[Line]:
    """Read a file of whichever kind it is."""
    if isinstance(path, Path) and (path.is_dir() or path.suffix == ".tf"):
        return read_configuration(path, graph)
    data = read_data(path, name)
    return read_likeness(data, name, graph) if data.lstrip().startswith(b"{") else read_csv(data, name, graph)


def read_data(path: Path | Literal["-"], name: str) -> bytes:
    """Read a whole file, unpacked where it is packed."""
    try:
        if str(path) == "-":
            if sys.stdin is None:
                raise ConfigurationError("standard input is closed; name a file")
            data = sys.stdin.buffer.read()
        else:
            data = Path(path).read_bytes()
        return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    except (FileNotFoundError, NotADirectoryError) as error:
        raise missing(name) from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ConfigurationError(f"{name} is cut off or not gzip ({error}); write it again") from error
    except OSError as error:
        raise ConfigurationError(f"cannot read {name}: {error.strerror or error}; mend its rights") from error


def missing(name: str) -> ConfigurationError:
    """Say that there is no such file, and what could be one."""
    return ConfigurationError(f"there is no file {name}; name a CSV, a snapshot, a .tf file or a folder of them")


def read_csv(data: bytes, name: str, graph: Graph) -> list[Line]:
    """Read SOURCE,DESTINATION a line, by name or by id."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{name} is not UTF-8 text (byte {error.start}); save it as CSV in UTF-8") from error
    names = gather_names(graph)
    found = []
    for source, destination, line in read_pairs(text, name):
        place = f"{name}:{line}"
        ends = (find_workspace(source, place, graph, names), find_workspace(destination, place, graph, names))
        found.append((*ends, place))
    return found


def read_configuration(path: Path, graph: Graph) -> list[Line]:
    """Read ``tfe_run_trigger`` resources, every one of which must be plain.

    Raises:
        ConfigurationError: there is no such file; a resource is not plain, or names what is not there.
    """
    if not path.exists():
        raise missing(str(path))
    declared = read_declared(path, graph)
    refuse_unclear([locate(path, each.place) for each in declared if not each.plain], graph)
    names = gather_names(graph)
    found = []
    for each in declared:
        place = locate(path, each.place)
        source, destination = (
            end.workspace or find_workspace(end.said or "", place, graph, names)
            for end in (each.source, each.destination)
        )
        found.append((source, destination, place))
    return found


def refuse_unclear(places: list[str], graph: Graph) -> None:
    """Stop where a declaration is not understood.

    Raises:
        ConfigurationError: there is one.
    """
    if places:
        more = f" and {len(places) - SHOWN:,} more" if len(places) > SHOWN else ""
        raise ConfigurationError(
            f"{', '.join(places[:SHOWN])}{more}: it is not plain which run triggers are declared there, and what is "
            "not understood would be deleted; write each as a resource of its own in a .tf file, with ws- ids or with "
            f"tfe_workspace of {graph.graph['organization']} by name"
        )


def locate(path: Path, place: Place) -> str:
    """Write a place as a path that the person who named the file or the folder can open."""
    return f"{(path if path.is_dir() else path.parent) / place.path}:{place.line}"


def unite(found: Iterable[Line], graph: Graph) -> tuple[Desired, ...]:
    """Keep the first of each pair.

    Raises:
        ConfigurationError: a workspace shall trigger itself, and does not do so yet.
    """
    pairs: dict[tuple[str, str], Desired] = {}
    for source, destination, place in found:
        if source == destination and not graph.has_edge(source, destination):
            name = graph.nodes[source]["name"]
            raise ConfigurationError(f"{place}: {name!r} would trigger itself, which the API refuses; take it out")
        pairs.setdefault((source, destination), Desired(source=source, destination=destination, place=place))
    return tuple(pairs.values())
