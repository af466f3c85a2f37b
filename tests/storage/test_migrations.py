"""Migrations: up, down and up again, alone and two at once, on both databases."""

from __future__ import annotations

import asyncio

import pytest
from alembic import command
from sqlalchemy import Connection, inspect, text

from storage.engine import make_engine, sqlite_file
from storage.migrate import (
    TooNew,
    _config,
    _with_connection,
    differences,
    migrate,
    newest,
    revision,
)
from storage.tables import metadata


def _down(connection: Connection) -> None:
    command.downgrade(_config(connection), "base")
    connection.commit()


def _left(connection: Connection) -> list[str]:
    """Tables, triggers and functions that are there beside Alembic's own table."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE tbl_name <> 'alembic_version'"
    else:
        query = """
            SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
            AND relname NOT LIKE 'alembic_version%'
            UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
            UNION ALL SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"""
    return [name for (name,) in connection.execute(text(query))]


async def test_up_down_and_up_again(empty_database: str) -> None:
    await migrate(empty_database)
    assert await _with_connection(empty_database, _left)
    await _with_connection(empty_database, _down)
    assert await _with_connection(empty_database, _left) == []
    await migrate(empty_database)
    assert await revision(empty_database) == newest()
    assert await differences(empty_database) == []


async def test_the_tables_of_the_code_are_those_of_the_migrations(database: str) -> None:
    assert await differences(database) == []
    found = await _with_connection(
        database, lambda connection: inspect(connection).get_table_names()
    )
    assert set(found) == {*metadata.tables, "alembic_version"}


async def test_a_difference_would_be_seen(database: str) -> None:
    def alter(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE invites ADD COLUMN stray TEXT"))
        connection.commit()

    await _with_connection(database, alter)
    assert await differences(database) != []


async def test_a_second_time_changes_nothing(empty_database: str) -> None:
    await migrate(empty_database)
    await migrate(empty_database)
    assert await revision(empty_database) == newest()


async def test_two_at_once_wait_for_one_another(empty_database: str) -> None:
    await asyncio.gather(migrate(empty_database), migrate(empty_database))
    assert await differences(empty_database) == []


async def test_a_database_of_a_newer_program_is_left_alone(database: str) -> None:
    def alter(connection: Connection) -> None:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()

    await _with_connection(database, alter)
    with pytest.raises(TooNew, match="9999"):
        await migrate(database)
    assert await revision(database) == "9999"


async def test_to_ask_for_the_revision_creates_nothing(empty_database: str) -> None:
    assert await revision(empty_database) == ""
    file = sqlite_file(empty_database)
    assert file is None or not file.exists()


async def test_a_migration_that_breaks_leaves_nothing_half_done(empty_database: str) -> None:
    engine = make_engine(empty_database)
    async with engine.connect() as connection:
        # In the way of a table that is created late.
        await connection.execute(text("CREATE TABLE windows (id INTEGER)"))
        await connection.commit()
    await engine.dispose()
    with pytest.raises(Exception, match="windows"):
        await migrate(empty_database)
    assert await _with_connection(empty_database, _left) == ["windows"]


@pytest.mark.requirement("E9")
async def test_what_employees_filed_before_is_known_as_theirs(empty_database: str) -> None:
    """An appeal of an older database says who filed it once the database is brought up to date."""

    def older(connection: Connection) -> None:
        command.upgrade(_config(connection), "0001")
        for id_, employee in ((1, "petrov"), (2, "")):
            chat = {"id": id_, "peer": str(id_), "employee": employee}
            connection.execute(text(_CHAT), chat)
            connection.execute(text(_APPEAL), {"id": id_, "number": f"2026-00000{id_}"})
        connection.commit()

    def filers(connection: Connection) -> list[str]:
        query = text("SELECT filer FROM appeals ORDER BY id")
        return [filer for (filer,) in connection.execute(query)]

    await _with_connection(empty_database, older)
    await migrate(empty_database)
    assert await _with_connection(empty_database, filers) == ["petrov", ""]


@pytest.mark.requirement("S2")
async def test_replies_made_before_are_of_the_unit_their_appeal_is_with(
    empty_database: str,
) -> None:
    def older(connection: Connection) -> None:
        command.upgrade(_config(connection), "0001")
        connection.execute(text(_CHAT), {"id": 1, "peer": "1", "employee": ""})
        connection.execute(text(_APPEAL), {"id": 1, "number": "2026-000001"})
        connection.execute(text(_REPLY))
        connection.commit()

    def units(connection: Connection) -> list[str]:
        return [unit for (unit,) in connection.execute(text("SELECT unit FROM replies"))]

    await _with_connection(empty_database, older)
    await migrate(empty_database)
    assert await _with_connection(empty_database, units) == ["benefits"]


_REPLY = (
    "INSERT INTO replies (id, appeal, author, text, files, outcome, promised_on, answers, seen,"
    " errors, reason, template, state, signatory, signed_text, remark, way, number, sent_on,"
    " created_at) VALUES (1, 1, 'petrov', 'Да.', '[]', 'solved', '', '{}', '[]', '[]', '', '',"
    " 'sent', '', '', '', 'chat', '', '', '2026-11-24 07:00:00')"
)
_CHAT = (
    "INSERT INTO chats (id, channel, account, peer, name, employee, step, draft, reachable, met_at,"
    " wrong_codes) VALUES (:id, 'vk', '1', :peer, '', :employee, '', '{}', true,"
    " '2026-11-24 07:00:00', 0)"
)
_APPEAL = (
    "INSERT INTO appeals (id, number, chat, state, topic, unit, officer, sorting, album,"
    " written_at, received_at, kind, came_by, priority, control, barred, signatory, transfers,"
    " extended, asked) VALUES (:id, :number, :id, 'waiting', '', 'benefits', '', false, '',"
    " '2026-11-24 07:00:00', '2026-11-24 07:00:00', 'message', '', '', '', '', '', 0, 0, false)"
)
