from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from rtgraph.audit.policy_file import read_policy
from rtgraph.errors import ConfigurationError
from rtgraph.reports.json import render_audit_json
from rtgraph.reports.text_audit import render_audit
from tests.audit.policies import RULE_IDS, audit, found, policy


def test_a_rule_is_switched_off_or_made_worse() -> None:
    lines = [f"hub > w{each:02d}" for each in range(11)]
    assert audit(*lines, toml='[rules]\nfan-out = "off"').findings == ()
    assert [each.severity for each in audit(*lines, toml='[rules]\nfan-out = "error"').findings] == ["error"]


def test_a_threshold_is_moved() -> None:
    lines = [f"hub > w{each:02d}" for each in range(11)]
    assert audit(*lines, toml="[thresholds]\nfan-out = 11").findings == ()
    assert [each.rule for each in audit("a > b", toml="[thresholds]\nfan-out = 0").findings] == ["fan-out"]


def test_forbidden_runs_from_the_first_selection_to_the_second_and_not_back() -> None:
    toml = '[[forbidden]]\nfrom = "dev-*"\nto = "prod-*"\nreason = "Development must not touch production."'
    audited = audit("dev-a > prod-a > dev-b", toml=toml)
    assert found(audited, "forbidden") == [
        (
            "dev-a → prod-a is forbidden (dev-* → prod-*): Development must not touch production.",
            ("ws-dev-a", "ws-prod-a"),
            ("rt-dev-a-prod-a",),
            ("rtgraph trigger delete rt-dev-a-prod-a",),
        )
    ]


def test_required_names_the_workspaces_without_such_a_trigger() -> None:
    toml = '[[required]]\nfrom = "base"\nto = "app-*"\nreason = "Apps follow the base."\nseverity = "warning"'
    audited = audit("base > app-a", "other > app-b", toml=toml)
    assert [(each.rule, each.severity, each.message) for each in audited.findings] == [
        ("required", "warning", "app-b has no run trigger from any of base, and it is required: Apps follow the base.")
    ]
    assert audited.findings[0].mend == ("rtgraph trigger create base app-b",)


def test_layers_lead_down_and_never_back() -> None:
    toml = '[[layers]]\norder = ["project:core", "project:web"]\nreason = "The core stands alone."'
    home = {"a": "core", "b": "core", "c": "web"}
    audited = audit("a > b > c > a", toml=toml, project=home)
    assert [each[0] for each in found(audited, "layers")] == [
        "c → a leads back from layer project:web into layer project:core: The core stands alone."
    ]


EXCUSE = '[[exceptions]]\nrule = "self-trigger"\nselect = "a"\nreason = "Being moved."\nexpires = 2026-06-30\n'


def test_an_exception_accepts_what_it_names_until_it_expires() -> None:
    lines = ("a > a", "b > b")
    before = audit(*lines, toml=EXCUSE, today=date(2026, 6, 30))
    assert ([each[1] for each in found(before, "self-trigger")], before.excepted) == ([("ws-b",)], 1)
    after = audit(*lines, toml=EXCUSE, today=date(2026, 7, 1))
    assert ([each[1] for each in found(after, "self-trigger")], after.excepted) == ([("ws-a",), ("ws-b",)], 0)
    assert [each[0] for each in found(after, "expired-exception")] == [
        "The exception of self-trigger for a in rtgraph.toml expired on 2026-06-30 (its reason: Being moved.)."
    ]


def test_an_exception_that_matches_nothing_is_itself_reported() -> None:
    assert [each.message for each in audit("a > b", toml=EXCUSE, today=date(2026, 1, 1)).findings] == [
        "The exception of self-trigger for a in rtgraph.toml matches no finding any more (its reason: Being moved.)."
    ]


MISTAKES = [
    ('[rulez]\nfan-out = "off"', "rtgraph.toml: there is no 'rulez'; did you mean rules?"),
    ('[rules]\nfanout = "off"', "rtgraph.toml: rules: there is no 'fanout'; did you mean fan-out?"),
    (
        '[rules]\nfan-out = "fatal"',
        "rtgraph.toml: rules: invalid enum value 'fatal'; write error, warning, info or, among the rules, off",
    ),
    ("[thresholds]\nfan-outs = 3", "rtgraph.toml: thresholds: there is no 'fan-outs'; did you mean fan-out?"),
    (
        '[thresholds]\nfan-out = "3"',
        "rtgraph.toml: thresholds.fan-out: expected `int`, got `str`; write a whole number, 0 or more",
    ),
    (
        "[thresholds]\nfan-out = -1",
        "rtgraph.toml: thresholds.fan-out: expected `int` >= 0; write a whole number, 0 or more",
    ),
    ('[forbidden]\nfrom = "a"', "rtgraph.toml: forbidden is a list of tables; write [[forbidden]]"),
    ("rules = 3", "rtgraph.toml: rules is a table; write [rules]"),
    (
        '[[forbidden]]\nfrom = "a"\nto = "b"',
        "rtgraph.toml: forbidden 1: object missing required field `reason`; add it",
    ),
    ('[[forbidden]]\nform = "a"', "rtgraph.toml: forbidden 1: there is no 'form'; did you mean from?"),
    (
        '[[layers]]\norder = ["a"]\nreason = " "',
        "rtgraph.toml: a reason is empty; say why, for whoever reads the finding",
    ),
    (
        EXCUSE.replace("self-trigger", "self-triger"),
        "rtgraph.toml: exceptions: there is no 'self-triger'; did you mean self-trigger?",
    ),
    (
        EXCUSE.replace("2026-06-30", '"soon"'),
        "rtgraph.toml: exceptions 1.expires: invalid RFC3339 encoded date; write a day such as 2026-12-31",
    ),
]


@pytest.mark.parametrize(("toml", "line"), MISTAKES, ids=[line[14:50] for _, line in MISTAKES])
def test_a_mistake_is_one_clear_line(toml: str, line: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        policy(toml)
    assert str(caught.value) == line


def test_a_file_that_is_no_toml_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "rtgraph.toml"
    with pytest.raises(ConfigurationError, match=r"No such file or directory; name a policy file with --config$"):
        read_policy(path, RULE_IDS)
    path.write_text("[rules\n")
    with pytest.raises(
        ConfigurationError,
        match=r"is no TOML: Expected .\]. at the end of a table declaration \(at line 1, column 7\); mend it there$",
    ):
        read_policy(path, RULE_IDS)


def test_a_selection_that_is_not_understood_says_where() -> None:
    with pytest.raises(ConfigurationError) as caught:
        audit("a > b", toml='[[forbidden]]\nfrom = "bb"\nto = "b"\nreason = "x"')
    assert str(caught.value) == (
        "rtgraph.toml: in the selection 'bb' at character 1: there is no workspace 'bb'; did you mean b?"
    )


def test_selections_that_select_nothing_are_told() -> None:
    toml = """\
[[forbidden]]
from = "stag*"
to = "b"
reason = "x"
[[layers]]
order = ["a", "a,b"]
reason = "x"
"""
    audited = audit("a > b", toml=toml)
    assert audited.idle == ("stag*", "a,b")
    assert "the selection stag* in rtgraph.toml selects no workspace\n" in render_audit(audited)
    assert json.loads(render_audit_json(audited))["idle_selections"] == ["stag*", "a,b"]
