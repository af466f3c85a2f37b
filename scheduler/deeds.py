"""Reminding of deeds: whoever has one, and once it is late whoever gave it and the controllers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.surveys.deeds import Deed, alert_after
from handlers.house import House
from handlers.standing import heed_staff
from handlers.survey.deed_words import opens, post, worded
from storage.unit import Unit

AT_ONCE = 200


@dataclass(slots=True)
class DeedAlerts:
    house: House

    async def tell(self, unit: Unit, now: datetime) -> int:
        """Whoever is to hear of a deed now does, in the working hours of their unit. Returns of
        how many deeds."""
        found = await unit.deeds.due(now, AT_ONCE)
        if not found:
            return 0
        await heed_staff(unit, self.house, await unit.staff.version())
        told = 0
        for deed in found:
            if not self._is_quiet(deed, now):
                told += await self._tell(unit, deed, now)
        return told

    def _is_quiet(self, deed: Deed, now: datetime) -> bool:
        person = self.house.employee(self.house.acting(deed.employee, now))
        return self.house.is_quiet(now, person.unit if person else "")

    async def _tell(self, unit: Unit, deed: Deed, now: datetime) -> bool:
        at, step = alert_after(deed.due_at, now)
        if not await unit.deeds.change(deed, next_alert_at=at, step=step):
            return False
        house, rows = self.house, (opens(deed),)
        late = deed.due_at <= now
        name = "deed-is-late" if late else "deed-is-due" if deed.step else "deed-is-yours"
        await post(unit, house, [deed.employee], worded(house, name, rows, deed), now)
        if late:
            above = {deed.assigned_by, *(one.id for one in house.ministry.controllers)}
            told = worded(house, "deed-is-late-told", rows, deed)
            await post(unit, house, above - {deed.employee}, told, now)
        return True
