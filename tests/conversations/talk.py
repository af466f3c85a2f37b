"""What conversation tests share: how an appeal begins, and looks into what is remembered."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import Select, select

from domain.appeals import Appeal, Kind
from sandbox.people import Person, Sent, Shown, ShownFile
from sandbox.vk import VkStandIn
from storage import tables as t
from tests.town import Town

BENEFIT = "Когда придёт пособие на ребёнка за октябрь?"
UNCLEAR = "У нас во дворе третий день лежит упавшее дерево."
SCAN = Sent("photo", "справка.jpg", b"\xff\xd8\xff" + b"p" * 500, "image/jpeg")
#: how the help begins, a client's and an employee's
HELP = ("Как это устроено.", "Как работать с обращениями.")


async def writes(town: Town, at: str, text: str = BENEFIT, *files: Sent) -> tuple[Person, str]:
    """Somebody new writes; returns them and the number of their appeal."""
    client = town.person(at)
    await client.says(text, *files)
    return client, number(await client.hears("его номер"))


async def answers(officer: Person, notice: Shown, text: str = "Придёт 26 ноября.") -> None:
    """The officer answers from a notice and sends."""
    await officer.taps("Ответить", notice)
    await officer.hears("Напишите ответ")
    await officer.says(text)
    await sends(officer, await officer.hears(text))


async def sends(officer: Person, preview: Shown, outcome: str = "Вопрос решён") -> None:
    """The officer sends what the preview shows, with this outcome."""
    await officer.taps("Отправить", preview)
    await officer.taps(outcome, await officer.hears("Чем закончил"))


async def made_official(town: Town, its: str, **facts: str) -> Appeal:
    """The appeal is an official one from now on, with these particulars."""
    found = await appeal(town, its)
    async with town.service.units.begin() as unit:
        known = await unit.appeals.get(found["id"])
        assert known
        changed = await unit.appeals.change(known, kind=Kind.OFFICIAL)
        assert changed
        await unit.particulars.note(changed.id, **facts)
    return changed


async def noted(town: Town, its: str, **facts: str) -> None:
    """These particulars of the appeal are known."""
    found = await appeal(town, its)
    async with town.service.units.begin() as unit:
        await unit.particulars.note(found["id"], **facts)


async def card_of(town: Town, officer: Person, its: str) -> Shown:
    """The officer opens the card."""
    found = await appeal(town, its)
    await presses(officer, f"card:{found['id']}")
    return await officer.hears("Клиент: ")


async def presses(person: Person, tap: str) -> None:
    """A press of a button with this tap, whether the person was shown it or not."""
    data = json.dumps({"t": tap}) if isinstance(person.messenger, VkStandIn) else tap
    await person.messenger.taps(person.id, person.last.id, data)


def number(shown: Shown) -> str:
    found = re.search(r"\d{4}-\d{6}", shown.text)
    assert found, shown.text
    return found[0]


def labels(shown: Shown) -> list[str]:
    return [button.label for row in shown.rows for button in row]


def data_of(shown: Shown, label: str) -> str:
    return next(b.data for row in shown.rows for b in row if label in b.label)


async def rows(town: Town, query: Select[Any]) -> list[dict[str, Any]]:
    """What the database holds, read beside the house."""
    async with town.service.engine.connect() as connection:
        return [dict(row) for row in (await connection.execute(query)).mappings()]


async def appeals(town: Town) -> list[dict[str, Any]]:
    return await rows(town, select(t.appeals).order_by(t.appeals.c.number))


async def appeal(town: Town, number: str) -> dict[str, Any]:
    return next(found for found in await appeals(town) if found["number"] == number)


async def entries(town: Town, number: str) -> list[dict[str, Any]]:
    query = select(t.entries).join(t.appeals).where(t.appeals.c.number == number)
    return await rows(town, query.order_by(t.entries.c.id))


async def history(town: Town, number: str) -> list[tuple[str, str]]:
    """Everything done to an appeal: (actor, what), oldest first."""
    query = select(t.history).join(t.appeals).where(t.appeals.c.number == number)
    found = await rows(town, query.order_by(t.history.c.id))
    return [(row["actor"], row["what"]) for row in found]


async def until(holds: Callable[[], Awaitable[bool]], seconds: float = 60) -> None:
    """Wait until something that nobody is told of has happened."""
    for _ in range(int(seconds * 100)):
        if await holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen")


async def stored(town: Town) -> None:
    """Every file people sent lies in the store: what is sent on does not wait for the clock."""

    async def none_wanted() -> bool:
        return not await rows(town, select(t.files.c.id).where(t.files.c.state == "wanted"))

    await until(none_wanted)


async def gathered(town: Town) -> None:
    """Every notice noted so far has been told."""

    async def none_waits() -> bool:
        return not await rows(town, select(t.notices.c.id).where(t.notices.c.gathered_at.is_(None)))

    town.watch.passes(seconds=30)
    await until(none_waits)


async def receives(person: Person, size: int) -> ShownFile:
    """Wait for a file of this many bytes from the bot."""

    def found() -> ShownFile | None:
        files = (file for shown in person.heard for file in shown.files)
        return next((file for file in files if file.size == size), None)

    async def arrived() -> bool:
        return found() is not None

    await until(arrived)
    file = found()
    assert file is not None
    return file


async def gets_file(person: Person, name: str) -> None:
    """Wait until a file of this name has come from the bot."""

    async def arrived() -> bool:
        return any(file.name == name for shown in person.heard for file in shown.files)

    await until(arrived)


async def settled(person: Person) -> int:
    """Everything this person did so far has been answered; how many messages they have then."""
    await person.says("/help")
    # to the help itself: much else that is not read yet has a «Как …» in it
    while not (await person.hears("Как ")).text.startswith(HELP):
        pass
    return len(person.heard)


async def turned(person: Person, message: Shown) -> Shown:
    """The message once it has been changed in place, and stands no more as it was seen."""
    seen = message.text, message.rows

    def now() -> Shown:
        return next(shown for shown in person.heard if shown.id == message.id)

    async def changed() -> bool:
        return (now().text, now().rows) != seen

    await until(changed)
    return now()
