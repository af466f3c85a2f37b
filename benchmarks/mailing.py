"""A mailing to everybody who agreed: from the opening of the survey to the last invitation noted as
sent, with a restart in the middle, beside what the messenger itself allows; and whose the time was.

The stand-in is a process of its own, the house is this one: its clock has to be one in working
hours, whatever the time of day."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import psutil
from sqlalchemy import insert, text

from benchmarks.processes import Messenger
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
PATIENCE = 3_600


class Running(Watch):
    """A clock that begins on a working Tuesday and goes at the usual pace."""

    def __init__(self) -> None:
        self._started = time.monotonic()

    def __call__(self) -> datetime:
        return TUESDAY + timedelta(seconds=time.monotonic() - self._started)


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of the clock, and of the processor: whose they were. `peak` is the most memory the
    house and what measures it took, in MB."""

    seconds: float
    house: float
    database: float
    messenger: float
    peak: float = 0.0


def measure(folder: Path, people: int, report: Report, postgres: str = "") -> None:
    """VK with as many as that, Telegram with as many as take it half a minute."""
    report.heading("A mailing to consenting subscribers, the house restarted in the middle")
    shares = ("house", "database", "stand-in")
    report.line("", "people", "seconds", "a second", "of the ceiling", *shares, "memory, MB")
    places = {"SQLite": _file(folder, "vk")} | ({"PostgreSQL": postgres} if postgres else {})
    for name, url in places.items():
        cost = asyncio.run(_mailing(url, folder, "vk", people))
        _line(report, f"VK, 20 calls a second, {name}", people, cost, VK_CEILING)
    few = min(people, 900)
    cost = asyncio.run(_mailing(_file(folder, "telegram"), folder, "telegram", few))
    rate = _line(report, "Telegram, 30 a second", few, cost, TELEGRAM_CEILING)
    report.note("house, database, stand-in: processor ms for each person invited")
    report.target(
        "mailing by Telegram, of the ceiling",
        f"{rate / TELEGRAM_CEILING:.0%}",
        ">= 80 %",
        rate >= 0.8 * TELEGRAM_CEILING,
    )


def _file(folder: Path, at: str) -> str:
    return f"sqlite+aiosqlite:///{folder}/mailing-{at}.db"


def _line(report: Report, what: str, people: int, cost: Cost, ceiling: int) -> float:
    rate = people / cost.seconds
    spent = (cost.house, cost.database, cost.messenger)
    each = (f"{seconds / people * 1000:.3f}" for seconds in spent)
    part = f"{rate / ceiling:.1%}"
    figures = (f"{people:,}", f"{cost.seconds:.1f}", f"{rate:,.0f}", part, *each)
    report.line(what, *figures, f"{cost.peak:.0f}")
    return rate


async def _mailing(url: str, folder: Path, at: str, people: int) -> Cost:
    await migrate(url)
    with Messenger(at) as messenger:
        there = PACED | {f"{at.upper()}_API_URL": messenger.address}
        town = Town(url, folder / f"files-{at}", watch=Running(), settings_more=there)
        await town.open()
        try:
            await asyncio.to_thread(messenger.order, "know", first=FIRST, count=people)
            await _subscribe(town, at, people)
            cost = await _invited(town, messenger, people)
        finally:
            await town.close()
        had = await asyncio.to_thread(messenger.order, "heard", first=FIRST, count=people)
    if had != {"1": people}:
        raise RuntimeError(f"not everybody has one invitation, but so many: {had}")
    return cost


async def _invited(town: Town, messenger: Messenger, people: int) -> Cost:
    """The time without that of the restart."""
    wave = await _wave(town)
    before = await _spent(town, messenger)
    await _until_sent(town, wave, people // 2)
    middle = await _spent(town, messenger)
    await town.stop()
    await town.start()
    again = await _spent(town, messenger)
    await _until_sent(town, wave, people)
    after = await _spent(town, messenger)
    names = ("seconds", "house", "database", "messenger")
    spans = {
        name: sum(
            getattr(end, name) - getattr(start, name)
            for start, end in ((before, middle), (again, after))
        )
        for name in names
    }
    return Cost(**spans, peak=after.peak)


async def _until_sent(town: Town, wave: Wave, count: int) -> None:
    started = time.perf_counter()
    while (states := await _states(town, wave)).get("sent", 0) < count:
        if time.perf_counter() - started > PATIENCE:
            raise RuntimeError(f"not all were invited: {states}")
        await asyncio.sleep(0.5)


async def _spent(town: Town, messenger: Messenger) -> Cost:
    """What was spent until now."""
    own = psutil.Process()
    all_, database = _seconds(own), 0.0
    if town.database.startswith("sqlite"):
        threads = {one.id: one.user_time + one.system_time for one in own.threads()}
        for thread in threading.enumerate():
            if "_connection_worker_thread" in thread.name:
                database += threads.get(thread.native_id or 0, 0.0)
        all_ -= database
    else:
        async with town.service.engine.connect() as connection:
            backend = await connection.scalar(text("SELECT pg_backend_pid()"))
        database = _server(int(backend or 0))
    peak = own.memory_info().rss / 2**20
    return Cost(time.perf_counter(), all_, database, messenger.cpu, peak)


def _server(backend: int) -> float:
    """All processes of the PostgreSQL that this one belongs to, those that are gone included."""
    whole = psutil.Process(backend).parent()
    assert whole
    times, spent = whole.cpu_times(), _seconds(whole)
    for one in whole.children():
        with contextlib.suppress(psutil.NoSuchProcess):
            spent += _seconds(one)
    return spent + float(times.children_user + times.children_system)


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def _subscribe(town: Town, at: str, people: int) -> None:
    """Everybody has written once, long ago, and agreed."""
    account = next(door.account for door in town.service.doors if door.channel == at)
    chats, consents = [], []
    for number in range(people):
        chats.append(_chat(number + 1, at, account, FIRST + number))
        row = {"chat": number + 1, "version": version(), "state": "given", "at": TUESDAY}
        consents.append(row)
    async with town.service.engine.connect() as connection:
        await connection.execute(text("BEGIN"))
        await connection.execute(insert(t.chats), chats)
        await connection.execute(insert(t.consents), consents)
        await connection.execute(text("COMMIT"))


def _chat(number: int, at: str, account: str, peer: int) -> dict[str, object]:
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
