"""Extension: an officer asks for it in time, the head decides, the client hears how things stand.

What is asked for stands in the history until it is decided: nothing of it is done before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain import extension as rules
from domain.access import Action
from domain.appeals import Appeal
from domain.refusal import Refused
from domain.talk import Button, Reply
from domain.typed import typed_day
from domain.windows import extended
from handlers import clocks
from handlers.flow import Flow, Scene, Turn
from handlers.officer.asking import Said, ask, asked, confirmed, further, preview
from handlers.officer.outcomes import workable
from handlers.officer.telling import tell
from storage.windows import Kept
from texts import button, moments, say, words, written

flow = Flow()

RULE = "official_reply"
SHORTEST_REASON = 10


@dataclass(frozen=True, slots=True)
class Request:
    """An extension that is asked for: by whom, to which day, why, and what the client is told."""

    by: str
    day: date
    reason: str
    text: str
    files: tuple[int, ...]


@flow.tapped("extend", Action.EXTEND)
async def begin(scene: Scene) -> Turn:
    appeal = await scene.appeal()
    kept = await _in_time(scene, appeal)
    if await _asked_for(scene, appeal):
        raise Refused("extension-waits", number=appeal.number)
    _decides(scene, appeal)
    calendar = scene.house.calendar
    last = rules.last_day(kept.window, calendar)
    due = moments.date_name(calendar.local_day(kept.window.due_at))
    if last <= calendar.local_day(kept.window.due_at):
        raise Refused("extend-no-more", number=appeal.number, due=due)
    question = say("ask-extend-day", number=appeal.number, due=due, last=moments.date_name(last))
    return await ask(scene, appeal, "extend", question)


@asked("extend", Action.EXTEND)
async def hear_day(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    today = scene.house.calendar.local_day(scene.now)
    day = typed_day(said.text, today)
    if day is None:
        raise Refused("day-not-understood")
    await _check(scene, appeal, day)
    question = say("ask-extend-reason", number=appeal.number)
    return further(scene, "extend-reason", question, day=day.isoformat())


@asked("extend-reason", Action.EXTEND)
async def hear_reason(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    reason = " ".join(said.text.split())
    if said.files or len(reason) < SHORTEST_REASON:
        raise Refused("extend-reason-short")
    question = say("ask-extend-words", number=appeal.number)
    return further(scene, "extend-words", question, **said.more, reason=reason)


@asked("extend-words", Action.EXTEND)
async def show(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """The progress reply as the client will read it, if the head agrees."""
    if not said.text:
        raise Refused("extend-wants-words")
    request = _written(scene, said)
    shown = written(_to_client(appeal, request))
    return preview(scene, "extend-words", said, say("extend-preview", number=appeal.number), shown)


@confirmed("extend-words", Action.EXTEND)
async def request(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """Off to the head; whoever may decide it themselves has decided."""
    wanted = _written(scene, said)
    await _check(scene, appeal, wanted.day)
    head = _decides(scene, appeal)
    facts = {
        "day": wanted.day.isoformat(),
        "reason": wanted.reason,
        "text": wanted.text,
        "files": list(wanted.files),
    }
    scene.unit.appeals.record(appeal, "extension_asked", scene.actor.id, scene.now, **facts)
    if scene.can(Action.DECIDE_EXTENSION, appeal):
        await _grant(scene, appeal, wanted)
        return Turn((_granted(appeal, wanted),))
    told = {
        "day": moments.date_name(wanted.day),
        "iso": wanted.day.isoformat(),
        "reason": wanted.reason,
    }
    scene.unit.notices.note(appeal, "extension_asked", scene.now, employee=head, **told)
    who = scene.house.who_now(head, scene.now)
    return Turn((say("extension-asked", number=appeal.number, who=who),))


@flow.tapped("extension", Action.DECIDE_EXTENSION)
async def look(scene: Scene) -> Turn:
    """What is asked for, with the decision under it."""
    appeal = await scene.appeal()
    wanted = await _wanted(scene, appeal)
    asked_for = say(
        "extension-shown",
        _decision(appeal, wanted),
        number=appeal.number,
        who=scene.house.who(wanted.by),
        day=moments.date_name(wanted.day),
        text=_to_client(appeal, wanted),
    )
    return scene.stay(asked_for)


@flow.tapped("extend-yes", Action.DECIDE_EXTENSION)
async def grant(scene: Scene) -> Turn:
    """A button for an earlier request grants no later one: what is asked for now is shown."""
    appeal = await scene.appeal()
    wanted = await _wanted(scene, appeal)
    if scene.arg(1) != wanted.day.isoformat():
        return await look(scene)
    await _check(scene, appeal, wanted.day)
    extended_ = await _grant(scene, appeal, wanted)
    if extended_.officer not in {"", *scene.actor.ids}:
        told = {"day": moments.date_name(wanted.day)}
        unit = scene.unit
        unit.notices.note(
            extended_, "extension_granted", scene.now, employee=extended_.officer, **told
        )
    return scene.stay(_granted(appeal, wanted))


@flow.tapped("extend-no", Action.DECIDE_EXTENSION)
async def refuse(scene: Scene) -> Turn:
    appeal = await scene.appeal()
    await _wanted(scene, appeal)
    return await ask(scene, appeal, "extend-no", say("ask-extend-no", number=appeal.number))


@asked("extend-no", Action.DECIDE_EXTENSION)
async def hear_refusal(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """Back to the officer with the head's reason; the reply is due when it was."""
    await _wanted(scene, appeal)
    reason = " ".join(said.text.split())
    if said.files or not reason:
        raise Refused("extend-reason-short")
    unit, now = scene.unit, scene.now
    unit.appeals.record(appeal, "extension_refused", scene.actor.id, now, reason=reason)
    if appeal.officer not in {"", *scene.actor.ids}:
        officer = appeal.officer
        unit.notices.note(appeal, "extension_refused", now, employee=officer, reason=reason)
    return Turn((say("extension-refused", number=appeal.number),))


async def _grant(scene: Scene, appeal: Appeal, wanted: Request) -> Appeal:
    """The reply is due later, the history says so, and the client hears why."""
    unit, house, now = scene.unit, scene.house, scene.now
    kept = await _in_time(scene, appeal)
    longer = await unit.appeals.change(appeal, extended=appeal.extended + 1)
    if longer is None:
        raise Refused("not-any-more", number=appeal.number)
    rule, until = house.ministry.windows[RULE], house.calendar.last_second(wanted.day)
    calendar = house.calendar_of(appeal.unit)
    window = extended(rule, kept.window, until, now, calendar)
    unit.windows.replace(kept, window)
    longer = await clocks.meet(unit, longer, "extension", now)
    facts = {"came_from": kept.window.due_at.isoformat(), "to": window.due_at.isoformat()}
    facts |= {"rule": RULE, "reason": wanted.reason, "asked_by": wanted.by}
    unit.appeals.record(longer, "extended", scene.actor.id, now, **facts)
    text = _to_client(longer, wanted)
    await tell(scene, longer, text, "interim", files=wanted.files, author=wanted.by)
    return longer


async def _check(scene: Scene, appeal: Appeal, day: date) -> None:
    """The day can still be given: in time, lawful, and a day on which somebody works."""
    kept = await _in_time(scene, appeal)
    calendar = scene.house.calendar
    try:
        rules.check_day(kept.window, day, calendar)
    except Refused as no:
        days = {name: moments.date_name(value) for name, value in no.values.items()}
        raise Refused(no.text, **days) from None
    workable(scene.house, day, calendar.local_day(scene.now))


async def _in_time(scene: Scene, appeal: Appeal) -> Kept:
    """The window of the official reply, while its extension may be asked for and decided."""
    kept = next(
        (
            one
            for one in await scene.unit.windows.of_appeal(appeal)
            if one.window.rule == RULE and one.window.state.waits
        ),
        None,
    )
    if kept is None:
        raise Refused("extend-no-window", number=appeal.number)
    house = scene.house
    last = rules.last_moment(house.ministry.windows["extension"], kept.window, house.calendar)
    if scene.now > last:
        at = moments.on(last, house.zone, scene.now)
        due = moments.until(kept.window.due_at, house.zone, scene.now)
        raise Refused("extend-too-late", number=appeal.number, at=at, due=due)
    return kept


def _decides(scene: Scene, appeal: Appeal) -> str:
    """Who decides: the head of the appeal's unit, else a controller."""
    if decides := scene.house.decides(appeal, scene.now):
        return decides
    raise Refused("extension-nobody", number=appeal.number)


async def _wanted(scene: Scene, appeal: Appeal) -> Request:
    found = await _asked_for(scene, appeal)
    if found is None:
        raise Refused("extension-none", number=appeal.number)
    return found


async def _asked_for(scene: Scene, appeal: Appeal) -> Request | None:
    """What is asked for and not decided yet."""
    steps = [
        row
        for row in await scene.unit.appeals.history(appeal)
        if row["what"] in {"extension_asked", "extension_refused", "extended"}
    ]
    if not steps or steps[-1]["what"] != "extension_asked":
        return None
    facts = steps[-1]["details"]
    day, files = date.fromisoformat(facts["day"]), tuple(facts["files"])
    return Request(steps[-1]["actor"], day, facts["reason"], facts["text"], files)


def _written(scene: Scene, said: Said) -> Request:
    """What the officer has put together, step by step."""
    day = date.fromisoformat(said.more["day"])
    return Request(scene.actor.id, day, said.more["reason"], said.text, said.files)


def _to_client(appeal: Appeal, wanted: Request) -> str:
    return words(
        "extension-to-client",
        number=appeal.number,
        day=moments.date_name(wanted.day),
        reason=wanted.reason,
        text=wanted.text,
    )


def _granted(appeal: Appeal, wanted: Request) -> Reply:
    chat = "none" if appeal.chat is None else "chat"
    day = moments.date_name(wanted.day)
    return say("extension-granted", number=appeal.number, day=day, chat=chat)


def _decision(appeal: Appeal, wanted: Request) -> tuple[Button, Button]:
    yes = button("extend-yes", f"extend-yes:{appeal.id}:{wanted.day.isoformat()}")
    return yes, button("extend-no", f"extend-no:{appeal.id}")
