"""A house without doors: storage, rules and the clock, for tests of what needs no messenger."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import organisation
from domain.appeals import Appeal
from domain.ministry import Ministry
from domain.people import Chat
from domain.routing import Router
from domain.talk import Channel
from domain.worktime import Calendar
from handlers.client.register import notify_unit
from handlers.house import House
from scheduler.jobs import Jobs
from storage import tables as t
from storage.letters import read_back
from storage.unit import Units
from tests.town import ROOT, Watch

PLACE = (Channel.TELEGRAM, "42")


def sample() -> Ministry:
    """The sample ministry."""
    return organisation.load(ROOT / "organisation.yaml")


async def rows(engine: AsyncEngine, table: Table) -> list[dict[str, Any]]:
    """Everything in a table, by its first column."""
    query = select(table).order_by(table.c[table.c.keys()[0]])
    async with engine.connect() as connection:
        return [dict(row._mapping) for row in await connection.execute(query)]


@dataclass(slots=True)
class Kit:
    """One house on one database, with a clock to be moved."""

    engine: AsyncEngine
    ministry: Ministry = field(default_factory=sample)
    watch: Watch = field(default_factory=Watch)
    units: Units = field(init=False)
    house: House = field(init=False)
    jobs: Jobs = field(init=False)
    _people: int = 0

    def __post_init__(self) -> None:
        self.units = Units(self.engine)
        calendar = Calendar(self.ministry.schedule)
        self.house = House(self.ministry, calendar, Router(list(self.ministry.topics.values())))
        self.jobs = Jobs(self.units, self.house, self.watch)

    async def chat(self, employee: str = "") -> Chat:
        """Somebody new; somebody of the ministry when `employee` is given."""
        self._people += 1
        peer = str(1000 + self._people)
        async with self.units.begin() as unit:
            chat = unit.chats.meet(*PLACE, peer, self.watch())
            chat.employee = employee
        return chat

    async def appeal(self, unit: str = "benefits", officer: str = "", **facts: Any) -> Appeal:
        """An appeal received now, with its window and the notice to its unit."""
        chat = facts.pop("chat", None) or await self.chat()
        window = self.house.reply_window(self.watch())
        now = self.watch()
        async with self.units.begin() as work:
            appeal = await work.appeals.register(
                chat,
                self.house.year(now),
                **{
                    "topic": "",
                    "unit": unit,
                    "officer": officer,
                    "sorting": False,
                    "album": "",
                    "written_at": now,
                    "received_at": now,
                    "due_at": window.due_at if window else None,
                }
                | facts,
            )
            if window:
                work.windows.open(appeal, window)
            work.exchange.said(appeal.id, chat, "Когда будет пособие?", now)
            notify_unit(work, appeal, now)
        return appeal

    async def now_is(self, appeal: Appeal) -> Appeal:
        """The appeal as it stands now."""
        async with self.units.begin() as unit:
            found = await unit.appeals.get(appeal.id)
        assert found is not None
        return found

    async def told(self, chat: Chat) -> list[str]:
        """What waits to be said in a dialogue, oldest first."""
        found = await rows(self.engine, t.outbox)
        return [read_back(row["reply"]).text for row in found if row["chat"] == chat.id]
