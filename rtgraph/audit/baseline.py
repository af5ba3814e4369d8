"""Findings that are known already: a file of fingerprints, which shrinks as they are mended."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from rtgraph.errors import ConfigurationError, RtgraphError

if TYPE_CHECKING:
    from rtgraph.audit.findings import Audit

FORMAT = "rtgraph.baseline/1"


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """One known finding; the message is for people."""

    fingerprint: str
    rule: str
    message: str


class Baseline(msgspec.Struct, frozen=True, kw_only=True):
    """The known findings of an organization."""

    format: str
    host: str
    organization: str
    findings: tuple[Known, ...]


def dump_baseline(audit: Audit) -> bytes:
    """Write the findings of an audit as a baseline."""
    facts = audit.graph.graph
    baseline = Baseline(
        format=FORMAT,
        host=facts["host"],
        organization=facts["organization"],
        findings=tuple(
            Known(fingerprint=each.fingerprint, rule=each.rule, message=each.message)
            for each in sorted(audit.findings, key=lambda each: (each.rule, each.fingerprint))
        ),
    )
    return msgspec.json.format(msgspec.json.encode(baseline), indent=1) + b"\n"


def read_baseline(path: Path) -> Baseline:
    """Read a baseline.

    Raises:
        RtgraphError: it cannot be read.
        ConfigurationError: it is no baseline, or of another version.
    """
    try:
        baseline = msgspec.json.decode(path.read_bytes(), type=Baseline)
    except OSError as error:
        step = f"write one with: rtgraph audit --write-baseline {path}"
        raise RtgraphError(f"cannot read {path}: {error.strerror or error}; {step}") from error
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(f"{path} is no baseline: {error}; write one with --write-baseline") from error
    if baseline.format != FORMAT:
        raise ConfigurationError(f"{path} is a {baseline.format!r} and this rtgraph reads {FORMAT}; write it anew")
    return baseline


def apply_baseline(audit: Audit, baseline: Baseline) -> Audit:
    """Leave the known findings out of an audit, and note those that are gone.

    Raises:
        RtgraphError: the baseline is of another organization.
    """
    facts = audit.graph.graph
    if (baseline.host, baseline.organization) != (facts["host"], facts["organization"]):
        raise RtgraphError(
            f"the baseline is of {baseline.organization} on {baseline.host}, the audit of {facts['organization']} on "
            f"{facts['host']}; use the baseline of this organization"
        )
    known = {each.fingerprint for each in baseline.findings}
    present = {each.fingerprint for each in audit.findings}
    return replace(
        audit,
        findings=tuple(each for each in audit.findings if each.fingerprint not in known),
        known=len(known & present),
        gone=tuple(each for each in baseline.findings if each.fingerprint not in present),
    )
