"""Where run triggers are declared: the ``tfe_run_trigger`` resources in a folder of Terraform configuration.

Source: https://registry.terraform.io/providers/hashicorp/tfe/latest/docs/resources/run_trigger
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rtgraph.errors import ConfigurationError
from rtgraph.graph import trigger_ids

if TYPE_CHECKING:
    from rtgraph.graph import Graph

REFERENCE = re.compile(r"\$\{\s*(data\.)?tfe_workspace\.([\w-]+)\.id\s*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A line of a file; the path as it is to be shown, with forward slashes, the line from 1."""

    path: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Declarations:
    """What a folder declares.

    Attributes:
        places: run trigger's id → where it is declared.
        unclear: the declarations whose ends are not plain: variables, loops, names that are not in the graph.
    """

    places: dict[str, Place]
    unclear: tuple[Place, ...]


def find_declarations(folder: Path, graph: Graph) -> Declarations:
    """Find where a folder's ``*.tf`` files declare the graph's run triggers.

    The places' paths begin with the folder as it was given, so that a code host finds them where that is relative to
    the repository. An end is understood where it is a ``ws-`` id, or refers to a ``tfe_workspace`` whose name is plain.

    Raises:
        ConfigurationError: the folder is not there, or a file in it is no HCL.
    """
    if not folder.is_dir():
        raise ConfigurationError(f"there is no folder {folder}; name the one with the tfe_run_trigger resources")
    blocks = [block for path in sorted(folder.rglob("*.tf")) for block in read_blocks(path)]
    by_name = {node["name"]: workspace for workspace, node in graph.nodes(data=True)}
    named = {
        (kind, label): by_name.get(unquote(body.get("name")))
        for kind, label, body, _ in blocks
        if kind.endswith("tfe_workspace")
    }
    places: dict[str, Place] = {}
    unclear = []
    for kind, _, body, place in blocks:
        if kind == "tfe_run_trigger":
            source, destination = (resolve(body.get(key), named, graph) for key in ("sourceable_id", "workspace_id"))
            if source is None or destination is None or not graph.has_edge(source, destination):
                unclear.append(place)
                continue
            places.update(dict.fromkeys(trigger_ids(graph, source, destination), place))
    return Declarations(places=places, unclear=tuple(unclear))


def read_blocks(path: Path) -> Iterator[tuple[str, str, dict[str, Any], Place]]:
    """Read a file's resources and data sources: type (``data.`` before a data source's), label, body, place."""
    import hcl2
    from lark.exceptions import LarkError

    try:
        text = path.read_text(encoding="utf-8")
        if "tfe_" not in text:
            return
        document = hcl2.loads(text)
    except (LarkError, UnicodeDecodeError, OSError, RecursionError) as error:
        reason = str(error).strip().splitlines()[0]
        raise ConfigurationError(f"cannot read {path} as HCL: {reason}") from error
    for family, prefix in (("resource", ""), ("data", "data.")):
        for block in document.get(family, []):
            for kind, labels in block.items():
                if isinstance(labels, dict):
                    for label, body in labels.items():
                        if isinstance(body, dict):
                            line = find_line(text, family, unquote(kind), unquote(label))
                            yield prefix + unquote(kind), unquote(label), body, Place(path=path.as_posix(), line=line)


def find_line(text: str, family: str, kind: str, label: str) -> int:
    """Give the line, from 1, on which a block begins."""
    words = rf'^[ \t]*{family}\s+"?{re.escape(kind)}"?\s+"?{re.escape(label)}"?\s*\{{'
    found = re.search(words, text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def resolve(value: Any, named: dict[tuple[str, str], str | None], graph: Graph) -> str | None:
    """Give the id that an end's expression means, or None where it is not plain."""
    text = unquote(value)
    if text in graph:
        return text
    reference = REFERENCE.fullmatch(text) or REFERENCE.fullmatch("${" + text + "}")
    if reference:
        return named.get((f"{reference[1] or ''}tfe_workspace", reference[2]))
    return None


def unquote(value: Any) -> str:
    """Give a plain string's text; python-hcl2 keeps the quotes of what stands in quotes."""
    text = value if isinstance(value, str) else ""
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
