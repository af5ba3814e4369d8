"""What time it is, unless a reproducible result is wanted."""

from __future__ import annotations

import os
from datetime import UTC, datetime


def is_date(text: str) -> bool:
    """Tell whether a text is a date or a time in ISO 8601."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def now() -> datetime:
    """Give the time in UTC, or ``SOURCE_DATE_EPOCH`` (seconds since 1970) where it is set.

    Source: https://reproducible-builds.org/specs/source-date-epoch/
    """
    try:
        return datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return datetime.now(UTC)
