"""An extension of an official reply: till when it may be asked for, and to which day it may go."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain.ministry import WindowRule
from domain.refusal import Refused
from domain.spans import due
from domain.windows import Window
from domain.worktime import Calendar

#: 59-FZ, art. 12: no more than 30 days beyond, however often it is extended
AT_MOST = timedelta(days=30)


def last_moment(rule: WindowRule, window: Window, calendar: Calendar) -> datetime:
    """Till when the extension of this window may be decided (N-1052 §24)."""
    return due(rule.within, window.starts_at, calendar, window.due_at)


def last_day(window: Window, calendar: Calendar) -> date:
    """The last day to which the window can be extended, counted from its own length."""
    return calendar.local_day(due(window.within, window.starts_at, calendar)) + AT_MOST


def check_day(window: Window, day: date, calendar: Calendar) -> None:
    """A refusal unless the day lies after the day the reply is due, and not too far beyond."""
    if day <= calendar.local_day(window.due_at):
        raise Refused("extend-too-soon", due=calendar.local_day(window.due_at))
    if day > last_day(window, calendar):
        raise Refused("extend-too-far", last=last_day(window, calendar))
