"""Ids that are known before the row is written, grow with time, and differ between processes."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime

_EPOCH_MS = 1_704_067_200_000  # 2024-01-01
_PROCESS = secrets.randbelow(1 << 10) << 12
_last_ms = 0
_count = 0


def new_id() -> int:
    """A positive 63-bit id, greater than every id this process gave before.

    41 bits of milliseconds, 10 bits drawn per process, 12 bits of counting; a burst of more than
    4,096 ids in a millisecond borrows from the next one. A clock that steps back does not matter.
    """
    global _last_ms, _count  # noqa: PLW0603 - one counter for the whole process is the point
    now = time.time_ns() // 1_000_000 - _EPOCH_MS
    if now > _last_ms:
        _last_ms, _count = now, 0
    else:
        _count += 1
        if _count == 1 << 12:
            _last_ms, _count = _last_ms + 1, 0
    return _last_ms << 22 | _PROCESS | _count


def made_at(id_: int) -> datetime:
    """When an id was given, by the clock of the machine that gave it."""
    return datetime.fromtimestamp(((id_ >> 22) + _EPOCH_MS) / 1000, UTC)
