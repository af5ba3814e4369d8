"""Reports of rtgraph doctor, taken apart for tests."""

from __future__ import annotations

import pytest

from rtgraph.cli import run

TOKENS = ("owner-sandbox-token", "reader-sandbox-token", "organization-sandbox-token")


def sections(text: str) -> dict[str, str]:
    """Take a report apart: title → its rows, and the closing lines under ``end``."""
    *parts, end = text.split("\n\n")
    return {part.split("\n")[0]: part.partition("\n")[2] for part in parts} | {"end": end}


def examine(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, str]]:
    code = run(["doctor", *arguments])
    out, err = capfd.readouterr()
    assert err == ""
    assert not [token for token in TOKENS if token in out]
    return code, sections(out)
