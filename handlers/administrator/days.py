"""Days the ministry sets apart by its own order: off, working, short, or as usual again."""

from __future__ import annotations

from datetime import date, timedelta

from domain.access import Action
from domain.calendar_days import KNOWN_YEARS
from domain.ministry import Schedule
from domain.refusal import Refused
from domain.staff import DAYS
from domain.typed import typed_days
from handlers.administrator import changing
from handlers.administrator.desk import shown
from handlers.flow import Flow, Scene, Turn
from texts import button, moments, say, words, written

flow = Flow()

STEP = "admin-day"
#: how many days are shown, and may be changed at once; how far back an order may still reach
SHOWN, AT_ONCE, BACK = 20, 31, timedelta(days=31)
DAY = timedelta(days=1)


@flow.tapped("admin-days", Action.EDIT_DAYS)
async def days(scene: Scene) -> Turn:
    """The days to come that the ministry has set for itself."""
    schedule, today = scene.house.ministry.schedule, scene.house.today(scene.now)
    own = schedule.days_off | schedule.working_days | schedule.short_days
    lines = [
        words("admin-day-line", day=moments.date_name(day), is_=_is(schedule, day))
        for day in sorted(own)
        if day >= today
    ]
    heading = words("admin-days" if lines else "admin-days-none")
    rows = ((button("admin-day-set", "admin-day-set"),), changing.back(button("admin", "admin")))
    return shown(scene, written("\n".join([heading, *lines[:SHOWN]]), *rows))


@flow.tapped("admin-day-set", Action.EDIT_DAYS)
async def ask_day(scene: Scene) -> Turn:
    asked = say("admin-day-ask", button("cancel", "admin-days"))
    return await changing.begin(scene, STEP, asked, {})


@flow.said(STEP, Action.EDIT_DAYS)
async def hear(scene: Scene) -> Turn:
    """A day, or a stretch of days."""
    today = scene.house.today(scene.now)
    found = typed_days(scene.event.text, today)
    if found is None:
        raise Refused("admin-day-unclear")
    first, last = found
    if first < today - BACK:
        raise Refused("admin-day-past", first=moments.date_name(today - BACK))
    if last - first >= timedelta(days=AT_ONCE):
        raise Refused("admin-day-many", most=AT_ONCE)
    if unknown := {first.year, last.year} - KNOWN_YEARS:
        raise Refused("admin-day-unknown-year", year=str(min(unknown)))
    kinds = [button(f"admin-day-{kind}", f"admin-day:{kind}") for kind in DAYS]
    asked = say(
        "admin-day-what",
        tuple(kinds[:2]),
        tuple(kinds[2:]),
        button("cancel", "admin-days"),
        days=_name(first, last),
        is_=_is(scene.house.ministry.schedule, first),
    )
    return Turn((asked,), STEP, {"first": first.isoformat(), "last": last.isoformat()})


@flow.tapped("admin-day", Action.EDIT_DAYS)
async def look(scene: Scene) -> Turn:
    """What becomes of running windows, before anything is saved."""
    draft, kind = scene.chat.draft, scene.arg(0)
    if scene.chat.step != STEP or "first" not in draft or kind not in DAYS:
        raise Refused("stale-button")
    first, last = date.fromisoformat(draft["first"]), date.fromisoformat(draft["last"])
    schedule = scene.house.ministry.schedule
    wanted = [first + n * DAY for n in range((last - first).days + 1)]
    changed = [day for day in wanted if _is(schedule, day) != kind]
    if not changed:
        raise Refused("admin-day-same", days=_name(first, last), is_=kind)
    changes: list[changing.Change] = [("day", day.isoformat(), {"is": kind}) for day in changed]
    moving = await changing.moving(scene, changing.tried(scene, changes))
    preview = say(
        "admin-day-preview",
        button("admin-save", f"admin-day-save:{scene.house.version}"),
        button("cancel", "admin-days"),
        days=_name(first, last),
        is_=kind,
        moving=moving,
    )
    return changing.to_save(scene, STEP, changes, preview)


@flow.tapped("admin-day-save", Action.EDIT_DAYS)
async def save(scene: Scene) -> Turn:
    """The clock moves what is due, and each history says so."""
    changing.save(scene, STEP)
    return changing.saved("admin-day-saved", button("admin-days", "admin-days"))


def _is(schedule: Schedule, day: date) -> str:
    """What the ministry's own order makes of the day."""
    if day in schedule.days_off:
        return "off"
    if day in schedule.working_days:
        return "working"
    return "short" if day in schedule.short_days else "usual"


def _name(first: date, last: date) -> str:
    if first == last:
        return moments.date_name(first)
    return words("admin-day-stretch", first=moments.date_name(first), last=moments.date_name(last))
