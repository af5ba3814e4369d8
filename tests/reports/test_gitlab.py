"""Code Quality: the published types of a Code Climate issue, and what GitLab asks for beyond them.

GitLab's own schema is in no package. What it requires of an entry is checked here as its page says it:
https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from rtgraph.reports.gitlab import render_gitlab
from rtgraph.reports.quoting import plain
from tests.reports.audits import AUDITS

SEVERITIES = {"error": "critical", "warning": "minor", "info": "info"}


def type_errors(report: str, node_modules: Path, folder: Path) -> str:
    """Give what the TypeScript compiler says of a report that is declared to be a list of Code Climate issues."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    (folder / "report.ts").write_text(
        f'import type {{ Issue }} from "codeclimate-types"\nexport const report: Issue[] = {report}', encoding="utf-8"
    )
    (folder / "node_modules").symlink_to(node_modules)
    options = {"noEmit": True, "strict": True, "types": [], "moduleResolution": "node"}
    (folder / "tsconfig.json").write_text(json.dumps({"compilerOptions": options, "files": ["report.ts"]}))
    command = [node, str(node_modules / "typescript" / "bin" / "tsc")]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True).stdout


@pytest.mark.parametrize("name", AUDITS)
def test_each_entry_has_the_type_of_a_code_climate_issue(name: str, node_modules: Path, tmp_path: Path) -> None:
    assert type_errors(render_gitlab(AUDITS[name]()), node_modules, tmp_path) == ""


@pytest.mark.parametrize(
    ("was", "becomes", "complaint"),
    [
        ('"severity": "critical"', '"severity": "bad"', "Type '\"bad\"' is not assignable to type 'Severity"),
        ('"type": "issue",', "", "Property 'type' is missing in type"),
        ('"begin": 1', '"begin": "1"', "Type 'string' is not assignable to type 'number'"),
    ],
)
def test_the_types_see_what_is_wrong(
    was: str, becomes: str, complaint: str, node_modules: Path, tmp_path: Path
) -> None:
    report = render_gitlab(AUDITS["sample"]())
    assert was in report
    assert complaint in type_errors(report.replace(was, becomes), node_modules, tmp_path)


@pytest.mark.parametrize("name", AUDITS)
def test_each_finding_is_an_entry_with_what_gitlab_requires(name: str) -> None:
    audited = AUDITS[name]()
    entries: list[dict[str, Any]] = json.loads(render_gitlab(audited))
    assert [(each["check_name"], each["severity"], each["fingerprint"], each["description"]) for each in entries] == [
        (each.rule, SEVERITIES[each.severity], each.fingerprint, plain(each.message)) for each in audited.findings
    ]
    assert len({each["fingerprint"] for each in entries}) == len(entries)
    for each in entries:
        assert each["location"] == {"path": audited.policy.path, "lines": {"begin": 1, "end": 1}}
        assert "\n" not in each["description"]
