"""Two quarters of one head: offered, held, answered by sixty, reminded of, closed, read, compared.

What is answered, and so every figure, is that of `tests/survey_waves.py`, reckoned there beside the
product; here it goes through the house itself, button by button."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot import build, mailer
from domain.ministry import Employee, Role
from domain.surveys.answering import SKIPPED, pack
from domain.surveys.questionnaire import Sheet
from domain.surveys.taps import Press, read_tap
from domain.surveys.waves import Quarterly
from sandbox.people import Person
from storage import tables as t
from tests import witness
from tests.conversations.surveys import waves
from tests.conversations.talk import presses, rows, until
from tests.kit import sample
from tests.survey_waves import BEFORE, NOW, WORK, Answers
from tests.surveys import chat_of
from tests.town import Town

UNITS = ("benefits", "care", "employment")
TITLE = WORK.title
DEED, DONE = "Отвечать на заявки в день обращения", "Назначили дежурного"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, brisk: None) -> None:
    """Asked for by the town: the clock has its ticks from when the house is built."""
    for tick in ("surveys", "survey_news", "quarterly"):
        monkeypatch.setitem(build.TICKS, tick, 0.1)
    monkeypatch.setattr(mailer, "REST", 0.05)


@pytest.fixture
async def town(database: str, tmp_path: Path, quick: None) -> AsyncIterator[Town]:
    """The sample ministry with twenty people more in each of three units, on 2 September."""
    ministry = sample()
    more = {
        f"worker{place}": Employee(
            f"worker{place}", f"Работников Иван {place}", "", unit, frozenset({Role.EMPLOYEE})
        )
        for place, unit in enumerate(UNITS * 20)
    }
    asked = {**ministry.questionnaires, WORK.id: WORK}
    ministry = replace(
        ministry,
        employees={**ministry.employees, **more},
        questionnaires=asked,
        quarterly=Quarterly(WORK.id),
    )
    town = Town(database, tmp_path / "files", ministry)
    town.watch.at = datetime(2026, 9, 2, 7, tzinfo=UTC)
    await town.open()
    yield town
    await town.close()
    assert witness.findings(town.telegram, town.vk) == []


async def workers(town: Town) -> list[Person]:
    """Sixty who have joined, by turns in both messengers."""
    people = [town.person(("telegram", "vk")[place % 2]) for place in range(60)]
    for person in people:
        await person.says("/start")
    for place, person in enumerate(people):
        await person.hears()
        mine = update(t.chats).where(t.chats.c.id == (await chat_of(town, person)).id)
        async with town.service.engine.begin() as connection:
            await connection.execute(mine.values(employee=f"worker{place}"))
    return people


async def held(town: Town, head: Person, people: list[Person], answers: Answers) -> int:
    """The quarterly survey from the offer to the end; the wave's id."""
    before = len(await waves(town))
    await head.taps("Провести", await head.hears("Через неделю"))
    await head.taps("Начать", await head.hears("Проверьте, всё ли верно."))

    async def planned() -> bool:
        return len(await waves(town)) > before

    await until(planned)
    wave = (await waves(town))[-1]
    town.watch.at = wave["opens_at"] + timedelta(hours=1)
    await asyncio.gather(*(person.hears(TITLE) for person in people))
    sheets = [sheet for count, _, sheet in answers for _ in range(count)]
    random.Random(4).shuffle(sheets)
    turns = [*zip(people, sheets, strict=False)]
    for person, sheet in turns[:30]:
        await sends(person, sheet)
    await answered(town, 30)
    town.watch.at = wave["remind_at"] + timedelta(minutes=5)
    await people[-1].hears("Напоминаем")
    for person, sheet in turns[30:]:
        await sends(person, sheet)
    await answered(town, len(turns))
    town.watch.at = wave["closes_at"] + timedelta(minutes=1)

    async def closed() -> bool:
        return bool((await waves(town))[-1]["state"] == "closed")

    await until(closed)
    assert sum("Напоминаем" in one.text for one in people[-1].heard) < 3
    return int(str(wave["id"]))


async def sends(person: Person, sheet: Sheet) -> None:
    """All answers in one button, as it would be at the end."""
    shown = next(one for one in reversed(person.heard) if TITLE in one.text and one.rows)
    data = shown.rows[0][0].data
    tap = read_tap(data[data.index("sv:") :].rstrip('"}'))
    assert tap
    packed = pack(WORK, {**sheet, "why": SKIPPED})
    await presses(person, f"sv:{replace(tap, press=Press.SEND, packed=packed)}")


async def answered(town: Town, count: int) -> None:
    async def all_have() -> bool:
        return len(await rows(town, t.ballots.select().where(t.ballots.c.spent.is_(True)))) == count

    await until(all_have)


async def one_thing_is_done(town: Town, head: Person, wave: int) -> None:
    """What came of a survey: given, done, accepted."""
    town.watch.at = datetime(2026, 9, 24, 7, tzinfo=UTC)
    krylov = await town.employee("admin", "telegram")  # of the unit itself: never asked
    await presses(head, f"deed-new:{wave}")
    await head.hears("Что нужно сделать")
    await head.says(DEED)
    await head.hears("Кому поручить")
    await head.says("Крылов")
    await head.hears("К какому дню")
    await head.says("1 октября")
    await head.taps("Поручить", await head.hears("Поручить?"))
    await head.hears("получит сообщение")
    await krylov.taps("Открыть поручение", await krylov.hears("Вам поручение"))
    await krylov.taps("Выполнено", await krylov.hears("Исполнитель: Крылов"))
    await krylov.hears("Что сделано?")
    await krylov.says(DONE)
    await krylov.hears("дело сделано")
    await head.taps("Открыть поручение", await head.hears(f"Что сделано: {DONE}"))
    await head.taps("Принять", await head.hears("ждёт приёмки"))
    await head.hears("Приняли")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.slow
@pytest.mark.requirement("S1", "S3", "S4", "S5")
async def test_two_quarters(town: Town) -> None:
    people = await workers(town)
    head = await town.employee("fomin", "vk")
    town.watch.at = datetime(2026, 9, 3, 7, tzinfo=UTC)
    first = await held(town, head, people, BEFORE)
    await one_thing_is_done(town, head, first)
    town.watch.at = datetime(2026, 12, 3, 7, tzinfo=UTC)
    second = await held(town, head, people, NOW)
    assert await rows(town, t.invitations.select()) == await rows(town, t.ballots.select()) == []
    assert first != second
    await presses(head, f"results:{second}")
    read = plain((await head.hears("Итоги опроса")).text)
    assert (
        "Ответили 50 из 60: 83 %.\n"
        "Индекс удовлетворённости: 66,0 из 100 (от 62,3 до 69,7).\n"
        "«Посоветуете коллегам обращаться к нам?»: готовность рекомендовать 20 (от 11 до 29; бывает"
        " от −100 до 100)."
    ) in read
    assert (
        "«Как быстро вам отвечают?». Хорошие оценки: было 23 %, стало 80 %: стало лучше, и это не"
        " случайность (разница +57, от 38 до 70)."
    ) in read
    told = f"Что сделали с прошлого раза:\n\n{DEED}\nКрылов Е. С. — до 1 октября. Сделано: {DONE}"
    assert told in read
    await presses(head, f"results-versus:{second}:{first}")
    compared = plain((await head.hears("Сравнили два опроса")).text)
    assert "Хорошие оценки: было 23 %, стало 47 %: разница может быть случайной" in compared
