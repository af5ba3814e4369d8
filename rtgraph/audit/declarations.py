"""Where run triggers are declared: the ``tfe_run_trigger`` resources in a folder of Terraform configuration.

Source: https://registry.terraform.io/providers/hashicorp/tfe/latest/docs/resources/run_trigger
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rtgraph.audit.blocks import TRIGGER, WORKSPACE, Block, Place, find_unread, read_blocks, read_text, unquote
from rtgraph.errors import ConfigurationError
from rtgraph.graph import trigger_ids

if TYPE_CHECKING:
    from rtgraph.graph import Graph

REFERENCE = re.compile(rf"\$\{{\s*((?:data\.)?{WORKSPACE}\.[\w-]+)\.id\s*\}}")
LOOPS = ("count", "for_each")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declarations:
    """What a folder declares.

    Attributes:
        places: run trigger's id → where it is declared.
        unclear: the declarations whose ends are not plain: variables, loops, names that are not in the graph.
    """

    places: dict[str, Place]
    unclear: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """A workspace at one end of a declared run trigger.

    Attributes:
        workspace: its id in the graph; None where it is not plain, or not there once and only once.
        said: the id or the name that stands there; None where it is not plain.
    """

    workspace: str | None = None
    said: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A run trigger that a resource declares.

    Attributes:
        imported: the id of the run trigger that an import block ties to the resource.
        plain: it is one run trigger, and both ends are said in plain words.
    """

    place: Place
    source: End = End()
    destination: End = End()
    imported: str | None = None
    plain: bool = False


def find_declarations(folder: Path, graph: Graph) -> Declarations:
    """Find where a folder's ``*.tf`` files declare the graph's run triggers.

    The places' paths begin with the folder as it was given, so that a code host finds them where that is relative to
    the repository.

    Raises:
        ConfigurationError: the folder is not there, or a file in it is no HCL.
    """
    if not folder.is_dir():
        raise ConfigurationError(f"there is no folder {folder}; name the one with the tfe_run_trigger resources")
    places: dict[str, Place] = {}
    exact: dict[str, Place] = {}
    unclear = []
    for declared in read_declared(folder, graph):
        source, destination = declared.source.workspace, declared.destination.workspace
        place = replace(declared.place, path=(folder / declared.place.path).as_posix())
        if source is None or destination is None or not graph.has_edge(source, destination):
            unclear.append(place)
            continue
        found = trigger_ids(graph, source, destination)
        places.update(dict.fromkeys(found, place))
        if declared.imported in found:
            exact[declared.imported] = place
    return Declarations(places=places | exact, unclear=tuple(unclear))


def read_declared(path: Path, graph: Graph) -> list[Declared]:
    """Read the run triggers that a ``.tf`` file, or all of a folder and the folders in it, declares.

    An end is understood where it is a ``ws-`` id, or refers to a ``tfe_workspace`` of the same folder whose name is
    plain and whose organization is the graph's. A file in another syntax that speaks of run triggers is one
    declaration that is not plain. What a module from elsewhere declares is not seen.

    Raises:
        ConfigurationError: a file is no HCL.
    """
    folder = path if path.is_dir() else path.parent
    files = sorted(folder.rglob("*.tf")) if path.is_dir() else sorted(folder.glob("*.tf"))
    blocks = [block for each in files for block in read_blocks(each, folder)]
    lookups = read_lookups(blocks, graph)
    imports = {(block.module, block.address): read_text(block.body.get("id")) for block in blocks}
    found = [
        declare(block, lookups, imports.get((block.module, f"import.{block.address}")), graph)
        for block in blocks
        if block.address.startswith(f"{TRIGGER}.") and (path.is_dir() or block.place.path == path.name)
    ]
    unread = [Declared(place=place) for place in find_unread(path)] if path.is_dir() else []
    return [*found, *unread]


def read_lookups(blocks: Sequence[Block], graph: Graph) -> dict[tuple[Path, str], End]:
    """Find the workspace of each ``tfe_workspace``, by the folder and the address."""
    by_name: dict[str, list[str]] = {}
    for workspace, node in graph.nodes(data=True):
        by_name.setdefault(node["name"], []).append(workspace)
    lookups = {}
    for block in blocks:
        organization = read_text(block.body.get("organization"))
        elsewhere = organization not in (None, graph.graph["organization"])
        if block.address.removeprefix("data.").startswith(f"{WORKSPACE}.") and not elsewhere and not loops(block):
            name = read_text(block.body.get("name"))
            ids = by_name.get(name or "", [])
            lookups[block.module, block.address] = End(workspace=ids[0] if len(ids) == 1 else None, said=name)
    return lookups


def declare(block: Block, lookups: dict[tuple[Path, str], End], imported: str | None, graph: Graph) -> Declared:
    """Understand one resource as far as it is plain."""
    source, destination = (
        resolve(block.body.get(key), block.module, lookups, graph) for key in ("sourceable_id", "workspace_id")
    )
    plain = not loops(block) and None not in (source.said, destination.said)
    return Declared(place=block.place, source=source, destination=destination, imported=imported, plain=plain)


def loops(block: Block) -> bool:
    """Tell whether a block stands for any number of things."""
    return any(each in block.body for each in LOOPS)


def resolve(value: Any, module: Path, lookups: dict[tuple[Path, str], End], graph: Graph) -> End:
    """Understand the expression of one end."""
    reference = REFERENCE.fullmatch(unquote(value))
    if reference:
        return lookups.get((module, reference[1]), End())
    text = read_text(value)
    return End(workspace=text if text in graph else None, said=text)
