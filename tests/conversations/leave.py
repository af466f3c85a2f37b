"""What conversations about leave share: an absence set by the employee themselves."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from sandbox.people import Person
from storage import tables as t
from tests.conversations.talk import presses, rows
from tests.town import Town


async def goes_on_leave(person: Person, until: str, deputy: str) -> None:
    """From today on until this day, with this deputy."""
    await presses(person, "absence")
    await person.taps("Я в отпуске", await person.hears("отпуск и замещение"))
    await person.taps("Сегодня", await person.hears("С какого дня"))
    await person.hears("По какой день")
    await person.says(until)
    await person.hears("Кто заместит вас")
    await person.says(deputy)
    await person.hears("Записали: вас не будет")


async def is_back(person: Person) -> None:
    """At work before the last day."""
    await presses(person, "absence")
    await person.taps("Я уже на работе", await person.hears("отпуск и замещение"))
    await person.hears("С возвращением! Ваши обращения снова у вас")


async def done_for(town: Town, absent: str) -> list[tuple[str, str]]:
    """What was done for somebody absent: (actor, what), oldest first."""
    found: list[dict[str, Any]] = await rows(town, select(t.history).order_by(t.history.c.id))
    return [(r["actor"], r["what"]) for r in found if r["details"].get("for") == absent]
