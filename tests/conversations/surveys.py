"""What tests of surveys share: people who have joined, and the steps of holding a survey."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from domain.talk import Channel
from sandbox.people import Person, Shown
from storage import tables as t
from tests.conversations.talk import rows
from tests.town import Town

INTERACTION = "interaction"
#: employees of other units than that of information technology
OTHERS = ("petrov", "gromova", "ivanova", "morozov", "orlova", "nikitina")


async def have_joined(town: Town, employees: Iterable[str]) -> None:
    """These employees have a dialogue with us; nobody of them says anything in it."""
    account = {door.channel: door.account for door in town.service.doors}[Channel.VK]
    async with town.service.units.begin() as unit:
        for place, employee in enumerate(employees, 500):
            chat = unit.chats.meet(Channel.VK, account, str(place), town.watch())
            chat.employee = employee


async def waves(town: Town) -> list[dict[str, object]]:
    return await rows(town, select(t.waves).order_by(t.waves.c.id))


async def fills_in(person: Person, *steps: str) -> None:
    """Each question of the form in turn: pressed where a button says so, else written."""
    for step in steps:
        shown = await person.hears("?")
        if any(step in button.label for row in shown.rows for button in row):
            await person.taps(step, shown)
        else:
            await person.says(step)


async def summary(person: Person) -> Shown:
    return await person.hears("Проверьте, всё ли верно.")
