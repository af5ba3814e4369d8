"""Audits for the tests of formats: the sample organization, names that try to get out, and nothing found."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable

from msgspec.structs import replace

from rtgraph.audit.findings import Audit, audit_graph
from rtgraph.audit.policy_file import read_policy
from rtgraph.graph import build_graph
from rtgraph.snapshots import load
from tests.audit.policies import RULE_IDS, audit
from tests.graphs import snapshot
from tests.regenerate import SAMPLES

HOSTILE = (
    'x"];\nend',
    "<script>alert(1)</script>",
    "]]>&amp;<!--",
    "{{7*7}} ${x} %0A::error::",
    "=cmd()|'/C calc'!A0",
    "\x1b[31m\x00\x07\r\n",
    "\u202e\u2066evil\ufeff",
    "[a](javascript:alert(1))|`b`",
    "\U0001f680 é ß \ue000",
)
"""Names that would drive something where a format quoted badly."""


def audit_sample() -> Audit:
    """Audit the sample organization under its policy: every rule but those that the policy switches off."""
    policy = replace(read_policy(SAMPLES / "policy.toml", RULE_IDS), path="samples/policy.toml")
    return audit_graph(build_graph(load(SAMPLES / "snapshot.json")), policy, today=datetime.date(2026, 1, 1))


def audit_hostile() -> Audit:
    """Audit two cycles and a diamond of workspaces with hostile names in a project with one."""
    keys = [f"w{number}" for number in range(len(HOSTILE))]
    names = {key: {"name": name} for key, name in zip(keys, HOSTILE, strict=True)}
    lines = [" > ".join((*keys, keys[0])), "w0 > w0", "a > b > d", "a > c > d"]
    home = dict(zip(keys, itertools.cycle(HOSTILE[1:3])))
    taken = snapshot(*lines, project=home, auto="*", **names)
    return audit_graph(build_graph(taken))


AUDITS: dict[str, Callable[[], Audit]] = {
    "sample": audit_sample,
    "hostile": audit_hostile,
    "quiet": lambda: audit("a > b"),
}
