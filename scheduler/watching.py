"""Watching: receipts that do not get through, and windows that stand still meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.windows import paused, resumed
from domain.worktime import CalendarUnknown
from handlers import clocks
from handlers.house import House
from storage.unit import Unit, Units
from storage.windows import Kept

AT_ONCE = 200
#: How long a window that stands still may lag behind; one that would be due is moved on sooner.
LAG = timedelta(hours=1)
SOON = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Watching:
    house: House

    async def receipts(self, units: Units, now: datetime) -> int:
        """A receipt on its way for too long opens the window in which its client is to have it
        (N-1052 \u00a75). The others are sent at once, and cost nothing. Returns how many."""
        opened = 0
        while True:
            async with units.begin() as unit:
                appeals = await unit.receipts.overdue(now, AT_ONCE)
                found = 0
                for appeal in appeals:
                    found += await self._watch(unit, appeal, now)
            opened += found
            if not found or len(appeals) < AT_ONCE:
                return opened

    async def _watch(self, unit: Unit, appeal: int, now: datetime) -> bool:
        found = await unit.appeals.get(appeal)
        window = self.house.window("acknowledge", found.received_at) if found else None
        if found is None or window is None or not found.is_open:
            return False
        unit.windows.open(found, window)
        facts = {"rule": window.rule, "due": window.due_at.isoformat()}
        unit.appeals.record(found, "window_opened", "clock", now, **facts)
        return True

    async def hold(self, units: Units, now: datetime) -> None:
        """What stands still is due later and later, so that no queue calls it overdue."""
        async with units.begin() as unit:
            for kept in await unit.windows.standing(now - LAG, now, now + SOON, AT_ONCE):
                await self._hold(unit, kept, now)

    async def _hold(self, unit: Unit, kept: Kept, now: datetime) -> None:
        rule = self.house.ministry.windows.get(kept.window.rule)
        appeal = await unit.appeals.get(kept.appeal)
        if rule is None or appeal is None:
            return
        try:
            calendar = self.house.calendar_of(appeal.unit)
            running = resumed(rule, kept.window, now, calendar)
        except CalendarUnknown:
            return
        unit.windows.replace(kept, paused(running, now))
        await clocks.follow(unit, self.house, appeal, now)
        await clocks.heed(unit, appeal)
