"""Gathering: what waits for people becomes one message a person, however many causes there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.access import is_of_own_people
from domain.appeals import Appeal
from domain.people import Actor, Chat
from domain.talk import Reply
from handlers.house import House
from handlers.officer import notices
from handlers.officer.notices import Cause
from handlers.standing import heed_staff
from scheduler.forwarding import Forwarding
from scheduler.low_marks import LOW_MARK, with_marks
from scheduler.moot import moot
from storage.outbox import Priority
from storage.trip import Row
from storage.unit import Unit

#: The people of a unit are written to at most this often; what comes between is gathered.
SPACING = timedelta(seconds=20)
#: Notices of one addressee that are looked at one by one; what is beyond is only counted.
LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class Heap:
    """What waits for one addressee, a unit's queue or a person, and who of them can be told."""

    addressee: Row
    cell: str
    chats: tuple[Chat, ...]

    @property
    def instead(self) -> bool:
        """Whether somebody hears of it in the place of the employee it is for."""
        employee = self.addressee["employee"]
        return bool(employee) and any(chat.employee != employee for chat in self.chats)

    def told(self, chat: Chat, cause: Cause) -> Cause:
        """The cause as this person reads it: for whom they hear of it."""
        employee = self.addressee["employee"]
        return cause if employee in {"", chat.employee} else replace(cause, instead_of=employee)


@dataclass(slots=True)
class Gathering:
    """Who is told together: a unit's queue and the people of that unit, so nobody hears twice."""

    house: House
    spacing: timedelta = SPACING

    async def gather(self, unit: Unit, now: datetime) -> int:
        """Put what waits for people into messages. Returns how many messages.

        What waits for somebody who has not joined, or has blocked us, goes on waiting."""
        cells = await self._due(unit, now)
        addressees = [heap.addressee for heaps in cells.values() for heap in heaps]
        if await Forwarding(self.house).forward(unit, addressees, LOOKED_AT, now):
            cells = await self._due(unit, now)
        posted = 0
        for cell, heaps in cells.items():
            posted += await self._tell(unit, heaps, now)
            unit.notices.tell(cell, now)
        return posted

    async def _due(self, unit: Unit, now: datetime) -> dict[str, list[Heap]]:
        """Who can be told now: those who can be reached, are at work by their unit's
        hours, and were not told a moment ago."""
        cells: dict[str, list[Heap]] = defaultdict(list)
        for heap in await self._heaps(unit, now):
            if heap.chats and not self.house.is_quiet(now, heap.cell):
                cells[heap.cell].append(heap)
        told = await unit.notices.told(cells) if cells else {}
        early = {c for c, at in told.items() if timedelta(0) <= now - at < self.spacing}
        return {cell: heaps for cell, heaps in cells.items() if cell not in early}

    async def unheard(self, unit: Unit, now: datetime) -> list[str]:
        """Units and people for whom something waits though nobody can be told."""
        heaps = [heap for heap in await self._heaps(unit, now) if not heap.chats]
        names = {heap.addressee["unit"] or heap.addressee["employee"] for heap in heaps}
        return sorted(names)

    async def _heaps(self, unit: Unit, now: datetime) -> list[Heap]:
        waiting = await unit.notices.addressees()
        if not waiting:
            return []
        # whoever has left for their leave a moment ago is told nothing more
        await heed_staff(unit, self.house, await unit.staff.version())
        listeners = [self._listeners(row, now) for row in waiting]
        everyone = {name for groups in listeners for names in groups for name in names}
        chats = {
            employee: chat
            for employee, chat in (await unit.chats.of_employees(everyone)).items()
            if chat.reachable
        }
        return [
            Heap(row, self._cell(row, now), _first(groups, chats))
            for row, groups in zip(waiting, listeners, strict=True)
        ]

    def _listeners(self, addressee: Row, now: datetime) -> list[list[str]]:
        """Who is to be told, and who in their place when nobody of them can be: for whoever is
        away, who acts for them today (D-139 §6)."""
        house = self.house
        if addressee["employee"]:
            known = house.employee(addressee["employee"])
            if known is None or (acts := house.acting(known.id, now)) == known.id:
                return [[known.id]] if known else []
            unit = house.ministry.units.get(known.unit)
            return [[acts], [house.acting(unit.head, now)] if unit else []]
        unit = house.ministry.units.get(addressee["unit"])
        if unit is None:
            return []
        officers = [one.id for one in house.ministry.officers_of(unit.id)]
        acting = {one: house.acting(one, now) for one in officers}
        there = [one for one in officers if acting[one] == one]
        return [there or list(dict.fromkeys(acting.values())), [house.acting(unit.head, now)]]

    def _cell(self, addressee: Row, now: datetime) -> str:
        employee = self.house.employee(self.house.acting(addressee["employee"], now))
        return addressee["unit"] or (employee.unit if employee else "")

    async def _tell(self, unit: Unit, heaps: Iterable[Heap], now: datetime) -> int:
        chats: dict[int, Chat] = {}
        causes: dict[int, list[Cause]] = defaultdict(list)
        beyond: dict[int, Counter[str]] = defaultdict(Counter)
        for heap in heaps:
            found, uncounted = await self._causes(unit, heap.addressee)
            unit.notices.gathered(heap.addressee, now)
            self._pass_on(unit, heap, found, now)
            for chat in heap.chats:
                chats[chat.id] = chat
                reader = self.house.actor(replace(chat, hat=""), now)
                causes[chat.id] += [
                    told
                    for cause in found
                    if self._may_hear(chat, cause.appeal)
                    and not ((told := heap.told(chat, cause)).instead_of and _below(reader, told))
                ]
                beyond[chat.id] += uncounted
        posted = 0
        for id_, chat in chats.items():
            reader = self.house.actor(replace(chat, hat=""), now)
            if reply := await self._reply(unit, causes[id_], beyond[id_], reader, now):
                unit.outbox.post(chat, reply, now, kind="notice", priority=Priority.NOTICE)
                posted += 1
        return posted

    def _pass_on(self, unit: Unit, heap: Heap, causes: list[Cause], now: datetime) -> None:
        """Nobody is told of an appeal of their own, or about themselves: when there is nobody
        else, the head is."""
        absent = self.house.employee(heap.addressee["employee"])
        whose = heap.addressee["unit"] or (absent.unit if absent and heap.instead else "")
        for cause in causes if whose in self.house.ministry.units else ():
            head = self.house.head_past(whose, *self.house.past(cause.appeal), now=now)
            readers = [chat for chat in heap.chats if self._may_hear(chat, cause.appeal)]
            known = {heap.chats[0].employee, heap.addressee["employee"]}
            if readers or head is None or head.id in known:
                continue
            details = cause.notice.details | {"instead": True}
            unit.notices.note(cause.appeal, cause.notice.kind, now, employee=head.id, **details)

    def _may_hear(self, chat: Chat, appeal: Appeal) -> bool:
        """Nobody hears of an appeal of their own as an employee, nor of one that goes past them."""
        return appeal.chat != chat.id and chat.employee not in self.house.past(appeal)

    async def _causes(self, unit: Unit, addressee: Row) -> tuple[list[Cause], Counter[str]]:
        """What is still worth telling, and how many of each kind were not even looked at."""
        where = (addressee["unit"], addressee["employee"])
        waiting = await unit.notices.waiting(*where, LOOKED_AT)
        appeals = await unit.appeals.by_ids({notice.appeal for notice in waiting})
        noted = {int(id_) for notice in waiting if (id_ := notice.details.get("part"))}
        parts = await unit.parts.by_ids(noted) if noted else {}
        causes = [
            Cause(notice, *appeals[notice.appeal], 0, parts.get(notice.details.get("part", 0)))
            for notice in waiting
        ]
        beyond: Counter[str] = Counter()
        if len(waiting) == LOOKED_AT:
            beyond.update(await unit.notices.counts(*where))
            beyond.subtract(notice.kind for notice in waiting)
        worth = [cause for cause in causes if not moot(cause)]
        return await with_marks(unit, worth), +beyond

    async def _reply(
        self,
        unit: Unit,
        causes: list[Cause],
        beyond: Counter[str],
        reader: Actor,
        now: datetime,
    ) -> Reply | None:
        # The same thing may reach a person as officer, as head and as controller.
        single = list({_same(cause): cause for cause in causes}.values())
        if not single:
            return None
        if len(single) == 1 and not beyond:
            return notices.one(self.house, await self._whole(unit, causes), reader, now)
        counts = Counter(cause.notice.kind for cause in single) + beyond
        return notices.several(self.house, single, dict(counts), reader, now)

    async def _whole(self, unit: Unit, causes: list[Cause]) -> Cause:
        """With the words and files that were added or changed, a colleague's note, else the
        appeal's own."""
        cause = causes[0]
        if cause.part:
            return cause
        if cause.notice.kind == "note":
            notes = await unit.notes.some({int(one.notice.details["note"]) for one in causes})
            return Cause(cause.notice, cause.appeal, "\n".join(note.text for note in notes), 0)
        noted = {int(id_) for one in causes if (id_ := one.notice.details.get("entry"))}
        files = await unit.exchange.files_of(cause.appeal.id)
        if not noted:
            # with a mark come the words to it, and those have no files
            count = 0 if cause.notice.kind == LOW_MARK else len(files)
            return replace(cause, files=count)
        text = "\n".join(entry.text for entry in await unit.exchange.entries(noted))
        count = sum(file.entry in noted for file in files)
        return replace(cause, text=text, files=count)


def _same(cause: Cause) -> tuple[object, ...]:
    """What makes two notices one: two windows of an appeal may be due at once."""
    rule = cause.notice.details.get("rule", "")
    return cause.notice.kind, cause.appeal.id, rule, cause.part and cause.part.id


def _below(reader: Actor, cause: Cause) -> bool:
    """Standing in for a colleague shows no head what those below have written as citizens."""
    return is_of_own_people(reader, cause.appeal)


def _first(groups: Iterable[Iterable[str]], chats: dict[str, Chat]) -> tuple[Chat, ...]:
    """The first group of whom anybody can be told."""
    for names in groups:
        if found := tuple(chats[name] for name in names if name in chats):
            return found
    return ()
