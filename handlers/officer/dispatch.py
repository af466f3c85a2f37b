"""Replies the officer sends: by e-mail, by post, through the portal; and their outgoing numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.access import Action
from domain.appeals import Appeal
from domain.refusal import Refused
from domain.register import typed_number
from domain.typed import typed_day
from handlers.flow import Flow, Scene, Turn
from handlers.officer import delivery
from handlers.officer.asking import Said, ask, asked
from handlers.officer.letters import sent_to
from handlers.officer.telling import let_know
from storage.replies import KeptReply
from texts import moments, say

flow = Flow()

#: what may stand before a number: the numero sign, a hash
_SIGNS = "\u2116# "
#: the register's refusals in the words for a letter that was sent
_REFUSALS = {"register-day-ahead": "outgoing-ahead"}


@flow.tapped("sent", Action.MARK_SENT)
async def ask_sent(scene: Scene) -> Turn:
    appeal = await scene.appeal()
    return await ask(scene, appeal, "sent", say("ask-outgoing", number=appeal.number))


@asked("sent", Action.MARK_SENT)
async def mark_sent(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """It has left the ministry, with this number on this day: the client is answered."""
    waiting = await _waiting(scene, appeal)
    number, day = _outgoing(scene, waiting, said)
    unit, now = scene.unit, scene.now
    await unit.chats.lock(appeal.chat)
    unit.appeals.forget(appeal.id)
    held = scene.allowed(await unit.appeals.get(appeal.id), Action.MARK_SENT)
    today = scene.house.calendar.local_day(now)
    at = now if day == today else scene.house.calendar.last_second(day)
    facts = {"number": number, "sent_on": day.isoformat(), "settled_at": at}
    sent = await unit.replies.change(waiting, **facts)
    if sent is None:
        raise Refused("not-any-more", number=appeal.number)
    sent = await _into_exchange(scene, held, sent)
    details = {"reply": sent.id, "number": number, "sent_on": sent.sent_on, "way": sent.way}
    unit.appeals.record(held, "marked_sent", scene.actor.id, now, **details)
    day_name = moments.date_name(day)
    told: dict[str, Any] = {
        "number": appeal.number,
        "way": sent.way,
        "outgoing": number,
        "day": day_name,
    }
    await let_know(scene, held, say("status-told-sent", **told))
    scene.chat.step, scene.chat.draft = "", {}
    await delivery.arrived(unit, scene.house, held, sent, now)
    return Turn((say("outgoing-kept", **told),))


async def _into_exchange(scene: Scene, appeal: Appeal, reply: KeptReply) -> KeptReply:
    """What was sent stands among what was said."""
    unit = scene.unit
    client = await unit.chats.find(appeal.chat)
    said = (appeal.id, client, reply.final_text, scene.now)
    entry = unit.exchange.said(*said, author=reply.author)
    unit.exchange.give_files(reply.files, entry)
    return await unit.replies.change(reply, entry=entry) or reply


@flow.tapped("reply-number", Action.DESCRIBE)
async def ask_number(scene: Scene) -> Turn:
    appeal = await scene.appeal()
    await _sent(scene, appeal)
    return await ask(scene, appeal, "reply-number", say("ask-outgoing", number=appeal.number))


@asked("reply-number", Action.DESCRIBE)
async def keep_number(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """The document system's number of a reply that has reached the client (R19)."""
    sent = await _sent(scene, appeal)
    number, day = _outgoing(scene, sent, said)
    await scene.unit.replies.change(sent, number=number, sent_on=day.isoformat())
    facts = {"reply": sent.id, "number": number, "sent_on": day.isoformat(), "was": sent.number}
    scene.unit.appeals.record(appeal, "reply_numbered", scene.actor.id, scene.now, **facts)
    day_name = moments.date_name(day)
    told = say("outgoing-kept", number=appeal.number, way="", outgoing=number, day=day_name)
    return Turn((told,))


def _outgoing(scene: Scene, reply: KeptReply, said: Said) -> tuple[str, date]:
    """The number, and the day the letter went: not before the reply was made, nor tomorrow."""
    calendar = scene.house.calendar
    today, text = calendar.local_day(scene.now), said.text.lstrip(_SIGNS)
    if said.files or typed_day(text, today):
        raise Refused("outgoing-not-understood")
    try:
        number, day = typed_number(text, today)
    except Refused as no:
        raise Refused(_REFUSALS.get(no.text, "outgoing-not-understood")) from None
    if day < calendar.local_day(reply.created_at):
        raise Refused("outgoing-too-early")
    return number, day


async def _waiting(scene: Scene, appeal: Appeal) -> KeptReply:
    made = await scene.unit.replies.of_appeal(appeal.id)
    waiting = [reply for reply in made if reply.state == "dispatch"]
    if not waiting:
        raise Refused("not-any-more", number=appeal.number)
    return waiting[-1]


async def _sent(scene: Scene, appeal: Appeal) -> KeptReply:
    sent = await sent_to(scene, appeal)
    if sent is None:
        raise Refused("number-no-reply", number=appeal.number)
    return sent
