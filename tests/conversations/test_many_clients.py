"""Three thousand clients answer one survey, many of them pressing twice; the figures are known.

All of them are people at the stand-ins: the invitation comes to their dialogue, each press leaves
from there, and the thanks stand under it. Some go through all the questions; the others press only
the last button, as it looks for whoever has gone through them, or the test would last for hours."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from bot import build
from domain.surveys.answering import SKIPPED, pack
from domain.surveys.questionnaire import Sheet
from domain.surveys.taps import Press, Tap
from domain.surveys.waves import Chosen, Wave, WaveState
from handlers.client.mailings import version
from sandbox.people import Person, Shown
from storage import tables as t
from storage.ids import new_id
from tests import witness
from tests.conversations.surveys import waves
from tests.conversations.talk import presses, rows, until
from tests.survey_waves import CLIENTS, MANY
from tests.surveys import answers_all
from tests.town import Town

ASKED = replace(CLIENTS, anonymous=False)
SHEETS: list[Sheet] = [sheet for count, _, sheet in MANY for _ in range(count)]
#: so many more are invited and do not answer
SILENT = 1_000
#: so many press at the same time
TOGETHER = 100
#: one of so many goes through all the questions, and one of so many presses the last button twice
WALKS, TWICE = 100, 10
#: from here on the ids in the messengers are those of the crowd
FIRST = 500_000
THANKS = "Спасибо, ответы приняты!"
WAYS = {"chat": "В чате", "call": "По телефону"}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, brisk: None) -> None:
    monkeypatch.setitem(build.TICKS, "surveys", 0.1)


@pytest.fixture
async def town(database: str, tmp_path: Path, quick: None) -> AsyncIterator[Town]:
    town = Town(database, tmp_path / "files")
    await town.open()
    yield town
    await town.close()
    assert witness.findings(town.telegram, town.vk) == []


async def agreed(town: Town) -> list[Person]:
    """So many clients have written once and agreed to mailings, half of them at each messenger."""
    accounts = {str(door.channel): door.account for door in town.service.doors}
    now, chats, consents, people = town.watch(), [], [], []
    blank = {"name": "", "employee": "", "step": "", "draft": {}, "reachable": True}
    blank |= {"met_at": now, "wrong_codes": 0, "hat": ""}
    for place in range(len(SHEETS) + SILENT):
        person = _somebody(town, place)
        channel = "vk" if person.messenger is town.vk else "telegram"
        id_ = new_id()
        chat = {"id": id_, "channel": channel, "account": accounts[channel]}
        chats.append(chat | {"peer": str(person.id)} | blank)
        consents.append({"chat": id_, "version": version(), "state": "given", "at": now})
        people.append(person)
    async with town.service.engine.begin() as connection:
        await connection.execute(insert(t.chats), chats)
        await connection.execute(insert(t.consents), consents)
    return people


def _somebody(town: Town, place: int) -> Person:
    """Somebody whom the messenger lets us write to."""
    number = FIRST + place
    if place % 2:
        town.vk.world.dialogue(number).allowed = True
        return Person(town.vk, number)
    town.telegram.world.dialogue(number)
    return Person(town.telegram, number)


async def held(town: Town) -> Wave:
    """The survey is made in the state the conversation leaves it in, and the clock opens it."""
    now = town.watch()
    wave = Wave(
        0,
        ASKED,
        Chosen(ASKED.audience),
        "sidorova",
        "",
        WaveState.PLANNED,
        now,
        now + timedelta(days=10),
        "2026-Q4",
        now,
        key="0123456789abcdef",
    )
    async with town.service.units.begin() as unit:
        made = unit.waves.make(wave)
    await until(lambda: all_are_sent(town), 300)
    return made


async def all_are_sent(town: Town) -> bool:
    query = select(func.count()).select_from(t.invitations).where(t.invitations.c.state == "sent")
    return bool((await rows(town, query))[0]["count_1"] == len(SHEETS) + SILENT)


async def answers(person: Person, wave: Wave, sheet: Sheet, number: int) -> None:
    """Press from the invitation to the end, some of them twice."""
    invited = await person.hears(ASKED.title)
    times = 2 if number % TWICE == 0 else 1
    if number % WALKS == 0:
        ready = await answers_all(person, invited, ("Начать", *spoken(sheet), "Пропустить"))
        for _ in range(times):
            await person.taps("Отправить", ready)
    else:
        tap = f"sv:{Tap(Press.SEND, wave.id, '', pack(ASKED, {**sheet, 'why': SKIPPED}))}"
        for _ in range(times):
            await presses(person, tap)


async def thanked(person: Person) -> None:
    """Wait until the thanks stand in place of the invitation."""

    async def done() -> bool:
        return answered(person.last)

    await until(done)


def spoken(sheet: Sheet) -> list[str]:
    """What is pressed for this sheet, question by question."""
    tell = sheet["tell"]
    assert isinstance(tell, int)
    half = "От 6 до 10" if tell > 5 else "От 0 до 5"
    return [str(sheet["pace"]), str(sheet["tone"]), half, str(tell), WAYS[str(sheet["way"])]]


@pytest.mark.slow
@pytest.mark.requirement("S1", "S4", "S5")
async def test_three_thousand_clients_answer(town: Town) -> None:
    people = await agreed(town)
    wave = await held(town)
    said, lot = [*zip(people, SHEETS, strict=False)], random.Random(7)
    lot.shuffle(said)
    for start in range(0, len(said), TOGETHER):
        some = enumerate(said[start : start + TOGETHER], start)
        await asyncio.gather(*(answers(who, wave, sheet, n) for n, (who, sheet) in some))
        for who, _ in said[start : start + TOGETHER]:  # one after the other: each looks and looks
            await thanked(who)
    for place, person in enumerate(people):
        saw = [shown for shown in person.heard if ASKED.title in shown.text or answered(shown)]
        assert [answered(one) for one in saw] == [place < len(SHEETS)], "one message, changed"
    kept = [row["answers"] for row in await rows(town, select(t.sheets.c.answers))]
    assert Counter(map(spelt, kept)) == Counter(map(spelt, SHEETS))
    assert await rows(town, select(t.events.c.key)) == [], "no press is written down"
    town.watch.at = wave.closes_at + timedelta(minutes=1)

    async def closed() -> bool:
        return bool((await waves(town))[-1]["state"] == "closed")

    await until(closed)
    assert await rows(town, select(t.ballots.c.hash)) == []
    await shows_the_figures(town, wave)


async def shows_the_figures(town: Town, wave: Wave) -> None:
    boss = await town.employee("sidorova", "telegram")
    await presses(boss, f"results:{wave.id}")
    shown = plain((await boss.hears("Итоги опроса")).text)
    assert "Ответили 3 000 из 4 000: 75 %." in shown
    assert "Индекс удовлетворённости: 81,7 из 100 (от 80,7 до 82,6)." in shown
    assert "готовность рекомендовать 70 (от 68 до 72; бывает от −100 до 100)" in shown
    await presses(boss, f"results-all:{wave.id}")
    shown = plain((await boss.hears("Средняя оценка")).text)
    assert "Хорошо (4 и 5): 80 %, от 79 до 81 % (2 400 из 3 000)." in shown
    assert "Средняя оценка: 4,3 (от 4,2 до 4,3)." in shown
    assert "По телефону: 20 %, от 19 до 21 % (600 из 3 000)." in shown


def answered(shown: Shown) -> bool:
    return THANKS in shown.text


def spelt(sheet: Sheet) -> str:
    """The same for equal sheets, in whichever order the database gives their answers back."""
    return str(sorted(sheet.items()))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")
