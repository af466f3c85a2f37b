"""python -m bot survey audit: what it says of a wave as it should be, and of whatever ties."""

from __future__ import annotations

import argparse
import secrets
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import commands
from bot.audit_command import NoWave, audited
from bot.build import build
from bot.service import Service
from bot.settings import load
from domain.surveys.groups import may_be_flagged
from domain.surveys.marks import hashed, spelt
from domain.surveys.traces import Traces, holds_mark, holds_name, ties
from domain.surveys.waves import Chosen, Wave, WaveState
from storage import tables as t
from storage.audit import telling
from storage.engine import make_engine
from tests.kit import Kit
from tests.survey_waves import CLIENTS, NOVEMBER, NOW, WORK, closed, sheet
from tests.town import ROOT

pytestmark = pytest.mark.requirement("S4")

FINE = "в базе нет ничего, что связывает ответ с человеком"
TIED = "анонимность нарушена"
#: by unit of the sample ministry; the head and others are asked again and again
PEOPLE = ("ivanova", "petrov", "gromova", "morozov", "orlova", "nikitina")


def service_on(engine: AsyncEngine, folder: Path) -> Service:
    given = {
        "DATABASE_URL": engine.url.render_as_string(hide_password=False),
        "ORGANISATION_FILE": str(ROOT / "organisation.yaml"),
        "FILES_DIR": str(folder),
    }
    return build(load(None, given), Kit(engine).ministry)


async def opened(kit: Kit, people: int = 6) -> tuple[Wave, list[str]]:
    """An open wave of so many people, all in one group, one of whom has answered; and the marks."""
    async with kit.units.begin() as unit:
        wave = await closed(unit, (), groups={}, state=WaveState.OPEN)
        marks = [spelt(secrets.token_bytes(16)) for _ in range(people)]
        unit.ballots.draw(wave.id, (hashed(wave.id, mark) for mark in marks))
        assert await unit.ballots.spend(
            wave.id, hashed(wave.id, marks[0]), "", sheet(5, 5, 9, "chat"), {"why": "Хорошо"}
        )
    chats = [await kit.chat(PEOPLE[place % len(PEOPLE)]) for place in range(people)]
    async with kit.engine.begin() as connection:
        state = {"wave": wave.id, "part": "", "state": "sent", "message": "", "reminded": False}
        rows = [{**state, "chat": chat.id, "answered": False} for chat in chats]
        await connection.execute(t.invitations.insert(), rows)
    return wave, marks


async def said(engine: AsyncEngine, wave: Wave, folder: Path) -> tuple[str, bool]:
    lines, kept = await audited(service_on(engine, folder), str(wave.id), NOVEMBER)
    return "\n".join(lines), kept


async def test_an_open_wave_ties_nothing(engine: AsyncEngine, tmp_path: Path) -> None:
    wave, _ = await opened(Kit(engine))
    told, kept = await said(engine, wave, tmp_path)
    assert kept
    assert FINE in told
    assert "Приглашения (invitations): 6 строк." in told
    assert "всего 6, использовано 1." in told
    assert "Группа «все вместе»: приглашено 6, ответов 1." in told
    assert "мессенджер знает" in told


async def test_a_closed_wave_and_one_that_promised_nothing(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    async with Kit(engine).units.begin() as unit:
        left = await closed(unit, NOW)
        plain = await closed(unit, NOW, asked=replace(CLIENTS, anonymous=False), key="k")
    told, kept = await said(engine, left, tmp_path)
    assert not kept, "its ballots are still there"
    assert "приглашения или права на ответ остались" in told
    async with engine.begin() as connection:
        await connection.execute(t.ballots.delete())
    told, kept = await said(engine, left, tmp_path)
    assert kept
    assert "Приглашения (invitations): ни одного." in told
    assert "ответов 20." in told
    told, kept = await said(engine, plain, tmp_path)
    assert kept
    assert "этот опрос не анонимный" in told
    assert FINE not in told


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("ALTER TABLE sheets ADD COLUMN said_at TEXT", "Лишнее поле sheets.said_at"),
        ("CREATE TABLE jottings (chat TEXT, said TEXT)", "В таблице jottings есть номер ответа"),
        ("CREATE TABLE drafts_of (tap TEXT, chat TEXT)", "В drafts_of записано число из чьей-то"),
        ("CREATE TABLE ties (sheet TEXT REFERENCES ballots (hash))", "Лишнее правило"),
        ("UPDATE waves SET key = 'k'", "У опроса есть ключ"),
        ("UPDATE invitations SET answered = (1 = 1) WHERE chat = :chat", "отмечены ответившие"),
        ("DELETE FROM invitations WHERE chat <> :chat", "меньше пяти человек"),
    ],
)
async def test_whatever_ties_is_found(
    engine: AsyncEngine, tmp_path: Path, planted: str, found: str
) -> None:
    wave, marks = await opened(Kit(engine))
    async with engine.begin() as connection:
        (chat,) = (await connection.execute(text("SELECT min(chat) FROM invitations"))).one()
        (lot,) = (await connection.execute(text("SELECT id FROM sheets"))).one()
        await connection.execute(text(planted), {"chat": chat} if ":chat" in planted else {})
        if "jottings" in planted:
            await connection.execute(text(f"INSERT INTO jottings VALUES ('{chat}', 'no {lot}')"))
        if "drafts_of" in planted:
            tap = f"sv:aAAAAAAAAAAA{marks[0]}:xyz"
            await connection.execute(text(f"INSERT INTO drafts_of VALUES ('{tap}', '{chat}')"))
    told, kept = await said(engine, wave, tmp_path)
    assert not kept
    assert found in told
    assert TIED in told


async def test_a_trigger_is_found(engine: AsyncEngine, tmp_path: Path) -> None:
    wave, _ = await opened(Kit(engine))
    if engine.dialect.name == "sqlite":
        made = ["CREATE TRIGGER noted AFTER INSERT ON sheets BEGIN SELECT 1; END"]
    else:
        does = "RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
        made = [
            f"CREATE FUNCTION noted() {does}",
            "CREATE TRIGGER noted AFTER INSERT ON sheets FOR EACH ROW EXECUTE FUNCTION noted()",
        ]
    async with engine.begin() as connection:
        for one in made:
            await connection.execute(text(one))
    told, kept = await said(engine, wave, tmp_path)
    assert not kept
    assert "sheets: noted" in told


@pytest.mark.postgres
async def test_a_rule_and_a_log_with_values_are_found(
    postgres_database: str, tmp_path: Path
) -> None:
    """What slow statements are logged with says whom a transaction was for, and what it kept."""
    engine = make_engine(postgres_database)
    wave, _ = await opened(Kit(engine))
    name = engine.url.database
    async with engine.connect() as connection:
        await connection.execute(text("CREATE TABLE heard (at TIMESTAMPTZ, said TEXT)"))
        also = "CREATE RULE noted AS ON INSERT TO sheets DO ALSO INSERT INTO heard VALUES (now())"
        await connection.execute(text(also))
        slow = f'ALTER DATABASE "{name}" SET log_min_duration_statement = 500'
        await connection.execute(text(slow))
    await engine.dispose()
    told, kept = await said(engine, wave, tmp_path)
    assert not kept
    assert "sheets: noted" in told
    assert "log_min_duration_statement = 500" in told


def test_settings_that_keep_values_or_times_are_told() -> None:
    quiet = {
        "log_statement": "none",
        "log_min_duration_statement": "-1",
        "log_transaction_sample_rate": "0",
        "log_parameter_max_length": "-1",
        "track_commit_timestamp": "off",
    }
    assert telling(quiet) == []
    assert telling({}) == []
    for name, bad in (
        ("log_statement", "mod"),
        ("log_min_duration_statement", "0"),
        ("log_min_duration_sample", "100"),
        ("log_transaction_sample_rate", "0.1"),
        ("pgaudit.log_parameter", "on"),
    ):
        assert telling(quiet | {name: bad}) == [f"{name} = {bad}"]
        assert telling(quiet | {name: bad, "log_parameter_max_length": "0"}) == []
    loud = {"track_commit_timestamp": "on", "auto_explain.log_min_duration": "0"}
    assert telling(quiet | loud | {"log_parameter_max_length": "0"}) == [
        "track_commit_timestamp = on",
        "auto_explain.log_min_duration = 0",
    ]


async def test_a_wave_that_is_not_there(engine: AsyncEngine, tmp_path: Path) -> None:
    wave, _ = await opened(Kit(engine))
    for number in ("1", "x", "", "²"):
        with pytest.raises(NoWave, match=f"the latest are: {wave.id}"):
            await audited(service_on(engine, tmp_path), number, NOVEMBER)


def test_the_command_line(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{path}")
    monkeypatch.setenv("ORGANISATION_FILE", str(ROOT / "organisation.yaml"))
    args = argparse.Namespace(env=tmp_path / "no.env", what="audit", wave="7")
    with pytest.raises(commands.Stop, match="there is no wave 7; the latest are: none yet"):
        commands.survey(args)


def test_marks_and_names_are_found_wherever_they_stand() -> None:
    mark, lot = spelt(secrets.token_bytes(16)), secrets.token_hex(16)
    ballots = {hashed(7, mark)}
    for content in (mark, f"sv:aAAAAAAAAAAA{mark}:xyz", f'{{"t": "{mark}"}}', f"\0--{mark}__\n"):
        assert holds_mark(content.encode(), 7, ballots), content
        assert not holds_mark(content.encode(), 8, ballots)
        assert not holds_mark(content.encode()[: -len(mark)], 7, ballots)
    assert holds_name(f"0a{lot}ff".encode(), {lot})
    assert holds_name(f"x{hashed(7, mark)}".encode(), ballots)
    assert not holds_name(lot[1:].encode(), {lot})


def test_flags_only_in_large_groups() -> None:
    """A group of twelve, five of whom are known to have answered: a guess is right for two."""
    assert may_be_flagged(20, 5)
    assert may_be_flagged(20, 15)
    for invited, answered in ((19, 9), (20, 4), (20, 16), (0, 0)):
        assert not may_be_flagged(invited, answered)
    ends = NOVEMBER + timedelta(days=9)
    wave = Wave(
        1, WORK, Chosen(WORK.audience), "", "", WaveState.OPEN, NOVEMBER, ends, "", NOVEMBER
    )
    assert ties(wave, Traces(invited={"it": 12}, flagged={"it": 5})) == [("flags", "it")]
    assert ties(wave, Traces(invited={"it": 30}, flagged={"it": 12})) == []
