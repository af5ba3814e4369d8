from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from rtgraph.analysis.cascades import find_cascade
from rtgraph.analysis.paths import Paths
from rtgraph.analysis.rankings import Impact
from rtgraph.reports.json_impact import render_impacts_json, render_paths_json, render_ranking_json
from rtgraph.reports.numbers import all_digits
from tests.analysis.oracles import numbered_graph
from tests.graphs import graph

if TYPE_CHECKING:
    from rtgraph.graph import Graph

HUGE = 7**6000


def load(name: str, text: str) -> Any:
    """Read a document of any length and check it against its schema."""
    schema = json.loads(files("rtgraph").joinpath(f"schemas/{name}.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    with all_digits():
        document = json.loads(text)
    jsonschema.Draft202012Validator(schema).validate(document)
    assert set(document) == set(schema["properties"])
    return document


def answer(built: Graph, *starts: str) -> Any:
    return load("impact", render_impacts_json(built, [find_cascade(built, each) for each in starts]))


def test_an_impact_with_everything_in_it() -> None:
    hidden = {"readable": False, "auto_apply_run_trigger": None, "execution_mode": None}
    timed = {"plan_seconds": 20, "apply_seconds": 100.5}
    built = graph("a > b > d > x", "a > c > d > old", auto="b d", b=timed, x=hidden, old={"execution_mode": "local"})
    found = answer(built, "ws-a")
    head = ("host", "organization", "crawled_at", "complete", "scope", "blind_spots", "workspaces_unreadable")
    counts = ("workspace_count", "run_trigger_count", "left_out")
    assert {key: value for key, value in found.items() if key not in (*head, *counts)} == {
        "format": "rtgraph.impact/1",
        "workspace": "ws-a",
        "name": "a",
        "workspaces_reached": 4,
        "runs": 6,
        "runs_unattended": 2,
        "unbounded": False,
        "endless": [],
        "gates": ["ws-c", "ws-x"],
        "seconds_estimate": 120.5,
        "slowest_path": ["ws-a", "ws-b"],
        "workspaces_untimed": ["ws-c", "ws-d", "ws-x"],
        "waves": [
            [
                {"workspace": "ws-b", "runs": 1, "from": ["ws-a"], "gate": False},
                {"workspace": "ws-c", "runs": 1, "from": ["ws-a"], "gate": True},
            ],
            [{"workspace": "ws-d", "runs": 2, "from": ["ws-b", "ws-c"], "gate": False}],
            [{"workspace": "ws-x", "runs": 2, "from": ["ws-d"], "gate": True}],
        ],
        "waves_complete": True,
        "runs_by_workspace": {"ws-b": 1, "ws-c": 1, "ws-d": 2, "ws-x": 2},
        "unattended_by_workspace": {"ws-b": 1, "ws-d": 1},
        "duplicates": {"ws-d": 2, "ws-x": 2},
        "duplicates_from": {"ws-d": {"ws-b": 1, "ws-c": 1}, "ws-x": {"ws-d": 2}},
        "spared_without_changes": {"ws-d": 1},
        "dead_ends": ["ws-old"],
        "unreadable": ["ws-x"],
        "names": {"ws-a": "a", "ws-b": "b", "ws-c": "c", "ws-d": "d", "ws-old": "old", "ws-x": "x"},
    }


def test_without_end_numbers_are_null() -> None:
    found = answer(graph("a > b > c > b", auto="b c"), "ws-a")
    assert (found["runs"], found["runs_unattended"], found["unbounded"], found["waves_complete"]) == (
        None,
        None,
        True,
        False,
    )
    assert (found["seconds_estimate"], found["slowest_path"]) == (None, [])
    assert found["endless"] == [{"workspaces": ["ws-b", "ws-c"], "self_sustaining": True}]
    assert found["duplicates_from"] == {"ws-b": {"ws-a": 1, "ws-c": None}, "ws-c": {"ws-b": None}}


def test_numbers_have_all_their_digits() -> None:
    """Python itself neither reads nor writes more than 4,300 digits unless it is told to."""
    built = graph("a > b")
    impact = Impact(workspace="ws-a", reached=1, runs=HUGE, unattended=HUGE - 1)
    (found,) = load("ranking", render_ranking_json(built, [impact]))["ranking"]
    assert (found["runs"], found["runs_unattended"], found["unbounded"]) == (HUGE, HUGE - 1, False)
    paths = Paths(paths=(("ws-a", "ws-b"),), shortest=HUGE, total=HUGE, at_least=HUGE, runs=HUGE + 1)
    document = load("path", render_paths_json(built, "ws-a", "ws-b", paths))
    assert (document["total"], document["shortest_total"], document["runs"]) == (HUGE, HUGE, HUGE + 1)


def test_three_hundred_stacked_diamonds_are_exact() -> None:
    pairs = [
        edge
        for top in range(0, 900, 3)
        for edge in ((top, top + 1), (top, top + 2), (top + 1, top + 3), (top + 2, top + 3))
    ]
    found = answer(numbered_graph(901, pairs), "ws-00000")
    assert found["runs"] == 4 * (2**300 - 1)
    assert sum(each["runs"] for wave in found["waves"] for each in wave) == found["runs"]
    assert sum(found["runs_by_workspace"].values()) == found["runs"]


@pytest.mark.parametrize("shown", [0, 1])
def test_a_ranking_says_how_many_are_not_shown(shown: int) -> None:
    rows = [Impact(workspace="ws-a", reached=1, runs=None, unattended=0)][:shown]
    assert load("ranking", render_ranking_json(graph("a > b"), rows))["not_shown"] == 2 - shown
