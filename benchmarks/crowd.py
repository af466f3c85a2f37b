"""Large tables: the alert tick with a million open windows, the outbox with much behind it."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from benchmarks.processes import ROOT
from benchmarks.report import Report
from bot import organisation
from domain.routing import Router
from domain.talk import Channel
from domain.worktime import Calendar
from handlers.house import House
from scheduler.jobs import Jobs
from storage import outbox, windows
from storage import tables as t
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
        now, no, yes = self._moment("0"), *(("0", "1") if self._lite else ("false", "true"))
        later = self._moment("i + 60")
        return [
            "INSERT INTO chats (id, channel, account, peer, name, employee, step, draft, reachable,"
            f" met_at, wrong_codes) SELECT i, 'telegram', '42', '' || i, '', '', '', '{{}}', {yes},"
            f" {now}, 0 FROM {self._numbers(20_000)}",
            "INSERT INTO appeals (id, number, chat, state, topic, unit, officer, sorting, album,"
            f" written_at, received_at, due_at) SELECT i, '' || i, i % 20000 + 1, 'waiting', '',"
            f" 'unit' || i % 50, CASE WHEN i % 3 = 0 THEN 'officer' || i % 200 ELSE '' END, {no},"
            f" '', {now}, {now}, {later} FROM {self._numbers(windows)}",
            "INSERT INTO windows (id, appeal, rule, clause, starts_at, due_at, calendar_version,"
            f" next_alert_at, step, state) SELECT i, i, 'message_reply', '', {now}, {later}, '',"
            f" {later}, 0, 'open' FROM {self._numbers(windows)}",
            self._outbox(0, SENT, "sent", now),
            self._outbox(SENT, WAITING, "new", now),
            self._outbox(SENT + WAITING, DEFERRED, "retry", later),
        ]

    def _outbox(self, after: int, count: int, state: str, due: str) -> str:
        now = self._moment("0")
        return (
            "INSERT INTO outbox (id, chat, channel, account, peer, kind, priority, reply, state,"
            " due_at, tries, created_at, remote, trouble)"
            f" SELECT {after} + i, i % 20000 + 1, 'telegram', '42', '' || i, 'answer', 0,"
            f" '{{\"text\": \"x\"}}', '{state}', {due}, 0, {now}, '', ''"
            f" FROM {self._numbers(count)}"
        )

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
        "outbox claim": (outbox._CLAIM, {"now": now, **lease, **more}),
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
