"""A town to test in: people at both stand-ins, the house that serves them, and one clock."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import build, organisation
from bot.service import Service
from bot.settings import Settings, load
from domain.joining import CODE_LASTS
from domain.ministry import Ministry
from sandbox.people import Person
from sandbox.telegram import TelegramStandIn
from sandbox.vk import VkStandIn
from storage.invites import new_code
from storage.migrate import migrate

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("PRIYOMNAYA_SHARED", ROOT.parent / "shared"))
TUESDAY = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
#: Ticks of this many seconds and more come once at a start, and when a test asks for them: how
#: long a conversation takes on a busy machine decides nothing of what is said in it.
ASKED_FOR = 2.0
NEVER = 1e6


def migrated(url: str) -> None:
    """Bring a database to the newest tables, from outside any event loop."""
    asyncio.run(migrate(url))


@dataclass(slots=True)
class Watch:
    """A clock that stands until somebody moves it."""

    at: datetime = TUESDAY

    def __call__(self) -> datetime:
        return self.at

    def passes(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass(slots=True)
class Town:
    """`open` starts everything; `telegram` and `vk` are messengers as people use them."""

    database: str
    files: Path
    ministry: Ministry = field(
        default_factory=lambda: organisation.load(ROOT / "organisation.yaml")
    )
    watch: Watch = field(default_factory=Watch)
    settings_more: dict[str, str] = field(default_factory=dict)
    telegram: TelegramStandIn = field(init=False)
    vk: VkStandIn = field(init=False)
    service: Service = field(init=False)
    #: where the house itself answers over HTTP
    address: str = ""
    _stop: asyncio.Event = field(init=False)
    _running: asyncio.Task[None] | None = None
    _addresses: tuple[str, str] = ("", "")
    _people: int = 1000

    async def open(self) -> None:
        self.telegram = TelegramStandIn(self.watch, limits=False)
        self.vk = VkStandIn(self.watch, limits=False)
        self._addresses = (await self.telegram.start(), await self.vk.start())
        await self.start()

    async def start(self) -> None:
        """Start the house; the stand-ins went on without it."""
        self.service = build.build(self.settings(), self.ministry, self.watch)
        for name in self._asked_for():
            self.service.clock.every(NEVER, getattr(self.service.jobs, name), name)
        self._stop, ready = asyncio.Event(), asyncio.Event()

        def started(address: str) -> None:
            self.address = address
            ready.set()

        # Held here and awaited in `stop`: a TaskGroup would have to span two fixture calls.
        self._running = asyncio.ensure_future(  # noqa: TID251
            self.service.run(self._stop, started)
        )
        self._running.add_done_callback(lambda _: ready.set())
        await ready.wait()
        if self._running.done():
            broken, self._running = self._running, None
            broken.result()
        with suppress(TimeoutError):  # of several processes one alone has the clock
            await asyncio.wait_for(self.service.clock.went_round.wait(), 60)

    async def ticks(self) -> None:
        """The clock goes round once: whatever is due by the watch is noted."""
        for name in self._asked_for():
            await self.service.clock.tick(name)

    def _asked_for(self) -> list[str]:
        return [name for name, seconds in build.TICKS.items() if seconds >= ASKED_FOR]

    async def stop(self) -> None:
        """Stop the house as SIGTERM does; raises what broke it meanwhile."""
        if self._running:
            self._stop.set()
            running, self._running = self._running, None
            await running

    async def close(self) -> None:
        try:
            await self.stop()
        finally:
            await self.telegram.stop()
            await self.vk.stop()

    def settings(self) -> Settings:
        return load(None, self.environment())

    def environment(self) -> dict[str, str]:
        """The settings of the house as the environment would carry them."""
        telegram, vk = self._addresses
        return {
            "DATABASE_URL": self.database,
            "ORGANISATION_FILE": str(ROOT / "organisation.yaml"),
            "FILES_DIR": str(self.files),
            "TELEGRAM_TOKEN": "42:TEST",
            "TELEGRAM_API_URL": telegram,
            "TELEGRAM_SENDS_PER_SECOND": "0",
            "VK_TOKEN": "vk-test-token",
            "VK_GROUP_ID": "1",
            "VK_API_URL": vk,
            "VK_CALLS_PER_SECOND": "0",
            "HTTP_PORT": "0",
        } | self.settings_more

    def person(self, at: str, name: str = "") -> Person:
        """Somebody new at "telegram" or "vk"."""
        self._people += 1
        messenger = self.telegram if at == "telegram" else self.vk
        if name:
            messenger.names(self._people, name)
        return Person(messenger, self._people)

    async def employee(self, employee: str, at: str) -> Person:
        """Somebody of the ministry who has joined with an invitation."""
        person = self.person(at)
        await person.says(f"/start {await self.invite(employee)}")
        await person.hears("Теперь вы работаете")
        await person.hears("Что открыть?")
        return person

    async def invite(self, employee: str) -> str:
        code, now = new_code(), self.watch()
        async with self.service.units.begin() as unit:
            unit.invites.write(code, employee, now, now + CODE_LASTS)
        return code
