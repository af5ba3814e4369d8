from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import hcl2
import pytest

from rtgraph.audit.blocks import read_text, unquote
from rtgraph.audit.declarations import find_declarations
from rtgraph.exports.hcl import render_hcl
from rtgraph.exports.pictures import Drawing
from rtgraph.graph import build_graph, count_triggers, trigger_ids
from rtgraph.models import RunTrigger
from rtgraph.selectors import select_part
from rtgraph.snapshots import load
from tests.examples import FULL
from tests.exports.pictures import HOSTILE, hostile_snapshot
from tests.graphs import graph, snapshot

DATA = Drawing(workspaces="data")
ACME = build_graph(load(Path(__file__).parents[2] / "samples" / "snapshot.json"))
TEMPLATES = ("${path.module}", "$${x}", "$$${", "%{ if true }", "%%{", "a$", "100%", "{", '"}\n#', "\\u0041", "\ud800")


def resources(text: str) -> dict[str, dict[str, Any]]:
    """Give each ``tfe_run_trigger`` by its label, after python-hcl2 has read the whole."""
    blocks = hcl2.loads(text).get("resource", [])
    return {unquote(label): body for block in blocks for body_of in block.values() for label, body in body_of.items()}


def imports(text: str) -> dict[str, str]:
    """Give the id that each address is imported from."""
    return {each["to"]: unquote(each["id"]) for each in hcl2.loads(text).get("import", [])}


def test_ids_as_a_whole() -> None:
    assert render_hcl(graph("net > app", "lone")) == HEAD.format(counts="3 workspaces, 1 run trigger") + TRIGGER.format(
        source='"ws-net"', destination='"ws-app"'
    )


def test_data_as_a_whole() -> None:
    assert render_hcl(graph("net > app", "lone"), DATA) == HEAD.format(
        counts="3 workspaces, 1 run trigger"
    ) + LOOKUP.format(name="app") + LOOKUP.format(name="net") + TRIGGER.format(
        source="data.tfe_workspace.net.id", destination="data.tfe_workspace.app.id"
    )


@pytest.mark.parametrize("drawing", [Drawing(), DATA])
@pytest.mark.parametrize("found", [ACME, build_graph(hostile_snapshot()), build_graph(FULL)])
def test_every_run_trigger_is_there_once_and_the_right_way_round(found: Any, drawing: Drawing, tmp_path: Path) -> None:
    text = render_hcl(found, drawing)
    edges = {trigger: edge for edge in found.edges for trigger in trigger_ids(found, *edge)}
    declared = resources(text)
    labels = {
        address.removeprefix("${tfe_run_trigger.").removesuffix("}"): ids for address, ids in imports(text).items()
    }
    assert sorted(labels.values()) == sorted(edges)
    assert declared.keys() == labels.keys()
    if drawing.workspaces == "ids":
        ends = {labels[label]: (body["sourceable_id"], body["workspace_id"]) for label, body in declared.items()}
        assert {trigger: tuple(map(read_text, pair)) for trigger, pair in ends.items()} == edges
    (tmp_path / "main.tf").write_text(text, encoding="utf-8")
    lines = text.splitlines()
    declarations = find_declarations(tmp_path, found)
    assert declarations.unclear == ()
    pointed = {trigger: lines[place.line - 1] for trigger, place in declarations.places.items()}
    assert pointed == {trigger: f'resource "tfe_run_trigger" "{label}" {{' for label, trigger in labels.items()}


def test_duplicates_of_a_pair_are_a_resource_each(tmp_path: Path) -> None:
    found = snapshot("a > b")
    [first] = found.run_triggers
    second = replace(first, id="rt-2", created_at="2025-01-01T00:00:00Z")
    both = build_graph(replace(found, run_triggers=(second, first)))
    text = render_hcl(both)
    assert list(imports(text).items()) == [
        ("${tfe_run_trigger.a_to_b}", "rt-a-b"),
        ("${tfe_run_trigger.a_to_b_rt-2}", "rt-2"),
    ]
    assert text.count("# a → b\n# one of 2 run triggers of this pair\nimport {") == 2
    assert count_triggers(both) == len(resources(text))


def test_a_workspace_that_was_not_read_stands_by_its_id() -> None:
    text = render_hcl(graph("net > app > net", app={"readable": False}), DATA)
    assert LOOKUP.format(name="net") in text
    assert 'data "tfe_workspace" "app"' not in text
    assert (
        "# app → net\n# ws-app stands here by its id: the token could not read it\n"
        'import {\n  to = tfe_run_trigger.app_to_net\n  id = "rt-app-net"\n}\n\n'
        'resource "tfe_run_trigger" "app_to_net" {\n'
        "  workspace_id  = data.tfe_workspace.net.id\n"
        '  sourceable_id = "ws-app"\n}\n'
    ) in text


def test_two_workspaces_of_one_name_are_not_looked_up_by_it() -> None:
    text = render_hcl(graph("net > a > b", a={"name": "twin"}, b={"name": "twin"}), DATA)
    assert [each for each in re.findall(r'name +=? "(.*)"', text) if each != "acme"] == ["net"]
    assert text.count("stands here by its id: another workspace has its name\n") == 3


@pytest.mark.parametrize("name", [*HOSTILE, *TEMPLATES])
def test_a_name_is_read_back_as_it_was(name: str) -> None:
    text = render_hcl(graph("x > y", x={"name": name}), DATA)
    found = [body for block in hcl2.loads(text)["data"] for labels in block.values() for body in labels.values()]
    assert {read_text(body["name"]) for body in found} == {name.replace("\ud800", "\ufffd"), "y"}
    assert text.isprintable() or set(re.findall(r"[^ -~→\w🙂]", text)) <= {"\n"}


@pytest.mark.parametrize("name", [*HOSTILE, *TEMPLATES])
def test_no_name_leaves_its_comment_or_starts_a_template(name: str) -> None:
    found = replace(snapshot("x > y", x={"name": name, "readable": False}), organization=name)
    for drawing in (Drawing(), DATA):
        text = render_hcl(build_graph(found), drawing)
        code = [line for line in text.split("\n") if not line.startswith("#")]
        assert [line for line in code if "${" in line or "%{" in line] == []
        assert [line for line in code if not re.match(r"(import|resource|data) |  \w+ +=? |[}]?$", line)] == []
        text.encode("utf-8")


def test_equal_signs_stand_below_one_another() -> None:
    blocks = re.findall(r"^\S.*\{\n((?:  .*\n)+)\}$", render_hcl(ACME, DATA), re.MULTILINE)
    assert len(blocks) == 2 * 78 + 61
    for block in blocks:
        assert len({line.index(" = ") for line in block.splitlines()}) == 1


def test_what_is_left_out_and_what_could_not_be_read_is_said() -> None:
    assert "# crawled only project core, tag prod, tag eu, names like net-*.\n" in render_hcl(build_graph(FULL))
    assert "# 3 blind spots that the token could not read (1 workspace, 1 inbound list, 1 outbound list)" in render_hcl(
        ACME
    )
    part = select_part(graph("root > a > b > a", "lone"), ["ws-root ws-a ws-b"], [])
    text = render_hcl(part, Drawing(cycles_only=True))
    assert (
        "# 2 workspaces, 2 run triggers, crawled 2026-01-01T00:00:00Z.\n# left out: 2 workspaces and 1 run trigger.\n"
        in text
    )
    assert sorted(imports(text).values()) == ["rt-a-b", "rt-b-a"]


def test_a_shuffled_snapshot_gives_the_same_bytes() -> None:
    found = hostile_snapshot()
    triggers = [*found.run_triggers, RunTrigger(id="rt-x", sourceable_id="ws-w00", workspace_id="ws-w01")]
    written = set()
    for seed in range(4):
        random.Random(seed).shuffle(triggers)
        written.add(render_hcl(build_graph(replace(found, run_triggers=tuple(triggers))), DATA))
    assert len(written) == 1


HEAD = """\
# The run triggers of acme on app.terraform.io, written by rtgraph.
# A → B: a successful apply in A queues a run in B (sourceable_id is A, workspace_id is B).
# {counts}, crawled 2026-01-01T00:00:00Z.
#
# The import blocks take over what is there already; once applied, they may be deleted. They need Terraform 1.5, and the
# module that this file goes into needs the provider:
#
#   terraform {{
#     required_providers {{
#       tfe = {{
#         source = "hashicorp/tfe"
#       }}
#     }}
#   }}

"""
LOOKUP = """\
data "tfe_workspace" "{name}" {{
  name         = "{name}"
  organization = "acme"
}}

"""
TRIGGER = """\
# net → app
import {{
  to = tfe_run_trigger.net_to_app
  id = "rt-net-app"
}}

resource "tfe_run_trigger" "net_to_app" {{
  workspace_id  = {destination}
  sourceable_id = {source}
}}
"""
