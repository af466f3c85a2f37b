"""Messengers deliver again, out of order, to two of us at once, or much after a long while."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.build import build
from bot.settings import Settings
from tests import postgres
from tests.town import Town
from tests.trials.hard_times import hard_times
from tests.trials.oracle import Archive, Journal, eventually, judged

BACKLOG = 2000
SECRET = "trial-secret-0"

pytestmark = pytest.mark.slow


async def drop_pending(town: Town) -> None:
    """Telegram forgets what nobody has confirmed; the trial delivers it by itself."""
    url = f"{town.telegram.base_url}/bot{town.telegram.token}/deleteWebhook"
    forget = {"drop_pending_updates": True}
    async with aiohttp.ClientSession() as http, http.post(url, json=forget) as answer:
        assert answer.ok


def shuffled(events: list[Any], rng: random.Random) -> list[Any]:
    """Each event one to five times, in any order."""
    many = [event for event in events for _ in range(rng.randint(1, 5))]
    rng.shuffle(many)
    return many


@pytest.mark.requirement("A1", "A2")
async def test_deliveries_repeat_and_overtake_each_other(town: Town) -> None:
    """Each delivery up to five times in any order, and all of them once more two days later."""
    rng = random.Random(1)
    async with hard_times(town) as times:
        await times.write(1)
        await times.answered("telegram")
        await times.answered("vk")
        await town.stop()
        old = len(town.telegram.updates), len(town.vk.events)
        town.vk.world.long_poll = False
        for _ in range(2):  # everybody twice within a breath
            await times.write(40, at="telegram vk")
        await drop_pending(town)
        updates, events = town.telegram.updates[old[0] :], town.vk.events[old[1] :]
        assert len(updates) == len(events) == 80
        for update in shuffled(updates, rng):
            town.telegram.emit_raw(update)
        for event in shuffled(events, rng):
            town.vk.emit_raw(event)
        town.vk.world.long_poll = True
        await town.start()
        times.journal.in_order = False
        await times.all_is_well()

        town.watch.passes(hours=48)
        before = {who: len(times.journal.shown(who)) for who in times.journal.people}
        for update in shuffled(updates, rng):
            town.telegram.emit_raw(update)
        for event in shuffled(events, rng):
            town.vk.emit_raw(event)
        await times.write(1, anew=True)
        await times.all_is_well()
        assert all(len(times.journal.shown(who)) == before[who] for who in before)


@pytest.mark.requirement("A1", "A2", "W1")
@pytest.mark.parametrize("first", [True, False], ids=["first start", "later start"])
async def test_cold_start_with_a_backlog(
    database: str, tmp_path: Path, tell: Callable[[str], None], first: bool
) -> None:
    """Thousands have written before the house is there: each has a receipt, once."""
    town = Town(database, tmp_path / "files")
    await town.open()
    journal, archive = Journal(town.telegram, town.vk), Archive(database)
    try:
        if not first:
            await _first_words(town)
        await town.stop()
        if first:
            await archive.forget_cursors()
        texts = [f"Когда ответите на вопрос {n}?" for n in range(BACKLOG)]
        town.telegram.preload([(50_000 + n, text) for n, text in enumerate(texts)])
        town.vk.preload([(150_000 + n, text) for n, text in enumerate(texts)])
        begun = asyncio.get_running_loop().time()
        await town.start()
        assert await eventually(journal.all_answered, lambda: journal.heard, patience=90)
        took = asyncio.get_running_loop().time() - begun

        async def all_noted() -> bool:
            return await archive.unsent() == 0

        assert await eventually(all_noted, lambda: journal.heard, patience=90)
        verdict = await judged(journal, archive)
        tell(f"{2 * BACKLOG} waited at the {'first' if first else 'later'} start: {verdict};"
             f" {2 * BACKLOG / took:.0f} receipts a second")  # fmt: skip
        assert verdict.sound, verdict
        assert verdict.messages == verdict.appeals == 2 * BACKLOG + (0 if first else 2)
        assert not verdict.doubled.total()
    finally:
        await archive.close()
        await town.close()


async def _first_words(town: Town) -> None:
    for channel in ("telegram", "vk"):
        person = town.person(channel)
        await person.says("Добрый день! Это первое сообщение.")
        await person.hears("Мы получили")


@pytest.mark.postgres
@pytest.mark.requirement("A1", "A2", "W1")
async def test_two_of_us_are_told_the_same(
    postgres_template: tuple[str, str], tmp_path: Path
) -> None:
    """Two processes behind one address get the same events at the same moment."""
    with postgres.fresh_database(*postgres_template) as database:
        more = {
            "TELEGRAM_RECEIVE": "webhook",
            "TELEGRAM_WEBHOOK_URL": "http://127.0.0.1:9/telegram",
            "TELEGRAM_WEBHOOK_SECRET": SECRET,
            "VK_RECEIVE": "callback",
            "VK_CALLBACK_SECRET": SECRET,
        }
        town = Town(database, tmp_path / "files", settings_more=more)
        await town.open()
        await town.stop()
        journal, archive = Journal(town.telegram, town.vk), Archive(database)

        async def all_noted() -> bool:
            return await archive.unsent() == 0

        try:
            for _ in range(2):
                for person in range(60):
                    await town.telegram.says(50_000 + person, f"Вопрос {person}, когда пособие?")
                    await town.vk.says(150_000 + person, f"Вопрос {person}, когда пособие?")
            async with replica(town) as one, replica(town) as two:
                await _tell_both(town, one, two)
                assert await eventually(journal.all_answered, lambda: journal.heard, patience=90)
                assert await eventually(all_noted, lambda: journal.heard, patience=90)
                verdict = await judged(journal, archive)
            assert verdict.appeals == 120
            assert verdict.sound, verdict
            assert not verdict.doubled.total()
            assert not verdict.quarantined
        finally:
            await archive.close()
            await town.close()


@asynccontextmanager
async def replica(town: Town) -> AsyncIterator[str]:
    """One more process' worth of house on the town's database; yields its address."""
    settings: Settings = town.settings()
    loop = asyncio.get_running_loop()
    stop, address = asyncio.Event(), loop.create_future()
    service = build(settings, town.ministry, town.watch)
    running = loop.create_task(service.run(stop, address.set_result))
    try:
        yield await address
    finally:
        stop.set()
        await running


async def _tell_both(town: Town, one: str, two: str) -> None:
    """Every event to both at once, as often as they ask for it."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with aiohttp.ClientSession() as http:

        async def tell(url: str, body: Any, headers: dict[str, str]) -> None:
            for _ in range(600):
                async with http.post(url, json=body, headers=headers) as answer:
                    if answer.ok:
                        return
                await asyncio.sleep(0.1)
            raise AssertionError(f"{url} never took an event")

        telling = [
            tell(f"{house}/telegram", update, headers)
            for update in town.telegram.updates
            for house in (one, two)
        ]
        telling += [
            tell(f"{house}/vk", event | {"secret": SECRET}, {})
            for event in town.vk.events
            for house in (two, one)
        ]
        await asyncio.gather(*telling)
