from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from rtgraph.exports.csv import render_csv
from rtgraph.exports.pictures import Drawing
from rtgraph.graph import build_graph
from rtgraph.models import RunTrigger
from rtgraph.pairs import read_pairs
from rtgraph.selectors import select_part
from tests.examples import FULL
from tests.exports.pictures import HOSTILE, hostile_snapshot
from tests.graphs import graph, snapshot

HEADER = "source,destination,source_id,destination_id,run_trigger_id,created_at\n"


def test_a_small_graph_as_a_whole() -> None:
    assert render_csv(graph("net > app > db", "lone")) == (
        f"{HEADER}"
        "app,db,ws-app,ws-db,rt-app-db,2024-01-01T00:00:00Z\n"
        "net,app,ws-net,ws-app,rt-net-app,2024-01-01T00:00:00Z\n"
    )
    assert render_csv(graph()) == HEADER


def test_a_duplicate_has_a_line_of_its_own() -> None:
    found = snapshot("a > b")
    second = RunTrigger(id="rt-2", sourceable_id="ws-a", workspace_id="ws-b", created_at="2025-01-01T00:00:00Z")
    assert render_csv(build_graph(replace(found, run_triggers=(*found.run_triggers, second)))) == (
        f"{HEADER}a,b,ws-a,ws-b,rt-a-b,2024-01-01T00:00:00Z\na,b,ws-a,ws-b,rt-2,\n"
    )


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "'=1", "\uff1d1", '=cmd|"/c calc"!A1'])
def test_no_spreadsheet_takes_a_name_for_a_formula(name: str) -> None:
    text = render_csv(graph("x > y", x={"name": name}))
    [_, row] = csv.reader(io.StringIO(text))
    assert row[0] == f"'{name}"
    assert [(source, destination) for source, destination, _ in read_pairs(text, "x.csv")] == [(name, "y")]


def test_an_id_is_no_formula_either() -> None:
    found = snapshot("a > b")
    [trigger] = found.run_triggers
    assert ",'=rt()," in render_csv(build_graph(replace(found, run_triggers=(replace(trigger, id="=rt()"),))))


@pytest.mark.parametrize("name", ["", " a", "#a", "a\nb", "\x1b[31m", "a\u202eb", "ws-y", "y"])
def test_a_name_that_would_not_lead_back_gives_way_to_the_id(name: str) -> None:
    [_, row] = csv.reader(io.StringIO(render_csv(graph("x > y", x={"name": name}))))
    assert row[0] == "ws-x"


def test_hostile_names_stay_in_their_cells() -> None:
    found = build_graph(hostile_snapshot())
    text = render_csv(found)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["source_id"], row["destination_id"]) for row in rows] == list(found.edges)
    assert {each for row in rows for each in row.values() if each.removeprefix("'") in HOSTILE} >= {HOSTILE[0], "'-4.2"}
    assert text.count("\n") == len(rows) + 1


def test_what_is_missing_stands_at_the_end() -> None:
    assert render_csv(build_graph(FULL)).endswith(
        '\n"# crawled only project core, tag prod, tag eu, names like net-*"\n'
        '"# 2 blind spots that the token could not read (1 inbound list, 1 list of projects): '
        'run triggers may be missing"\n'
    )
    part = select_part(graph("root > a > b > a", "lone"), ["ws-root ws-a ws-b"], [])
    text = render_csv(part, Drawing(cycles_only=True))
    assert text.endswith("b,a,ws-b,ws-a,rt-b-a,2024-01-01T00:00:00Z\n# left out: 2 workspaces and 1 run trigger\n")
    assert [pair[:2] for pair in read_pairs(text, "x.csv")] == [("a", "b"), ("b", "a")]
