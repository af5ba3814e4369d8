from __future__ import annotations

import pytest

from rtgraph.nearest import find_nearest, suggest

NAMES = ("net-prod", "net-staging", "eks-prod", "Payments", "certs-prod")


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("net-prd", ["net-prod", "certs-prod", "eks-prod"]),
        ("prod", ["net-prod", "eks-prod", "certs-prod"]),
        ("payments", ["Payments"]),
        ("ert", ["certs-prod"]),
        ("zzz", []),
        ("", []),
    ],
)
def test_the_nearest_names_come_first_and_then_those_that_hold_the_text(text: str, near: list[str]) -> None:
    assert find_nearest(text, NAMES) == near


def test_a_name_stands_once_and_no_more_than_asked_for() -> None:
    assert find_nearest("a", ["ab", "ab", "ac", "ad", "ae"], 2) == ["ae", "ad"]


def test_one_of_very_many_is_found() -> None:
    assert (
        find_nearest("workspce-012345", (f"workspace-{place:06d}" for place in range(20_000)))[0] == "workspace-012345"
    )


def test_where_none_is_near_a_few_are_all_listed_and_many_are_not() -> None:
    assert suggest("net-prd", NAMES) == "; did you mean net-prod or certs-prod or eks-prod?"
    assert suggest("prod", NAMES) == "; did you mean net-prod or eks-prod or certs-prod?"
    assert suggest("zzz", NAMES) == "; there are net-prod, net-staging, eks-prod, Payments, certs-prod"
    assert suggest("zzz", [f"w{place}" for place in range(10)]) == ""
    assert suggest("zzz", []) == ""
