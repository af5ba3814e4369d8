"""Policies and findings for the tests of audits."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

from rtgraph.audit.findings import Audit, audit_graph
from rtgraph.audit.policy_file import Policy, parse_policy
from rtgraph.audit.rules import RULES
from tests.graphs import graph

RULE_IDS = tuple(rule.id for rule in RULES)


def policy(text: str) -> Policy:
    return parse_policy(tomllib.loads(text), "rtgraph.toml", RULE_IDS)


def audit(*lines: str, toml: str = "", today: date | None = None, **options: Any) -> Audit:
    return audit_graph(graph(*lines, **options), policy(toml), today=today)


def found(audited: Audit, rule: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    """Give message, workspaces, run triggers and mend of each finding of a rule."""
    return [
        (each.message, each.workspaces, each.run_triggers, each.mend) for each in audited.findings if each.rule == rule
    ]
