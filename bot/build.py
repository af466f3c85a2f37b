"""The only wiring: settings and the organisation file become a service, by plain calls."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channel import Door
from bot.fetcher import Fetcher
from bot.intake import Intake
from bot.metrics import TICK
from bot.sender import Sender
from bot.server import Hook, Server
from bot.settings import Settings, TelegramReceive, VkReceive
from bot.telegram.config import TelegramConfig
from bot.vk.config import VkConfig
from domain.ministry import Ministry
from domain.routing import Router
from domain.talk import Channel
from domain.worktime import Calendar
from handlers.conversations import conversations
from handlers.house import House
from scheduler.clock import Clock
from scheduler.jobs import Jobs
from storage.engine import make_engine
from storage.locks import sole
from storage.migrate import migrate
from storage.unit import Units
from texts import words

log = logging.getLogger(__name__)

#: Seconds between ticks.
TICKS = {"alerts": 10.0, "gather": 1.0, "learn": 15.0, "reckon": 600.0, "warn": 600.0}
FORGET_EVERY = 86_400.0


def utc_now() -> datetime:
    """The house's clock; everything below takes the time from whoever calls it."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Service:
    """The running house."""

    settings: Settings
    engine: AsyncEngine
    units: Units
    house: House
    doors: tuple[Door, ...]
    intake: Intake
    senders: tuple[Sender, ...]
    fetcher: Fetcher
    jobs: Jobs
    server: Server
    clock: Clock

    async def run(self, stop: asyncio.Event, ready: Callable[[str], None] | None = None) -> None:
        """Serve until `stop` is set, then finish what is under way. `ready` gets the address."""
        await migrate(self.settings.database_url)
        await self._take_up()
        address = await self.server.start()
        self._start_clock()
        running = [asyncio.ensure_future(work) for work in self._work()]
        waiting = asyncio.ensure_future(stop.wait())
        log.info("ready at %s, channels: %s", address, ", ".join(d.channel for d in self.doors))
        if ready:
            ready(address)
        try:
            done, _ = await asyncio.wait(
                [waiting, *running], return_when=asyncio.FIRST_COMPLETED
            )
            for task in done - {waiting}:
                task.result()
        finally:
            await self._finish(running)

    async def _take_up(self) -> None:
        """What must be so before the first event: leases of a process that is gone, lessons."""
        if self.engine.dialect.name == "sqlite":
            async with self.units.begin() as unit:
                unit.outbox.release()
        await self.jobs.learn()
        await self.jobs.warn()
        for year in self.jobs.missing_years(self.jobs.clock()):
            log.error("no production calendar for %s: windows in it cannot be reckoned", year)
        for gap in self.house.calendar.gaps:
            log.warning("the regional calendar has a gap: %s", gap)

    def _start_clock(self) -> None:
        for name, seconds in TICKS.items():
            self.clock.every(seconds, getattr(self.jobs, name), name)
        self.clock.every(FORGET_EVERY, self.jobs.forget, "forget")
        self.clock.start()

    def _work(self) -> list[Any]:
        return [
            *(self._listen(door) for door in self.doors),
            *(sender.run() for sender in self.senders),
            self.fetcher.run(),
        ]

    async def _listen(self, door: Door) -> None:
        async with sole(self.engine, f"listen:{door.channel}:{door.account}"):
            await door.listen(
                self.intake.take, lambda: self.intake.cursor(door.channel, door.account)
            )

    async def _finish(self, running: list[asyncio.Future[Any]]) -> None:
        """Hear nothing more, settle what is on its way, close."""
        self.clock.stop()
        listeners, rest = running[: len(self.doors)], running[len(self.doors) :]
        await _cancelled(listeners)
        await asyncio.gather(*(sender.stop() for sender in self.senders))
        await _cancelled(rest)
        await self.server.stop()
        for door in self.doors:
            await door.close()
        await self.engine.dispose()
        log.info("stopped")


def build(
    settings: Settings, ministry: Ministry, now: Callable[[], datetime] = utc_now
) -> Service:
    """Everything from one place. Makes no connection."""
    engine = make_engine(settings.database_url)
    units = Units(engine)
    house = House(ministry, Calendar(ministry.schedule), Router(list(ministry.topics.values())))
    doors = tuple(_door(channel, settings, now) for channel in settings.channels)
    senders = tuple(Sender(units, door, now) for door in doors)

    def wake() -> None:
        for sender in senders:
            sender.wake()
        fetcher.wake()

    by_channel = {door.channel: door for door in doors}
    fetcher = Fetcher(units, by_channel, house, settings.files_dir, now)
    intake = Intake(units, conversations(), house, now, wake)
    jobs = Jobs(units, house, now, wake)
    clock = Clock(lambda tick: TICK.labels(tick).set(time.time()))
    server = Server(settings, units, _hooks(settings, doors))
    return Service(
        settings, engine, units, house, doors, intake, senders, fetcher, jobs, server, clock
    )


def _door(channel: Channel, settings: Settings, now: Callable[[], datetime]) -> Door:
    if channel is Channel.TELEGRAM:
        return telegram_door(settings, now)
    return vk_door(settings, now)


def telegram_door(settings: Settings, now: Callable[[], datetime]) -> Door:
    # Here and not above: aiogram costs most of the start, and not every command needs it.
    from bot.telegram.door import TelegramDoor

    assert settings.telegram_token
    secret = settings.telegram_webhook_secret
    config = TelegramConfig(
        token=settings.telegram_token.get_secret_value(),
        files_dir=settings.files_dir,
        api_url=settings.telegram_api_url,
        receive=settings.telegram_receive,
        webhook_url=settings.telegram_webhook_url or "",
        webhook_secret=secret.get_secret_value() if secret else "",
        commands=(("start", words("command-start")), ("help", words("command-help"))),
        per_second=settings.telegram_sends_per_second,
    )
    return TelegramDoor(config, now)


def vk_door(settings: Settings, now: Callable[[], datetime]) -> Door:
    from bot.vk.door import VkDoor

    assert settings.vk_token
    assert settings.vk_group_id
    secret = settings.vk_callback_secret
    config = VkConfig(
        token=settings.vk_token.get_secret_value(),
        group_id=settings.vk_group_id,
        files_dir=settings.files_dir,
        api_url=settings.vk_api_url,
        receive="callback" if settings.vk_receive is VkReceive.CALLBACK else "longpoll",
        callback_secret=secret.get_secret_value() if secret else "",
        confirmation=settings.vk_confirmation,
        calls_per_second=settings.vk_calls_per_second,
    )
    return VkDoor(config, now)


def _hooks(settings: Settings, doors: tuple[Door, ...]) -> dict[str, Hook]:
    """What the messengers call when they deliver events themselves."""
    hooks: dict[str, Hook] = {}
    for door in doors:
        telegram = door.channel is Channel.TELEGRAM
        if telegram and settings.telegram_receive is TelegramReceive.WEBHOOK:
            hooks[urlsplit(settings.telegram_webhook_url or "").path or "/"] = door.hook
        if not telegram and settings.vk_receive is VkReceive.CALLBACK:
            hooks["/vk"] = door.hook
    return hooks


async def _cancelled(tasks: list[asyncio.Future[Any]]) -> None:
    for task in tasks:
        task.cancel()
    for trouble in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(trouble, Exception):
            log.error("stopped with trouble", exc_info=trouble)
