from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtgraph.errors import RtgraphError
from rtgraph.fixes.desired import reach_desired
from rtgraph.fixes.edits import edit_graph
from rtgraph.graph import build_graph
from rtgraph.models import RunTrigger
from rtgraph.selectors import select_part
from tests.graphs import graph, snapshot

if TYPE_CHECKING:
    from rtgraph.fixes.mends import Mend
    from rtgraph.graph import Graph


@dataclass(frozen=True)
class Line:
    """A line of a file."""

    source: str
    destination: str
    place: str


def ask(*lines: str) -> list[Line]:
    """Ask for run triggers such as ``a > b``, a line each."""
    ends = [line.split(" > ") for line in lines]
    return [Line(f"ws-{one}", f"ws-{other}", f"wanted.csv:{n}") for n, (one, other) in enumerate(ends, start=1)]


def told(mend: Mend) -> list[str]:
    return [
        f"{each.action} {each.sourceable_name} > {each.workspace_name}: {each.reason}".replace("ws-", "")
        for each in mend.changes
    ]


def test_what_is_not_wanted_goes_and_what_is_not_there_comes() -> None:
    mend = reach_desired(graph("a > b > c", "d"), ask("b > c", "c > d", "a > c"))
    assert told(mend) == [
        "delete a > b: is not wanted",
        "create a > c: wanted by wanted.csv:3",
        "create c > d: wanted by wanted.csv:2",
    ]
    assert (mend.at_least, mend.notes) == (None, ())


def test_what_is_wanted_the_other_way_round_is_another_run_trigger() -> None:
    assert told(reach_desired(graph("a > b"), ask("b > a"))) == [
        "delete a > b: is not wanted",
        "create b > a: wanted by wanted.csv:1",
    ]


def test_of_a_pair_one_run_trigger_is_enough() -> None:
    found = snapshot("a > b")
    second = RunTrigger(id="rt-second", sourceable_id="ws-a", workspace_id="ws-b", created_at="2025-01-01T00:00:00Z")
    mend = reach_desired(build_graph(replace(found, run_triggers=(*found.run_triggers, second))), ask("a > b"))
    assert [(each.run_trigger_id, each.reason) for each in mend.changes] == [
        ("rt-second", "wanted.csv:1 wants one run trigger of this pair, and rt-a-b is one")
    ]


def test_a_21st_source_is_refused() -> None:
    found = graph(*[f"s{each:02} > hub" for each in range(20)], "extra", "more")
    kept = [f"s{each:02} > hub" for each in range(20)]
    with pytest.raises(RtgraphError) as error:
        reach_desired(found, ask(*kept, "extra > hub"))
    assert str(error.value) == (
        "a workspace may have 20 sources, and these would have more: hub (21); take some of their run triggers out of "
        "the file"
    )
    assert len(reach_desired(found, ask(*kept[1:], "extra > hub")).changes) == 2


def test_sources_that_are_not_selected_count_too() -> None:
    found = graph(*[f"s{each:02} > hub" for each in range(20)], "extra")
    part = select_part(found, ["hub", "extra"], [])
    with pytest.raises(RtgraphError, match=r"hub \(21\)"):
        reach_desired(part, ask("extra > hub"))


def test_more_sources_than_the_limit_that_are_there_already_may_stay() -> None:
    lines = [f"s{each:02} > hub" for each in range(25)]
    assert reach_desired(graph(*lines), ask(*lines)).changes == ()


def test_what_is_wanted_and_wrong_is_warned_of() -> None:
    found = graph("a > b", "x > y > x", "state", auto="a b", state={"execution_mode": "local"})
    mend = reach_desired(found, ask("a > b", "b > a", "b > state", "x > y", "y > x", "x > x"))
    assert mend.notes == (
        "The wanted run triggers close a cycle: a → b → a keeps itself going.",
        "The wanted run triggers close a cycle: x → x.",
        "b → state will never fire: state has local execution, so no run can be queued there.",
    )


def test_what_is_wanted_outside_of_the_selection_is_left_out_and_counted() -> None:
    part = select_part(graph("a > b", "c"), ["a", "b"], [])
    mend = reach_desired(part, ask("b > a", "a > c", "c > a"))
    assert told(mend) == ["delete a > b: is not wanted", "create b > a: wanted by wanted.csv:1"]
    assert mend.notes == ("2 wanted run triggers have an end that is not selected: left out.",)


PAIRS = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), max_size=12)


@given(PAIRS, PAIRS)
def test_afterwards_the_run_triggers_are_those_that_are_wanted(
    there: list[tuple[str, str]], wanted: list[tuple[str, str]]
) -> None:
    found: Graph = graph(*"abcde", *map(" > ".join, there))
    mend = reach_desired(found, ask(*map(" > ".join, wanted)))
    left = edit_graph(found, mend.changes)
    assert list(left.edges) == list(graph(*"abcde", *map(" > ".join, wanted)).edges)
    assert reach_desired(left, ask(*map(" > ".join, wanted))).changes == ()
