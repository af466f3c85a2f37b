"""Promises to a client: at which moments one can be kept."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from domain.walltime import instant
from domain.worktime import Calendar

TICK = timedelta.resolution


def moment(day: date, hour: time, calendar: Calendar) -> datetime:
    """The moment of an hour on the ministry's wall."""
    return instant(datetime.combine(day, hour), calendar.zone, fold=0)


def nearest(at: datetime, now: datetime, calendar: Calendar) -> tuple[datetime, ...]:
    """() when somebody works until `at`; else the working moments before and after it that are
    nearest and lie ahead. The moment at which work ends counts, the one at which it begins does
    not: nothing is done till then.

    CalendarUnknown in a year without a calendar."""
    if any(opens < at <= closes for opens, closes in calendar.spans(calendar.local_day(at))):
        return ()
    before = calendar.add(at, -TICK) + TICK
    after = calendar.add(at, timedelta(hours=1))
    return tuple(found for found in (before, after) if found > now)
