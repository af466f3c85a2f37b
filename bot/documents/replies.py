"""A reply as a letter: the kept reply, its appeal and the people become what the sheet holds."""

from __future__ import annotations

from datetime import date

from domain.appeals import Appeal
from domain.dative import dative
from domain.documents import Letter, Mark, mark_of, paragraphs, signature
from domain.reply_rules import ReplyFacts, check
from handlers.house import House
from handlers.officer.findings import greeting_text
from handlers.officer.outcomes import outcome_line
from handlers.officer.review import parted
from storage.particulars import Particulars
from storage.replies import KeptReply
from storage.unit import Unit
from texts import moments, words


async def letter_of(unit: Unit, house: House, reply: KeptReply) -> Letter:
    """The letter of a reply as it stands now. Signed by whoever approved it, else by its author."""
    appeal = await unit.appeals.get(reply.appeal)
    assert appeal is not None
    noted = await unit.particulars.get(appeal.id)
    chat = await unit.chats.find(appeal.chat)
    name = noted.name or (chat.name if chat else "")
    greeting, text = _parted(reply.final_text, name)
    author = house.employee(reply.author)
    signs = house.employee(reply.signatory) or author
    files = await unit.exchange.files(reply.files)
    asked, asked_on = _asked(house, appeal, noted)
    return Letter(
        ministry=house.ministry.name,
        contacts=house.ministry.contacts,
        to=dative(name) or name,
        address=noted.reply_to,
        asked=asked,
        asked_on=asked_on,
        greeting=greeting or greeting_text(name),
        paragraphs=(
            _considered(house, appeal, asked, asked_on),
            *paragraphs(text or words("reply-in-files")),
            *paragraphs(_outcome(reply)),
        ),
        post=signs.post if signs else "",
        signed=signature(signs.name) if signs else reply.author,
        mark=mark_of(author) if author else Mark(reply.author, ""),
        number=reply.number,
        sent_on=date.fromisoformat(reply.sent_on) if reply.sent_on else None,
        attached=tuple(file.name for file in files),
    )


def _asked(house: House, appeal: Appeal, noted: Particulars) -> tuple[str, date]:
    """The appeal's number and day: the document system's, if it has any."""
    received_on = house.calendar.local_day(appeal.received_at)
    if not noted.register_number:
        return appeal.number, received_on
    on = noted.registered_on
    return noted.register_number, date.fromisoformat(on) if on else received_on


def _parted(text: str, name: str) -> tuple[str, str]:
    """The greeting the officer typed, "" for none, and the rest: as for a chat."""
    return parted(text, check(text, ReplyFacts(client=name)))


def _considered(house: House, appeal: Appeal, number: str, day: date) -> str:
    """The question that was considered (N-1052 §8)."""
    topic = house.ministry.topics.get(appeal.topic)
    return words(
        "letter-considered",
        number=number,
        date=moments.date_name(day),
        topic=topic.title if topic else "none",
    )


def _outcome(reply: KeptReply) -> str:
    return outcome_line({"outcome": reply.outcome, "promised_on": reply.promised_on})
