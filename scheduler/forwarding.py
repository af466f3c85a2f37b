"""Forwarding: a notice follows its appeal to whoever has it by now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.appeals import Appeal
from handlers.house import House
from storage.notices import Notice
from storage.trip import Row
from storage.unit import Unit

#: what concerns only whoever has the appeal now
_FOLLOWING = frozenset(
    {"alert", "added", "answered_question", "edited", "part_given", "part_declined"}
)


@dataclass(slots=True)
class Forwarding:
    """Whose a notice is, when the appeal or the words it tells of have moved on since."""

    house: House

    async def forward(
        self, unit: Unit, addressees: Iterable[Row], limit: int, now: datetime
    ) -> bool:
        """Readdress what waits for these but concerns others by now. True when there was any."""
        waiting: list[Notice] = []
        for row in addressees:
            found = await unit.notices.waiting(row["unit"], row["employee"], limit)
            waiting += [notice for notice in found if notice.kind in _FOLLOWING]
        appeals = await self._appeals(unit, waiting) if waiting else {}
        astray = [n for n in waiting if not self._concerns(n, appeals[n.id])]
        for notice in astray:
            self._note(unit, notice, appeals[notice.id], now)
        if astray:
            await unit.notices.drop([notice.id for notice in astray], now)
        return bool(astray)

    async def _appeals(self, unit: Unit, notices: list[Notice]) -> dict[int, Appeal]:
        """The appeal each notice is about by now: the one its words belong to."""
        ids = {int(noted) for notice in notices if (noted := notice.details.get("entry"))}
        entries = await unit.exchange.entries(ids) if ids else []
        moved = {entry.id: entry.appeal for entry in entries}
        about = {n.id: moved.get(int(n.details.get("entry") or 0), n.appeal) for n in notices}
        found = await unit.appeals.by_ids(set(about.values()))
        return {notice: found[appeal][0] for notice, appeal in about.items()}

    def _concerns(self, notice: Notice, appeal: Appeal) -> bool:
        if notice.appeal != appeal.id:
            return False
        if not appeal.is_open or notice.details.get("instead"):
            return True  # told to nobody, or to a head because there is nobody else
        if notice.employee:
            return notice.employee in {appeal.officer, appeal.signatory, appeal.control}
        return notice.unit == appeal.unit

    def _note(self, unit: Unit, notice: Notice, appeal: Appeal, now: datetime) -> None:
        """For its officer, else its unit; words that came along with a new appeal are told with
        the appeal itself."""
        officer = appeal.officer if self.house.employee(appeal.officer) else ""
        if not appeal.is_open or (notice.appeal != appeal.id and not officer):
            return
        entry = notice.details.get("entry")
        moved = notice.appeal != appeal.id
        unit.notices.note(
            appeal,
            "added" if moved else notice.kind,
            now,
            unit="" if officer else appeal.unit,
            employee=officer,
            once=f"added:{appeal.id}:{entry}" if moved else None,
            **notice.details,
        )
