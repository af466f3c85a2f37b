"""What tests of the two kinds share: a ministry that takes both, and an official appeal."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from sandbox.people import Person, Shown
from storage import tables as t
from tests.conversations.talk import BENEFIT, appeal, rows, turned, writes
from tests.town import Town


def takes_both(town: Town) -> None:
    """Official appeals are taken here, not on the portal."""
    appeals = MappingProxyType({"message": "accept", "official": "accept"})
    town.service.house.ministry = replace(town.ministry, appeals=appeals)


def hands_over(town: Town) -> None:
    """Official appeals are for the state portal."""
    appeals = MappingProxyType({"message": "accept", "official": "hand_over"})
    town.service.house.ministry = replace(town.ministry, appeals=appeals)


async def windows(town: Town, number: str) -> dict[str, tuple[str, datetime]]:
    """Rule → state and due moment of every window of an appeal."""
    query = select(t.windows).join(t.appeals).where(t.appeals.c.number == number)
    return {row["rule"]: (row["state"], row["due_at"]) for row in await rows(town, query)}


async def noted(town: Town, number: str) -> dict[str, Any]:
    """The particulars of an appeal."""
    query = select(t.particulars).join(t.appeals).where(t.appeals.c.number == number)
    (row,) = await rows(town, query)
    return row


async def official(town: Town, at: str, text: str = BENEFIT) -> tuple[Person, str]:
    """Somebody new writes and makes it official, passing over whatever can be passed over."""
    client, number = await writes(town, at, text)
    await becomes_official(client)
    return client, number


async def becomes_official(client: Person) -> None:
    """The client makes what they wrote official."""
    await client.taps("Официальное обращение")
    for words in ("Как вас зовут", "как гражданин", "за другого человека", "Куда прислать"):
        await client.hears(words)
        await client.taps("Пропустить")
    await client.taps("Оформить", await client.hears("Проверьте"))
    await client.hears("теперь официальное")


async def opens(town: Town, person: Person, number: str) -> Shown:
    """Somebody of the ministry opens the card of an appeal, whatever they see in their queues."""
    it = (await appeal(town, number))["id"]
    await presses(person, f"card:{it}")
    return await person.hears("Пришло ")


async def presses(person: Person, tap: str) -> None:
    """Press a button that carries this, whether it was ever shown."""
    known = next(b.data for shown in person.heard for row in shown.rows for b in row if b.data)
    data = f'{{"t":"{tap}"}}' if known.startswith("{") else tap
    await person.messenger.taps(person.id, person.last.id, data)


async def more(town: Town, person: Person, number: str, label: str) -> None:
    """The officer presses one of the further actions of an appeal's card."""
    await person.taps("Ещё", await opens(town, person, number))
    page = await person.hears("Что сделать с обращением")
    if not any(label in b.label for row in page.rows for b in row):
        await person.taps("Ещё", page)
        page = await turned(person, page)
    await person.taps(label, page)
