from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtgraph.audit.policy_file import Policy
from rtgraph.differences.comparison import compare_snapshots
from rtgraph.models import Snapshot
from rtgraph.reports.json_diff import render_diff_json
from rtgraph.reports.markdown_diff import render_markdown_diff
from rtgraph.reports.text_diff import render_diff
from rtgraph.snapshots import load
from tests.graphs import snapshot

LINES = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")).map(" > ".join), max_size=12)


def shuffled(found: Snapshot, seed: int) -> Snapshot:
    chance = random.Random(seed)

    def shuffle(part: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(part, len(part)))

    return replace(
        found,
        workspaces=shuffle(found.workspaces),
        run_triggers=shuffle(found.run_triggers),
        blind_spots=shuffle(found.blind_spots),
        state_consumers=None if found.state_consumers is None else shuffle(found.state_consumers),
    )


@pytest.mark.parametrize("by_name", [False, True])
@given(lines=LINES, seed=st.integers(0, 99))
def test_a_snapshot_does_not_differ_from_itself(by_name: bool, lines: list[str], seed: int) -> None:
    found = snapshot(*lines, auto="a b")
    later = replace(shuffled(found, seed), crawled_at="2026-02-01T00:00:00Z")
    assert not compare_snapshots(found, later, by_name=by_name).differs


@given(before=LINES, after=LINES)
def test_the_other_way_round_what_was_added_is_removed(before: list[str], after: list[str]) -> None:
    old, new = snapshot(*before, auto="a b"), snapshot(*after, auto="a b")
    there, back = compare_snapshots(old, new), compare_snapshots(new, old)
    assert there.workspaces.added == back.workspaces.removed
    assert there.run_triggers.added == back.run_triggers.removed
    assert there.findings.appeared == back.findings.went
    ids = {each.id for each in new.run_triggers} - {each.id for each in old.run_triggers}
    assert {each.id for each in there.run_triggers.added} == ids


@given(before=LINES, after=LINES, seed=st.integers(0, 99))
def test_the_order_in_the_snapshots_changes_no_byte(before: list[str], after: list[str], seed: int) -> None:
    old, new = snapshot(*before, auto="a b"), snapshot(*after, auto="b c")
    one, other = compare_snapshots(old, new), compare_snapshots(shuffled(old, seed), shuffled(new, seed + 1))
    for render in (render_diff, render_markdown_diff, render_diff_json):
        assert render(one) == render(other)


def test_the_sample_organization_too_is_the_same_in_any_order() -> None:
    found = load(Path(__file__).parents[2] / "samples" / "snapshot.json")
    less = replace(found, run_triggers=found.run_triggers[::2], state_consumers=(found.state_consumers or ())[::2])
    texts = {
        render_diff(compare_snapshots(shuffled(found, seed), shuffled(less, seed)))
        + render_diff_json(compare_snapshots(shuffled(found, seed), shuffled(less, seed)))
        for seed in range(4)
    }
    assert len(texts) == 1


def test_both_are_audited_under_the_policy() -> None:
    old, new = snapshot("a > b"), snapshot("a > b > a")
    assert [each.rule for each in compare_snapshots(old, new).findings.appeared] == ["cycle"]
    off = Policy(rules={"cycle": "off"})
    found = compare_snapshots(old, new, policy=off, today=date(2026, 1, 1))
    assert found.findings.appeared == ()
    assert found.new.findings == 0
