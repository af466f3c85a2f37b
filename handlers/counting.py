"""The time of a window as it was counted, line by line: each unit in its own way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from domain.ministry import Span
from domain.spans import days_counted
from domain.windows import Pause, Window, arithmetic
from domain.worktime import Calendar, CalendarUnknown, Counted
from handlers.house import House
from texts import moments, words


@dataclass(frozen=True, slots=True)
class Told:
    """A window with what its history tells of it, when the reply is due, and whose answer a pause
    waits for: "own" is the reader's."""

    house: House
    window: Window
    history: Sequence[dict[str, Any]]
    reply_due_at: datetime | None
    whose: str
    now: datetime
    #: whose hours count, and in which zone times are told
    unit: str = ""
    zone: str = ""

    @property
    def calendar(self) -> Calendar:
        return self.house.calendar_of(self.unit)

    def on(self, at: datetime) -> str:
        return moments.on(at, self.zone or self.house.zone, self.now)

    def pauses(self) -> list[Pause]:
        """When it stood still, oldest first."""
        found: list[Pause] = []
        for row in self.history:
            if row["what"] == "window_paused":
                found.append(Pause(row["at"]))
            elif row["what"] == "window_resumed" and found:
                found[-1] = Pause(found[-1].since, row["at"])
        return found


def counted(told: Told) -> list[str]:
    """The lines between the start and the due moment; none where the year has no calendar."""
    lines = [] if told.window.within.span is Span.WORKING_HOURS else _stood(told)
    try:
        return [*_COUNTED[told.window.within.span](told), *lines]
    except CalendarUnknown:
        return lines


def _working_hours(told: Told) -> list[str]:
    lines = arithmetic(told.window, told.calendar, told.pauses())
    return [_pause(told, one) if isinstance(one, Pause) else _day(one) for one in lines]


def _working_days(told: Told) -> list[str]:
    window, lines, number = told.window, [], 0
    calendar = told.calendar
    for day, kind in days_counted(window.starts_at, window.due_at, calendar):
        name = moments.day_name(day)
        if calendar.spans(day):
            number += 1
            amount = window.within.amount + window.paused.days
            lines.append(words("why-working-day", day=name, number=number, amount=amount))
        else:
            lines.append(words("why-day-off", day=name, kind=_kind(kind.name)))
    return lines


def _calendar_days(told: Told) -> list[str]:
    day = told.calendar.local_day(told.window.starts_at)
    day += timedelta(days=told.window.within.amount)
    return [words("why-calendar-days", day=moments.day_name(day), off=_off(told, day))]


def _calendar_hours(told: Told) -> list[str]:
    return [words("why-calendar-hours")]


def _end_of_day(told: Told) -> list[str]:
    ends = told.calendar.end_of_day(told.window.starts_at)
    return [words("why-end-of-day", at=told.on(ends))]


def _days_before(told: Told) -> list[str]:
    if told.reply_due_at is None:
        return []
    amount = told.window.within.amount
    last = told.calendar.local_day(told.reply_due_at)
    day = last - timedelta(days=amount)
    return [
        words(
            "why-days-before",
            due=moments.date_name(last),
            amount=amount,
            day=moments.day_name(day),
            off=_off(told, day),
        )
    ]


def _nothing(told: Told) -> list[str]:
    return []


_COUNTED: Mapping[Span, Callable[[Told], list[str]]] = {
    Span.WORKING_HOURS: _working_hours,
    Span.WORKING_DAYS: _working_days,
    Span.CALENDAR_DAYS: _calendar_days,
    Span.CALENDAR_HOURS: _calendar_hours,
    Span.END_OF_DAY: _end_of_day,
    Span.DAYS_BEFORE: _days_before,
    Span.PROMISED: _nothing,
}


def _stood(told: Told) -> list[str]:
    return [_pause(told, pause) for pause in told.pauses()]


def _pause(told: Told, pause: Pause) -> str:
    since = moments.stamp(pause.since, told.zone or told.house.zone)
    if pause.until is None:
        return words("why-pause-open", since=since, whose=told.whose)
    until = moments.stamp(pause.until, told.zone or told.house.zone)
    return words("why-pause", since=since, until=until, whose=told.whose)


def _off(told: Told, day: date) -> str:
    return "no" if told.calendar.spans(day) else "yes"


def _kind(name: str) -> str:
    return name.lower().replace("_", "-")


def _day(line: Counted) -> str:
    day = moments.day_name(line.day)
    if line.counted == timedelta(0):
        return words("why-day-off", day=day, kind=_kind(line.kind.name))
    spans = ", ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in line.spans)
    return words(
        "why-day",
        day=day,
        spans=spans,
        short="yes" if line.kind.name == "SHORT" else "no",
        counted=moments.span(line.counted),
        left=moments.span(line.left),
    )
