"""Which workspaces of a list a client asks for, and in which order.

Source: https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspaces#list-workspaces
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rtgraph.models import Workspace


def select_workspaces(workspaces: Iterable[Workspace], query: Mapping[str, str]) -> list[Workspace]:
    """Keep the workspaces that every search parameter lets through, ordered as ``sort`` asks.

    Without ``sort`` the order is arbitrary but stable: by id.
    """
    part = query.get("search[name]", "").lower()
    pattern = query.get("search[wildcard-name]", "")
    project = query.get("filter[project][id]")
    wanted, unwanted = words(query.get("search[tags]")), words(query.get("search[exclude-tags]"))
    found = [
        each
        for each in workspaces
        if part in each.name.lower()
        and (not pattern or fits(each.name, pattern))
        and (project is None or (each.project is not None and each.project.id == project))
        and wanted <= set(each.tags)
        and not unwanted & set(each.tags)
    ]
    by_name = query.get("sort") in ("name", "-name")
    return sorted(
        found,
        key=lambda each: each.name if by_name else each.id,
        reverse=query.get("sort") == "-name",
    )


def words(text: str | None) -> set[str]:
    """Split a list that stands with commas between."""
    return {word.strip() for word in (text or "").split(",") if word.strip()}


def fits(name: str, pattern: str) -> bool:
    """Match a name against ``*-prod``, ``prod-*`` or ``*-prod-*``: a star stands at an end or nowhere."""
    core = pattern.strip("*")
    if pattern.startswith("*") and pattern.endswith("*"):
        return core in name
    if pattern.startswith("*"):
        return name.endswith(core)
    return name.startswith(core) if pattern.endswith("*") else name == core
