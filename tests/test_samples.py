"""samples/ holds what rtgraph writes of the sample organization: ``python -m tests.regenerate`` writes it anew."""

from __future__ import annotations

import re

import pytest

from rtgraph.sandbox.sample import sample_bytes
from tests.regenerate import PICTURES, REPORTS, SAMPLES, earlier, sample


@pytest.mark.parametrize("name", [name for name in REPORTS if not name.endswith(PICTURES)])
def test_a_report_is_fresh(name: str) -> None:
    assert sample(name) == (SAMPLES / name).read_bytes()


@pytest.mark.parametrize("name", [name for name in REPORTS if name.endswith(".svg")])
def test_a_drawing_says_the_same(name: str) -> None:
    def texts(data: bytes) -> list[str]:
        return re.findall(r"<(?:text|title|desc)[^>]*>([^<]*)<", data.decode())

    assert texts(sample(name)) == texts((SAMPLES / name).read_bytes())


def test_the_organization_is_the_one_in_the_package() -> None:
    assert (SAMPLES / "organization.json").read_bytes() == sample_bytes()


def test_the_earlier_snapshot_is_made_of_the_present_one() -> None:
    assert (SAMPLES / "earlier.json").read_bytes() == earlier()


def test_nothing_else_lies_there() -> None:
    assert {each.name for each in SAMPLES.iterdir()} == {"organization.json", "policy.toml", "earlier.json", *REPORTS}
