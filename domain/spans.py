"""What each unit of a window comes to: when a length is over, and how much of it passes."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain.ministry import Length, Span
from domain.walltime import utc
from domain.worktime import Calendar, DayKind

ZERO = timedelta()
DAY = timedelta(days=1)


def due(
    within: Length, started: datetime, calendar: Calendar, before: datetime | None = None
) -> datetime:
    """When a length that starts at `started` is over.

    Working hours are exact. Working days end with the working day, calendar days with the local
    day (23:59:59), the day of the start not counted. 59-FZ knows no moving of a last day that
    is a day off, so it stays there; the alerts come in working time before it all the same.
    "Days before" are counted back from the local day of `before`, the due moment of another
    window; what is to be done no later than a day off is done before it, so they end with the
    last working day that is not after it. What is promised is due at `before` itself.
    """
    match within.span:
        case Span.WORKING_HOURS:
            return calendar.add(started, timedelta(hours=within.amount))
        case Span.WORKING_DAYS:
            return calendar.add_working_days(started, within.amount)
        case Span.END_OF_DAY:
            return calendar.end_of_day(started)
        case Span.CALENDAR_HOURS:
            return utc(started) + timedelta(hours=within.amount)
        case Span.CALENDAR_DAYS:
            day = calendar.local_day(started) + timedelta(days=within.amount)
            return calendar.last_second(day)
        case Span.PROMISED:
            if before is None:
                raise ValueError("promised until when?")
            return utc(before)
    if before is None:
        raise ValueError("days before what?")
    day = calendar.local_day(before) - timedelta(days=within.amount)
    while not (spans := calendar.spans(day)):
        day -= DAY
    return spans[-1][1]


def passed(span: Span, since: datetime, until: datetime, calendar: Calendar) -> timedelta:
    """How much of a window counted so passes between two moments: working time, hours, or whole
    days (as days of the result)."""
    match span:
        case Span.WORKING_HOURS | Span.END_OF_DAY:
            return calendar.between(since, until)
        case Span.CALENDAR_HOURS:
            return until - since
        case Span.WORKING_DAYS:
            days = days_counted(since, until, calendar)
            return timedelta(days=sum(bool(calendar.spans(day)) for day, _ in days))
        case Span.CALENDAR_DAYS:
            return timedelta(days=(calendar.local_day(until) - calendar.local_day(since)).days)
    return ZERO


def later(span: Span, due_at: datetime, by: timedelta, calendar: Calendar) -> datetime:
    """A due moment put off by as much as `passed` measures."""
    if not by:
        return due_at
    match span:
        case Span.WORKING_HOURS | Span.END_OF_DAY:
            return calendar.add(due_at, by)
        case Span.WORKING_DAYS:
            return calendar.add_working_days(due_at, by.days)
        case Span.CALENDAR_DAYS:
            return calendar.last_second(calendar.local_day(due_at) + timedelta(days=by.days))
    return due_at + by


def days_counted(
    started: datetime, due_at: datetime, calendar: Calendar
) -> tuple[tuple[date, DayKind], ...]:
    """The days after the day of a start, up to the day something is due, with what each is."""
    first, last = calendar.local_day(started), calendar.local_day(due_at)
    days = (first + timedelta(days=number + 1) for number in range((last - first).days))
    return tuple((day, calendar.kind(day)) for day in days)
