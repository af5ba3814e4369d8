"""DiGraph → Terraform configuration: a ``tfe_run_trigger`` and the block that imports it for each run trigger.

Source: https://registry.terraform.io/providers/hashicorp/tfe/latest/docs/resources/run_trigger
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rtgraph.exports.identifiers import name_triggers, name_workspaces
from rtgraph.exports.legends import DIRECTIONS
from rtgraph.exports.parts import describe_counts, describe_gaps, keep_part
from rtgraph.exports.pictures import Drawing
from rtgraph.exports.quoting import is_harmless, show
from rtgraph.graph import trigger_ids

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rtgraph.graph import Graph

NEEDS = """\
The import blocks take over what is there already; once applied, they may be deleted. They need Terraform 1.5, and the
module that this file goes into needs the provider:

  terraform {
    required_providers {
      tfe = {
        source = "hashicorp/tfe"
      }
    }
  }"""
SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def render_hcl(graph: Graph, drawing: Drawing | None = None) -> str:
    """Write the run triggers as Terraform configuration, formatted as ``terraform fmt`` does.

    A workspace that was not read, or shares its name with another, is named by its id even where
    ``drawing.workspaces`` is ``data``; a comment says so.

    Raises:
        RtgraphError: there are more workspaces than ``drawing.max_nodes``.
    """
    drawing = drawing or Drawing()
    kept, left_out = keep_part(graph, drawing)
    lookups = name_lookups(kept) if drawing.workspaces == "data" else {}
    names = name_triggers(kept)
    blocks = [
        write_comment(graph, kept, left_out),
        *(write_lookup(kept, workspace, label) for workspace, label in lookups.items()),
        *(write_trigger(kept, edge, trigger, names[trigger], lookups, drawing) for edge, trigger in all_triggers(kept)),
    ]
    return "\n".join(blocks)


def all_triggers(graph: Graph) -> Iterator[tuple[tuple[str, str], str]]:
    """Give every run trigger with its edge, duplicates too."""
    for source, destination in graph.edges:
        for trigger in trigger_ids(graph, source, destination):
            yield (source, destination), trigger


def name_lookups(graph: Graph) -> dict[str, str]:
    """Give the label of the data source of each workspace that is looked up: readable, and alone of its name."""
    times = Counter(node["name"] for _, node in graph.nodes(data=True))
    used = [workspace for workspace in graph if graph.degree(workspace)]
    return name_workspaces(
        graph, (each for each in used if graph.nodes[each]["readable"] and times[graph.nodes[each]["name"]] == 1)
    )


def write_comment(graph: Graph, kept: Graph, left_out: dict[str, int]) -> str:
    """Write the head of the file: whose run triggers, what they mean, what is missing, what it takes."""
    lines = [
        f"The run triggers of {graph.graph['organization']} on {graph.graph['host']}, written by rtgraph.",
        f"{DIRECTIONS['trigger']} (sourceable_id is A, workspace_id is B).",
        f"{describe_counts(kept)}.",
        *(f"{line}." for line in describe_gaps(kept, left_out)),
        "",
        *NEEDS.splitlines(),
    ]
    return "".join(comment(line) for line in lines)


def write_lookup(graph: Graph, workspace: str, label: str) -> str:
    """Write the data source that finds a workspace by its name."""
    return (
        f'data "tfe_workspace" "{label}" {{\n'
        f"  name         = {quote_string(graph.nodes[workspace]['name'])}\n"
        f"  organization = {quote_string(graph.graph['organization'])}\n"
        "}\n"
    )


def write_trigger(
    graph: Graph, edge: tuple[str, str], trigger: str, name: str, lookups: dict[str, str], drawing: Drawing
) -> str:
    """Write one run trigger: a comment with the names, the block that imports it, the resource."""
    source, destination = edge
    notes = [f"{graph.nodes[source]['name']} → {graph.nodes[destination]['name']}"]
    alike = len(trigger_ids(graph, source, destination))
    if alike > 1:
        notes.append(f"one of {alike} run triggers of this pair")
    if drawing.workspaces == "data":
        notes += [
            f"{workspace} stands here by its id: {why_no_lookup(graph, workspace)}"
            for workspace in dict.fromkeys(edge)
            if workspace not in lookups
        ]
    return (
        f"{''.join(map(comment, notes))}"
        "import {\n"
        f"  to = tfe_run_trigger.{name}\n"
        f"  id = {quote_string(trigger)}\n"
        "}\n\n"
        f'resource "tfe_run_trigger" "{name}" {{\n'
        f"  workspace_id  = {write_end(destination, lookups)}\n"
        f"  sourceable_id = {write_end(source, lookups)}\n"
        "}\n"
    )


def why_no_lookup(graph: Graph, workspace: str) -> str:
    """Say why a workspace cannot be looked up by its name."""
    return "another workspace has its name" if graph.nodes[workspace]["readable"] else "the token could not read it"


def write_end(workspace: str, lookups: dict[str, str]) -> str:
    """Write which workspace is meant: its data source's id, or its own."""
    label = lookups.get(workspace)
    return quote_string(workspace) if label is None else f"data.tfe_workspace.{label}.id"


def comment(line: str) -> str:
    """Write one line of comment, in which nothing ends the line."""
    return f"# {show(line)}".rstrip() + "\n"


def quote_string(text: str) -> str:
    """Write a text as a string in which nothing is a template, and no character moves what stands around it.

    A dollar or percent sign before a brace becomes an escape and is not doubled: python-hcl2 understands a doubled
    one only where the brace is closed again.
    Source: https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
    """
    escaped = "".join(SHORT.get(each) or (each if is_harmless(each) else escape(each)) for each in text)
    return '"' + escaped.replace("${", r"\u0024{").replace("%{", r"\u0025{") + '"'


def escape(character: str) -> str:
    """Write a character by its number; half a surrogate pair is none, and becomes the sign for that."""
    number = 0xFFFD if 0xD800 <= ord(character) <= 0xDFFF else ord(character)
    return f"\\u{number:04X}" if number < 0x10000 else f"\\U{number:08X}"
