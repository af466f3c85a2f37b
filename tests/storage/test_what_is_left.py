"""What a closed wave leaves in the bytes of the database: on PostgreSQL every file of the tables,
and what the server notes of their columns for itself; on SQLite the file and its log."""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.surveys.marks import hashed, spelt
from domain.surveys.waves import WaveState
from scheduler.surveys import SWEEP_AGAIN, SWEPT_WITHIN, Surveys
from storage import tables as t
from storage.closing import StillRead
from storage.engine import make_engine, sqlite_file
from storage.outbox import Priority
from tests.kit import Kit
from tests.survey_waves import closed, sheet
from texts import say

pytestmark = pytest.mark.requirement("S4")

_FILES = text(
    "SELECT pg_relation_filepath(oid) FROM pg_class"
    " WHERE relkind IN ('r', 't', 'i') AND relnamespace IN ('public'::regnamespace, 99)"
)
_NOTED = text("SELECT s::text FROM pg_stats s WHERE schemaname = 'public'")


async def every_byte(engine: AsyncEngine) -> bytes:
    async with engine.connect() as connection:
        if file := sqlite_file(engine.url.render_as_string(hide_password=False)):
            paths = (file, file.with_name(f"{file.name}-wal"))
            return b"".join(path.read_bytes() for path in paths if path.exists())
        return await _of_the_server(connection)


async def _of_the_server(connection: AsyncConnection) -> bytes:
    await connection.execute(text("CHECKPOINT"))
    found = [str(noted).encode() for (noted,) in await connection.execute(_NOTED)]
    for (path,) in (await connection.execute(_FILES)).all():
        read = text("SELECT pg_read_binary_file(:path)")
        found.append(bytes((await connection.execute(read, {"path": path})).scalar_one()))
    return b"\n".join(found)


async def test_nothing_of_who_was_asked_is_left_in_any_byte(engine: AsyncEngine) -> None:
    """The server's own statistics are made meanwhile, as they are by themselves from fifty rows on;
    whoever was reminded stood in the outbox."""
    kit = Kit(engine)
    people = [await kit.chat("petrov") for _ in range(60)]
    sent = {chat.id: secrets.token_hex(12) for chat in people}
    now = kit.watch()
    async with kit.units.begin() as unit:
        wave = await closed(unit, (), groups={}, state=WaveState.OPEN, closes_at=now)
        hashes = [hashed(wave.id, spelt(secrets.token_bytes(16))) for _ in people]
        unit.ballots.draw(wave.id, hashes)
        for hash_ in hashes[:30]:
            given = sheet(5, 5, 10, "chat")
            assert await unit.ballots.spend(wave.id, hash_, "", given, {"why": secrets.token_hex()})
        for chat in people:
            reply = say("survey-reminder", title=sent[chat.id], until="")
            last = Priority.MAILING
            unit.outbox.post(chat, reply, now, kind="mailing", about=wave.id, priority=last)
        unit.outbox.post(people[0], say("survey-words-mended"), now)
    no = {"state": "sent", "answered": False, "reminded": True}
    async with engine.begin() as connection:
        invited = [
            {"wave": wave.id, "chat": chat, "part": "", "message": message, **no}
            for chat, message in sent.items()
        ]
        await connection.execute(t.invitations.insert(), invited)
    async with engine.connect() as connection:
        lots = [lot for (lot,) in await connection.execute(text("SELECT id FROM sheets"))]
        await connection.execute(text("ANALYZE"))
    known = [*sent.values(), *hashes, *lots]
    before = await every_byte(engine)
    assert [one for one in known if one.encode() in before] == known
    surveys = Surveys(kit.units, kit.house)
    assert await surveys.go_on(now) == 1
    assert await surveys.go_on(now + SWEPT_WITHIN) == 0
    after = await every_byte(engine)
    assert [one for one in known if one.encode() in after] == []


async def test_what_a_backup_still_reads_is_swept_after_it(
    tmp_path: Path, sqlite_template: Path
) -> None:
    """SQLite cuts no log that another process reads: that is no sweep, and one is tried again."""
    file = tmp_path / "a.db"
    file.write_bytes(sqlite_template.read_bytes())
    engine = make_engine(f"sqlite+aiosqlite:///{file}")
    kit = Kit(engine)
    now, surveys = kit.watch(), Surveys(kit.units, kit.house)
    async with kit.units.begin() as unit:
        wave = await closed(unit, (), groups={}, state=WaveState.OPEN, closes_at=now)
        mark = hashed(wave.id, spelt(secrets.token_bytes(16)))
        unit.ballots.draw(wave.id, [mark])
    async with engine.connect() as connection:
        await connection.execute(text("PRAGMA busy_timeout = 50"))
    with closing(sqlite3.connect(file, isolation_level=None)) as backup:
        backup.execute("BEGIN")
        assert backup.execute("SELECT hash FROM ballots").fetchall() == [(mark,)]
        with pytest.raises(StillRead):
            await surveys.go_on(now)
        assert mark.encode() in await every_byte(engine)
    assert await surveys.go_on(now + SWEEP_AGAIN) == 0
    assert mark.encode() not in await every_byte(engine)
    await engine.dispose()
