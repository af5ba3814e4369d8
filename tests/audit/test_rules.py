"""Each rule on the smallest graph that it speaks of, and on the one beside it of which it does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rtgraph.audit.findings import audit_graph
from rtgraph.graph import build_graph
from rtgraph.models import BlindSpot, RunTrigger, StateConsumers
from rtgraph.snapshots import load
from tests.audit.policies import RULE_IDS, audit, found
from tests.graphs import snapshot
from tests.regenerate import SAMPLES
from tests.reports.audits import AUDITS

LOCAL = {"execution_mode": "local"}


def rules(*lines: str, **options: Any) -> list[str]:
    return [each.rule for each in audit(*lines, **options).findings]


def test_a_quiet_graph_has_no_findings() -> None:
    assert rules("net > app > db", "net > web") == []


def test_auto_apply_cycle_and_never_cycle_as_well() -> None:
    audited = audit("net > a > b > a", auto="a b")
    assert [(each.rule, each.severity) for each in audited.findings] == [("auto-apply-cycle", "error")]
    assert audited.findings[0].cycle == ("ws-a", "ws-b", "ws-a")
    (cut,) = audited.findings[0].cut.run_triggers if audited.findings[0].cut else ()
    assert audited.findings[0].mend == (f"rtgraph trigger delete {cut}",)


def test_cycle_names_its_gate() -> None:
    audited = audit("a > b > c > a", auto="a b")
    assert [(each.rule, each.severity) for each in audited.findings] == [("cycle", "error")]
    assert audited.findings[0].message == "a → b → c → a is a cycle that goes on when a person confirms the run in c."


def test_a_cycle_through_local_execution_does_not_keep_itself_going() -> None:
    assert "auto-apply-cycle" not in rules("a > b > a", auto="*", b=LOCAL)


def test_self_trigger() -> None:
    assert found(audit("a > a"), "self-trigger") == [
        (
            "a triggers itself: each of its applies queues its next run.",
            ("ws-a",),
            ("rt-a-a",),
            ("rtgraph trigger delete rt-a-a",),
        )
    ]


def test_duplicate_runs_of_a_diamond_and_of_nothing_else() -> None:
    assert found(audit("r > a > b > d > e", "a > c > d"), "duplicate-runs") == [
        (
            "d gets more than one run from one apply in 2 workspaces, such as a: the runs arrive over b and c.",
            ("ws-d",),
            ("rt-b-d", "rt-c-d"),
            ("rtgraph path a d --all",),
        )
    ]
    assert found(audit("a > c", "b > c"), "duplicate-runs") == []


def test_duplicate_runs_of_two_triggers_for_one_pair() -> None:
    twice = RunTrigger(id="rt-again", sourceable_id="ws-a", workspace_id="ws-b", created_at="2025-01-01T00:00:00Z")
    taken = snapshot("a > b")
    audited = audit_graph(build_graph(replace(taken, run_triggers=(*taken.run_triggers, twice))))
    assert found(audited, "duplicate-runs") == [
        (
            "b gets more than one run from one apply in 1 workspace, such as a: the runs arrive by several run "
            "triggers from a.",
            ("ws-b",),
            ("rt-a-b", "rt-again"),
            ("rtgraph path a b --all",),
        )
    ]


def test_fan_out_counts_what_one_workspace_triggers() -> None:
    lines = [f"hub > w{each:02d}" for each in range(11)]
    ((message, workspaces, triggers, mend),) = found(audit(*lines), "fan-out")
    assert message == "hub triggers 11 workspaces, more than 10: each apply queues a run in every one of them."
    assert (workspaces, len(triggers), mend) == (("ws-hub",), 11, ("rtgraph impact hub",))
    assert found(audit(*lines[:10]), "fan-out") == []
    assert found(audit(*[f"w{each:02d} > hub" for each in range(11)]), "fan-out") == []


def test_deep_chain_counts_hops() -> None:
    path = " > ".join("abcdefghij")
    ((message, workspaces, triggers, mend),) = found(audit(path), "deep-chain")
    assert message == "A chain of 9 hops, more than 8: a → b → c → d → … 4 more … → i → j."
    assert (len(workspaces), triggers[0], mend) == (10, "rt-a-b", ("rtgraph path a j",))
    assert found(audit(path[:-4]), "deep-chain") == []


@pytest.mark.parametrize(("count", "held"), [(100, 100), (101, 100), (5000, 100)])
def test_of_a_very_long_chain_both_ends_are_held(count: int, held: int) -> None:
    names = [f"w{number:04}" for number in range(count)]
    ((message, workspaces, triggers, mend),) = found(audit(" > ".join(names)), "deep-chain")
    assert message == (
        f"A chain of {count - 1:,} hops, more than 8: w0000 → w0001 → w0002 → w0003 → … {count - 6:,} more … → "
        f"{names[-2]} → {names[-1]}."
    )
    assert workspaces == tuple(f"ws-{each}" for each in (*names[: held - 2], *names[-2:]))
    assert (triggers[0], triggers[-1]) == ("rt-w0000-w0001", f"rt-{names[-2]}-{names[-1]}")
    assert len(triggers) == (held - 1 if count == held else held - 2)
    assert mend == (f"rtgraph path w0000 {names[-1]}",)


def test_a_shortcut_past_what_is_left_out_is_not_part_of_a_chain() -> None:
    names = [f"w{number:03}" for number in range(200)]
    ((_, _, triggers, _),) = found(audit(" > ".join(names), "w097 > w198"), "deep-chain")
    assert "rt-w097-w198" not in triggers


def test_redundant_trigger_says_whether_removal_changes_behaviour() -> None:
    ((message, *rest),) = found(audit("a > b > c", "a > c", auto="b"), "redundant-trigger")
    assert message == (
        "a → c is implied: an apply gets there over b as well. A longer way applies by itself, so removing it changes "
        "behaviour only where a plan has no changes."
    )
    assert rest == [("ws-a", "ws-c"), ("rt-a-c",), ("rtgraph trigger delete rt-a-c",)]
    ((message, *_),) = found(audit("a > b > c", "a > c"), "redundant-trigger")
    assert message.endswith("so removing it changes behaviour: the run would wait too.")


@pytest.mark.parametrize(
    ("sources", "said"), [(15, None), (16, "(80 %): 4 more can be added"), (20, "(100 %): no more can be added")]
)
def test_source_limit_at_80_and_at_100_percent(sources: int, said: str | None) -> None:
    messages = [each[0] for each in found(audit(*[f"s{each:02d} > app" for each in range(sources)]), "source-limit")]
    assert messages == ([f"app has {sources} of 20 sources {said}."] if said else [])


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ({"a": LOCAL}, "a has local execution, so it has no runs that could be applied"),
        ({"b": LOCAL}, "b has local execution, so no run can be queued there"),
        ({"a": {"has_runs": False}}, "a has never had a run"),
    ],
)
def test_dead_trigger(attributes: dict[str, Any], reason: str) -> None:
    assert found(audit("a > b", **attributes), "dead-trigger") == [
        (f"a → b never fires: {reason}.", ("ws-a", "ws-b"), ("rt-a-b",), ("rtgraph trigger delete rt-a-b",))
    ]
    assert found(audit("a > b", a={"has_runs": True}, b={"has_runs": False}), "dead-trigger") == []


def test_locked_workspace_only_where_something_queues_runs_in_it() -> None:
    locked = {"locked": True}
    assert [each[1] for each in found(audit("a > b", a=locked, b=locked), "locked-workspace")] == [("ws-b",)]


def test_blind_spot() -> None:
    spots = (
        BlindSpot(what="inbound", workspace_id="ws-a", reason="404: hidden"),
        BlindSpot(what="projects", workspace_id=None, reason="403: hidden"),
    )
    audited = audit_graph(build_graph(replace(snapshot("a > b"), blind_spots=spots, complete=False)))
    assert [each[0] for each in found(audited, "blind-spot")] == [
        "The token could not read the inbound run triggers of a: 404: hidden.",
        "The token could not read the projects: 403: hidden.",
    ]


def test_cross_project_is_one_finding_for_each_pair_of_projects() -> None:
    home = {"a": "core", "b": "core", "c": "web", "d": "web"}
    assert found(audit("a > b > c", "a > d", "c > d", project=home), "cross-project") == [
        (
            "2 run triggers from project core into project web, such as a → d.",
            ("ws-a", "ws-d", "ws-b", "ws-c"),
            ("rt-a-d", "rt-b-c"),
            ("rtgraph export --select 'project:core project:web'",),
        )
    ]


def test_unattended_cascade_stops_at_gates_and_begins_at_the_top() -> None:
    path = " > ".join(f"w{each:02d}" for each in range(13))
    auto = " ".join(f"w{each:02d}" for each in range(1, 13))
    ((message, workspaces, _, mend),) = found(audit(path, auto=auto), "unattended-cascade")
    assert message == (
        "One apply in w00 is followed by applies in 12 workspaces, more than 10, and nobody has to confirm one."
    )
    assert (workspaces, mend) == (("ws-w00",), ("rtgraph impact w00",))
    assert found(audit(path, auto=auto.replace("w06", "")), "unattended-cascade") == []
    assert found(audit(path, auto=auto, w00=LOCAL), "unattended-cascade")[0][1] == ("ws-w01",)


def test_state_and_triggers_that_do_not_match() -> None:
    consumers = (
        StateConsumers(workspace_id="ws-a", consumer_ids=("ws-c",)),
        StateConsumers(workspace_id="ws-open", consumer_ids=(), open=True),
    )
    audited = audit_graph(build_graph(replace(snapshot("a > b", "open > b", "c"), state_consumers=consumers)))
    assert found(audited, "state-without-trigger") == [
        (
            "c may read the state of a, and no run trigger between them tells of changes.",
            ("ws-a", "ws-c"),
            (),
            ("rtgraph trigger create a c",),
        )
    ]
    assert found(audited, "trigger-without-state") == [
        (
            "a → b triggers a workspace that may not read the state of a: nothing there can depend on it.",
            ("ws-a", "ws-b"),
            ("rt-a-b",),
            ("rtgraph trigger delete rt-a-b",),
        )
    ]


def test_names_in_commands_are_quoted_for_the_shell() -> None:
    hostile = {"name": "a; rm -rf $HOME"}
    (only,) = found(audit("a > b > c", "a > c", a=hostile), "duplicate-runs")
    assert only[3] == ("rtgraph path 'a; rm -rf $HOME' c --all",)


def test_a_fingerprint_survives_renaming_and_new_triggers() -> None:
    before = snapshot("a > b > c > a")
    after = replace(
        before,
        workspaces=tuple(replace(each, name=f"new-{each.name}") for each in before.workspaces),
        run_triggers=tuple(replace(each, id=f"{each.id}-again") for each in before.run_triggers),
    )
    one, other = (audit_graph(build_graph(each)).findings for each in (before, after))
    assert [each.fingerprint for each in one] == [each.fingerprint for each in other]
    assert len({each.fingerprint for each in one}) == len(one)


def test_a_fingerprint_knows_which_way_a_run_trigger_leads() -> None:
    built = replace(
        snapshot("a > b > a", "a > l > a", "b > l > b", project={"a": "core", "b": "data"}, l=LOCAL),
        state_consumers=tuple(StateConsumers(workspace_id=f"ws-{each}", consumer_ids=()) for each in "abl"),
    )
    findings = audit_graph(build_graph(built)).findings
    both_ways = {"dead-trigger": 4, "cross-project": 2, "trigger-without-state": 6}
    counts = {rule: sum(each.rule == rule for each in findings) for rule in both_ways}
    assert counts == both_ways
    assert len({each.fingerprint for each in findings}) == len(findings)


def test_the_sample_has_every_rule_with_its_policy_or_without() -> None:
    sample = build_graph(load(SAMPLES / "snapshot.json"))
    alone, governed = audit_graph(sample), AUDITS["sample"]()
    by_policy = {"forbidden", "required", "layers", "expired-exception", "unused-exception"}
    assert {each.rule for each in alone.findings} == set(RULE_IDS) - by_policy
    assert {each.rule for each in governed.findings} >= by_policy
