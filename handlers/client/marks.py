"""Marks: how a reply is asked about, which buttons still work, and how a rating is shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from domain.access import Action
from domain.afterwards import MARKS
from domain.appeals import Appeal, State, straight
from domain.ministry import Policy
from domain.talk import Button
from handlers.flow import Scene
from handlers.house import House
from storage.replies import KeptReply
from storage.unit import Unit
from texts import button, moments, say, words

RATING = "client-rating"
RATED = "client-rated"
REOPENED = "client-reopened"
#: steps at which the next words would be heard as words about a reply
STEPS = frozenset({RATING, RATED, REOPENED})


async def ask(unit: Unit, house: House, appeal: Appeal, reply: KeptReply, now: datetime) -> None:
    """Ask the client what they think of a reply, once, where they can answer by a button. It is a
    part of the appeal's own service, no mailing."""
    chat = await unit.chats.find(appeal.chat)
    if chat is None or not chat.reachable:
        return
    audience = "employees" if appeal.kind.internal else "clients"
    if house.use_of(chat.channel, audience) is not Policy.DIALOGUE:
        return
    again = button("reopen", f"reopen:{appeal.id}:{reply.id}")
    # what goes by post is not there yet when it is sent
    read = "later" if reply.way in {"email", "post", "portal"} else "now"
    question = say("ask-mark", row(appeal, reply.id), again, number=appeal.number, read=read)
    unit.outbox.post(chat, question, now)


def row(appeal: Appeal, reply: int) -> tuple[Button, ...]:
    return tuple(Button(str(mark), f"rate:{appeal.id}:{reply}:{mark}") for mark in MARKS)


async def rows(scene: Scene, appeal: Appeal) -> list[tuple[Button, ...]]:
    """The buttons about its reply that work now."""
    found: list[tuple[Button, ...]] = []
    reply = await last_reply(scene.unit, appeal)
    if reply and scene.can(Action.RATE, appeal):
        rating = await scene.unit.ratings.of_reply(reply.id)
        if rating is None or not rating.text:
            found.append(row(appeal, reply.id))
    return [*found, *await reopening(scene, appeal)]


async def reopening(scene: Scene, appeal: Appeal) -> list[tuple[Button, ...]]:
    """The button that sends the appeal back, while it may come back."""
    if not scene.can(Action.REOPEN, appeal):
        return []
    told = await ending(scene.unit, appeal)
    if told is None or is_late(scene, told[1]):
        return []
    return [(button("reopen", f"reopen:{appeal.id}:{told[0]}"),)]


def is_late(scene: Scene, ended: datetime) -> bool:
    until = scene.house.reopens_until(ended)
    return until is not None and scene.now > until


async def ending(unit: Unit, appeal: Appeal) -> tuple[int, datetime] | None:
    """What its client was told last, and when: a reply by its id, 0 for that there will be none."""
    if appeal.state is State.LEFT:
        return (0, appeal.closed_at) if appeal.closed_at else None
    reply = await last_reply(unit, appeal)
    return (reply.id, reply.settled_at or reply.created_at) if reply else None


async def last_reply(unit: Unit, appeal: Appeal) -> KeptReply | None:
    """The last reply that has reached its client."""
    replies = await unit.replies.of_appeal(appeal.id)
    return next((reply for reply in reversed(replies) if reply.state == "sent"), None)


async def given(scene: Scene, appeals: Iterable[Appeal]) -> dict[int, int]:
    """The marks for the last replies to these appeals, by appeal."""
    answered = {appeal.id: appeal for appeal in appeals if scene.can(Action.RATE, appeal)}
    found = {}
    for rating in await scene.unit.ratings.of_appeals(answered) if answered else ():
        last = await last_reply(scene.unit, answered[rating.appeal])
        if last and last.id == rating.reply:
            found[rating.appeal] = rating.mark
    return found


async def lines(scene: Scene, appeal: Appeal) -> list[str]:
    """The ratings as the card shows them."""
    return [
        words(
            "mark-line",
            at=moments.stamp(rating.at, scene.house.zone),
            mark=rating.mark,
            text=straight(rating.text) or "none",
        )
        for rating in await scene.unit.ratings.of_appeals([appeal.id])
    ]
