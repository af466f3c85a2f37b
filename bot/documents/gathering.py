"""Gathering what documents hold: rows become the values of `domain/documents.py`, ids get names."""

from __future__ import annotations

from domain.appeals import Appeal
from domain.documents import Answer, Card, Client, Deadline, Happened, Named, Said
from domain.people import Chat
from domain.windows import Window
from handlers.house import House
from storage.exchange import Entry, Stored
from storage.particulars import Particulars
from storage.replies import KeptReply
from storage.trip import Row
from storage.unit import Unit
from texts import words

#: what the house does by itself is nobody's act
OWN = "clock"


async def card_of(unit: Unit, house: House, appeal: Appeal) -> Card:
    """The appeal whole; internal notes are not asked for and so can get into no file."""
    chat = await unit.chats.find(appeal.chat)
    noted = await unit.particulars.get(appeal.id)
    replies = await unit.replies.of_appeal(appeal.id)
    sent = await unit.exchange.files([file for reply in replies for file in reply.files])
    entries = await unit.exchange.of_appeal(appeal.id)
    files = await unit.exchange.files_of(appeal.id)
    topic = house.ministry.topics.get(appeal.topic)
    windows = await unit.windows.of_appeal(appeal)
    return Card(
        number=appeal.number,
        kind=str(appeal.kind),
        category=noted.category,
        state=str(appeal.state),
        register_number=noted.register_number,
        registered_on=noted.registered_on,
        client=_colleague(house, appeal) if appeal.kind.internal else _client(noted, chat),
        came_by=appeal.came_by or (str(chat.channel) if chat else ""),
        written_at=appeal.written_at,
        received_at=appeal.received_at,
        due_at=appeal.due_at,
        closed_at=appeal.closed_at,
        topic=Named(appeal.topic, topic.title if topic else ""),
        classifier=topic.classifier if topic else "",
        unit=Named(appeal.unit, house.unit_name(appeal.unit)),
        officer=named(house, appeal.officer),
        control=named(house, appeal.control),
        priority=appeal.priority,
        process=_process(house, appeal),
        windows=tuple(_deadline(kept.window) for kept in windows),
        exchange=tuple(_said(house, entry, files) for entry in entries),
        replies=tuple(_answer(house, reply, sent) for reply in replies),
        history=tuple(_happened(house, row) for row in await unit.appeals.history(appeal)),
    )


def named(house: House, employee: str) -> Named:
    return Named(employee, house.who(employee))


def _said(house: House, entry: Entry, files: list[Stored]) -> Said:
    kind = entry.kind or ("edited" if entry.revises else "")
    who = house.who(entry.author) if entry.author else ""
    names = tuple(file.name for file in files if file.entry == entry.id)
    return Said(entry.at, entry.side, who, kind, entry.text, names)


def _answer(house: House, reply: KeptReply, files: list[Stored]) -> Answer:
    return Answer(
        made_at=reply.created_at,
        author=named(house, reply.author),
        outcome=reply.outcome,
        promised_on=reply.promised_on,
        state=reply.state,
        signatory=named(house, reply.signatory),
        remark=reply.remark,
        way=reply.way,
        number=reply.number,
        sent_on=reply.sent_on,
        text=reply.final_text,
        written=reply.text if reply.signed_text else "",
        files=tuple(file.name for file in files if file.id in reply.files),
    )


def _deadline(window: Window) -> Deadline:
    state = str(window.state)
    return Deadline(window.rule, window.clause, window.starts_at, window.due_at, state)


def _client(noted: Particulars, chat: Chat | None) -> Client:
    return Client(
        noted.name or (chat.name if chat else ""),
        noted.applicant,
        noted.representative,
        noted.reply_by,
        noted.reply_to,
    )


def _colleague(house: House, appeal: Appeal) -> Client:
    """An employee who asks: by name and unit, as the staff list has them."""
    found = house.ministry.employees.get(appeal.filer)
    unit = house.unit_name(found.unit) if found else ""
    return Client(house.full_name(appeal.filer), "", unit, "", "")


def _process(house: House, appeal: Appeal) -> Named:
    found = house.ministry.processes.get(appeal.process)
    return Named(appeal.process, found.title if found else "")


def _happened(house: House, row: Row) -> Happened:
    who = _actor(house, row["actor"])
    if absent := row["details"].get("for"):
        who = f"{who} {house.for_whom(absent)}"
    return Happened(row["at"], who, row["what"])


def _actor(house: House, actor: str) -> str:
    if actor == OWN:
        return ""
    return words("client") if actor == "client" else house.who(actor)
