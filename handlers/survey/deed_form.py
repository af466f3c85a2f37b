"""Giving a deed, step by step: what, who, by when, and whether it is right so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.access import Action
from domain.appeals import straight
from domain.refusal import Refused
from domain.surveys.deeds import Deed, DeedState, alert_after
from domain.talk import Button
from domain.typed import typed_day
from domain.worktime import CalendarUnknown
from handlers.administrator.people import label
from handlers.flow import Flow, Scene, Turn
from handlers.officer import draft as drafts
from handlers.survey import subject
from handlers.survey.deed_words import tell
from texts import button, moments, say

flow = Flow()

STEP = "deed-new"
LONGEST = 1_500
#: people offered at once
A_FEW = 5
#: how far ahead a deed may be due
FARTHEST = timedelta(days=366)
#: days ahead by a button
DAYS = (7, 14, 30)


@flow.tapped("deed-new", Action.ASSIGN_DEED)
async def begin(scene: Scene) -> Turn:
    about = await subject.named(scene, scene.arg(0), Action.ASSIGN_DEED)
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    draft = {"about": about.name, "at": "text", "text": "", "who": "", "day": ""}
    return Turn((say("deed-ask-text", _cancel(), about=about.told(scene.house)),), STEP, draft)


@flow.said(STEP, Action.ASSIGN_DEED)
async def hear(scene: Scene) -> Turn:
    """What is to be done, a name, or a day, as the step asks."""
    text, draft = scene.event.text.strip(), scene.chat.draft
    if scene.event.files or not text:
        raise Refused("form-words-only")
    if draft["at"] == "text":
        if len(text) > LONGEST:
            raise Refused("form-too-long", longest=LONGEST)
        return _ask_who(draft | {"text": text})
    if draft["at"] == "who":
        return _found(scene, text)
    if draft["at"] == "day":
        return _with_day(scene, typed_day(text, scene.house.today(scene.now)))
    return scene.stay(say("form-press"))


@flow.tapped("deed-who", Action.ASSIGN_DEED)
async def choose(scene: Scene) -> Turn:
    draft = _draft(scene, "who")
    person = scene.house.employee(scene.arg(0))
    if person is None:
        raise Refused("no-such-person")
    return _ask_day(draft | {"who": person.id}, person.name)


@flow.tapped("deed-day", Action.ASSIGN_DEED)
async def choose_day(scene: Scene) -> Turn:
    """So many days from today."""
    _draft(scene, "day")
    if scene.number(0) not in DAYS:
        raise Refused("stale-button")
    return _with_day(scene, scene.house.today(scene.now) + timedelta(days=scene.number(0)))


@flow.tapped("deed-give", Action.ASSIGN_DEED)
async def give(scene: Scene) -> Turn:
    """Given: the person, or whoever acts for them, hears of it at once, and at night by morning."""
    draft, house, now = _draft(scene, "sure"), scene.house, scene.now
    about = await subject.named(scene, draft["about"], Action.ASSIGN_DEED)
    person = house.employee(draft["who"])
    if person is None:
        raise Refused("no-such-person")
    due = _end_of(scene, date.fromisoformat(draft["day"]))
    if due <= now:  # it was left unfinished, and its day has passed meanwhile
        asked = _ask_day(draft | {"day": ""}, person.name)
        return replace(asked, replies=(say("deed-day-past"), *asked.replies))
    quiet = house.is_quiet(now, person.unit)
    at, step = (now, 0) if quiet else alert_after(due, now)
    deed = scene.unit.deeds.give(
        Deed(
            0,
            about.wave.id if about.wave else None,
            about.quarter,
            about.unit,
            draft["text"],
            person.id,
            scene.actor.id,
            now,
            due,
            DeedState.OPEN,
            "",
            None,
            at,
            step,
        )
    )
    facts = {"to": person.id, "due": due.isoformat()}
    scene.unit.staff.record("deed_given", "deed", str(deed.id), scene.actor.id, now, **facts)
    if not quiet:
        await tell(scene, person.id, "deed-is-yours", deed)
    back = (button("deeds", f"deeds:{about.name}"), button("menu", "menu"))
    acts = house.acting(person.id, now)
    there = acts in await scene.unit.chats.of_employees([acts])
    name = "deed-given" if there else "deed-given-unheard"
    return Turn((say(name, back, who=person.short_name),))


def _ask_who(draft: dict[str, Any]) -> Turn:
    return Turn((say("deed-ask-who", _cancel()),), STEP, draft | {"at": "who"})


def _found(scene: Scene, text: str) -> Turn:
    """Whom the name may mean: chosen by a button where there are several."""
    found = scene.house.called(text)
    if not found:
        raise Refused("deed-nobody")
    if len(found) == 1:
        return _ask_day(scene.chat.draft | {"who": found[0].id}, found[0].name)
    rows = [Button(label(one.name), f"deed-who:{one.id}") for one in found[:A_FEW]]
    total = len(found)
    return scene.stay(say("deed-several", *rows, _cancel(), total=total, shown=len(rows)))


def _ask_day(draft: dict[str, Any], name: str) -> Turn:
    days = tuple(button("deed-days", f"deed-day:{count}", count=count) for count in DAYS)
    return Turn((say("deed-ask-day", days, _cancel(), who=name),), STEP, draft | {"at": "day"})


def _with_day(scene: Scene, day: date | None) -> Turn:
    """The day, and everything once more before it is given."""
    today = scene.house.today(scene.now)
    if day is None:
        raise Refused("day-not-understood")
    if day < today or _end_of(scene, day) <= scene.now:
        raise Refused("deed-day-past")
    if day > today + FARTHEST:
        raise Refused("deed-day-far")
    draft = scene.chat.draft | {"day": day.isoformat(), "at": "sure"}
    off = "no" if _is_working(scene, day) else "yes"
    told = say(
        "deed-summary",
        (button("deed-give", "deed-give"), _cancel()),
        text=straight(draft["text"]),
        who=scene.house.full_name(draft["who"]),
        day=moments.day_name(day),
        off=off,
    )
    return Turn((told,), STEP, draft)


def _is_working(scene: Scene, day: date) -> bool:
    try:
        return bool(scene.house.calendar.spans(day))
    except CalendarUnknown:
        return True


def _end_of(scene: Scene, day: date) -> datetime:
    """The end of the working day; of a day off, that of the day."""
    try:
        spans = scene.house.calendar.spans(day)
    except CalendarUnknown:
        spans = ()
    if spans:
        return spans[-1][1]
    return datetime.combine(day, time(23, 59), ZoneInfo(scene.house.zone))


def _draft(scene: Scene, at: str) -> dict[str, Any]:
    if scene.chat.step != STEP or scene.chat.draft["at"] != at:
        raise Refused("stale-button")
    return scene.chat.draft


def _cancel() -> Button:
    return button("cancel", "menu")
