"""Deadlines as data: what the orders set, when each is due, whom to remind and when.

Every window, whatever it is counted in, has the same alerts: moments with so much working time
left before it is due, then the breach. They always lie in working time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.ministry import Length, Span, WindowRule
from domain.spans import due, later, passed
from domain.walltime import utc
from domain.window_rules import DEFAULT_RULES, duration, length, rule_with
from domain.worktime import Calendar, Counted

__all__ = [
    "ASK_NO_REPLY",
    "DEFAULT_RULES",
    "Pause",
    "Step",
    "Window",
    "WindowState",
    "advanced",
    "alert_moments",
    "arithmetic",
    "base_rule",
    "closed",
    "dropped",
    "due",
    "duration",
    "extended",
    "left",
    "length",
    "open_window",
    "paused",
    "promised_window",
    "reckoned_anew",
    "resumed",
    "rule_with",
    "ruling",
    "step_at",
]

ZERO = timedelta()
#: a length of no length: due when it says
AS_IT_IS = Length(0, Span.PROMISED)
#: Rules that ask nothing of whoever works on the appeal: the receipt is the service's own duty,
#: and the last day to ask for an extension, or to find that it is another body's business, is no
#: day on which the reply is due: the client is promised the reply's own.
ASK_NO_REPLY = frozenset({"acknowledge", "extension", "redirect"})


def base_rule(rule: str) -> str:
    """The rule of the orders that a process's own time is a case of: what stands before the colon
    of `internal_written:<process>`; any other rule itself."""
    return rule.partition(":")[0]


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
    """One deadline that runs, or stands still since `paused_at`. `step` counts the alerts behind
    it, the breach is the last one; `next_alert_at` is None when nothing more will be said."""

    rule: str
    clause: str
    starts_at: datetime
    due_at: datetime
    calendar_version: str
    next_alert_at: datetime | None
    step: int = 0
    state: WindowState = WindowState.OPEN
    #: the length it was opened with: a rule that changes later changes no explanation
    within: Length = AS_IT_IS
    #: how much of its time was stopped so far (as `domain.spans.passed` measures), and since when
    paused: timedelta = ZERO
    paused_at: datetime | None = None
    #: the due moment an approved extension has put in place of the length's own
    extended_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """A window stood still from `since` to `until`; None while it does."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What to say now: `number` is 0 when nothing is; `before` is the working time that was to be
    left at this step, zero at the breach. `next_alert_at` is when to look again."""

    number: int
    before: timedelta
    breach: bool
    next_alert_at: datetime | None


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
        within=rule.within,
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
    # What was stopped is measured in the window's own unit.
    same = not window.paused or window.within.span is rule.within.span
    within = rule.within if same else window.within
    if within.span is Span.PROMISED:
        before = window.due_at
    ends = window.extended_to or due(within, window.starts_at, calendar, before)
    due_at = later(within.span, ends, window.paused, calendar)
    fresh = replace(window, clause=rule.clause, within=within, calendar_version=calendar.version)
    return _due_anew(rule, fresh, due_at, now, calendar)


def _due_anew(
    rule: WindowRule, window: Window, due_at: datetime, now: datetime, calendar: Calendar
) -> Window:
    """The window due at another moment: what was said stays said, unless it lies ahead again."""
    moments = alert_moments(rule, due_at, calendar)
    unsaid = sum(moment <= window.starts_at for moment in moments[:-1])
    gone = sum(moment <= now for moment in moments)
    step = max(unsaid, min(_said(rule, window), gone))
    window = replace(window, due_at=due_at, step=step, state=WindowState.OPEN)
    if step == len(moments):
        return replace(window, state=WindowState.BROKEN, next_alert_at=None)
    return replace(window, next_alert_at=None if window.paused_at else moments[step])


def paused(window: Window, now: datetime) -> Window:
    """The window with its time stopped: it alerts nobody, and is due as much later."""
    return replace(window, paused_at=now, next_alert_at=None)


def resumed(rule: WindowRule, window: Window, now: datetime, calendar: Calendar) -> Window:
    """The window running on with the time it had left when it was stopped."""
    if window.paused_at is None:
        return window
    span = window.within.span
    stood = passed(span, window.paused_at, now, calendar)
    running = replace(window, paused=window.paused + stood, paused_at=None)
    return _due_anew(rule, running, later(span, window.due_at, stood, calendar), now, calendar)


def extended(
    rule: WindowRule, window: Window, until: datetime, now: datetime, calendar: Calendar
) -> Window:
    """The window due when its extension says; its start and its clause stay."""
    longer = replace(window, extended_to=until, paused=ZERO)
    return _due_anew(rule, longer, until, now, calendar)


def alert_moments(rule: WindowRule, due_at: datetime, calendar: Calendar) -> tuple[datetime, ...]:
    """When each step is due, all in working time: the alerts in order, then the breach."""
    alerts = (calendar.add(due_at, -before) for before in rule.alert_before)
    return (*alerts, calendar.next_open(due_at))


def step_at(rule: WindowRule, window: Window, now: datetime, calendar: Calendar) -> Step:
    """The latest step not yet said, and when the next one comes.

    Out of working hours nothing is said: the step waits for the next opening. After a long
    silence only the latest step is named, the ones before it are passed over.
    """
    if not window.state.waits or window.paused_at:
        return Step(0, ZERO, False, None)
    moments = alert_moments(rule, window.due_at, calendar)
    said = _said(rule, window)
    gone = max(said, sum(moment <= now for moment in moments))
    following = moments[gone] if gone < len(moments) else None
    if gone == said:
        return Step(0, ZERO, False, following)
    if not calendar.is_open(now):
        return Step(0, ZERO, False, calendar.next_open(now))
    breach = gone == len(moments)
    return Step(gone, ZERO if breach else rule.alert_before[gone - 1], breach, following)


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
    in_time = window.paused_at is not None or at <= window.due_at
    state = WindowState.MET if in_time else WindowState.LATE
    return replace(window, state=state, next_alert_at=None, paused_at=None)


def dropped(window: Window) -> Window:
    """The window once nobody waits for it any more."""
    return replace(window, state=WindowState.DROPPED, next_alert_at=None)


def left(window: Window, now: datetime, calendar: Calendar) -> timedelta:
    """Working time left until it is due; negative, how much it is overdue."""
    return calendar.between(now, window.due_at)


def ruling(windows: Iterable[Window]) -> Window | None:
    """The window that rules among several: the earliest due of those that wait."""
    return min((w for w in windows if w.state.waits), key=lambda w: w.due_at, default=None)


def arithmetic(
    window: Window, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> tuple[Counted | Pause, ...]:
    """Day by day, how a due moment in working hours was reckoned, with the times it stood still
    in between; () for what is not counted in working hours. A pause without an end is the last."""
    if window.within.span is not Span.WORKING_HOURS:
        return ()
    left = timedelta(hours=window.within.amount)
    lines: list[Counted | Pause] = []
    since = window.starts_at
    for pause in pauses:
        run = calendar.between(since, pause.since)
        left -= run
        lines += [replace(day, left=day.left + left) for day in calendar.explain(since, run)]
        lines.append(pause)
        if pause.until is None:
            return tuple(lines)
        since = pause.until
    return (*lines, *calendar.explain(since, left))
