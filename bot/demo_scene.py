"""The demo's people, and its clock: moving it brings about what time would have brought about."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import cycle

from sqlalchemy import Select, func, select

from bot.build import utc_now
from bot.commands import Stop
from bot.demo_surveys import Surveys
from bot.service import Service
from domain.calendar_days import KNOWN_YEARS
from domain.joining import CODE_LASTS
from domain.ministry import Employee, Ministry, Role
from domain.windows import WindowState
from domain.worktime import Calendar, CalendarUnknown
from sandbox.page_stage import CLIENTS, Seat, Stage
from sandbox.people import Messenger, Person
from storage import tables as t
from storage.invites import new_code
from storage.migrate import migrate

log = logging.getLogger(__name__)

MORNING = time(10)
#: at each stop the clock waits for what is on its way: so many looks, so many seconds apart
LOOKS, GLANCE = 100, 0.03
#: more stops than that one move does not make
STOPS = 500


class Watch:
    """Real time, moved ahead."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self._ahead

    def to(self, at: datetime) -> None:
        """Forward only: what was done stays done."""
        self._ahead += max(at - self(), timedelta())

    async def begin(self, service: Service) -> None:
        """Set it to a working morning after today, and after all that the database remembers."""
        try:
            await migrate(service.settings.database_url)
            latest = await _one(service, select(func.max(t.appeals.c.received_at)))
        except Exception as trouble:
            finding = f"--database: cannot be opened ({type(trouble).__name__}): is it there?"
            raise Stop([finding]) from None
        self.to(working_morning(service.house.calendar, max(self(), latest or self())))


def working_morning(calendar: Calendar, after: datetime) -> datetime:
    """Ten o'clock of the next day on which the ministry works then."""
    day = calendar.local_day(after)
    try:
        for _ in range(60):
            day += timedelta(days=1)
            at = datetime.combine(day, MORNING, calendar.zone)
            if calendar.is_open(at):
                return at
        return calendar.next_open(after + timedelta(days=1))
    except CalendarUnknown:
        return working_morning(calendar, datetime(max(KNOWN_YEARS), 9, 1, tzinfo=UTC))


async def _one(service: Service, question: Select[tuple[datetime]]) -> datetime | None:
    async with service.engine.connect() as connection:
        found: datetime | None = await connection.scalar(question)
    return found


@dataclass(slots=True)
class Scene:
    """Who plays, and what moving the clock brings about."""

    service: Service
    watch: Watch
    messengers: dict[str, Messenger]
    serial: int

    async def stage(self) -> Stage:
        """Everybody in their place, the employees joined by real invitations."""
        house = self.service.house
        seats = tuple([seat async for seat in self._seats(house.ministry)])
        await self._survey(seats)
        return Stage(
            ministry=house.ministry.short_name,
            zone=house.zone,
            seats=seats,
            now=self.watch,
            is_open=lambda: house.is_open(self.watch()),
            next_due=self.next_due,
            jump=self.jump,
        )

    async def _seats(self, ministry: Ministry) -> AsyncIterator[Seat]:
        for at, name in CLIENTS.items():
            messenger, id_ = self._somebody(at, name)
            yield Seat(f"client-{at}", "client", name, "", at, messenger, id_)
        for role, at, employee in cast(ministry):
            messenger, id_ = self._somebody(at, employee.name)
            await self._join(Person(messenger, id_), employee)
            name, post = employee.short_name, employee.post
            yield Seat(employee.id, role, name, post, at, messenger, id_)

    def _somebody(self, at: str, name: str) -> tuple[Messenger, int]:
        self.serial += 1
        self.messengers[at].names(self.serial, name)
        return self.messengers[at], self.serial

    async def _join(self, person: Person, employee: Employee) -> None:
        code, now = new_code(), self.watch()
        async with self.service.units.begin() as unit:
            unit.invites.write(code, employee.id, now, now + CODE_LASTS)
        await person.says(f"/start {code}")
        for _ in ("welcome", "menu"):
            await person.hears()

    async def _survey(self, seats: tuple[Seat, ...]) -> None:
        """Everybody who works here has just been invited to a survey; a head can read of two."""
        house, now = self.service.house, self.watch()
        whose = {seat.role: house.ministry.employees.get(seat.id) for seat in seats}
        head, controller = whose.get("head"), whose.get("controller")
        if head is None or controller is None:
            return
        async with self.service.units.begin() as unit:
            held = await Surveys(house, head, controller).hold(unit, now)
        if held:
            await self.service.jobs.surveys()
            await self._invited()

    async def _invited(self) -> None:
        """The invitations are there: no window changes by itself once it is shown."""
        states = select(func.count()).select_from(t.invitations)
        waiting = states.where(t.invitations.c.state.in_(["new", "sending"]))
        for _ in range(LOOKS):
            async with self.service.engine.connect() as connection:
                if not await connection.scalar(waiting):
                    return
            await asyncio.sleep(GLANCE)
        log.warning("the invitations to the survey are still on their way to the stand-ins")

    async def next_due(self) -> datetime | None:
        """When the next open window ends: at once for clients, in working time for alerts."""
        waits = (t.windows.c.closed_at.is_(None), t.windows.c.state == str(WindowState.OPEN))
        due = await _one(self.service, select(func.min(t.windows.c.due_at)).where(*waits))
        return due and self.service.house.calendar.next_open(due)

    async def jump(self, to: str) -> AsyncIterator[None]:
        """Move the clock ahead and stop wherever an alert is due on the way; yields at each stop.

        `to`: "hour", "due" (the end of the next window) or "morning"."""
        target = await self._target(to)
        for _ in range(STOPS):
            alert = await _one(self.service, select(func.min(t.windows.c.next_alert_at)))
            if target is None or alert is None or alert >= target:
                break
            await self._stand(alert)
            yield
        if target is not None:
            await self._stand(target)
            yield

    async def _target(self, to: str) -> datetime | None:
        now = self.watch()
        if to == "hour":
            return now + timedelta(hours=1)
        if to == "due":
            return await self.next_due()
        calendar = self.service.house.calendar
        try:
            return calendar.next_open(calendar.last_second(calendar.local_day(now)))
        except CalendarUnknown:
            return now + timedelta(days=1)

    async def _stand(self, at: datetime) -> None:
        """It is `at`: the jobs look round, and what they say arrives before time goes on."""
        self.watch.to(at)
        await self.service.jobs.alerts()
        await self.service.jobs.surveys()
        await self.service.jobs.gather()
        for _ in range(LOOKS):
            if not await self._on_its_way():
                return
            await asyncio.sleep(GLANCE)
        log.warning("something is still on its way to the stand-ins")

    async def _on_its_way(self) -> bool:
        ours = t.outbox.c.account.in_([door.account for door in self.service.doors])
        leaving = t.outbox.c.state.in_(["new", "sending"])
        waits = select(func.min(t.outbox.c.due_at)).where(ours, leaving)
        return await _one(self.service, waits) is not None


def cast(ministry: Ministry) -> Iterator[tuple[str, str, Employee]]:
    """Who works in the demo, as (role, messenger, employee): the unit of the first topic with two
    officers, its head and its signatory, the first controller, somebody of another unit, who may
    be asked for their part, somebody who only asks colleagues, and the administrator."""
    unit = ministry.units[next(iter(ministry.topics.values())).unit]
    officers = [one for one in ministry.officers_of(unit.id) if one.id != unit.head]
    wanted = [("officer", one) for one in officers[:2]]
    wanted += [("head", ministry.employees[unit.head])]
    wanted += [("signatory", ministry.employees[unit.signatory])] if unit.signatory else []
    wanted += [("controller", one) for one in ministry.controllers[:1]]
    colleagues = (one for one in ministry.with_role(Role.OFFICER) if one.unit != unit.id)
    wanted += [("officer", one) for one in colleagues if Role.HEAD not in one.roles][-1:]
    others = (one for one in ministry.employees.values() if one.roles == {Role.EMPLOYEE})
    wanted += [("employee", one) for one in others][:1]
    wanted += [("administrator", one) for one in ministry.administrators[:1]]
    taken: set[str] = set()
    for (role, employee), at in zip(wanted, cycle(("telegram", "vk")), strict=False):
        if employee.id not in taken:
            taken.add(employee.id)
            yield role, at, employee
