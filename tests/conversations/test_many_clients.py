"""Three thousand clients answer one survey, many of them pressing twice; the figures are known.

Nobody of them is a person at a stand-in: each press comes to the booth as the doors hand it over.
The clock invites and closes; the messages meet a messenger that takes everything."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from bot import build
from bot.channel import Outcome, Outgoing, Raw
from domain.surveys.answering import SKIPPED, pack
from domain.surveys.questionnaire import Sheet
from domain.surveys.taps import Press, Tap
from domain.surveys.waves import Chosen, Wave, WaveState
from domain.talk import Channel, Inbound, What
from handlers.client.mailings import version
from storage import tables as t
from storage.ids import new_id
from tests import witness
from tests.conversations.surveys import waves
from tests.conversations.talk import presses, rows, until
from tests.kit import sample
from tests.survey_waves import CLIENTS, MANY
from tests.town import Town

ASKED = replace(CLIENTS, anonymous=False)
SHEETS: list[Sheet] = [sheet for count, _, sheet in MANY for _ in range(count)]
#: so many more are invited and do not answer
SILENT = 1_000
#: so many press at the same time
TOGETHER = 50
#: from here on the ids in the messenger are those of the crowd
FIRST = 500_000
CHANNELS = (Channel.TELEGRAM, Channel.VK)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, brisk: None) -> None:
    monkeypatch.setitem(build.TICKS, "surveys", 0.1)


@pytest.fixture
async def town(database: str, tmp_path: Path, quick: None) -> AsyncIterator[Town]:
    """The sample ministry with this questionnaire, whose messengers take every message."""
    ministry = sample()
    town = Town(database, tmp_path / "files", ministry)
    await town.open()
    for door in town.service.doors:
        door.send = Taken(door.send)  # type: ignore[method-assign]
    yield town
    await town.close()
    assert witness.findings(town.telegram, town.vk) == []


class Taken:
    """Everything said to the crowd arrives, without a messenger; what is said to others leaves."""

    def __init__(self, send: Callable[[Sequence[Outgoing]], Awaitable[list[Outcome]]]) -> None:
        self._send = send

    async def __call__(self, batch: Sequence[Outgoing]) -> list[Outcome]:
        crowd = [one for one in batch if int(one.to) >= FIRST]
        assert not crowd or len(crowd) == len(batch)
        return ["1"] * len(crowd) if crowd else await self._send(batch)


async def agreed(town: Town) -> None:
    """So many clients have agreed to mailings, half of them at each messenger."""
    accounts = {door.channel: door.account for door in town.service.doors}
    now, chats, consents = town.watch(), [], []
    blank = {"name": "", "employee": "", "step": "", "draft": {}, "reachable": True}
    blank |= {"met_at": now, "wrong_codes": 0, "hat": ""}
    for place in range(len(SHEETS) + SILENT):
        channel = CHANNELS[place % 2]
        id_, peer = new_id(), str(FIRST + place)
        chat = {"id": id_, "channel": str(channel), "account": accounts[channel], "peer": peer}
        chats.append(chat | blank)
        said = {"version": version(), "state": "given", "at": now}
        consents.append({"chat": id_} | said)
    async with town.service.engine.begin() as connection:
        await connection.execute(insert(t.chats), chats)
        await connection.execute(insert(t.consents), consents)


def pressed(town: Town, place: int, tap: Tap, time: int) -> Raw:
    """A press as the doors hand it over."""
    channel, peer = CHANNELS[place % 2], str(FIRST + place)
    account = next(door.account for door in town.service.doors if door.channel is channel)
    key, said = f"c:{peer}:{time}", f"sv:{tap}"
    inbound = Inbound(
        channel, account, key, peer, peer, town.watch(), What.TAPPED, tap=said, tap_id=key,
        message="1",
    )  # fmt: skip
    return Raw(key, {"callback_query": {"data": said}}, inbound)


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
    await until(lambda: all_are_sent(town))
    return made


async def all_are_sent(town: Town) -> bool:
    query = select(func.count()).select_from(t.invitations).where(t.invitations.c.state == "sent")
    return bool((await rows(town, query))[0]["count_1"] == len(SHEETS) + SILENT)


@pytest.mark.slow
@pytest.mark.requirement("S1", "S4", "S5")
async def test_three_thousand_clients_answer(town: Town) -> None:
    await agreed(town)
    wave = await held(town)
    said, lot = [*enumerate(SHEETS)], random.Random(7)
    lot.shuffle(said)
    booth = town.service.booth

    async def answers(place: int, sheet: Sheet, number: int) -> None:
        packed = pack(ASKED, {**sheet, "why": SKIPPED})
        tap = Tap(Press.SEND, wave.id, "", packed)
        raws = [pressed(town, place, tap, time) for time in range(2 if number % 10 == 0 else 1)]
        channel = CHANNELS[place % 2]
        assert all(await asyncio.gather(*(booth.hear(raw, channel) for raw in raws)))

    for start in range(0, len(said), TOGETHER):
        some = enumerate(said[start : start + TOGETHER], start)
        await asyncio.gather(*(answers(place, sheet, number) for number, (place, sheet) in some))
    kept = [row["answers"] for row in await rows(town, select(t.sheets.c.answers))]
    assert Counter(map(spelt, kept)) == Counter(map(spelt, SHEETS))
    assert await rows(town, select(t.events.c.key).where(t.events.c.key.like("c:%"))) == []
    town.watch.at = wave.closes_at + timedelta(minutes=1)

    async def closed() -> bool:
        return bool((await waves(town))[-1]["state"] == "closed")

    await until(closed)
    assert await rows(town, select(t.ballots.c.hash)) == []
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


def spelt(sheet: Sheet) -> str:
    """The same for equal sheets, in whichever order the database gives their answers back."""
    return str(sorted(sheet.items()))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")
