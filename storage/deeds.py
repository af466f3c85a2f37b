"""Deeds and decisions: what came of surveys and of clients' marks, kept for good."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, text, update

from domain.surveys.deeds import Deed, DeedState
from storage import tables as t
from storage.ids import new_id
from storage.pending import Pending
from storage.trip import Query, Row, among, as_list
from storage.types import Moment

_d, _c = t.deeds.c, t.decisions.c
_GET = Query(select(t.deeds).where(_d.id == bindparam("id")))
_OF_WAVE = Query(select(t.deeds).where(_d.wave == bindparam("wave")).order_by(_d.id))
_OF_QUARTER = Query(
    select(t.deeds)
    .where(_d.wave.is_(None), _d.quarter == bindparam("quarter"), _d.unit == bindparam("unit_"))
    .order_by(_d.id)
)
_OPEN_OF = Query(
    select(t.deeds)
    .where(text("deeds.state = 'open'"), among(_d.employee, "employees"))
    .order_by(_d.due_at, _d.id)
)
_DUE = Query(
    select(t.deeds)
    .where(
        text("deeds.next_alert_at IS NOT NULL"),
        _d.next_alert_at <= bindparam("now", type_=Moment()),
    )
    .order_by(_d.next_alert_at, _d.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
#: what of a deed changes once it is given
_LIVE = ("employee", "state", "done_text", "done_at", "next_alert_at", "step")
_CHANGE = Query(
    update(t.deeds)
    .where(
        _d.id == bindparam("b_id"),
        _d.state == bindparam("b_was"),
        _d.employee == bindparam("b_whose"),
        _d.step == bindparam("b_before"),
    )
    .values({name: bindparam(f"b_{name}", type_=t.deeds.c[name].type) for name in _LIVE})
    .returning(_d.id)
)
_DECIDED = Query(select(t.decisions).where(_c.wave == bindparam("wave")).order_by(_c.id))
_DECIDED_IN = Query(
    select(t.decisions)
    .where(_c.wave.is_(None), _c.quarter == bindparam("quarter"), _c.unit == bindparam("unit_"))
    .order_by(_c.id)
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided from a wave, or from a quarter's marks (N-2137 §15)."""

    id: int
    wave: int | None
    quarter: str
    unit: str
    text: str
    decided_by: str
    at: datetime


class Deeds:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    def give(self, deed: Deed) -> Deed:
        """A new deed under an id of its own."""
        given = replace(deed, id=new_id())
        self._pending.add(t.deeds, **_row(given))
        return given

    async def get(self, deed: int) -> Deed | None:
        row = await self._pending.row(_GET, id=deed)
        return _deed(row) if row else None

    async def of_wave(self, wave: int) -> list[Deed]:
        """What came of a wave, the oldest first."""
        return [_deed(row) for row in await self._pending.rows(_OF_WAVE, wave=wave)]

    async def of_quarter(self, quarter: str, unit: str) -> list[Deed]:
        """What came of a quarter's marks."""
        rows = await self._pending.rows(_OF_QUARTER, quarter=quarter, unit_=unit)
        return [_deed(row) for row in rows]

    async def open_of(self, employees: Collection[str]) -> list[Deed]:
        """What these have to do, what is due first first."""
        rows = await self._pending.rows(_OPEN_OF, employees=as_list(employees))
        return [_deed(row) for row in rows]

    async def due(self, now: datetime, limit: int) -> list[Deed]:
        """Of which somebody is to hear now."""
        return [_deed(row) for row in await self._pending.rows(_DUE, now=now, limit=limit)]

    async def change(self, deed: Deed, **values: Any) -> Deed | None:
        """The deed with what is new, if nobody changed it meanwhile; else None."""
        changed = replace(deed, **values)
        row = _row(changed)
        given = {f"b_{name}": row[name] for name in _LIVE}
        was = {"b_was": str(deed.state), "b_whose": deed.employee, "b_before": deed.step}
        found = await self._pending.row(_CHANGE, b_id=deed.id, **was, **given)
        return changed if found else None


class Decisions:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    def take(self, decision: Decision) -> None:
        """Kept for good, under an id of its own."""
        values = {name: getattr(decision, name) for name in Decision.__slots__}
        self._pending.add(t.decisions, **(values | {"id": new_id()}))

    async def of_wave(self, wave: int) -> list[Decision]:
        """The oldest first."""
        return [Decision(**row) for row in await self._pending.rows(_DECIDED, wave=wave)]

    async def of_quarter(self, quarter: str, unit: str) -> list[Decision]:
        """What was decided from a quarter's marks."""
        rows = await self._pending.rows(_DECIDED_IN, quarter=quarter, unit_=unit)
        return [Decision(**row) for row in rows]


def _row(deed: Deed) -> Row:
    return {name: getattr(deed, name) for name in Deed.__slots__} | {"state": str(deed.state)}


def _deed(row: Row) -> Deed:
    return Deed(**(row | {"state": DeedState(row["state"])}))
