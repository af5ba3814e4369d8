"""SARIF against the standard's JSON Schema and against Microsoft's validator, which knows GitHub's rules too."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from rtgraph.audit.rules import RULES
from rtgraph.reports.sarif import render_sarif
from tests.reports.audits import AUDITS

EVERY_KIND = "Sarif;Ghas"
"""The validator's rules of the standard, and those of GitHub's code scanning."""


@pytest.fixture(scope="module")
def multitool(node_modules: Path) -> Path:
    folder = node_modules / "@microsoft" / "sarif-multitool-linux"
    if not folder.is_dir():
        pytest.skip("the SARIF Multitool is not for this platform")
    (folder / "Sarif.Multitool").chmod(0o755)
    return folder


def complaints(multitool: Path, folder: Path, text: str) -> list[tuple[str, str]]:
    """Give the rule and the level of each error or warning of the validator."""
    (folder / "audit.sarif").write_text(text, encoding="utf-8")
    command = [
        str(multitool / "Sarif.Multitool"),
        "validate",
        "audit.sarif",
        "-o",
        "found.sarif",
        "--rule-kind",
        EVERY_KIND,
    ]
    environment = {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1", "DOTNET_BUNDLE_EXTRACT_BASE_DIR": str(folder)}
    done = subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True, text=True)
    assert "Analysis completed successfully" in done.stdout, done.stdout + done.stderr
    (run,) = json.loads((folder / "found.sarif").read_text(encoding="utf-8-sig"))["runs"]
    return [(each["ruleId"], each.get("level", "warning")) for each in run["results"]]


@pytest.mark.parametrize("name", AUDITS)
def test_the_schema_takes_it(name: str, multitool: Path) -> None:
    schema = json.loads((multitool / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    checker = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    errors = checker.iter_errors(json.loads(render_sarif(AUDITS[name]())))
    assert [error.message for error in errors] == []


@pytest.mark.parametrize("name", AUDITS)
def test_the_validator_has_nothing_to_say(name: str, multitool: Path, tmp_path: Path) -> None:
    assert complaints(multitool, tmp_path, render_sarif(AUDITS[name]())) == []


def test_the_validator_sees_what_is_wrong(multitool: Path, tmp_path: Path) -> None:
    document = json.loads(render_sarif(AUDITS["sample"]()))
    driver = document["runs"][0]["tool"]["driver"]
    del driver["informationUri"], driver["rules"][0]["help"]
    document["runs"][0]["results"][0]["ruleIndex"] = len(RULES)
    assert {rule for rule, _ in complaints(multitool, tmp_path, json.dumps(document))} == {
        "GH2012",
        "SARIF1009",
        "SARIF2005",
    }


def results(text: str) -> list[dict[str, Any]]:
    (run,) = json.loads(text)["runs"]
    assert [each["id"] for each in run["tool"]["driver"]["rules"]] == [rule.id for rule in RULES]
    found: list[dict[str, Any]] = run["results"]
    return found


def test_each_finding_is_a_result_that_names_its_rule() -> None:
    audited = AUDITS["sample"]()
    found = results(render_sarif(audited))
    levels = {"error": "error", "warning": "warning", "info": "note"}
    assert [(each["ruleId"], each["level"], each["partialFingerprints"]) for each in found] == [
        (each.rule, levels[each.severity], {"rtgraph/v1": each.fingerprint}) for each in audited.findings
    ]
    assert [RULES[each["ruleIndex"]].id for each in found] == [each.rule for each in audited.findings]
