"""What the clock does: find what is due, note it, and leave words for the way out.

Every job is an idempotent tick: what was noted is remembered under a unique key, so that three
days of silence, or two replicas, give one alert and not hundreds.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.appeals import Appeal
from domain.routing import Correction, Router
from domain.windows import Step, advanced, step_at
from domain.worktime import CalendarUnknown
from handlers.house import House
from handlers.officer import notices
from storage.notices import Notice
from storage.outbox import Priority
from storage.trip import Row
from storage.unit import Unit, Units
from storage.windows import Kept
from texts import say

log = logging.getLogger(__name__)

#: The people of a unit are written to at most this often; what comes between is gathered.
SPACING = timedelta(seconds=20)
ALERTS_AT_ONCE = 200
SHOWN = 20
KEYS_KEPT = timedelta(days=60)
CORRECTIONS_HEEDED = 2_000


@dataclass(slots=True)
class Jobs:
    """The ticks. `wake` is called when a tick has left something to send."""

    units: Units
    house: House
    clock: Callable[[], datetime]
    wake: Callable[[], None]
    _taught: int = 0

    async def alerts(self) -> int:
        """Windows whose next alert is due: note the latest step of each. Returns how many."""
        noted = 0
        while True:
            now = self.clock()
            async with self.units.begin() as unit:
                due = await unit.windows.due_alerts(now, ALERTS_AT_ONCE)
                appeals = await unit.appeals.by_ids({kept.appeal for kept in due})
                for kept in due:
                    self._alert(unit, kept, appeals[kept.appeal][0], now)
            noted += len(due)
            if len(due) < ALERTS_AT_ONCE:
                return noted

    async def gather(self) -> int:
        """Put what waits for people into messages, one a person. Returns how many messages."""
        now = self.clock()
        if self.house.is_quiet(now):
            return 0
        posted = 0
        async with self.units.begin() as unit:
            cells = self._cells(await unit.notices.addressees())
            told = await unit.notices.told(cells) if cells else {}
            for cell, addressees in cells.items():
                if cell not in told or now - told[cell] >= SPACING or told[cell] > now:
                    posted += await self._gather(unit, addressees, now)
                    unit.notices.tell(cell, now)
        if posted:
            self.wake()
        return posted

    async def learn(self) -> None:
        """Heed what people corrected since the last time."""
        async with self.units.begin() as unit:
            newest = await unit.corrections.newest()
            if newest == self._taught:
                return
            rows = await unit.corrections.latest(CORRECTIONS_HEEDED)
        topics = list(self.house.ministry.topics.values())
        corrections = [Correction(tuple(r["lemmas"]), unit=r["unit"], topic=r["topic"]) for r in rows]
        self.house.router = Router(topics, corrections)
        self._taught = newest

    async def reckon(self) -> int:
        """Give a window to every open appeal that came while its year had no calendar."""
        async with self.units.begin() as unit:
            for appeal in await unit.appeals.without_due(ALERTS_AT_ONCE):
                window = self.house.reply_window(appeal.received_at)
                changed = window and await unit.appeals.change(appeal, due_at=window.due_at)
                if window and changed:
                    unit.windows.open(changed, window)
                    due = window.due_at.isoformat()
                    unit.appeals.record(changed, "window_opened", "clock", self.clock(), due=due)
        return 0

    async def warn(self) -> None:
        """Tell the administrators of a calendar that is missing, once a day."""
        now = self.clock()
        years = self.missing_years(now)
        if not years:
            return
        async with self.units.begin() as unit:
            told = (await unit.notices.told(["calendar"])).get("calendar")
            if told and now - told < timedelta(days=1):
                return
            ids = [employee.id for employee in self.house.ministry.administrators]
            for chat in (await unit.chats.of_employees(ids)).values():
                text = say("alarm-calendar", years=", ".join(map(str, years)))
                unit.outbox.post(chat, text, now, priority=Priority.ALARM)
            unit.notices.tell("calendar", now)
        self.wake()

    def missing_years(self, now: datetime) -> tuple[int, ...]:
        """Years without a calendar that a window opened in the coming month may reach into."""
        month = now + timedelta(days=31)
        return self.house.calendar.unknown_years(self.house.year(now), self.house.year(month))

    async def forget(self) -> None:
        """Drop event keys older than any messenger delivers again."""
        async with self.units.begin() as unit:
            unit.arrivals.forget(self.clock() - KEYS_KEPT)

    def _alert(self, unit: Unit, kept: Kept, appeal: Appeal, now: datetime) -> None:
        rule = self.house.ministry.windows.get(kept.window.rule)
        try:
            step = step_at(rule, kept.window, now, self.house.calendar) if rule else None
        except CalendarUnknown as unknown:
            log.error("alerts of appeal %s wait: %s", appeal.number, unknown)
            step = Step(0, timedelta(0), False, now + timedelta(hours=1))
        if step is None:
            log.error("no rule %s: its windows alert nobody", kept.window.rule)
            step = Step(0, timedelta(0), False, None)
        if step.number and appeal.is_open:
            self._note(unit, kept, appeal, step, now)
        unit.windows.advance(kept, advanced(kept.window, step))

    def _note(self, unit: Unit, kept: Kept, appeal: Appeal, step: Step, now: datetime) -> None:
        rule = self.house.ministry.windows[kept.window.rule]
        kind = "breach" if step.breach else "alert"
        names = rule.on_breach if step.breach else ("officer",)
        minutes = int(step.before.total_seconds()) // 60
        for name in names:
            for addressee in self._people(name, appeal):
                who = addressee.get("employee") or addressee.get("unit")
                once = f"{kind}:{kept.id}:{step.number}:{name}:{who}"
                unit.notices.note(appeal, kind, now, once=once, **addressee, before=minutes)
        unit.appeals.record(appeal, kind, "clock", now, rule=rule.id, before=minutes)

    def _people(self, name: str, appeal: Appeal) -> list[dict[str, str]]:
        """Whom a rule means by "officer", "head", "controller", for this appeal."""
        ministry = self.house.ministry
        if name == "controller":
            return [{"employee": employee.id} for employee in ministry.controllers]
        if name == "head":
            unit = ministry.units.get(appeal.unit)
            return [{"employee": unit.head}] if unit else []
        if appeal.officer:
            return [{"employee": appeal.officer}]
        return [{"unit": appeal.unit}]

    def _cells(self, addressees: list[Row]) -> dict[str, list[Row]]:
        """Who is told together: a unit's queue and the people of that unit."""
        cells: dict[str, list[Row]] = defaultdict(list)
        for addressee in addressees:
            employee = self.house.employee(addressee["employee"])
            cells[addressee["unit"] or (employee.unit if employee else "")].append(addressee)
        return cells

    async def _gather(self, unit: Unit, addressees: list[Row], now: datetime) -> int:
        listeners: dict[str, list[Row]] = defaultdict(list)
        for addressee in addressees:
            for employee in self._listeners(addressee):
                listeners[employee].append(addressee)
        chats = await unit.chats.of_employees(listeners)
        found: dict[int, tuple[list[notices.Cause], dict[str, int]]] = {}
        for addressee in addressees:
            found[addressee["last"]] = await self._causes(unit, addressee)
            unit.notices.gathered(addressee, now)
        for employee, chat in chats.items():
            causes = [c for a in listeners[employee] for c in found[a["last"]][0]]
            counts: dict[str, int] = defaultdict(int)
            for addressee in listeners[employee]:
                for kind, count in found[addressee["last"]][1].items():
                    counts[kind] += count
            if sum(counts.values()) == 1:
                reply = notices.one(self.house, causes[0], now)
            else:
                reply = notices.several(self.house, causes, counts, now)
            unit.outbox.post(chat, reply, now, kind="notice", priority=Priority.NOTICE)
        return len(chats)

    def _listeners(self, addressee: Row) -> list[str]:
        if addressee["employee"]:
            return [addressee["employee"]]
        return [officer.id for officer in self.house.ministry.officers_of(addressee["unit"])]

    async def _causes(
        self, unit: Unit, addressee: Row
    ) -> tuple[list[notices.Cause], dict[str, int]]:
        where = (addressee["unit"], addressee["employee"])
        waiting: list[Notice] = await unit.notices.waiting(*where, SHOWN)
        counts = await unit.notices.counts(*where)
        ids = {notice.appeal for notice in waiting}
        appeals, files = await unit.appeals.by_ids(ids), await unit.exchange.count_files(ids)
        causes = [
            notices.Cause(notice, *appeals[notice.appeal], files.get(notice.appeal, 0))
            for notice in waiting
        ]
        return causes, counts
