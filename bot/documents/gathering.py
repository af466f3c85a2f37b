"""Gathering what documents hold: rows become the values of `domain/documents.py`, ids get names."""

from __future__ import annotations

from domain.appeals import Appeal
from domain.documents import Card, Client, Deadline, Happened, Named, Said
from handlers.house import House
from storage.exchange import Entry, Stored
from storage.unit import Unit
from texts import words

#: what the house does by itself is nobody's act
OWN = "clock"


async def card_of(unit: Unit, house: House, appeal: Appeal) -> Card:
    """The appeal whole; internal notes are not asked for and so can get into no file."""
    chat = await unit.chats.find(appeal.chat)
    entries = await unit.exchange.of_appeal(appeal.id)
    files = await unit.exchange.files_of(appeal.id)
    topic = house.ministry.topics.get(appeal.topic)
    windows = [kept.window for kept in await unit.windows.of_appeal(appeal)]
    return Card(
        number=appeal.number,
        kind=str(appeal.kind),
        category="",
        state=str(appeal.state),
        register_number="",
        registered_on="",
        client=Client(chat.name if chat else ""),
        came_by=appeal.came_by or (str(chat.channel) if chat else ""),
        written_at=appeal.written_at,
        received_at=appeal.received_at,
        due_at=appeal.due_at,
        closed_at=appeal.closed_at,
        topic=Named(appeal.topic, topic.title if topic else ""),
        classifier=topic.classifier if topic else "",
        unit=Named(appeal.unit, house.unit_name(appeal.unit)),
        officer=named(house, appeal.officer),
        control=Named(),
        priority="",
        windows=tuple(
            Deadline(w.rule, w.clause, w.starts_at, w.due_at, str(w.state)) for w in windows
        ),
        exchange=tuple(_said(house, entry, files) for entry in entries),
        history=tuple(
            Happened(row["at"], _actor(house, row["actor"]), row["what"])
            for row in await unit.appeals.history(appeal)
        ),
    )


def named(house: House, employee: str) -> Named:
    return Named(employee, house.who(employee))


def _said(house: House, entry: Entry, files: list[Stored]) -> Said:
    kind = "edited" if entry.revises else ""
    who = house.who(entry.author) if entry.author else ""
    names = tuple(file.name for file in files if file.entry == entry.id)
    return Said(entry.at, entry.side, who, kind, entry.text, names)


def _actor(house: House, actor: str) -> str:
    if actor == OWN:
        return ""
    return words("client") if actor == "client" else house.who(actor)
