"""Gathering: what waits for people becomes one message a person, however many causes there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.appeals import Appeal, State
from domain.people import Chat
from domain.talk import Reply
from handlers.house import House
from handlers.officer import notices
from handlers.officer.notices import Cause
from storage.notices import Notice
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


@dataclass(slots=True)
class Gathering:
    """Who is told together: a unit's queue and the people of that unit, so nobody hears twice."""

    house: House
    spacing: timedelta = SPACING

    async def gather(self, unit: Unit, now: datetime) -> int:
        """Put what waits for people into messages. Returns how many messages.

        What waits for somebody who has not joined, or has blocked us, goes on waiting."""
        cells: dict[str, list[Heap]] = defaultdict(list)
        for heap in await self._heaps(unit):
            if heap.chats:
                cells[heap.cell].append(heap)
        told = await unit.notices.told(cells) if cells else {}
        posted = 0
        for cell, heaps in cells.items():
            if cell in told and timedelta(0) <= now - told[cell] < self.spacing:
                continue
            posted += await self._tell(unit, heaps, now)
            unit.notices.tell(cell, now)
        return posted

    async def unheard(self, unit: Unit) -> list[str]:
        """Units and people for whom something waits though nobody can be told."""
        heaps = [heap for heap in await self._heaps(unit) if not heap.chats]
        names = {heap.addressee["unit"] or heap.addressee["employee"] for heap in heaps}
        return sorted(names)

    async def _heaps(self, unit: Unit) -> list[Heap]:
        waiting = await unit.notices.addressees()
        if not waiting:
            return []
        everyone = {name for row in waiting for names in self._listeners(row) for name in names}
        chats = {
            employee: chat
            for employee, chat in (await unit.chats.of_employees(everyone)).items()
            if chat.reachable
        }
        return [Heap(row, self._cell(row), self._first(row, chats)) for row in waiting]

    def _first(self, addressee: Row, chats: dict[str, Chat]) -> tuple[Chat, ...]:
        for names in self._listeners(addressee):
            if found := tuple(chats[name] for name in names if name in chats):
                return found
        return ()

    def _listeners(self, addressee: Row) -> list[list[str]]:
        """Who is to be told, and who in their place when nobody of them can be."""
        if addressee["employee"]:
            known = self.house.employee(addressee["employee"])
            return [[known.id]] if known else []
        unit = self.house.ministry.units.get(addressee["unit"])
        if unit is None:
            return []
        return [[o.id for o in self.house.ministry.officers_of(unit.id)], [unit.head]]

    def _cell(self, addressee: Row) -> str:
        employee = self.house.employee(addressee["employee"])
        return addressee["unit"] or (employee.unit if employee else "")

    async def _tell(self, unit: Unit, heaps: Iterable[Heap], now: datetime) -> int:
        chats: dict[int, Chat] = {}
        causes: dict[int, list[Cause]] = defaultdict(list)
        beyond: dict[int, Counter[str]] = defaultdict(Counter)
        for heap in heaps:
            found, uncounted = await self._causes(unit, heap.addressee)
            unit.notices.gathered(heap.addressee, now)
            for chat in heap.chats:
                chats[chat.id] = chat
                causes[chat.id] += found
                beyond[chat.id] += uncounted
        posted = 0
        for id_, chat in chats.items():
            if reply := await self._reply(unit, causes[id_], beyond[id_], now):
                unit.outbox.post(chat, reply, now, kind="notice", priority=Priority.NOTICE)
                posted += 1
        return posted

    async def _causes(self, unit: Unit, addressee: Row) -> tuple[list[Cause], Counter[str]]:
        """What is still worth telling, and how many of each kind were not even looked at."""
        where = (addressee["unit"], addressee["employee"])
        waiting = await unit.notices.waiting(*where, LOOKED_AT)
        appeals = await unit.appeals.by_ids({notice.appeal for notice in waiting})
        causes = [Cause(notice, *appeals[notice.appeal], 0) for notice in waiting]
        beyond: Counter[str] = Counter()
        if len(waiting) == LOOKED_AT:
            beyond.update(await unit.notices.counts(*where))
            beyond.subtract(notice.kind for notice in waiting)
        return [cause for cause in causes if not _moot(cause.notice, cause.appeal)], +beyond

    async def _reply(
        self, unit: Unit, causes: list[Cause], beyond: Counter[str], now: datetime
    ) -> Reply | None:
        # The same thing may reach a person as officer, as head and as controller.
        single = list({(c.notice.kind, c.appeal.id): c for c in causes}.values())
        if not single:
            return None
        if len(single) == 1 and not beyond:
            cause, text = single[0], await self._quoted(unit, causes)
            files = await unit.exchange.count_files([cause.appeal.id])
            count = files.get(cause.appeal.id, 0)
            whole = Cause(cause.notice, cause.appeal, text, count)
            return notices.one(self.house, whole, now)
        counts = Counter(cause.notice.kind for cause in single) + beyond
        return notices.several(self.house, single, dict(counts), now)

    async def _quoted(self, unit: Unit, causes: list[Cause]) -> str:
        """The words that were added or changed, else those the appeal began with."""
        noted = [int(id_) for cause in causes if (id_ := cause.notice.details.get("entry"))]
        if not noted:
            return causes[0].text
        entries = [await unit.exchange.entry(id_) for id_ in noted]
        return "\n".join(entry.text for entry in entries if entry)


def _moot(notice: Notice, appeal: Appeal) -> bool:
    """Whether what was noted has been dealt with before it could be told."""
    match notice.kind:
        case "new":
            return appeal.state is not State.WAITING or appeal.unit != notice.unit
        case "sorting":
            gone = appeal.state is not State.WAITING or appeal.unit != notice.unit
            return gone or not appeal.sorting
        case "handed_over":
            return not appeal.is_open or appeal.officer != notice.employee
        case "alert" | "added" | "edited":
            return not appeal.is_open
    return False
