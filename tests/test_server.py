"""The HTTP server and the life of the whole service: health, metrics, start, stop, and breaking."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.build import build
from bot.service import CannotStart
from sandbox import telegram_faults
from sandbox.people import Person
from storage import tables as t
from storage.engine import make_engine
from tests.conversations.talk import until
from tests.faults import commits_held, is_held
from tests.kit import rows
from tests.town import Town


async def _get(town: Town, path: str) -> tuple[int, str]:
    async with ClientSession() as http, http.get(town.address + path) as answer:
        return answer.status, await answer.text()


async def _says(town: Town, words: str) -> bool:
    return words in (await _get(town, "/metrics"))[1]


async def test_health_and_metrics_while_all_is_well(town: Town) -> None:
    client = Person(town.telegram, 987_654_321)  # no moment or size has these digits by chance
    await client.says("Когда придёт пособие на ребёнка?")
    await client.hears("2026-000001")
    assert await _get(town, "/health") == (200, '{"database": "ok"}')
    await until(lambda: _says(town, 'priyomnaya_tick_timestamp_seconds{tick="gather"'))
    status, metrics = await _get(town, "/metrics")
    assert status == 200
    values = dict(line.rsplit(" ", 1) for line in metrics.splitlines() if not line.startswith("#"))
    assert float(values["priyomnaya_database_up"]) == 1
    assert float(values["priyomnaya_windows_running"]) == 1
    assert float(values['priyomnaya_events_total{channel="telegram"}']) >= 1
    for canary in ("пособие", str(client.id), "42:TEST", "vk-test-token"):
        assert canary not in metrics


async def test_what_waits_is_counted(town: Town) -> None:
    person = town.person("telegram")
    town.telegram.faults.add("sendMessage", telegram_faults.broken(), 100)
    await person.says("меню")
    async with asyncio.timeout(60):
        while (
            'priyomnaya_waiting{channel="telegram",state="retry"} 1.0'
            not in (await _get(town, "/metrics"))[1]
        ):
            await asyncio.sleep(0.05)


async def test_what_the_server_does_not_know_it_does_not_do(town: Town) -> None:
    for path in ("/", "/vk", "/telegram", "/metrics/x"):
        assert (await _get(town, path))[0] == 404
    async with ClientSession() as http, http.post(town.address + "/vk", data=b"{}") as answer:
        assert answer.status == 404


@pytest.mark.postgres
async def test_a_database_that_is_away_is_said_and_metrics_go_on(
    postgres_database: str, postgres_template: tuple[str, str], tmp_path: Path
) -> None:
    town = Town(postgres_database, tmp_path / "files")
    await town.open()
    admin = make_engine(postgres_template[0])
    name = postgres_database.rpartition("/")[2]
    async with admin.connect() as connection:
        await connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'))
        await connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
            {"name": name},
        )
        assert await _get(town, "/health") == (503, '{"database": "does not answer"}')
        status, metrics = await _get(town, "/metrics")
        assert (status, "priyomnaya_database_up 0.0" in metrics) == (200, True)
        await connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'))
    await admin.dispose()
    assert (await _get(town, "/health"))[0] == 200
    await town.close()


async def test_the_service_stops_in_time_with_everything_settled(
    town: Town, engine: AsyncEngine
) -> None:
    people = [town.person(at) for at in ("telegram", "vk") for _ in range(5)]
    for person in people:
        await person.says("Когда придёт пособие на ребёнка?")
    async with asyncio.timeout(60):
        await town.stop()
    states = {row["state"] for row in await rows(engine, t.outbox)}
    assert states <= {"sent", "new"}
    await town.start()
    for person in people:
        await person.hears("2026-0000")
        assert len([m for m in person.heard if "Мы получили" in m.text]) == 1


@pytest.mark.postgres
async def test_what_is_being_committed_when_the_service_stops_is_answered(
    postgres_database: str, tmp_path: Path
) -> None:
    """Cut off, its answer would be claimed and not sent, and wait for the lease to run out."""
    town = Town(postgres_database, tmp_path / "files")
    await town.open()
    client = town.person("telegram")
    try:
        async with asyncio.TaskGroup() as meanwhile, commits_held(postgres_database):
            await client.says("/help")
            await until(lambda: is_held(postgres_database))
            meanwhile.create_task(town.stop())
            await asyncio.sleep(0.3)  # by then the listeners were told to go
        assert [shown.text[:4] for shown in client.heard] == ["Как "]
        engine = make_engine(postgres_database)
        assert [row["state"] for row in await rows(engine, t.outbox)] == ["sent"]
        await engine.dispose()
    finally:
        await town.close()


@pytest.mark.parametrize("part", ["listener", "sender", "fetcher", "clock"])
async def test_a_part_that_breaks_brings_the_whole_down_loudly(town: Town, part: str) -> None:
    """A house that hears and does not answer is worse than one that is started anew."""
    await town.stop()
    service = build(town.settings(), town.ministry, town.watch)

    async def breaks(*_: Any) -> None:
        raise ZeroDivisionError(part)

    victim: Any = {
        "listener": service.doors[0],
        "sender": service.senders[0],
        "fetcher": service.fetcher,
        "clock": service.clock,
    }[part]
    object.__setattr__(victim, "listen" if part == "listener" else "run", breaks)
    async with asyncio.timeout(60):
        with pytest.RaisesGroup(ZeroDivisionError, flatten_subgroups=True):
            await service.run(asyncio.Event())
    await town.start()  # nothing of it is left in the way


@pytest.mark.parametrize("part", ["listener", "fetcher"])
async def test_a_part_that_ends_by_itself_is_broken_too(town: Town, part: str) -> None:
    await town.stop()
    service = build(town.settings(), town.ministry, town.watch)

    async def ends(*_: Any) -> None:
        return

    victim: Any = service.doors[1] if part == "listener" else service.fetcher
    object.__setattr__(victim, "listen" if part == "listener" else "run", ends)
    async with asyncio.timeout(60):
        with pytest.RaisesGroup(RuntimeError, flatten_subgroups=True):
            await service.run(asyncio.Event())


async def test_a_port_that_is_taken_is_said(town: Town) -> None:
    await town.stop()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        town.settings_more = {"HTTP_PORT": str(taken.getsockname()[1])}
        with pytest.raises(CannotStart, match=r"HTTP_PORT: cannot listen on 127\.0\.0\.1"):
            await town.start()
    town.settings_more = {}
    await town.start()


async def test_a_second_process_on_the_same_sqlite_file_is_refused(
    sqlite_template: Path, tmp_path: Path
) -> None:
    file = tmp_path / "a.db"
    file.write_bytes(sqlite_template.read_bytes())
    town = Town(f"sqlite+aiosqlite:///{file}", tmp_path / "files")
    await town.open()
    second = build(town.settings(), town.ministry, town.watch)
    with pytest.raises(CannotStart, match=r"another process serves .*a\.db"):
        await second.run(asyncio.Event())
    client = town.person("telegram")
    await client.says("меню")
    await client.hears("Здравствуйте")  # the first one serves on
    await town.close()
