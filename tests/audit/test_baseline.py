from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rtgraph.audit.baseline import apply_baseline, dump_baseline, read_baseline
from rtgraph.audit.findings import audit_graph
from rtgraph.errors import ConfigurationError, RtgraphError
from rtgraph.graph import build_graph
from tests.audit.policies import audit
from tests.graphs import snapshot


def test_known_findings_are_left_out_and_gone_ones_are_named(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    path.write_bytes(dump_baseline(audit("a > a", "b > b")))
    later = apply_baseline(audit("b > b", "c > c"), read_baseline(path))
    assert {each.workspaces for each in later.findings} == {("ws-c",)}
    assert later.known == 2
    assert [(each.rule, each.message) for each in later.gone] == [
        ("cycle", "a → a is a cycle that goes on when a person confirms the run in a."),
        ("self-trigger", "a triggers itself: each of its applies queues its next run."),
    ]


def test_the_same_findings_in_another_order_are_the_same_bytes() -> None:
    assert dump_baseline(audit("a > a", "b > b")) == dump_baseline(audit("b > b", "a > a"))


def test_a_baseline_of_another_organization_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    path.write_bytes(dump_baseline(audit("a > a")))
    other = audit_graph(build_graph(replace(snapshot("a > a"), organization="other")))
    with pytest.raises(RtgraphError, match=r"the baseline is of acme on app\.terraform\.io, the audit of other on"):
        apply_baseline(other, read_baseline(path))


def test_what_is_no_baseline_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    with pytest.raises(RtgraphError, match="write one with: rtgraph audit --write-baseline"):
        read_baseline(path)
    path.write_text("[]")
    with pytest.raises(ConfigurationError, match="is no baseline"):
        read_baseline(path)
    document = json.loads(dump_baseline(audit("a > a"))) | {"format": "rtgraph.baseline/9"}
    path.write_text(json.dumps(document))
    with pytest.raises(ConfigurationError, match="is a 'rtgraph.baseline/9' and this rtgraph reads rtgraph.baseline/1"):
        read_baseline(path)
