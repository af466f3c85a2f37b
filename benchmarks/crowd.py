"""Large tables: the alert tick with a million open windows, the outbox with much behind it."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Integer, Table, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from benchmarks.processes import ROOT
from benchmarks.report import Report
from bot import organisation
from domain.routing import Router
from domain.talk import Channel
from domain.worktime import Calendar
from handlers.house import House
from scheduler.jobs import Jobs
from storage import tables as t
from storage import windows
from storage.claims import CLAIMS, Lane
from storage.engine import make_engine
from storage.migrate import migrate
from storage.queues import Queue
from storage.trip import Query
from storage.unit import Units

TIMES = 15
DUE = 20
SENT, WAITING, DEFERRED = 200_000, 10_000, 5_000
Params = dict[str, object]


class Crowd:
    """A database full of rows that SQL itself has written. `now` is a working hour."""

    now = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)

    def __init__(self, url: str) -> None:
        self._url = url
        self.engine: AsyncEngine = make_engine(url)
        self.units = Units(self.engine)
        self._lite = url.startswith("sqlite")

    async def fill(self, windows: int) -> None:
        await migrate(self._url)
        async with self.engine.connect() as connection:
            if self._lite:
                await connection.execute(text("PRAGMA synchronous = OFF"))
            await connection.execute(text("BEGIN"))
            for statement in self._statements(windows):
                await connection.execute(text(statement))
            await connection.execute(text("COMMIT"))
            if self._lite:
                await connection.execute(text("PRAGMA synchronous = FULL"))
            await connection.execute(text("ANALYZE"))

    def _statements(self, windows: int) -> list[str]:
        now, later = self._moment("0"), self._moment("i + 60")
        place = {"channel": "'telegram'", "account": "'42'", "peer": "'' || i"}
        yes = "1" if self._lite else "true"
        number, chat = "'' || i", "i % 20000 + 1"
        officer = "CASE WHEN i % 3 = 0 THEN 'officer' || (i % 200) ELSE '' END"
        whose = {"unit": "'unit' || (i % 50)", "officer": officer}
        times = {"written_at": now, "received_at": now, "due_at": later}
        open_ = {"starts_at": now, "due_at": later, "next_alert_at": later}
        appeals = whose | times | {"number": number, "chat": chat, "state": "'waiting'"}
        appeals |= {"kind": "'message'"}
        windows_ = open_ | {"appeal": "i", "rule": "'message_reply'", "state": "'open'"}
        windows_ |= {"within": "'8 working hours'"}
        return [
            self._rows(t.chats, 20_000, **place, reachable=yes, met_at=now),
            self._rows(t.appeals, windows, **appeals),
            self._rows(t.windows, windows, **windows_),
            self._outbox(0, SENT, "sent", now),
            self._outbox(SENT, WAITING, "new", now),
            self._outbox(SENT + WAITING, DEFERRED, "retry", later),
        ]

    def _outbox(self, after: int, count: int, state: str, due: str) -> str:
        place = {"channel": "'telegram'", "account": "'42'", "peer": "'' || i"}
        what = {"kind": "'answer'", "reply": """'{"text": "x"}'""", "state": f"'{state}'"}
        times = {"due_at": due, "created_at": self._moment("0")}
        facts = place | what | times | {"id": f"{after} + i", "chat": "i % 20000 + 1"}
        return self._rows(t.outbox, count, **facts)

    def _rows(self, table: Table, count: int, **given: str) -> str:
        """So many rows; what a table must have and nobody has given is empty."""
        needed = {column.name: self._empty(column) for column in table.c if not column.nullable}
        values = needed | {"id": "i"} | given
        return (
            f"INSERT INTO {table.name} ({', '.join(values)})"
            f" SELECT {', '.join(values.values())} FROM {self._numbers(count)}"
        )

    def _empty(self, column: Column[Any]) -> str:
        if isinstance(column.type, Boolean):
            return "0" if self._lite else "false"
        if isinstance(column.type, JSON):
            return "'{}'"
        return "0" if isinstance(column.type, Integer) else "''"

    def _numbers(self, count: int) -> str:
        if not self._lite:
            return f"generate_series(1, {count}) AS n(i)"
        return (
            f"(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
            " SELECT i FROM n)"
        )

    def _moment(self, seconds: str) -> str:
        if not self._lite:
            return f"to_timestamp({self.now.timestamp()} + {seconds})"
        base = f"{self.now:%Y-%m-%d %H:%M:%S}"
        return f"strftime('%Y-%m-%d %H:%M:%S.000000', '{base}', '+' || ({seconds}) || ' seconds')"

    async def plan(self, query: Query, params: Params) -> str:
        """How the database means to find the rows."""
        async with self.engine.connect() as connection:
            return await _plan(connection, query, params, lite=self._lite)


async def _plan(connection: AsyncConnection, query: Query, params: Params, *, lite: bool) -> str:
    compiled = query.compiled(connection.dialect)
    raw: Any = (await connection.get_raw_connection()).driver_connection
    args = compiled.args(params)
    if lite:
        rows = await raw.execute_fetchall(f"EXPLAIN QUERY PLAN {compiled.sql}", args)
        return "\n".join(str(row[3]) for row in rows)
    return "\n".join(row[0] for row in await raw.fetch(f"EXPLAIN {compiled.sql}", *args))


def measure(url: str, size: int, report: Report) -> None:
    """With `size` open windows."""
    asyncio.run(_measure(url, size, report))


async def _measure(url: str, size: int, report: Report) -> None:
    crowd, database = Crowd(url), "SQLite" if url.startswith("sqlite") else "PostgreSQL"
    await crowd.fill(size)
    behind = f"{SENT:,} messages sent, {WAITING:,} waiting"
    report.heading(f"{size:,} open windows, {behind}, {database}")
    await _alerts(crowd, database, size, report)
    await _claims(crowd, report)
    await _plans(crowd, report)
    await crowd.engine.dispose()


async def _alerts(crowd: Crowd, database: str, size: int, report: Report) -> None:
    ministry = organisation.load(ROOT / "organisation.yaml")
    house = House(ministry, Calendar(ministry.schedule), Router(list(ministry.topics.values())))
    now = crowd.now + timedelta(seconds=61)
    jobs = Jobs(crowd.units, house, lambda: now)
    await jobs.alerts()  # the first alert of a process brings the calendar in
    idle = await _median(jobs.alerts)
    report.line("alert tick, nothing due", f"{idle:.1f} ms")

    async def tick_later() -> None:
        nonlocal now
        now += timedelta(seconds=DUE)  # one window a second becomes due
        await jobs.alerts()

    busy = await _median(tick_later)
    report.line(f"alert tick, {DUE} due", f"{busy:.1f} ms")
    report.most(f"alert tick, {size:,} open windows, {database}", max(idle, busy), 50, "ms")


async def _claims(crowd: Crowd, report: Report) -> None:
    async def claim() -> None:
        async with crowd.units.begin() as unit:
            claimed = await unit.claim(Channel.TELEGRAM, "42", crowd.now, 100)
            for message in claimed:
                unit.outbox.settle(message, "sent", crowd.now, remote="1")

    took = await _median(claim)
    report.line("claim of 100 messages, and settling", f"{took:.1f} ms")
    async with crowd.units.begin() as unit:
        while await unit.claim(Channel.TELEGRAM, "42", crowd.now, 1000):
            pass
    took = await _median(claim)
    report.line(f"claim while all the {DEFERRED:,} are deferred", f"{took:.1f} ms")


async def _plans(crowd: Crowd, report: Report) -> None:
    """By which index each hot query goes, whatever lies behind it."""
    now, more = crowd.now, {"limit": 100}
    lease = {"lease_until_": now, "channel_": "telegram", "account_": "42"}
    cases = {
        "outbox claim": (CLAIMS[Lane.DIALOGUE], {"now": now, **lease, **more}),
        "due alerts": (windows._ALERTS, {"now": now, **more}),
        "a unit's queue": (_queue(Queue(unit="unit7")), {}),
        "an officer's queue": (_queue(Queue(officers=("officer3",))), {}),
    }
    for name, (query, params) in cases.items():
        plan = await crowd.plan(query, params)
        found = ", ".join(dict.fromkeys(re.findall(r"ix_\w+", plan)))
        report.note(f"{name:<32}  by {found or f'NO INDEX: {plan}'}")


def _queue(whose: Queue) -> Query:
    return Query(whose.ordered(select(t.appeals.c.id)).limit(5))


async def _median(work: Callable[[], Awaitable[object]]) -> float:
    took = []
    for _ in range(TIMES):
        started = time.perf_counter()
        await work()
        took.append((time.perf_counter() - started) * 1000)
    return median(took)
