"""The running house: what is started, what is watched, and how it stops."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.booth import Booth
from bot.channel import Batch, Door
from bot.ending import to_its_end
from bot.fetcher import Fetcher
from bot.intake import Intake
from bot.mailer import Mailer
from bot.names import Names
from bot.sender import Sender
from bot.server import Server
from bot.settings import Settings
from domain.talk import Channel
from handlers.house import House
from scheduler.clock import Clock
from scheduler.jobs import Jobs
from storage.errors import passes
from storage.locks import Taken, alone, serving
from storage.migrate import TooNew, migrate
from storage.unit import Units

log = logging.getLogger(__name__)

#: Seconds for what is being taken when the house stops, then for what is being sent, and for both.
TAKING, SENDING, IN_ALL = 5.0, 5.0, 7.0

Work = Callable[[], Awaitable[None]]


class CannotStart(Exception):
    """Something outside is not as the settings say; the sentence says what and how to mend it."""


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
    mailer: Mailer
    fetcher: Fetcher
    names: Names
    booth: Booth
    jobs: Jobs
    server: Server
    #: what one process of all does, and what each does for itself
    clock: Clock
    lessons: Clock
    #: channels whose messenger delivers events itself
    called: frozenset[Channel] = frozenset()

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
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as group:
            rest = [group.create_task(_for_ever(work)) for work in self._inner_work()]
            heard = [group.create_task(_for_ever(work)) for work in self._outer_work()]
            ready()
            await stop.wait()
            begun = loop.time()
            await _cancelled(heard)
            patience = min(SENDING, max(1.0, IN_ALL - (loop.time() - begun)))
            sending = (sender.stop(patience) for sender in self.senders)
            await asyncio.gather(self.booth.leave(patience), *sending)
            await _cancelled(rest)

    def _inner_work(self) -> list[Work]:
        work = [self.fetcher.run, self.names.run, self.lessons.run, self.booth.direct.run]
        return [*(sender.run for sender in self.senders), *work]

    def _outer_work(self) -> list[Work]:
        clock = partial(alone, self.engine, "clock", self.clock.run)
        mailer = partial(alone, self.engine, "mailer", self.mailer.run)
        return [clock, mailer, *(partial(self._listen, door) for door in self.doors)]

    async def _listen(self, door: Door) -> None:
        async def take(batch: Batch) -> None:
            # Cut off in its commit, what it claimed to send would lie until the lease runs out.
            await to_its_end(self.intake.take(batch), TAKING)

        async def listen() -> None:
            await door.listen(take, lambda: self.intake.cursor(door.channel, door.account))

        if door.channel in self.called:
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
