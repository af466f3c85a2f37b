"""When a wave begins, is reminded of and ends: in working hours, by what people type (D-139 §5.3).

A beginning is kept as TODAY or an ISO day, an end as a number of days or an ISO day: what "today"
means is known when the wave is started, which may be tomorrow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.refusal import Refused
from domain.surveys.waves import Wave
from domain.typed import typed_day, typed_words
from domain.worktime import Calendar, CalendarUnknown

TODAY = "today"
#: how many days a survey may be open, how far ahead it may be planned, how much may be added
LONGEST, FARTHEST, MORE = 60, 92, 30


@dataclass(frozen=True, slots=True)
class Dates:
    """When a wave opens, is reminded of, and closes; `remind_at` is None for a very short one."""

    opens_at: datetime
    remind_at: datetime | None
    closes_at: datetime


def typed_begin(text: str, today: date) -> str:
    """The day somebody typed for the beginning. Refused says what to write instead."""
    day = _meant(text, today)
    if day is None:
        raise Refused("run-day")
    if day < today:
        raise Refused("run-past", day=f"{day:%d.%m.%Y}")
    if day > today + timedelta(days=FARTHEST):
        raise Refused("run-far", day=f"{day:%d.%m.%Y}", most=FARTHEST)
    return TODAY if day == today else day.isoformat()


def typed_end(text: str, begins: str, today: date) -> str:
    """How long it lasts, typed as a number of days or as its last day."""
    words = typed_words()["day"]
    if found := re.fullmatch(r"(\d{1,4})(?:\s+(\w+)\.?)?", text.strip().lower()):
        unit = found[2]
        if unit is None or unit in words:
            _check_length(int(found[1]))
            return str(int(found[1]))
    first = first_day(begins, today)
    last = _meant(text, first)
    if last is None:
        raise Refused("run-length", most=LONGEST)
    if last < first:
        raise Refused("run-backwards", begins=f"{first:%d.%m.%Y}", ends=f"{last:%d.%m.%Y}")
    _check_length((last - first).days or 1)
    return last.isoformat()


def first_day(begins: str, today: date) -> date:
    return today if begins == TODAY else date.fromisoformat(begins)


def dates(begins: str, lasts: str, calendar: Calendar, now: datetime) -> Dates:
    """The moments of a wave started now: it opens in working hours, ends with a working day, and
    is reminded of half way. Refused where the day has passed, or where they do not fit together."""
    today = calendar.local_day(now)
    day = first_day(begins, today)
    if day < today:
        raise Refused("run-past", day=f"{day:%d.%m.%Y}")
    try:
        opens_at = calendar.next_open(now if day == today else _midnight(day, calendar))
        first = calendar.local_day(opens_at)
        last = first + timedelta(days=int(lasts)) if lasts.isdecimal() else _day(lasts)
        if last < first:
            raise Refused("run-backwards", begins=f"{first:%d.%m.%Y}", ends=f"{last:%d.%m.%Y}")
        _check_length((last - first).days or 1)
        closes_at = calendar.end_of_day(_midnight(last, calendar))
        return Dates(opens_at, _half_way(opens_at, closes_at, calendar), closes_at)
    except CalendarUnknown as unknown:
        raise Refused("run-no-calendar", year=str(unknown.year)) from None


def longer(wave: Wave, days: int, calendar: Calendar) -> datetime:
    """When the wave ends that is to be open so many days more; 30 in all."""
    if days < 1 or wave.extended + days > MORE:
        raise Refused("run-long-enough", most=MORE)
    try:
        last = calendar.local_day(wave.closes_at) + timedelta(days=days)
        return calendar.end_of_day(_midnight(last, calendar))
    except CalendarUnknown as unknown:
        raise Refused("run-no-calendar", year=str(unknown.year)) from None


def _half_way(opens_at: datetime, closes_at: datetime, calendar: Calendar) -> datetime | None:
    """Half way, in working hours; None where there would be no day left to answer on."""
    at = calendar.next_open(opens_at + (closes_at - opens_at) / 2)
    shortest = timedelta(days=1)
    return at if at - opens_at >= shortest and closes_at - at >= shortest / 4 else None


def _check_length(days: int) -> None:
    if not 1 <= days <= LONGEST:
        raise Refused("run-length", most=LONGEST)


def _meant(text: str, today: date) -> date | None:
    """The day somebody means. Without its year it is the nearest such day: half a year ahead or
    more, it is the one that has passed, and whoever typed it hears so."""
    day = typed_day(text, today)
    told_year = re.search(r"\d{4}|[./]\d{1,2}[./]\d{2}\b", text)
    if day is None or told_year or day - today < timedelta(days=183):
        return day
    return date(day.year - 1, day.month, min(day.day, 28) if day.month == 2 else day.day)


def _day(iso: str) -> date:
    return date.fromisoformat(iso)


def _midnight(day: date, calendar: Calendar) -> datetime:
    return calendar.last_second(day - timedelta(days=1)) + timedelta(seconds=1)


def months_before(now: datetime, months: int) -> datetime:
    """The same day and hour so many months ago; what is past the 28th counts as the 28th."""
    place = now.year * 12 + now.month - 1 - months
    year, month = divmod(place, 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, 28))
