"""Thirty employees answer while somebody copies everything after every vote: it tells them nothing.

The survey declares a breakdown by unit; units of 12 and 3 go together, so there are two groups of
fifteen. The clock opens it, the courier invites, the booth hears, as in the house itself."""

from __future__ import annotations

import asyncio
import io
import logging
import random
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, text, update

from bot import build, logs, mailer
from bot.audit_command import audited
from bot.build import build as build_house
from domain.ministry import Employee, Role
from domain.surveys.questionnaire import Audience, Kind, Question, Questionnaire
from domain.surveys.waves import OTHERS, Chosen, Wave, WaveState
from sandbox.people import Person, Shown
from storage import tables as t
from storage.engine import sqlite_file
from tests.conversations.talk import rows, until
from tests.kit import sample
from tests.surveys import chat_of, goes_on
from tests.town import Town
from tests.trials.attacker import Case, Copy, Row, Suspect, tried
from tests.trials.oracle import UNSENT

UNITS = {"benefits": 12, "care": 15, "it": 3}
#: its people under which name
GROUP = {"benefits": OTHERS, "care": "care", "it": OTHERS}
ALLOWED = 0.05
#: votes before the reminder
EARLY = 14
DAY = timedelta(days=1)
ASKED = Questionnaire(
    "trial",
    "Как вам работается",
    "",
    Audience.EMPLOYEES,
    (
        Question("pace", Kind.SCALE, "Устраивает ли вас темп?"),
        Question("words", Kind.TEXT, "Что изменить?", required=False),
    ),
    breakdown=("unit",),
    version="v1",
)

pytestmark = [pytest.mark.slow, pytest.mark.requirement("S4", "P1")]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(build.TICKS, "surveys", 0.1)
    monkeypatch.setattr(mailer, "REST", 0.05)


@pytest.fixture(autouse=True)
def log() -> Iterator[io.StringIO]:
    """Everything the house logs at its most talkative, as the operator would have it."""
    root = logging.getLogger()
    before, stream = [*root.handlers], io.StringIO()
    logs.configure("DEBUG", (), stream)
    yield stream
    root.handlers[:] = before


@pytest.fixture
async def town(database: str, tmp_path: Path) -> AsyncIterator[Town]:
    """The sample ministry with thirty people more."""
    ministry = sample()
    units = [unit for unit, count in UNITS.items() for _ in range(count)]
    more = {
        f"worker{place:02}": Employee(
            f"worker{place:02}", f"Работников Иван {place}", "", unit, frozenset({Role.EMPLOYEE})
        )
        for place, unit in enumerate(units)
    }
    town = Town(
        database, tmp_path / "files", replace(ministry, employees={**ministry.employees, **more})
    )
    town._people = 7_100_000
    await town.open()
    yield town
    await town.close()


@dataclass(slots=True)
class Trial:
    """Who is asked, in which wave, and what was copied so far."""

    town: Town
    log: io.StringIO
    people: dict[int, Person]
    suspects: list[Suspect]
    wave: Wave
    copies: list[Copy] = field(default_factory=list)
    truth: list[int] = field(default_factory=list)

    async def copy(self) -> None:
        """Every byte there is, once all is noted that was sent: what somebody is sent must not be
        taken for a trace of the next vote."""
        await until(self._all_noted)
        said = self.log.getvalue()
        self.log.seek(0)
        self.log.truncate()
        files = {str(one): one.read_bytes() for one in self.town.files.rglob("*") if one.is_file()}
        if file := sqlite_file(self.town.database):
            base = self.town.files.parent / "copied"
            base.mkdir(exist_ok=True)
            for one in (file, file.with_name(f"{file.name}-wal")):
                files[one.name] = one.read_bytes() if one.exists() else b""
                (base / one.name).write_bytes(files[one.name])
            tables = _read(base / file.name)
        else:
            tables = await _fetched(self.town)
        self.copies.append(Copy(tables, files, said))

    async def _all_noted(self) -> bool:
        unsent = t.outbox.select().where(t.outbox.c.state.in_(UNSENT))
        uninvited = t.invitations.select().where(t.invitations.c.state != "sent")
        return not await rows(self.town, unsent) and not await rows(self.town, uninvited)

    async def votes(self, chat: int, mark: int, words: str = "") -> None:
        """By the button that was sent, to the end."""
        person = self.people[chat]
        shown = await goes_on(person, _invitation(person), "Начать")
        shown = await goes_on(person, shown, str(mark))
        if words:
            await person.says(words)
            shown = await person.hears("Запомнили ваши слова")
        else:
            shown = await goes_on(person, shown, "Пропустить")
        await goes_on(person, shown, "Отправить", "Спасибо")
        self.truth.append(chat)


def _invitation(person: Person) -> Shown:
    return next(one for one in reversed(person.heard) if ASKED.title in one.text and one.rows)


def _read(file: Path) -> dict[str, list[Row]]:
    connection = sqlite3.connect(file)
    connection.row_factory = sqlite3.Row
    tables: dict[str, list[Row]] = {}
    try:
        named = "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
        for name, sql in connection.execute(named).fetchall():
            lies = "" if "WITHOUT ROWID" in str(sql).upper() else "rowid AS lies, "
            found = connection.execute(f'SELECT {lies}* FROM "{name}"').fetchall()
            tables[name] = [{key: str(row[key]) for key in row.keys()} for row in found]  # noqa: SIM118
    finally:
        connection.close()
    return tables


async def _fetched(town: Town) -> dict[str, list[Row]]:
    """With what PostgreSQL itself notes of each row: its transaction and its place."""
    tables: dict[str, list[Row]] = {}
    async with town.service.engine.connect() as connection:
        for name in await connection.run_sync(lambda c: inspect(c).get_table_names()):
            query = f'SELECT t.xmin::text, t.ctid::text, t.* FROM "{name}" t'
            found = (await connection.execute(text(query))).mappings()
            tables[name] = [{key: str(value) for key, value in row.items()} for row in found]
    return tables


async def begun(town: Town, log: io.StringIO) -> Trial:
    """Everybody has joined, the clock has opened the wave, and all invitations have arrived."""
    people, suspects = {}, []
    workers = [one for one in town.ministry.employees.values() if one.id.startswith("worker")]
    persons = [town.person("telegram" if place % 2 else "vk") for place in range(len(workers))]
    await asyncio.gather(*(_greets(person) for person in persons))
    for worker, person in zip(workers, persons, strict=True):
        chat = await chat_of(town, person)
        people[chat.id] = person
        names = (str(chat.id), chat.peer, worker.id)
        suspects.append(Suspect(chat.id, GROUP[worker.unit], names))
        async with town.service.engine.begin() as connection:
            mine = update(t.chats).where(t.chats.c.id == chat.id)
            await connection.execute(mine.values(employee=worker.id))
    now = town.watch()
    chosen = Chosen(Audience.EMPLOYEES, units=tuple(UNITS))
    wave = Wave(
        0, ASKED, chosen, "sidorova", "", WaveState.PLANNED, now, now + 3 * DAY, "2026-Q4", now,
        remind_at=now + DAY,
    )  # fmt: skip
    async with town.service.units.begin() as unit:
        wave = unit.waves.make(wave)
    await asyncio.gather(*(person.hears(ASKED.title) for person in persons))
    return Trial(town, log, people, suspects, wave)


async def _greets(person: Person) -> None:
    await person.says("/start")
    await person.hears()


async def _reminded(trial: Trial) -> None:
    """The day of the reminder comes, and whoever is to hear it has heard it."""
    trial.town.watch.passes(days=1)

    async def all_left() -> bool:
        found = await rows(trial.town, t.outbox.select().where(t.outbox.c.about == trial.wave.id))
        return bool(found) and all(row["state"] == "sent" for row in found)

    await until(all_left)


async def _closed(trial: Trial) -> None:
    trial.town.watch.passes(days=3)

    async def swept() -> bool:
        noted = t.tellings.select().where(t.tellings.c.what == "surveys:swept")
        return bool(await rows(trial.town, noted))

    await until(swept)


async def _audited(trial: Trial) -> tuple[str, bool]:
    service = build_house(trial.town.settings(), trial.town.ministry, trial.town.watch)
    lines, kept = await audited(service, str(trial.wave.id), trial.town.watch())
    return "\n".join(lines), kept


async def test_copies_of_everything_after_every_vote_tell_nothing(
    town: Town, log: io.StringIO, tell: Callable[[str], None]
) -> None:
    trial = await begun(town, log)
    order = random.Random(11).sample([*trial.people], len(trial.people))
    await trial.copy()
    for place, chat in enumerate(order):
        await trial.votes(chat, 1 + place % 5, "Меньше совещаний" if place % 3 == 0 else "")
        await trial.copy()
        if place + 1 == EARLY:
            await _reminded(trial)
    found = tried(Case(trial.wave.id, trial.suspects, trial.copies), trial.truth)
    name, share = found.best
    kind = town.service.engine.dialect.name
    groups = len(set(GROUP.values()))
    limit = groups / len(order) + ALLOWED
    tell(
        f"{kind}: best attack: {name}, {share:.1%} of links right; by lot {groups / len(order):.1%}"
    )
    assert len(trial.truth) == len([*Case(trial.wave.id, trial.suspects, trial.copies).sheets()])
    assert share <= limit, found
    told, kept = await _audited(trial)
    assert kept, told
    await _closed(trial)
    await trial.copy()
    _nothing_is_left(trial)
    told, kept = await _audited(trial)
    assert kept, told


def _nothing_is_left(trial: Trial) -> None:
    before, after = trial.copies[-2], trial.copies[-1]
    assert after.tables["ballots"] == after.tables["invitations"] == []
    assert len(after.tables["sheets"]) == len(trial.people)
    old = {row["id"] for row in before.tables["sheets"] + before.tables["survey_texts"]}
    old |= {row["hash"] for row in before.tables["ballots"]}
    bytes_ = b"".join(after.files.values()) + repr(after.tables).encode()
    assert not [one for one in old if one.encode() in bytes_]


async def test_a_flag_written_at_the_vote_would_give_everybody_away(
    town: Town, log: io.StringIO
) -> None:
    """The same trial, spoilt: so it can be lost."""
    trial = await begun(town, log)
    await trial.copy()
    for chat in random.Random(12).sample([*trial.people], 10):
        await trial.votes(chat, 4)
        async with town.service.engine.begin() as connection:
            mine = update(t.invitations).where(t.invitations.c.chat == chat)
            await connection.execute(mine.values(answered=True))
        await trial.copy()
    found = tried(Case(trial.wave.id, trial.suspects, trial.copies), trial.truth)
    assert found.scores["rows"] > 0.95, found
    _, kept = await _audited(trial)
    assert not kept
