from __future__ import annotations

import pytest

from rtgraph.errors import RtgraphError
from rtgraph.exports.pictures import Drawing, plan_picture
from tests.graphs import graph


def test_roles_are_one_each_and_told_in_words() -> None:
    found = graph(
        "root > auto > plain > gate > both > gate",
        "both > blind",
        "lone",
        auto="auto both root",
        blind={"name": "ws-blind", "readable": False},
    )
    picture = plan_picture(found, Drawing())
    assert {box.name: (box.role, box.words) for box in picture.boxes} == {
        "auto": ("auto", ("auto",)),
        "both": ("auto", ("auto", "cycle")),
        "gate": ("gate", ("gate", "cycle")),
        "lone": ("plain", ()),
        "plain": ("plain", ()),
        "root": ("root", ("root",)),
        "ws-blind": ("unreadable", ("not readable",)),
    }


def test_local_execution_lets_nothing_through() -> None:
    found = graph("a > b > a", auto="*", b={"execution_mode": "local"})
    assert [box.role for box in plan_picture(found, Drawing()).boxes] == ["auto", "gate"]


def test_a_workspace_whose_triggers_could_not_be_listed_says_so() -> None:
    found = graph("net > app")
    found.graph["blind_spots"] = ({"what": "inbound", "workspace_id": "ws-app", "reason": "404"},)
    app = plan_picture(found, Drawing()).boxes[0]
    assert (app.role, app.words) == ("plain", ("triggers not readable",))
    assert app.facts[-1] == "inbound run triggers not readable: 404"


def test_several_cycles_are_numbered() -> None:
    picture = plan_picture(graph("a > b > a", "c > c"), Drawing())
    assert [box.words for box in picture.boxes] == [("gate", "cycle 1"), ("gate", "cycle 1"), ("gate", "cycle 2")]


def test_facts_tell_what_the_server_told() -> None:
    found = graph(
        "net > app",
        project={"app": "core"},
        app={
            "tags": ("eu", "prod"),
            "auto_apply_run_trigger": None,
            "locked": True,
            "terraform_version": "1.9.8",
            "resource_count": 1200,
        },
        net={"execution_mode": "local"},
    )
    app, net = plan_picture(found, Drawing()).boxes
    assert app.facts == (
        "app",
        "ws-app · project core · tags eu, prod",
        "1 inbound, 0 outbound run triggers",
        "not known whether triggered runs are applied with nobody confirming: taken for a gate",
        "remote execution · Terraform 1.9.8 · 1,200 resources · locked",
    )
    assert net.facts == (
        "net",
        "ws-net",
        "0 inbound, 1 outbound run triggers",
        "local execution: no runs of its own",
    )


def test_cycles_only_keeps_the_members_the_triggers_among_them_and_the_count_of_the_rest() -> None:
    found = graph("root > a > b > a", "b > c > d > c", "d > leaf", "lone")
    picture = plan_picture(found, Drawing(cycles_only=True))
    assert [box.name for box in picture.boxes] == ["a", "b", "c", "d"]
    assert list(picture.part.graph.edges) == [
        ("ws-a", "ws-b"),
        ("ws-b", "ws-a"),
        ("ws-b", "ws-c"),
        ("ws-c", "ws-d"),
        ("ws-d", "ws-c"),
    ]
    assert [arrow.line for arrow in picture.arrows].count("plain") == 1
    assert (picture.part.workspaces_left_out, picture.part.triggers_left_out) == (3, 2)
    assert picture.boxes[0].facts[2] == "2 inbound, 1 outbound run triggers"


def test_too_many_workspaces_are_refused_with_a_way_out() -> None:
    found = graph("a > b > c > b")
    with pytest.raises(RtgraphError) as error:
        plan_picture(found, Drawing(max_nodes=2))
    assert str(error.value) == (
        "3 workspaces are more than the 2 that one picture is drawn with; use --cycles-only, or draw a part "
        "(such as --select 'project:NAME'), or -f html, -f dot or -f json for everything, or --max-nodes 0 "
        "to draw it all the same"
    )
    assert len(plan_picture(found, Drawing(max_nodes=3)).boxes) == 3
    assert len(plan_picture(found, Drawing(max_nodes=2, cycles_only=True)).boxes) == 2
