"""What tests of surveys share: people who have joined, and the steps of holding a survey."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert, select

from domain.talk import Channel
from handlers.client.mailings import version
from sandbox.people import Person, Shown
from storage import tables as t
from tests.conversations.talk import presses, rows
from tests.town import Town

#: employees of other units than that of information technology
OTHERS = ("petrov", "gromova", "ivanova", "morozov", "orlova", "nikitina")
#: the questionnaire of the quarter
TITLE = "Как нам работается вместе"


async def have_joined(town: Town, employees: Iterable[str]) -> None:
    """These employees have a dialogue with us; nobody of them says anything in it."""
    account = {door.channel: door.account for door in town.service.doors}[Channel.VK]
    async with town.service.units.begin() as unit:
        for place, employee in enumerate(employees, 500):
            chat = unit.chats.meet(Channel.VK, account, str(place), town.watch())
            chat.employee = employee


async def have_agreed(town: Town, count: int) -> None:
    """So many clients have agreed to mailings."""
    account = {door.channel: door.account for door in town.service.doors}[Channel.VK]
    async with town.service.units.begin() as unit:
        chats = [
            unit.chats.meet(Channel.VK, account, str(place), town.watch()).id
            for place in range(700, 700 + count)
        ]
    async with town.service.engine.begin() as connection:
        said = {"version": version(), "state": "given", "at": town.watch()}
        await connection.execute(insert(t.consents), [{"chat": one, **said} for one in chats])


async def waves(town: Town) -> list[dict[str, Any]]:
    return await rows(town, select(t.waves).order_by(t.waves.c.id))


async def starts_form(person: Person) -> None:
    await presses(person, "survey-run")


async def fills_in(person: Person, *steps: str) -> None:
    """Each question of the form in turn: pressed where a button says so, else written."""
    for step in steps:
        shown = await person.hears("?")
        if any(step in button.label for row in shown.rows for button in row):
            await person.taps(step, shown)
        else:
            await person.says(step)


async def plans(person: Person, *dates: str) -> Shown:
    """A head fills in the whole form; what its end says."""
    await starts_form(person)
    await fills_in(person, TITLE, "Всех, кроме нашего", *dates)
    return await summary(person)


async def summary(person: Person) -> Shown:
    return await person.hears("Проверьте, всё ли верно.")
