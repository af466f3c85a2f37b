"""Deadlines as data: what the orders set, when each is due, whom to remind and when.

Every window, whatever it is counted in, has the same alerts: moments with so much working time
left before it is due, then the breach. They always lie in working time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.ministry import Length, Span, WindowRule
from domain.walltime import utc
from domain.window_rules import DEFAULT_RULES, duration, length, rule_with
from domain.worktime import Calendar, Counted

__all__ = [
    "ASK_NO_REPLY",
    "DEFAULT_RULES",
    "Step",
    "Window",
    "WindowState",
    "advanced",
    "alert_moments",
    "arithmetic",
    "closed",
    "dropped",
    "due",
    "duration",
    "left",
    "length",
    "open_window",
    "promised_window",
    "reckoned_anew",
    "rule_with",
    "ruling",
    "step_at",
]

ZERO = timedelta()
#: Rules that ask nothing of whoever works on the appeal: the receipt is the service's own duty,
#: and the last day to ask for an extension is no day on which the reply is due.
ASK_NO_REPLY = frozenset({"acknowledge", "extension"})


class WindowState(StrEnum):
    """Where a window stands; OPEN and BROKEN ones still wait for what they were opened for."""

    OPEN = "open"
    #: done in time
    MET = "met"
    #: due and not done: not executed, in every figure (N-1052 §29)
    BROKEN = "broken"
    #: done, but after it was due
    LATE = "late"
    #: not asked for any more: the appeal was withdrawn, or it was none
    DROPPED = "dropped"

    @property
    def waits(self) -> bool:
        return self in (WindowState.OPEN, WindowState.BROKEN)


@dataclass(frozen=True, slots=True)
class Window:
    """One deadline that runs. `step` counts the alerts behind it, the breach is the last one;
    `next_alert_at` is None when nothing more will be said."""

    rule: str
    clause: str
    starts_at: datetime
    due_at: datetime
    calendar_version: str
    next_alert_at: datetime | None
    step: int = 0
    state: WindowState = WindowState.OPEN


@dataclass(frozen=True, slots=True)
class Step:
    """What to say now: `number` is 0 when nothing is; `before` is the working time that was to be
    left at this step, zero at the breach. `next_alert_at` is when to look again."""

    number: int
    before: timedelta
    breach: bool
    next_alert_at: datetime | None


def due(
    within: Length, started: datetime, calendar: Calendar, before: datetime | None = None
) -> datetime:
    """When a length that starts at `started` is over.

    Working hours are exact. Working days end with the working day, calendar days with the local
    day (23:59:59), the day of the start not counted. 59-FZ knows no moving of a last day that
    is a day off, so it stays there; the alerts come in working time before it all the same.
    "Days before" are counted back from the local day of `before`, the due moment of another
    window; what is promised is due at `before` itself.
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
        case Span.PROMISED:
            if before is None:
                raise ValueError("promised until when?")
            return utc(before)
        case Span.DAYS_BEFORE:
            if before is None:
                raise ValueError("days before what?")
            day = calendar.local_day(before) - timedelta(days=within.amount)
    return calendar.last_second(day)


def open_window(
    rule: WindowRule, started: datetime, calendar: Calendar, before: datetime | None = None
) -> Window:
    """The rule's window from `started` on. Alerts that would lie before its start are skipped.

    CalendarUnknown when it reaches into a year without a calendar. `before`: see `due`.
    """
    starts_at, due_at = utc(started), due(rule.within, started, calendar, before)
    moments = alert_moments(rule, due_at, calendar)
    step = sum(alert <= starts_at for alert in moments[:-1])
    return Window(
        rule=rule.id,
        clause=rule.clause,
        starts_at=starts_at,
        due_at=due_at,
        calendar_version=calendar.version,
        next_alert_at=moments[step],
        step=step,
    )


def promised_window(rule: WindowRule, now: datetime, day: date, calendar: Calendar) -> Window:
    """The window of something promised to a client for a local day: until its working day ends, or
    the day itself where nobody works on it."""
    spans = calendar.spans(day)
    until = spans[-1][1] if spans else calendar.last_second(day)
    return open_window(rule, now, calendar, until)


def reckoned_anew(
    rule: WindowRule,
    window: Window,
    now: datetime,
    calendar: Calendar,
    before: datetime | None = None,
) -> Window:
    """A waiting window under a changed calendar or rule, its start kept.

    Steps it has passed are not said again, unless its due moment went back before them.
    """
    if rule.within.span is Span.PROMISED:
        before = window.due_at
    fresh = open_window(rule, window.starts_at, calendar, before)
    moments = alert_moments(rule, fresh.due_at, calendar)
    passed = sum(moment <= now for moment in moments)
    step = max(fresh.step, min(_said(rule, window), passed))
    if step == len(moments):
        return replace(fresh, step=step, state=WindowState.BROKEN, next_alert_at=None)
    return replace(fresh, step=step, next_alert_at=moments[step])


def alert_moments(rule: WindowRule, due_at: datetime, calendar: Calendar) -> tuple[datetime, ...]:
    """When each step is due, all in working time: the alerts in order, then the breach."""
    alerts = (calendar.add(due_at, -before) for before in rule.alert_before)
    return (*alerts, calendar.next_open(due_at))


def step_at(rule: WindowRule, window: Window, now: datetime, calendar: Calendar) -> Step:
    """The latest step not yet said, and when the next one comes.

    Out of working hours nothing is said: the step waits for the next opening. After a long
    silence only the latest step is named, the ones before it are passed over.
    """
    if not window.state.waits:
        return Step(0, ZERO, False, None)
    moments = alert_moments(rule, window.due_at, calendar)
    said = _said(rule, window)
    passed = max(said, sum(moment <= now for moment in moments))
    following = moments[passed] if passed < len(moments) else None
    if passed == said:
        return Step(0, ZERO, False, following)
    if not calendar.is_open(now):
        return Step(0, ZERO, False, calendar.next_open(now))
    breach = passed == len(moments)
    return Step(passed, ZERO if breach else rule.alert_before[passed - 1], breach, following)


def _said(rule: WindowRule, window: Window) -> int:
    """The steps behind it; a rule with other alerts than before never swallows the breach."""
    alerts = len(rule.alert_before)
    return alerts + 1 if window.state is WindowState.BROKEN else min(window.step, alerts)


def advanced(window: Window, step: Step) -> Window:
    """The window once the step is said."""
    return replace(
        window,
        step=step.number or window.step,
        next_alert_at=step.next_alert_at,
        state=WindowState.BROKEN if step.breach else window.state,
    )


def closed(window: Window, at: datetime) -> Window:
    """The window once what it asked for is done."""
    state = WindowState.MET if at <= window.due_at else WindowState.LATE
    return replace(window, state=state, next_alert_at=None)


def dropped(window: Window) -> Window:
    """The window once nobody waits for it any more."""
    return replace(window, state=WindowState.DROPPED, next_alert_at=None)


def left(window: Window, now: datetime, calendar: Calendar) -> timedelta:
    """Working time left until it is due; negative, how much it is overdue."""
    return calendar.between(now, window.due_at)


def ruling(windows: Iterable[Window]) -> Window | None:
    """The window that rules among several: the earliest due of those that wait."""
    return min((w for w in windows if w.state.waits), key=lambda w: w.due_at, default=None)


def arithmetic(rule: WindowRule, window: Window, calendar: Calendar) -> tuple[Counted, ...]:
    """Day by day, how the due moment was reckoned; () where calendar time just runs on."""
    if rule.within.span is Span.WORKING_HOURS:
        return calendar.explain(window.starts_at, timedelta(hours=rule.within.amount))
    if rule.within.span in (Span.WORKING_DAYS, Span.END_OF_DAY):
        return calendar.explain(window.starts_at, calendar.between(window.starts_at, window.due_at))
    return ()
