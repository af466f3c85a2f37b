"""The outcome of a reply: which of the four it is, and the day of what is promised."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain.appeals import Appeal
from domain.refusal import Refused
from domain.reply_rules import Outcome
from domain.talk import Button
from domain.typed import typed_day
from domain.worktime import CalendarUnknown
from handlers.flow import Scene, Turn
from handlers.house import House
from handlers.officer.draft import DATING, WRITING, Draft
from texts import button, moments, say, words

#: nobody promises a client anything beyond
FARTHEST = timedelta(days=366)


def ask(appeal: Appeal, draft: Draft) -> Turn:
    """Which of the four outcomes the reply has; the client reads it as the reply's last line."""
    rows = [
        (button(f"outcome-{outcome}", f"outcome:{draft['version']}:{outcome}"),)
        for outcome in Outcome
    ]
    asked = say("ask-outcome", *rows, button("show-draft", "draft"), number=appeal.number)
    return Turn((asked,), WRITING, draft)


def again(draft: Draft) -> list[tuple[Button, ...]]:
    """The way to another outcome, once one is chosen."""
    return [(button("other-outcome", f"outcomes:{draft['version']}"),)] if draft["outcome"] else []


def ask_day(appeal: Appeal, draft: Draft) -> Turn:
    asked = say("ask-outcome-day", button("show-draft", "draft"), number=appeal.number)
    return Turn((asked,), DATING, draft)


def promised_day(scene: Scene) -> date:
    """The day that was written: one that lies ahead, on which the ministry works."""
    today = scene.house.calendar.local_day(scene.now)
    day = typed_day(scene.event.text, today)
    if day is None:
        raise Refused("day-not-understood")
    return workable(scene.house, day, today)


def workable(house: House, day: date, today: date) -> date:
    """The day itself; a refusal that says what to write instead of a past day or a day off."""
    if day < today or day > today + FARTHEST:
        raise Refused("day-past" if day < today else "day-too-far", day=moments.date_name(day))
    try:
        # The day itself, and the next one: the breach of a promise is told when work resumes.
        off = not house.calendar.spans(day)
        opens = house.calendar.next_open(house.calendar.last_second(day))
    except CalendarUnknown:
        raise Refused("promise-no-calendar") from None
    if off:
        better = house.calendar.local_day(opens)
        raise Refused("day-off", day=moments.date_name(day), better=moments.date_name(better))
    return day


def still_ahead(house: House, promised_on: str, now: datetime) -> None:
    """Refused when the day promised in a reply has passed while it waited."""
    day = date.fromisoformat(promised_on) if promised_on else None
    if day and day < house.calendar.local_day(now):
        raise Refused("promised-day-past", day=moments.date_name(day))


def outcome_line(draft: Draft) -> str:
    """The outcome as the client reads it; "" while none is chosen."""
    if not draft["outcome"]:
        return ""
    day = draft["promised_on"]
    until = moments.date_name(date.fromisoformat(day)) if day else "none"
    return words(f"outcome-{draft['outcome']}", day=until)
