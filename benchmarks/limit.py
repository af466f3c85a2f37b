"""How fast it could be: the same rows written by nobody but SQLite, the same answers bare."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from pathlib import Path

import aiohttp

from benchmarks.processes import Messenger
from benchmarks.report import Report
from storage.migrate import migrate

#: every table an appeal leaves a row in, in the order they refer to each other
TABLES = "chats events appeals windows entries history notices outbox".split()
TOGETHER = 100
SENDS = 2000
IN_FLIGHT = 100
SETTLE = "UPDATE outbox SET state = 'sent', remote = '1' WHERE id = ?"


def measure(messenger: Messenger, lived: Path, reached: float, report: Report) -> None:
    """`lived` is a database the service has filled, `reached` its appeals a second."""
    report.heading("The distance to the limit")
    rate, cpu = _rows(lived, lived.with_name("limit.db"))
    report.line("rows alone, one thread, by 100", f"{rate:.0f}/s", f"{cpu:.2f} ms each")
    messenger.order("backlog_unheard", count=SENDS)
    send_rate, send_cpu = asyncio.run(_sends(messenger.address))
    report.line("answers alone, bare aiohttp", f"{send_rate:.0f}/s", f"{send_cpu:.2f} ms each")
    report.line("the service reaches", f"{reached:.0f}/s")
    of_rows, of_sends = rate / reached, send_rate / reached
    report.note(
        f"1/{of_rows:.1f} of what the rows allow, 1/{of_sends:.1f} of what the answers allow"
    )


def _rows(lived: Path, fresh: Path) -> tuple[float, float]:
    asyncio.run(migrate(f"sqlite+aiosqlite:///{fresh}"))
    source = sqlite3.connect(lived)
    rows = {table: source.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
    source.close()
    connection = sqlite3.connect(fresh, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")
    count = min(len(found) for found in rows.values())
    started, cpu = time.perf_counter(), time.process_time()
    for start in range(0, count, TOGETHER):
        connection.execute("BEGIN IMMEDIATE")
        for table, found in rows.items():
            places = ", ".join("?" * len(found[0]))
            part = found[start : start + TOGETHER]
            connection.executemany(f"INSERT INTO {table} VALUES ({places})", part)
        sent = rows["outbox"][start : start + TOGETHER]
        connection.executemany(SETTLE, [row[:1] for row in sent])
        connection.execute("COMMIT")
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    connection.close()
    return count / seconds, cpu * 1000 / count


async def _sends(address: str) -> tuple[float, float]:
    """sendMessage to people who have just written, a hundred on their way at a time."""
    url, places = f"{address}/bot42:TEST/sendMessage", asyncio.Semaphore(IN_FLIGHT)
    connector = aiohttp.TCPConnector(limit=IN_FLIGHT)
    async with aiohttp.ClientSession(connector=connector) as http:

        async def send(person: int) -> None:
            body = {"chat_id": person, "text": "x" * 400}
            async with places, http.post(url, json=body) as answer:
                await answer.read()

        started, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(send(1_000_000 + number) for number in range(SENDS)))
        seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    return SENDS / seconds, cpu * 1000 / SENDS
