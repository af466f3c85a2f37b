"""Promises to a client: a day and an hour, which is a window from then on, and that it was kept."""

from __future__ import annotations

from datetime import datetime

from domain.access import Action
from domain.appeals import Appeal, State
from domain.promises import moment, nearest
from domain.refusal import Refused
from domain.typed import typed_moment
from domain.worktime import CalendarUnknown
from handlers import clocks
from handlers.flow import Flow, Scene, Turn
from handlers.officer import framing
from handlers.officer.asking import Said, ask, asked, confirmed
from handlers.officer.outcomes import FARTHEST
from storage.windows import Kept
from texts import button, moments, say

flow = Flow()

RULE = "promise"
#: more promises at once are shown by none
MOST_SHOWN = 5


@flow.tapped("promise", Action.PROMISE)
async def begin(scene: Scene) -> Turn:
    appeal = await scene.appeal()
    return await ask(scene, appeal, "promise", say("ask-promise", number=appeal.number))


@asked("promise", Action.PROMISE)
async def hear_moment(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """Until when; then the words are asked for."""
    until = promised_moment(scene, said.text)
    told = moments.until(until, scene.house.zone, scene.now)
    question = say("ask-promise-words", number=appeal.number, until=told)
    return await ask(scene, appeal, "promise-words", question, until=until.isoformat())


@asked("promise-words", Action.PROMISE)
async def show(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    return await framing.show(scene, appeal, "promise-words", said)


@confirmed("promise-words", Action.PROMISE)
async def give(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """The client is told, and the window runs until exactly then."""
    if again := await framing.look_again(scene, appeal, "promise-words", said):
        return again
    until = datetime.fromisoformat(said.more["until"])
    if until <= scene.now:
        anew = say("promise-moment-gone", number=appeal.number)
        return await ask(scene, appeal, "promise", anew)
    window = scene.house.window(RULE, scene.now, until, unit=appeal.unit)
    if window is None:
        raise Refused("promise-no-calendar")
    facts = await framing.send(scene, appeal, "promise-words", said)
    changed = await clocks.add(scene.unit, appeal, window)
    facts |= {"until": said.more["until"]}
    scene.unit.appeals.record(changed, "promised", scene.actor.id, scene.now, **facts)
    told = moments.until(until, scene.house.zone, scene.now)
    return framing.done(appeal, "promised", until=told)


def promised_moment(scene: Scene, text: str) -> datetime:
    """The day and hour that were written; a refusal says what to write instead of one that is
    past, too far away, or at which nobody works."""
    house, now = scene.house, scene.now
    found = typed_moment(text, house.calendar.local_day(now))
    if found is None:
        raise Refused("moment-not-understood")
    day, hour = found
    if hour is None:
        raise Refused("hour-wanted", day=moments.date_name(day))
    at = moment(day, hour, house.calendar)
    shown = moments.on(at, house.zone, now)
    if at <= now:
        raise Refused("moment-past", at=shown)
    if at > now + FARTHEST:
        raise Refused("moment-too-far", at=shown)
    try:
        better = nearest(at, now, house.calendar)
    except CalendarUnknown:
        raise Refused("promise-no-calendar") from None
    named = [moments.on(one, house.zone, now) for one in better]
    if len(named) > 1:
        raise Refused("moment-off-between", at=shown, before=named[0], after=named[1])
    if named:
        raise Refused("moment-off", at=shown, better=named[0])
    return at


@flow.tapped("kept", Action.KEEP_PROMISE)
async def begin_kept(scene: Scene) -> Turn:
    """Which promise is kept, where several wait."""
    appeal = await scene.appeal()
    promises = await waiting(scene, appeal)
    if not promises:
        raise Refused("no-promise", number=appeal.number)
    chosen = [kept for kept in promises if kept.id == scene.number(1)] or promises
    if len(chosen) > 1:
        rows = [
            button("kept-until", f"kept:{appeal.id}:{kept.id}", at=_stamp(scene, kept))
            for kept in chosen[:MOST_SHOWN]
        ]
        return scene.stay(say("choose-promise", *rows, number=appeal.number))
    until = chosen[0].window.due_at
    told = moments.until(until, scene.house.zone, scene.now)
    question = say("ask-kept", number=appeal.number, until=told)
    more = {"window": chosen[0].id, "until": until.isoformat()}
    return await ask(scene, appeal, "kept", question, **more)


@asked("kept", Action.KEEP_PROMISE)
async def show_kept(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    return await framing.show(scene, appeal, "kept", said)


@confirmed("kept", Action.KEEP_PROMISE)
async def keep(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """The client reads that it is done; the window is met, late if late."""
    if again := await framing.look_again(scene, appeal, "kept", said):
        return again
    promises = {kept.id: kept for kept in await waiting(scene, appeal)}
    kept = promises.get(said.more["window"])
    if kept is None:
        raise Refused("no-promise", number=appeal.number)
    facts = await framing.send(scene, appeal, "kept", said)
    changed = await clocks.meet_one(scene.unit, appeal, kept, scene.now)
    facts |= {"until": said.more["until"], "late": kept.window.due_at < scene.now}
    scene.unit.appeals.record(changed, "kept_promise", scene.actor.id, scene.now, **facts)
    if changed.state is State.CONTROL and changed.control not in scene.actor.ids:
        scene.unit.notices.note(changed, "to_take_off", scene.now, employee=changed.control)
    return framing.done(appeal, "promise-kept")


async def waiting(scene: Scene, appeal: Appeal) -> list[Kept]:
    """The promises not kept yet, the earliest first."""
    found = await scene.unit.windows.of_appeal(appeal)
    waits = (one for one in found if one.window.rule == RULE and one.window.state.waits)
    return sorted(waits, key=lambda one: one.window.due_at)


def _stamp(scene: Scene, kept: Kept) -> str:
    return moments.stamp(kept.window.due_at, scene.house.zone)
