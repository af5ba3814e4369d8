"""The command that prints the JSON Schema of a format."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import click

from rtgraph.cli.output import emit, output_option

SUFFIX = ".schema.json"


@click.command(
    epilog="""\b
Examples:
  rtgraph schema
  rtgraph schema snapshot
  rtgraph schema audit -o audit.schema.json
""",
)
@click.argument("name", required=False)
@output_option
def schema(name: str | None, output: Path | None) -> None:
    """Print the JSON Schema of a format that rtgraph writes; without NAME list them."""
    known = schemas()
    if name is None:
        width = max(map(len, known))
        lines = [f"{each:{width}}  {json.loads(text)['title']}" for each, text in known.items()]
        emit("\n".join(lines) + "\n", output)
    elif name in known:
        emit(known[name], output)
    else:
        raise click.UsageError(f"There is no schema {name!r}.{hint(name, list(known))}")


def schemas() -> dict[str, str]:
    """Read every schema in the package: name → JSON text, by name."""
    folder = files("rtgraph").joinpath("schemas")
    return {
        entry.name.removesuffix(SUFFIX): entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda each: each.name)
        if entry.name.endswith(SUFFIX)
    }


def hint(name: str, known: list[str]) -> str:
    """Name the nearest schemas, or all of them."""
    import difflib

    near = difflib.get_close_matches(name, known)
    return f" Did you mean {' or '.join(near)}?" if near else f" There are: {', '.join(known)}."
