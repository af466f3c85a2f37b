"""The client's mark for a reply, and the words to it, which are no appeal."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from domain.access import Action
from domain.afterwards import MARKS, is_low
from domain.appeals import Appeal, Kind, in_one_breath, is_blank
from domain.courtesy import is_thanks
from domain.refusal import Refused
from domain.talk import Reply
from handlers.client import filing, mailings, marks, receipt
from handlers.client.marks import RATED, RATING
from handlers.client.register import Heard, register
from handlers.flow import Flow, Scene, Turn
from handlers.house import House
from handlers.officer import desk
from storage.ratings import Rating
from texts import button, say

flow = Flow()

#: How long after a mark the next words are words to it; later ones are about something else.
WORDS_WITHIN = timedelta(minutes=30)
#: steps that wait for no words in particular
_AT_EASE = frozenset({"", filing.JOINED, *marks.STEPS})


@flow.tapped("rate", Action.RATE)
async def rate(scene: Scene) -> Turn:
    """A mark; it can be changed until words are written."""
    appeal, mark = await scene.appeal(), scene.number(2)
    reply = await scene.unit.replies.get(scene.number(1)) if scene.number(1) else None
    if reply is None or (reply.appeal, reply.state) != (appeal.id, "sent") or mark not in MARKS:
        raise Refused("stale-button")
    rating = await scene.unit.ratings.of_reply(reply.id)
    if rating and rating.text:
        raise Refused("mark-stays", number=appeal.number, mark=rating.mark)
    if rating is None or rating.mark != mark:
        if rating is None:
            scene.unit.ratings.give(appeal, reply.id, mark, scene.now)
        else:
            scene.unit.ratings.mark(rating, mark)
        facts = {"reply": reply.id, "mark": mark}
        scene.unit.appeals.record(appeal, "rated", "client", scene.now, **facts)
        if is_low(mark):
            _tell_head(scene, appeal, reply.id)
    thanks = await _thank(scene, appeal, reply.id, mark)
    if appeal.kind.internal:
        return thanks
    return replace(thanks, replies=(*thanks.replies, *await mailings.question(scene)))


async def _thank(scene: Scene, appeal: Appeal, reply: int, mark: int) -> Turn:
    if not at_ease(scene) or await owes_an_answer(scene):
        return scene.stay(say("mark-kept", number=appeal.number, mark=mark))
    low = "yes" if is_low(mark) else "no"
    again = await marks.reopening(scene, appeal) if is_low(mark) else []
    skip = button("skip", f"skip-words:{appeal.id}")
    reader = _reader(scene.house, appeal)
    number = appeal.number
    told = say("ask-words", skip, *again, number=number, mark=mark, low=low, reader=reader)
    at = scene.event.at.isoformat()
    return Turn((told,), RATING, {"appeal": appeal.id, "reply": reply, "at": at})


def at_ease(scene: Scene) -> bool:
    """Whether nothing begun is lost when the next words are asked for."""
    return scene.chat.step in _AT_EASE


async def owes_an_answer(scene: Scene) -> bool:
    """Whether we have asked this client something: what they write next is the answer to that."""
    return any(appeal.asked for appeal in await scene.unit.appeals.open_of(scene.chat))


@flow.tapped("skip-words", Action.RATE)
async def skip(scene: Scene) -> Turn:
    appeal = await scene.appeal()
    if scene.chat.step != RATING or scene.chat.draft["appeal"] != appeal.id:
        raise Refused("stale-button")
    return Turn((say("words-skipped"),))


@flow.said(RATING, Action.WRITE)
async def hear_words(scene: Scene) -> Turn:
    """Words to the mark given just now. Thanks, files and what comes late are none."""
    if scene.says_nothing:
        return scene.stay(say("nothing-said"))
    if stopped := await mailings.stopped(scene):
        return stopped
    found = await _rating(scene, WORDS_WITHIN)
    if found is None or found[1].text or await owes_an_answer(scene):
        return await hear_anew(scene)
    appeal, rating = found
    if is_thanks(scene.event.text):
        return Turn((filing.thanked(scene, appeal),))
    kept = _say(scene, appeal, rating)
    told: Reply = say("request-words-kept", mark=kept.mark)
    if not appeal.kind.internal:
        another = button("split", f"not-words:{appeal.id}:{rating.reply}")
        told = say("words-kept", another, mark=kept.mark)
    received = {"received_at": scene.now.isoformat()}
    at = scene.event.at.isoformat()
    return Turn((told,), RATED, scene.chat.draft | received | {"at": at})


@flow.said(RATED, Action.WRITE)
async def hear_more_words(scene: Scene) -> Turn:
    """What follows in one breath are more words; anything later is something new."""
    if stopped := await mailings.stopped(scene):
        return stopped
    found = None if scene.says_nothing else await _rating(scene, None)
    if found is None:
        return await hear_anew(scene)
    if is_thanks(scene.event.text):
        return scene.stay(filing.thanked(scene, found[0]))
    _say(scene, *found)
    return scene.stay()


@flow.tapped("not-words", Action.MOVE_WORDS)
async def not_words(scene: Scene) -> Turn:
    """The words to a mark are a matter of their own after all: its time runs from when they were
    heard, not from when the button was pressed."""
    appeal, draft = await scene.appeal(), scene.chat.draft
    if scene.chat.step != RATED or (draft["appeal"], draft["reply"]) != (
        appeal.id,
        scene.number(1),
    ):
        raise Refused("stale-button")
    rating = await scene.unit.ratings.of_reply(draft["reply"])
    if rating is None or not rating.said:
        raise Refused("stale-button")
    received = datetime.fromisoformat(draft["received_at"])
    heard = Heard(rating.text, _at(rating.said[0]), received)
    new = await register(scene, heard)
    entries = [
        scene.unit.exchange.said(
            new.id, scene.chat, part["text"], _at(part), message=part["message"]
        )
        for part in rating.said
    ]
    scene.unit.ratings.say(rating, ())
    record, now = scene.unit.appeals.record, scene.now
    record(appeal, "rating_words_moved", "client", now, to=new.number, reply=rating.reply)
    record(new, "moved_here", "client", now, came_from=appeal.number, entries=entries)
    return Turn((receipt.of(scene, new, heard.text),), receipt=new.id)


async def mend(scene: Scene) -> bool:
    """A message of the words to a mark was changed; False when it is another one."""
    rating = await scene.unit.ratings.by_message(scene.chat, scene.event.message)
    appeal = await scene.unit.appeals.get(rating.appeal) if rating else None
    if rating is None or appeal is None:
        return False
    if not is_blank(scene.event.text):
        _say(scene, appeal, rating)
    return True


async def hear_anew(scene: Scene) -> Turn:
    """Heard as if nothing had been asked."""
    scene.chat.step, scene.chat.draft = "", {}
    if scene.actor.employee:
        return await desk.aside(scene)
    return await filing.hear(scene)


async def _rating(scene: Scene, within: timedelta | None) -> tuple[Appeal, Rating] | None:
    """The appeal and the rating these words are for; None when they are about something else."""
    draft, event = scene.chat.draft, scene.event
    asked = datetime.fromisoformat(draft["at"])
    soon = abs(event.at - asked) <= within if within else in_one_breath(asked, event.at)
    if not soon or event.files:
        return None
    appeal = await scene.unit.appeals.get(draft["appeal"])
    rating = await scene.unit.ratings.of_reply(draft["reply"])
    if appeal is None or rating is None or not scene.can(Action.RATE, appeal):
        return None
    return appeal, rating


def _say(scene: Scene, appeal: Appeal, rating: Rating) -> Rating:
    """The message joins the words, or takes the place of itself as it was before."""
    event = scene.event
    part = {"message": event.message, "text": event.text.strip(), "at": event.at.isoformat()}
    said = [part if one["message"] == event.message else one for one in rating.said]
    kept = scene.unit.ratings.say(rating, said if part in said else [*said, part])
    scene.unit.appeals.record(appeal, "rating_words", "client", scene.now, reply=rating.reply)
    if is_low(rating.mark):
        _tell_head(scene, appeal, rating.reply)
    return kept


def _tell_head(scene: Scene, appeal: Appeal, reply: int) -> None:
    """Whoever answers for the unit hears of it; where they may not, the controllers do. Of a letter
    its reader does, and nobody beside them (D-139 §5.2)."""
    house = scene.house
    _, head = house.answerable(appeal)
    past = house.past(appeal)
    found = [head] if head else [c.id for c in house.ministry.controllers if c.id not in past]
    if appeal.kind is Kind.LETTER:
        found = [appeal.officer] if house.employee(appeal.officer) else []
    for one in found:
        scene.unit.notices.note(appeal, "low_mark", scene.now, employee=one, reply=reply)


def _reader(house: House, appeal: Appeal) -> str:
    """Who reads the words to a low mark: the unit's own head, or others where it goes past them."""
    _, head = house.answerable(appeal)
    unit = house.ministry.units.get(appeal.unit)
    return "head" if unit and head and head == unit.head else "others"


def _at(part: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(part["at"])
