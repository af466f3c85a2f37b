"""A ministry of three thousand: how long until its list is read in, and is it then as quick as one
of ten? Ratios of one run, on SQLite."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from openpyxl import Workbook

from benchmarks.report import Report
from bot.build import build
from bot.settings import load
from bot.staff_command import imported
from domain.ministry import Role
from domain.people import Chat
from domain.talk import Channel, Inbound, What
from handlers.conversations import conversations
from handlers.flow import Scene
from handlers.standing import heed_staff
from storage.engine import make_engine
from storage.migrate import migrate
from tests.kit import Kit, sample
from tests.town import ROOT, TUESDAY

#: people and units of each ministry, beside those of the sample file
SIZES = {"ten people": (10, 2), "3,000 people": (3_000, 120)}
#: who has joined and works, in both
JOINED = 10
APPEALS = 5
#: seconds for a file of 3,000 people: what somebody waits for who has started a command
PATIENCE = 10.0
FLOW = conversations()


@dataclass(slots=True)
class Large:
    """One ministry at work: its officers have joined, each has appeals of their own."""

    kit: Kit
    people: list[Chat]
    head: Chat
    adopted: float
    asked: int = 0

    @classmethod
    async def opened(cls, file: Path, size: tuple[int, int]) -> Large:
        url = f"sqlite+aiosqlite:///{file}"
        await migrate(url)
        kit = Kit(make_engine(url), sample())
        async with kit.units.begin() as unit:
            await heed_staff(unit, kit.house, await unit.staff.version())
            for kind, id_, value in _staff(*size):
                unit.staff.amend(kind, id_, value, "bench", kit.watch())
        started = time.perf_counter()
        async with kit.units.begin() as unit:
            await heed_staff(unit, kit.house, await unit.staff.version())
        adopted = time.perf_counter() - started
        people = [await kit.chat(f"officer{number}") for number in range(JOINED)]
        head = await kit.chat("admin")
        for chat in people:
            own = kit.house.ministry.employees[chat.employee]
            for _ in range(APPEALS):
                await kit.appeal(own.unit, own.id)
        return cls(kit, people, head, adopted)

    async def hears(self, chat: Chat, **what: Any) -> None:
        """One event of this person, as the intake plays it: one transaction."""
        self.asked += 1
        event = Inbound(
            Channel.TELEGRAM, "42", f"bench:{self.asked}", "1", "1", self.kit.watch(), **what
        )
        async with self.kit.units.begin() as unit:
            known = await unit.chats.get(chat.id)
            actor = self.kit.house.actor(known, self.kit.watch())
            scene = Scene(event, known, actor, unit, self.kit.house, self.kit.watch())
            turn = await FLOW.play(scene)
            known.step, known.draft = turn.step, turn.draft
            for reply in turn.replies:
                unit.outbox.post(known, reply, self.kit.watch())

    async def queue(self) -> None:
        await self.hears(self.people[self.asked % JOINED], what=What.TAPPED, tap="queue-mine:0")

    async def search(self) -> None:
        await self.hears(self.head, what=What.TAPPED, tap="staff-find")
        await self.hears(self.head, text=f"Сотрудников{self.asked % JOINED}")

    async def notice(self) -> None:
        """Something comes to a unit, and its people are told."""
        self.kit.watch.passes(seconds=30)
        own = self.kit.house.ministry.employees[self.people[self.asked % JOINED].employee]
        self.asked += 1
        await self.kit.appeal(own.unit)
        await self.kit.jobs.gather()


def measure(folder: Path, report: Report, rounds: int) -> None:
    """Each thing by turns in both ministries; the median of each."""
    asyncio.run(_measure(folder, report, rounds))


async def _measure(folder: Path, report: Report, rounds: int) -> None:
    await _from_file(folder, report)
    report.heading("A large staff list, ms each (median)")
    report.line("", *SIZES)
    towns = {
        name: await Large.opened(folder / f"staff{size[0]}.db", size)
        for name, size in SIZES.items()
    }
    few, many = towns.values()
    report.line("the list taken over", *(f"{town.adopted * 1000:.1f}" for town in towns.values()))
    for what in ("queue", "search", "notice"):
        for _ in range(rounds):
            for town in towns.values():
                await _timed(getattr(town, what))  # warm, and never counted
        times: dict[str, list[float]] = {name: [] for name in towns}
        for _ in range(rounds):
            for name, town in towns.items():
                times[name].append(await _timed(getattr(town, what)))
        spent = {name: median(took) * 1000 for name, took in times.items()}
        report.line(_NAMES[what], *(f"{ms:.2f}" for ms in spent.values()))
        ratio = spent["3,000 people"] / spent["ten people"]
        report.most(f"{_NAMES[what]}: 3,000 people to ten", ratio, 1.5, "")
    for town in (few, many):
        await town.kit.engine.dispose()


async def _from_file(folder: Path, report: Report) -> None:
    """The whole command, from the workbook to the end: looked at, taken, and taken once more."""
    people, units = SIZES["3,000 people"]
    report.heading(f"A workbook of {people:,} people in {units} units, s")
    file, url = folder / "staff.xlsx", f"sqlite+aiosqlite:///{folder}/import.db"
    _workbook(file, people, units)
    await migrate(url)
    settings = load(None, {"DATABASE_URL": url, "FILES_DIR": str(folder), **_PLACE})
    for what, only_look in (("looked at", True), ("taken", False), ("taken once more", False)):
        service = build(settings, sample())
        started = time.perf_counter()
        told = await imported(service, file, TUESDAY, only_look=only_look, whole=False)
        took = time.perf_counter() - started
        report.line(what, f"{took:.1f}", told[-1])
        if what == "taken":
            report.most(f"{people:,} people in {units} units read in", took, PATIENCE, "s")


_PLACE = {"ORGANISATION_FILE": str(ROOT / "organisation.yaml"), "TELEGRAM_TOKEN": "42:TEST"}


def _workbook(file: Path, people: int, units: int) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Сотрудники")
    sheet.append(["ФИО", "Должность", "Подразделение", "Вышестоящее", "Начальник", "id"])
    for number in range(people):
        name = "".join(chr(ord("а") + int(digit)) for digit in f"{number:04}")
        head = f"id{number}" if number < units else ""
        at = f"Отдел {number % units}"
        row = [f"Ива{name} Пётр Ильич", "консультант", at, "leadership", head, f"id{number}"]
        sheet.append(row)
    book.save(file)


_NAMES = {"queue": "«My queue»", "search": "a colleague looked for", "notice": "a notice told"}


async def _timed(work: Callable[[], Awaitable[None]]) -> float:
    started = time.perf_counter()
    await work()
    return time.perf_counter() - started


def _staff(people: int, units: int) -> list[tuple[str, str, dict[str, Any]]]:
    rows: list[tuple[str, str, dict[str, Any]]] = []
    for number in range(units):
        unit = {"name": f"Отдел {number}", "head": f"officer{number}", "serves": "both"}
        rows.append(("unit", f"unit{number}", unit | {"parent": "leadership"}))
    for number in range(people):
        roles = [str(Role.OFFICER)] + ([str(Role.HEAD)] if number < units else [])
        person = {
            "name": f"Сотрудников{number} Иван Петрович",
            "post": "консультант",
            "unit": f"unit{number % units}",
            "roles": roles,
            "deputy": f"officer{(number + units) % people}",
        }
        rows.append(("employee", f"officer{number}", person))
    return rows
