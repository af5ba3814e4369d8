"""``rtgraph.toml``: which rules, how bad, from which number on, what is forbidden, required and excepted.

The file is read strictly: an unknown key is an error that names the nearest one.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

import msgspec

from rtgraph.audit.thresholds import Thresholds
from rtgraph.errors import ConfigurationError
from rtgraph.models import Severity

Setting = Literal["error", "warning", "info", "off"]


class Table(msgspec.Struct, frozen=True, kw_only=True, rename={"source": "from", "destination": "to"}):
    """A table of the file; ``from`` and ``to`` are selections."""


class Pair(Table, frozen=True, kw_only=True):
    """Run triggers between two selections: forbidden, or required."""

    source: str
    destination: str
    reason: str
    severity: Severity = "error"


class Layers(Table, frozen=True, kw_only=True):
    """Selections in the order in which run triggers may lead from one to the next, never back."""

    order: tuple[str, ...]
    reason: str
    severity: Severity = "error"


class Excuse(Table, frozen=True, kw_only=True):
    """Findings of one rule about some workspaces that are accepted for a time."""

    rule: str
    select: str
    reason: str
    expires: date | None = None


class Policy(Table, frozen=True, kw_only=True):
    """What a policy file says; without a file, what rtgraph takes for granted."""

    path: str = "rtgraph.toml"
    rules: dict[str, Setting] = {}
    thresholds: Thresholds = Thresholds()
    forbidden: tuple[Pair, ...] = ()
    required: tuple[Pair, ...] = ()
    layers: tuple[Layers, ...] = ()
    exceptions: tuple[Excuse, ...] = ()


KEYS = ("rules", "thresholds", "forbidden", "required", "layers", "exceptions")
TABLES: Mapping[str, tuple[str, ...]] = {
    "forbidden": ("from", "to", "reason", "severity"),
    "required": ("from", "to", "reason", "severity"),
    "layers": ("order", "reason", "severity"),
    "exceptions": ("rule", "select", "reason", "expires"),
}
THRESHOLDS = tuple(name.replace("_", "-") for name in Thresholds.__dataclass_fields__)


def read_policy(path: Path, rules: Iterable[str]) -> Policy:
    """Read a policy file.

    Args:
        path: the file.
        rules: the ids of the rules there are.

    Raises:
        ConfigurationError: it cannot be read, is no TOML, or says something that is not understood.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(
            f"cannot read {path}: {error.strerror or error}; name a policy file with --config"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigurationError(f"{path} is no TOML: {error}; mend it there") from error
    return parse_policy(found, str(path), tuple(rules))


def parse_policy(found: Mapping[str, Any], path: str, rules: tuple[str, ...]) -> Policy:
    """Turn a parsed policy file into the record; see ``read_policy``."""
    check_keys(path, "", found, KEYS)
    for key in ("rules", "thresholds"):
        check_keys(path, key, found.get(key, {}), rules if key == "rules" else THRESHOLDS)
    for key, known in TABLES.items():
        for number, table in enumerate(as_list(path, key, found.get(key, [])), start=1):
            check_keys(path, f"{key} {number}", table, known)
    for excuse in found.get("exceptions", []):
        check_keys(path, "exceptions", {excuse.get("rule"): None}, (*rules, None))
    thresholds = {name.replace("-", "_"): value for name, value in found.get("thresholds", {}).items()}
    try:
        policy = msgspec.convert({**found, "path": path, "thresholds": thresholds}, type=Policy)
    except msgspec.ValidationError as error:
        raise ConfigurationError(f"{path}: {explain(str(error))}") from error
    reasons = [each.reason for key in TABLES for each in getattr(policy, key)]
    if not all(reason.strip() for reason in reasons):
        raise ConfigurationError(f"{path}: a reason is empty; say why, for whoever reads the finding")
    return policy


ADVICE = {
    "date": "write a day such as 2026-12-31",
    "enum": "write error, warning, info or, among the rules, off",
    "missing": "add it",
    "int": "write a whole number, 0 or more",
    "str": "write it in quotes",
    "array": "write a list in brackets",
}
"""A word in msgspec's message → what to do about it, the first that is there."""


def explain(message: str) -> str:
    """Turn msgspec's message into a place as the file names it, what is wrong there, and what to do about it."""
    reason, _, place = message.partition(" - at `$.")
    where = re.sub(r"\[(\d+)\]", lambda found: f" {int(found[1]) + 1}", place.rstrip("`").replace("_", "-"))
    advice = next((advice for word, advice in ADVICE.items() if word in reason), "docs/findings.md shows a policy")
    return f"{where.replace('[...]', '')}: {reason[:1].lower()}{reason[1:]}; {advice}"


def as_list(path: str, key: str, value: Any) -> list[Any]:
    """Make sure that a key holds a list of tables."""
    if not isinstance(value, list):
        raise ConfigurationError(f"{path}: {key} is a list of tables; write [[{key}]]")
    return value


def check_keys(path: str, where: str, table: Any, known: tuple[Any, ...]) -> None:
    """Make sure that a table has only known keys."""
    if not isinstance(table, Mapping):
        raise ConfigurationError(f"{path}: {where} is a table; write [{where}]")
    for key in table:
        if key not in known:
            words = [str(each) for each in known if each is not None]
            near = difflib.get_close_matches(str(key), words, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(words)}"
            raise ConfigurationError(f"{path}: {where + ': ' if where else ''}there is no {key!r}; {hint}")
