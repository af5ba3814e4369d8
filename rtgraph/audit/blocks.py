"""The blocks of Terraform configuration that speak of workspaces and run triggers, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rtgraph.errors import ConfigurationError

TRIGGER = "tfe_run_trigger"
WORKSPACE = "tfe_workspace"
TEMPLATE = re.compile(r"(?<!\$)\$\{|(?<!%)%\{")
ESCAPE = re.compile(r'\\(?:([nrt"\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))|([$%])\4(?=\{)')
HEAD = re.compile(r'^[ \t]*(resource|data)\s+"?([\w-]+)"?\s+"?([\w-]+)"?\s*\{', re.MULTILINE)
LETTERS = {"n": "\n", "r": "\r", "t": "\t"}
OTHER_SYNTAX = (".tf.json", ".tofu", ".tofu.json")
"""What files that Terraform or OpenTofu reads, and this does not, end in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A line of a file; the path as it is to be shown, with forward slashes, the line from 1."""

    path: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A resource, a data source or an import.

    Attributes:
        module: the folder that it lies in, within which its address is valid.
        address: such as ``data.tfe_workspace.net``; of an import, what it goes to.
        body: its arguments as python-hcl2 gives them.
    """

    place: Place
    module: Path
    address: str
    body: dict[str, Any]


def read_blocks(path: Path, folder: Path) -> Iterator[Block]:
    """Read a file's resources, data sources and imports, if it speaks of Terraform's own provider at all.

    Raises:
        ConfigurationError: the file is no HCL.
    """
    import hcl2
    from lark.exceptions import LarkError

    try:
        text = path.read_text(encoding="utf-8")
        if "tfe_" not in text:
            return
        document = hcl2.loads(text)
    except (LarkError, UnicodeDecodeError, OSError, RecursionError) as error:
        reason = (str(error).strip().splitlines() or ["it is nested too deep"])[0]
        raise ConfigurationError(f"cannot read {path} as HCL: {reason}") from error
    shown, lines = path.relative_to(folder).as_posix(), find_lines(text)
    for family, kind, label, body in walk(document):
        line = lines.get((family, kind, label), 1)
        address = f"{'data.' if family == 'data' else ''}{kind}.{label}"
        yield Block(place=Place(path=shown, line=line), module=path.parent, address=address, body=body)
    for body in document.get("import", []):
        address = unquote(body.get("to")).removeprefix("${").removesuffix("}").strip()
        yield Block(place=Place(path=shown, line=1), module=path.parent, address=f"import.{address}", body=body)


def walk(document: dict[str, Any]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Give the family, type, label and body of each resource and data source."""
    for family in ("resource", "data"):
        for block in document.get(family, []):
            for kind, labels in block.items():
                for label, body in labels.items() if isinstance(labels, dict) else ():
                    if isinstance(body, dict):
                        yield family, unquote(kind), unquote(label), body


def find_lines(text: str) -> dict[tuple[str, ...], int]:
    """Give the line, from 1, on which each block with two labels begins: family, type, label → line."""
    lines: dict[tuple[str, ...], int] = {}
    line, position = 1, 0
    for found in HEAD.finditer(text):
        line, position = line + text.count("\n", position, found.start(1)), found.start(1)
        lines.setdefault(found.groups(), line)
    return lines


def find_unread(folder: Path) -> Iterator[Place]:
    """Find the files that declare run triggers in a syntax that is not read here."""
    for path in sorted(folder.rglob("*")):
        if path.name.endswith(OTHER_SYNTAX) and path.is_file():
            before, found, _ = path.read_text(encoding="utf-8", errors="replace").partition(TRIGGER)
            if found:
                yield Place(path=path.relative_to(folder).as_posix(), line=before.count("\n") + 1)


def read_text(value: Any) -> str | None:
    """Give the text of a plain string, or None where it is something else, or has a template in it."""
    text = unquote(value)
    if not text or TEMPLATE.search(text):
        return None
    return ESCAPE.sub(unescape, text) if text != value else text


def unescape(found: re.Match[str]) -> str:
    """Give the character that an escape stands for."""
    letter, short, long, sign = found.groups()
    if letter or sign:
        return LETTERS.get(letter or sign, letter or sign)
    number = int(short or long, 16)
    return chr(number) if number < 0x110000 else found[0]


def unquote(value: Any) -> str:
    """Take off the quotes that python-hcl2 leaves around a string from version 8 on, escapes included."""
    text = value if isinstance(value, str) else ""
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
