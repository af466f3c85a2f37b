"""The only wiring: settings and the organisation file become a service, by plain calls."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlsplit

import asyncpg
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
from storage.errors import passes
from storage.locks import Taken, alone, serving
from storage.migrate import TooNew, migrate
from storage.unit import Units
from texts import words

log = logging.getLogger(__name__)

#: Seconds between ticks; the order is that of the first round, right after the start.
TICKS = {"reckon": 600.0, "alerts": 10.0, "gather": 1.0, "warn": 600.0, "forget": 3600.0}
LEARN_EVERY = 15.0
#: Seconds for what is being sent, and for open HTTP requests, when the house stops.
PATIENCE = 5.0

Work = Callable[[], Awaitable[None]]


class CannotStart(Exception):
    """Something outside is not as the settings say; the sentence says what and how to mend it."""


def utc_now() -> datetime:
    """The house's clock; everything below takes the time from whoever calls it."""
    return datetime.now(UTC)  # noqa: TID251 - this is it


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
    #: what one process of all does, and what each does for itself
    clock: Clock
    lessons: Clock

    async def run(self, stop: asyncio.Event, ready: Callable[[str], None] | None = None) -> None:
        """Serve until `stop` is set, then finish what is under way. `ready` gets the address once
        everything listens.

        Raises CannotStart, and an ExceptionGroup when a part of the house broke: then nothing of
        it runs any more, and whoever supervises the process starts it anew."""
        try:
            with serving(self.settings.database_url):
                await self._prepare()
                address = await self._listens()
                await self._serve(stop, lambda: self._ready(address, ready))
        except Taken as file:
            raise CannotStart(
                f"DATABASE_URL: another process serves {file} already: stop it first, or use"
                " PostgreSQL, where several may serve together"
            ) from None
        finally:
            await self._close()

    async def _prepare(self) -> None:
        """What must be so before the first event: newest tables, free leases, lessons learnt."""
        try:
            await migrate(self.settings.database_url)
            if self.engine.dialect.name == "sqlite":
                async with self.units.begin() as unit:
                    unit.outbox.release()
            await self.jobs.learn()
        except TooNew as revision:
            raise CannotStart(too_new(revision)) from None
        except Exception as trouble:
            if not passes(trouble):
                raise
            raise CannotStart(unreachable(trouble)) from None
        for year in self.jobs.missing_years(self.jobs.clock()):
            log.error("no production calendar for %s: windows in it cannot be reckoned", year)
        for gap in self.house.calendar.gaps:
            log.warning("the regional calendar has a gap: %s", gap)

    async def _listens(self) -> str:
        try:
            return await self.server.start()
        except OSError as trouble:
            where = f"{self.settings.http_host}:{self.settings.http_port}"
            raise CannotStart(
                f"HTTP_PORT: cannot listen on {where} ({trouble.strerror}): choose another"
            ) from None

    async def _serve(self, stop: asyncio.Event, ready: Callable[[], None]) -> None:
        """Listeners first to come and first to go: what they heard is still answered."""
        async with asyncio.TaskGroup() as group:
            rest = [group.create_task(_for_ever(work)) for work in self._inner_work()]
            heard = [group.create_task(_for_ever(work)) for work in self._outer_work()]
            ready()
            await stop.wait()
            await _cancelled(heard)
            await asyncio.gather(*(sender.stop(PATIENCE) for sender in self.senders))
            await _cancelled(rest)

    def _inner_work(self) -> list[Work]:
        return [*(sender.run for sender in self.senders), self.fetcher.run, self.lessons.run]

    def _outer_work(self) -> list[Work]:
        clock = partial(alone, self.engine, "clock", self.clock.run)
        return [clock, *(partial(self._listen, door) for door in self.doors)]

    async def _listen(self, door: Door) -> None:
        async def listen() -> None:
            await door.listen(
                self.intake.take, lambda: self.intake.cursor(door.channel, door.account)
            )

        if _is_called(self.settings, door):
            # Whichever process the messenger's call reaches must be able to take it.
            await listen()
        else:
            await alone(self.engine, f"listen:{door.channel}:{door.account}", listen)

    def _ready(self, address: str, ready: Callable[[str], None] | None) -> None:
        log.info("ready at %s, channels: %s", address, ", ".join(d.channel for d in self.doors))
        if ready:
            ready(address)

    async def _close(self) -> None:
        await self.server.stop()
        await self.close()
        log.info("stopped")

    async def close(self) -> None:
        """Let go of all connections; a command that does not serve calls this alone."""
        for door in self.doors:
            await door.close()
        await self.engine.dispose()


def build(settings: Settings, ministry: Ministry, now: Callable[[], datetime] = utc_now) -> Service:
    """Everything from one place. Makes no connection."""
    engine = make_engine(settings.database_url)

    def wake(channels: Set[Channel]) -> None:
        for channel in channels & senders.keys():
            senders[channel].wake()

    units = Units(engine, wake)
    house = House(ministry, Calendar(ministry.schedule), Router(list(ministry.topics.values())))
    doors = tuple(_door(channel, settings, now) for channel in settings.channels)
    senders = {door.channel: Sender(units, door, now) for door in doors}
    by_channel = {door.channel: door for door in doors}
    fetcher = Fetcher(units, by_channel, house, settings.files_dir, now)
    intake = Intake(units, conversations(), house, now, senders, fetcher.wake)
    jobs = Jobs(units, house, now)
    clock, lessons = _clocks(jobs)
    return Service(
        settings=settings,
        engine=engine,
        units=units,
        house=house,
        doors=doors,
        intake=intake,
        senders=tuple(senders.values()),
        fetcher=fetcher,
        jobs=jobs,
        server=Server(settings, units, _hooks(settings, doors)),
        clock=clock,
        lessons=lessons,
    )


def _clocks(jobs: Jobs) -> tuple[Clock, Clock]:
    def ticked(tick: str) -> None:
        TICK.labels(tick).set(time.time())

    clock, lessons = Clock(ticked), Clock(ticked)
    for name, seconds in TICKS.items():
        clock.every(seconds, getattr(jobs, name), name)
    lessons.every(LEARN_EVERY, jobs.learn, "learn")
    return clock, lessons


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
        if _is_called(settings, door):
            telegram = door.channel is Channel.TELEGRAM
            path = urlsplit(settings.telegram_webhook_url or "").path or "/"
            hooks[path if telegram else "/vk"] = door.hook
    return hooks


def _is_called(settings: Settings, door: Door) -> bool:
    """Whether the messenger delivers events itself, to whichever process it reaches."""
    if door.channel is Channel.TELEGRAM:
        return settings.telegram_receive is TelegramReceive.WEBHOOK
    return settings.vk_receive is VkReceive.CALLBACK


async def _for_ever(work: Work) -> None:
    await work()
    raise RuntimeError("a part of the house has ended by itself")


async def _cancelled(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


def unreachable(trouble: BaseException) -> str:
    """Why the database cannot be opened, and what to do, without a word of its address."""
    name = type(trouble).__name__
    if isinstance(trouble, asyncpg.InvalidAuthorizationSpecificationError):
        return f"DATABASE_URL: the server refuses this user or password ({name})"
    if isinstance(trouble, asyncpg.InvalidCatalogNameError):
        return f"DATABASE_URL: the server has no such database ({name}): create it"
    return f"DATABASE_URL: the database cannot be opened ({name}): is the server up?"


def too_new(revision: object) -> str:
    return (
        f"DATABASE_URL: the database stands at revision {revision}, which this program does not"
        " know: install the newer program, or restore the backup made before it"
    )
