"""Deeds: what came of a survey, who does it and by when (M-97 §21).

A deed is open until whoever has it says what was done, and done until whoever gave it accepts
that, or returns it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: the due moment is the end of a day; the person is reminded in the mornings before it, then they
#: and those above hear that it is late, once and every so often
_DAY_S_WORK = timedelta(hours=9)
BEFORE = tuple(timedelta(days=days) + _DAY_S_WORK for days in (3, 1, 0))
AGAIN = timedelta(days=7)


class DeedState(StrEnum):
    OPEN = "open"
    DONE = "done"  # says whoever has it
    ACCEPTED = "accepted"  # says whoever gave it


@dataclass(frozen=True, slots=True)
class Deed:
    """`wave` is what it came of, None for the marks of a `quarter` ("2026-Q4"); `unit` whose wave
    or marks those are, "" for the whole ministry. `next_alert_at` is when somebody is to hear of
    it next: at step 0 that they have it, later that its time runs out or has run out."""

    id: int
    wave: int | None
    quarter: str
    unit: str
    text: str
    employee: str
    assigned_by: str
    at: datetime
    due_at: datetime
    state: DeedState
    done_text: str
    done_at: datetime | None
    next_alert_at: datetime | None
    step: int


def alert_after(due_at: datetime, now: datetime) -> tuple[datetime, int]:
    """The next alert that is still to come, and its step: 1, 2, 3 before the due moment, 4 at it,
    then one a week. What was missed meanwhile is not made up for."""
    for step, before in enumerate(BEFORE, 1):
        if due_at - before > now:
            return due_at - before, step
    weeks = 0 if now < due_at else (now - due_at) // AGAIN + 1
    return due_at + weeks * AGAIN, len(BEFORE) + 1 + weeks
