"""A mailing to everybody who agreed: from the opening of the survey to the last invitation noted as
sent, beside what the messenger itself allows. Service, stand-in and database share one process."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, text

from benchmarks.report import Report
from domain.surveys.questionnaire import Audience
from domain.surveys.waves import Chosen, Wave, WaveState
from handlers.client.mailings import version
from storage import tables as t
from storage.migrate import migrate
from tests.town import TUESDAY, Town, Watch

#: what the messengers allow: 20 calls a second of 25 times 100 people; 30 messages a second
VK_CEILING, TELEGRAM_CEILING = 20 * 25 * 100, 30
PACED = {"VK_CALLS_PER_SECOND": "20", "TELEGRAM_SENDS_PER_SECOND": "30"}
FIRST = 5_000_000


class Running(Watch):
    """A clock that begins on a working Tuesday and goes at the usual pace."""

    def __init__(self) -> None:
        self._started = time.monotonic()

    def __call__(self) -> datetime:
        return TUESDAY + timedelta(seconds=time.monotonic() - self._started)


def measure(folder: Path, people: int, report: Report) -> None:
    """VK with as many as that, Telegram with as many as take it half a minute."""
    report.heading("A mailing to consenting subscribers, SQLite")
    for name in ("vk", "free", "telegram"):
        (folder / f"mailing-{name}").mkdir()
    report.line("", "people", "seconds", "people a second", "of the ceiling")
    seconds = asyncio.run(_mailing(folder / "mailing-vk", "vk", people))
    _line(report, "VK, 20 calls a second", people, seconds, VK_CEILING)
    seconds = asyncio.run(_mailing(folder / "mailing-free", "vk", people, paced=False))
    _line(report, "VK, stand-in without limits", people, seconds, VK_CEILING)
    few = min(people, 900)
    seconds = asyncio.run(_mailing(folder / "mailing-telegram", "telegram", few))
    rate = _line(report, "Telegram, 30 a second", few, seconds, TELEGRAM_CEILING)
    report.target(
        "mailing by Telegram, of the ceiling",
        f"{rate / TELEGRAM_CEILING:.0%}",
        ">= 80 %",
        rate >= 0.8 * TELEGRAM_CEILING,
    )


def _line(report: Report, what: str, people: int, seconds: float, ceiling: int) -> float:
    rate = people / seconds
    part = f"{rate / ceiling:.1%}"
    report.line(what, f"{people:,}", f"{seconds:.1f}", f"{rate:,.0f}", part)
    return rate


async def _mailing(folder: Path, at: str, people: int, *, paced: bool = True) -> float:
    url = f"sqlite+aiosqlite:///{folder}/mailing.db"
    await migrate(url)
    town = Town(url, folder / "files", watch=Running(), settings_more=PACED if paced else {})
    await town.open()
    try:
        await _subscribe(town, at, people)
        wave = await _wave(town)
        started = time.perf_counter()
        while await _states(town, wave) != {"sent": people}:
            if time.perf_counter() - started > 1_800:
                raise RuntimeError(f"not all were invited: {await _states(town, wave)}")
            await asyncio.sleep(0.2)
        return time.perf_counter() - started
    finally:
        await town.close()


async def _subscribe(town: Town, at: str, people: int) -> None:
    """Everybody has written once, long ago, and agreed."""
    account = next(door.account for door in town.service.doors if door.channel == at)
    chats, consents = [], []
    for number in range(people):
        peer = FIRST + number
        if at == "vk":
            town.vk.world.dialogue(peer).allowed = True
        else:
            town.telegram.world.person(peer)
            town.telegram.world.dialogue(peer)
        chats.append(_chat(town, number + 1, at, account, peer))
        row = {"chat": number + 1, "version": version(), "state": "given", "at": TUESDAY}
        consents.append(row)
    async with town.service.engine.connect() as connection:
        await connection.execute(text("BEGIN"))
        await connection.execute(insert(t.chats), chats)
        await connection.execute(insert(t.consents), consents)
        await connection.execute(text("COMMIT"))


def _chat(town: Town, number: int, at: str, account: str, peer: int) -> dict[str, object]:
    known = {"id": number, "channel": at, "account": account, "peer": str(peer), "name": ""}
    empty = {"employee": "", "step": "", "draft": {}, "hat": ""}
    return known | empty | {"reachable": True, "met_at": TUESDAY, "wrong_codes": 0}


async def _wave(town: Town) -> Wave:
    """Not anonymous: the invitation is the same for everybody."""
    asked = town.ministry.questionnaires["service_quality"]
    now = town.watch()
    wave = Wave(
        id=0,
        questionnaire=replace(asked, anonymous=False),
        chosen=Chosen(Audience.CLIENTS),
        owner="sidorova",
        unit="",
        state=WaveState.PLANNED,
        opens_at=now,
        closes_at=now + timedelta(days=3),
        quarter="2026-Q4",
        created_at=now,
        key="bench",
    )
    async with town.service.units.begin() as unit:
        return unit.waves.make(wave)


async def _states(town: Town, wave: Wave) -> dict[str, int]:
    async with town.service.units.begin() as unit:
        return await unit.invitations.states(wave.id)
