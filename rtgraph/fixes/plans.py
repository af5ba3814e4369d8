"""Plan ↔ file; a plan that was edited after it was written is told."""

from __future__ import annotations

import errno
import hashlib
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from rtgraph.errors import ConfigurationError, RtgraphError
from rtgraph.models import PLAN_FORMAT, Plan

if TYPE_CHECKING:
    from pathlib import Path

    from rtgraph.models import Action, Change

ANEW = "make it anew with: rtgraph fix plan"


def dump_plan(plan: Plan) -> bytes:
    """Turn a plan into JSON, indented and ending in a newline, with its digest; equal plans give equal bytes."""
    return msgspec.json.format(msgspec.json.encode(seal(plan)), indent=1) + b"\n"


def seal(plan: Plan) -> Plan:
    """Give the plan with the digest of all the rest of it."""
    return replace(plan, digest=hashlib.sha256(msgspec.json.encode(replace(plan, digest=""))).hexdigest())


def read_plan(path: Path) -> Plan:
    """Read a plan.

    One without a digest was written by hand and is read as it is: each of its changes is compared with the server
    before it is made, like any other.

    Raises:
        RtgraphError: there is no such file, or it cannot be read.
        ConfigurationError: it is no plan, of another version, not consistent, or was edited after it was written.
    """
    try:
        if path.exists() and not (path.is_file() or path.is_fifo()):  # a device may have no end
            raise OSError(errno.EINVAL, "it is no file")
        data = path.read_bytes()
    except OSError as error:
        raise RtgraphError(f"cannot read {path}: {error.strerror or error}; {ANEW} -o {path}") from error
    try:
        plan = msgspec.json.decode(data, type=Plan)
    except (ValueError, RecursionError) as error:  # msgspec's errors are ValueErrors
        raise ConfigurationError(f"{path} is no plan: {error}; {ANEW} -o {path}") from error
    if plan.format != PLAN_FORMAT:
        raise ConfigurationError(f"{path} is a {plan.format!r} and this rtgraph reads {PLAN_FORMAT}; {ANEW} -o {path}")
    for change in plan.changes:
        check_change(str(path), change)
    if plan.digest and seal(plan).digest != plan.digest:
        raise ConfigurationError(
            f"{path} was edited after it was written: what it promises is no longer what it does; {ANEW} -o {path}, "
            'or take its "digest" out if the edit is meant'
        )
    return seal(plan)


def check_change(name: str, change: Change) -> None:
    """Make sure that a change says all that its action needs, and nothing that belongs to another.

    Raises:
        ConfigurationError: it does not.
    """
    needed = {
        "delete": {"sourceable_id", "run_trigger_id"},
        "create": {"sourceable_id"},
        "update": {"auto_apply_run_trigger"},
    }[change.action]
    given = {
        key
        for key in ("sourceable_id", "run_trigger_id", "auto_apply_run_trigger")
        if getattr(change, key) not in (None, "")
    }
    if given != needed or not change.workspace_id:
        raise ConfigurationError(
            f"{name} has a change that is not whole: to {change.action} it takes workspace_id and "
            f"{' and '.join(sorted(needed))}, and no other; {ANEW}"
        )


def count_actions(plan: Plan) -> Counter[Action]:
    """Count the changes of a plan by what they do."""
    return Counter(change.action for change in plan.changes)
