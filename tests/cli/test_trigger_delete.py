"""``rtgraph trigger delete``: one run trigger, by its id or by its ends, read again just before."""

from __future__ import annotations

from pathlib import Path

import pytest

from rtgraph.sandbox.faults import Fault
from rtgraph.sandbox.outcomes import drop, pass_on, refuse
from rtgraph.sandbox.permissions import Hidden
from rtgraph.sandbox.world import build_world
from tests.cli.scenes import Scene, Start
from tests.graphs import snapshot
from tests.mending import OWNER

BY_ID = ["rt-net-app"]
BY_ENDS = ["net", "app", "--org", "acme"]
named = pytest.mark.parametrize("arguments", [BY_ID, BY_ENDS], ids=["id", "ends"])


@pytest.fixture
def scene(start: Start) -> Scene:
    return start(snapshot("net > app > db", "app > net"))


def delete(scene: Scene, *arguments: str) -> tuple[int, str, str]:
    return scene.run("trigger", "delete", *arguments)


@named
def test_it_is_shown_and_deleted(scene: Scene, arguments: list[str]) -> None:
    assert delete(scene, *arguments) == (0, "deleted  rt-net-app  net → app\n", "delete rt-net-app (net → app)\n")
    assert (scene.stage.pairs(), scene.stage.asked) == (["app > db", "app > net"], ["DELETE rt-net-app"])


@named
def test_a_dry_run_deletes_nothing(scene: Scene, arguments: list[str]) -> None:
    assert delete(scene, *arguments, "--dry-run") == (0, "would be deleted  rt-net-app  net → app\n", "")
    assert scene.stage.asked == []


@named
def test_as_json(scene: Scene, arguments: list[str]) -> None:
    [row] = scene.rows("trigger", "delete", *arguments, "-q")
    assert (row["id"], row["result"], row["sourceable_id"], row["workspace_id"]) == (
        "rt-net-app",
        "deleted",
        "ws-net",
        "ws-app",
    )


def test_a_pair_without_a_trigger_needs_nothing(scene: Scene) -> None:
    assert delete(scene, "db", "app", "--org", "acme") == (0, "gone already  db → app\n", "")
    [row] = scene.rows("trigger", "delete", "db", "app", "--org", "acme")
    assert (row["id"], row["result"]) == (None, "gone already")
    assert scene.stage.asked == []


def test_an_id_that_is_not_there_may_be_hidden(scene: Scene) -> None:
    assert delete(scene, "rt-nope") == (
        1,
        "",
        "rtgraph: there is no run trigger rt-nope, or it is hidden from this token; where it is gone already there is "
        "nothing to do\n",
    )


def test_an_organization_in_the_environment_is_not_asked_where_an_id_is_named(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TF_CLOUD_ORGANIZATION", "umbra")
    assert delete(scene, *BY_ID, "-q")[0] == 0


def test_of_two_on_a_pair_one_must_be_named(scene: Scene) -> None:
    scene.stage.add("net", "app", "rt-more")
    assert delete(scene, *BY_ENDS) == (
        1,
        "",
        "rtgraph: net → app has 2 run triggers; name one by its id: rt-more, rt-net-app\n",
    )
    assert delete(scene, "rt-more", "-q")[0] == 0
    assert scene.stage.pairs() == ["app > db", "app > net", "net > app"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a", "b", "c"], "Name one run trigger: RT, or SOURCE DESTINATION."),
        (["net", "app"], "Say where the two workspaces are: --org NAME."),
        (["net", "ap", "--org", "acme"], "There is no workspace 'ap' in acme that this token sees. Did you mean app?"),
    ],
)
def test_a_command_line_that_is_wrong(scene: Scene, arguments: list[str], said: str) -> None:
    code, out, err = delete(scene, *arguments)
    assert (code, out, err.splitlines()[-1]) == (2, "", f"Error: {said}")


def test_no_name_at_all_is_wrong(scene: Scene) -> None:
    assert delete(scene)[0] == 2


@named
def test_a_token_that_may_not_is_told_which_right_it_lacks(
    scene: Scene, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TFE_TOKEN", "reader-sandbox-token")
    code, out, err = delete(scene, *arguments, "-q")
    assert (code, out, err) == (
        1,
        "",
        "rtgraph: delete rt-net-app (net → app): it takes admin access to app, which this token lacks; use a token "
        "that has it\n",
    )
    assert scene.stage.asked == []


def test_a_404_to_the_deletion_names_the_right_too(scene: Scene) -> None:
    scene.stage.faults.add(Fault(method="DELETE", outcome=refuse(404, "not found")))
    assert delete(scene, *BY_ID, "-q") == (
        1,
        "",
        "rtgraph: delete rt-net-app (net → app): the server answered 404: it takes admin access to app, which this "
        "token lacks; use a token that has it\n",
    )


def test_gone_in_between_it_is_gone_already(scene: Scene) -> None:
    gone = Fault(method="DELETE", outcome=pass_on(), before_handling=lambda: scene.stage.drop("rt-net-app"))
    scene.stage.faults.add(gone)
    assert delete(scene, *BY_ID, "-q") == (0, "gone already  rt-net-app  net → app\n", "")


@pytest.mark.parametrize("handled", [True, False])
def test_a_lost_answer_is_found_out(scene: Scene, handled: bool) -> None:
    scene.stage.faults.add(Fault(method="DELETE", outcome=drop(handled=handled)))
    code, _, err = delete(scene, *BY_ID, "-q")
    assert (code, "net > app" in scene.stage.pairs(), len(scene.stage.asked)) == (0 if handled else 1, not handled, 1)
    assert handled or "the server does not show that it was done; it was not sent again" in err


def test_a_list_that_is_hidden_is_not_taken_for_empty(start: Start) -> None:
    hidden = Hidden(trigger_lists=frozenset({"ws-app"}))
    scene = start(build_world(snapshot("net > app"), hidden={OWNER: hidden}))
    assert delete(scene, *BY_ENDS) == (
        1,
        "",
        "rtgraph: the inbound run triggers of app are hidden from this token; it takes permission to read runs there\n",
    )


def test_a_report_that_cannot_be_written_is_told_before_anything_is_deleted(scene: Scene) -> None:
    assert delete(scene, *BY_ID, "-o", "missing/x")[0] == 1
    assert (scene.stage.asked, Path("missing").exists()) == ([], False)
