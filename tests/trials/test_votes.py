"""One answer each: the house is killed at the vote, pressed twice, and cheated with marks."""

from __future__ import annotations

import asyncio
import random
import secrets
import signal
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.build import utc_now
from domain.surveys.answering import pack
from domain.surveys.marks import hashed, spelt
from domain.surveys.questionnaire import Audience, Kind, Question, Questionnaire
from domain.surveys.taps import Press, Tap
from domain.surveys.waves import Chosen, Wave, WaveState
from sandbox.people import Person
from sandbox.telegram import TelegramStandIn
from sandbox.vk import VkStandIn
from storage import tables as t
from storage.engine import make_engine
from storage.unit import Units
from tests.conversations.talk import presses, until
from tests.trials.oracle import Archive
from tests.trials.own_process import OwnProcess

VOTERS, KILLS = 15, 3
#: what each answers tells whose sheet it is: to the test, which has handed out the marks
ASKED = Questionnaire(
    "votes", "Голоса", "", Audience.CLIENTS,
    (Question("first", Kind.SCALE, "?"), Question("second", Kind.SCALE, "?")), version="v1",
)  # fmt: skip

pytestmark = [pytest.mark.slow, pytest.mark.requirement("S1", "S4")]


async def _opened(units: Units) -> tuple[Wave, list[str]]:
    now = utc_now()
    wave = Wave(
        0, ASKED, Chosen(Audience.CLIENTS), "", "", WaveState.OPEN, now, now + timedelta(days=9),
        "2026-Q4", now, opened_at=now, invited=VOTERS,
    )  # fmt: skip
    marks = [spelt(secrets.token_bytes(16)) for _ in range(VOTERS)]
    async with units.begin() as unit:
        wave = unit.waves.make(wave)
        unit.ballots.draw(wave.id, (hashed(wave.id, mark) for mark in marks))
    return wave, marks


async def test_kills_at_the_vote_double_and_lose_nothing(
    database: str, tmp_path: Path, tell: Callable[[str], None]
) -> None:
    """Everybody presses «Отправить» once; meanwhile the house is killed right around commits, and
    what the messengers had not been told comes again."""
    telegram, vk = TelegramStandIn(utc_now, limits=False), VkStandIn(utc_now, limits=False)
    house = OwnProcess(
        {
            "DATABASE_URL": database,
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": await telegram.start(),
            "TELEGRAM_SENDS_PER_SECOND": "0",
            "VK_TOKEN": vk.token,
            "VK_GROUP_ID": str(vk.group_id),
            "VK_API_URL": await vk.start(),
            "VK_CALLS_PER_SECOND": "0",
            "HTTP_PORT": "0",
        },
        tmp_path,
    )
    archive, engine = Archive(database), make_engine(database)
    people = [Person((telegram, vk)[one % 2], 50_000 + one) for one in range(VOTERS)]
    try:
        await house.start()
        await house.ready()
        for person in people:
            await person.says("/start")
        await asyncio.gather(*(person.hears() for person in people))
        wave, marks = await _opened(Units(engine))
        rng, left = random.Random(3), [*zip(people, marks, range(VOTERS), strict=True)]
        for kill in range(KILLS):
            some, left = left[:5], left[5:]
            before = await archive.count(t.sheets)
            await asyncio.gather(*(_sends(wave, *one) for one in some))
            if kill % 2:
                # right after a commit, before the messenger knows
                await until(lambda at=before: _more(archive, at))  # type: ignore[misc]
            else:
                await asyncio.sleep(rng.uniform(0, 0.03))
            house.send(signal.SIGKILL)
            await house.ended()
            await house.start()
            await house.ready()
        await until(lambda: _more(archive, VOTERS - 1))
        # Each presses once more, and somebody else with their mark.
        for place, (person, mark) in enumerate(zip(people, marks, strict=True)):
            await _sends(wave, person, mark, place)
            await _sends(wave, people[place - 1], mark, (place + 1) % VOTERS)
        for person in people:
            await person.says("/help")
            await person.hears("Как ")
        sheets = await archive.rows(select(t.sheets.c.answers))
        found = Counter((one["first"], one["second"]) for (one,) in sheets)
        tell(f"{engine.dialect.name}: {KILLS} kills, {VOTERS} votes: {len(sheets)} sheets")
        assert found == Counter(_answer(place) for place in range(VOTERS))
        assert await archive.count(t.quarantine) == 0
    finally:
        await house.close()
        await archive.close()
        await engine.dispose()
        await telegram.stop()
        await vk.stop()


def _answer(place: int) -> tuple[int, int]:
    return 1 + place // 5, 1 + place % 5


async def _sends(wave: Wave, person: Person, mark: str, place: int) -> None:
    first, second = _answer(place)
    packed = pack(ASKED, {"first": first, "second": second})
    await presses(person, f"sv:{Tap(Press.SEND, wave.id, mark, packed)}")


async def _more(archive: Archive, before: int) -> bool:
    return await archive.count(t.sheets) > before
