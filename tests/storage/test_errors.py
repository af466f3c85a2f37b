"""Which troubles mean that the database is away, and which that the work itself cannot be kept."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import column, func, literal, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import make_engine
from storage.errors import may_pass, passes
from storage.trip import Query
from storage.unit import Unit, Units
from tests import postgres
from tests.kit import PLACE, Kit
from tests.ports import kept
from tests.town import TUESDAY

Act = Callable[[Unit], Awaitable[object]]
HALF_A_PAIR = "\ud83d"


async def _trouble(units: Units, act: Act) -> Exception:
    """What a unit raises that does this."""
    try:
        async with units.begin() as unit:
            await act(unit)
    except Exception as trouble:
        return trouble
    raise AssertionError("nothing was raised")


async def _met_twice(unit: Unit) -> None:
    for _ in range(2):
        unit.chats.meet(*PLACE, "7", TUESDAY)


async def _half_a_pair(unit: Unit) -> None:
    unit.arrivals.move_cursor(*PLACE, HALF_A_PAIR)


async def _too_large(unit: Unit) -> None:
    await unit.chats.get(2**70)


async def _no_such_column(unit: Unit) -> None:
    await unit._pending.rows(Query(select(column("no_such_column"))))


@pytest.mark.parametrize("act", [_half_a_pair, _too_large, _no_such_column])
async def test_work_that_cannot_be_stored_is_not_waited_for(units: Units, act: Act) -> None:
    trouble = await _trouble(units, act)
    assert not passes(trouble), repr(trouble)
    assert not may_pass(trouble)


async def test_two_who_met_are_tried_once_more(units: Units) -> None:
    trouble = await _trouble(units, _met_twice)
    assert may_pass(trouble)
    assert not passes(trouble)


@pytest.mark.postgres
async def test_a_nul_is_the_works_own_trouble(postgres_database: str) -> None:
    engine = make_engine(postgres_database)

    async def nul(unit: Unit) -> None:
        unit.arrivals.move_cursor(*PLACE, "a\0b")

    trouble = await _trouble(Units(engine), nul)
    await engine.dispose()
    assert not passes(trouble), repr(trouble)


async def test_a_full_disk_passes(sqlite_template: Path, tmp_path: Path) -> None:
    engine = await _small(sqlite_template, tmp_path)

    async def much(unit: Unit) -> None:
        unit.arrivals.move_cursor(*PLACE, "x" * 10_000_000)

    trouble = await _trouble(Units(engine), much)
    assert passes(trouble), repr(trouble)
    await Kit(engine).chat()  # the connection is as good as before
    await engine.dispose()


async def _small(template: Path, folder: Path) -> AsyncEngine:
    file = folder / "a.db"
    file.write_bytes(template.read_bytes())
    engine = make_engine(f"sqlite+aiosqlite:///{file}")
    async with engine.connect() as connection:
        pages = await connection.scalar(text("PRAGMA page_count"))
        await connection.execute(text(f"PRAGMA max_page_count = {int(pages or 0) + 20}"))
    return engine


async def test_a_file_that_is_no_database_passes(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"not a database" * 1000)
    engine = make_engine(f"sqlite+aiosqlite:///{tmp_path}/a.db")
    trouble = await _trouble(Units(engine), _met_twice)
    await engine.dispose()
    assert passes(trouble), repr(trouble)


async def test_a_file_that_may_not_be_written_passes(tmp_path: Path, sqlite_template: Path) -> None:
    file = tmp_path / "a.db"
    file.write_bytes(sqlite_template.read_bytes())
    engine = make_engine(f"sqlite+aiosqlite:///{file}")
    async with engine.connect() as connection:
        await connection.execute(text("PRAGMA query_only = ON"))
    trouble = await _trouble(Units(engine), _met_twice)
    await engine.dispose()
    assert isinstance(trouble, sqlite3.OperationalError)
    assert passes(trouble)


async def test_a_server_that_is_not_there_passes() -> None:
    with kept() as port:
        engine = make_engine(f"postgresql+asyncpg://u@127.0.0.1:{port}/d")
        assert passes(await _trouble(Units(engine), _met_twice))
        await engine.dispose()


@pytest.mark.postgres
async def test_a_database_that_is_not_there_passes(postgres_template: tuple[str, str]) -> None:
    server, _ = postgres_template
    gone = postgres.new_database(server)
    postgres.drop_database(server, gone)
    engine = make_engine(gone)
    trouble = await _trouble(Units(engine), _met_twice)
    await engine.dispose()
    assert passes(trouble), repr(trouble)


@pytest.mark.postgres
async def test_a_statement_that_takes_too_long_passes(postgres_database: str) -> None:
    engine = make_engine(postgres_database)
    async with engine.connect() as connection:
        await connection.execute(text("SET statement_timeout = '50ms'"))

    async def slow(unit: Unit) -> None:
        await unit._pending.rows(Query(select(func.pg_sleep(literal(5)).label("slept"))))

    trouble = await _trouble(Units(engine), slow)
    await engine.dispose()
    assert isinstance(trouble, asyncpg.QueryCanceledError)
    assert passes(trouble)


@pytest.mark.postgres
async def test_two_who_wait_for_each_other_pass(postgres_database: str) -> None:
    engine = make_engine(postgres_database)
    kit = Kit(engine)
    for name in ("a", "b"):
        async with kit.units.begin() as unit:
            unit.arrivals.move_cursor(PLACE[0], name, "0")
    halfway = asyncio.Barrier(2)

    async def crosswise(first: str, second: str) -> None:
        async with kit.units.begin() as unit:
            unit.arrivals.move_cursor(PLACE[0], first, "1")
            await unit.outbox.waiting_counts()
            await halfway.wait()
            unit.arrivals.move_cursor(PLACE[0], second, "1")

    both = await asyncio.gather(crosswise("a", "b"), crosswise("b", "a"), return_exceptions=True)
    await engine.dispose()
    lost = [trouble for trouble in both if trouble is not None]
    assert len(lost) == 1
    assert passes(lost[0]), repr(lost[0])
