"""Notices to employees: noted with what caused them, gathered into one message per person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from domain.appeals import Appeal
from storage import tables as t
from storage.ids import new_id
from storage.pending import Pending
from storage.trip import Query, Row, among, as_list
from storage.types import Moment


@dataclass(frozen=True, slots=True)
class Notice:
    """Something an employee, or whoever works a unit's queue, must hear of."""

    id: int
    appeal: int
    kind: str
    unit: str
    employee: str
    details: dict[str, Any]
    at: datetime


_COLUMNS = tuple(t.notices.c[name] for name in Notice.__slots__)
_WAITING = text("notices.gathered_at IS NULL")
_NOTE = Query(
    insert(t.notices).on_conflict_do_nothing(index_elements=["once"]),
    [column.name for column in t.notices.c],
)
_ADDRESSEES = Query(
    select(t.notices.c.unit, t.notices.c.employee, func.max(t.notices.c.id).label("last"))
    .where(_WAITING)
    .group_by(t.notices.c.unit, t.notices.c.employee)
)
_NEWEST = Query(
    select(*_COLUMNS)
    .where(
        _WAITING,
        t.notices.c.unit == bindparam("unit"),
        t.notices.c.employee == bindparam("employee"),
    )
    .order_by(t.notices.c.id)
    .limit(bindparam("limit"))
)
_COUNT = Query(
    select(t.notices.c.kind, func.count().label("n"))
    .where(
        _WAITING,
        t.notices.c.unit == bindparam("unit"),
        t.notices.c.employee == bindparam("employee"),
    )
    .group_by(t.notices.c.kind)
)
_GATHERED = Query(
    update(t.notices)
    .where(
        _WAITING,
        t.notices.c.unit == bindparam("b_unit"),
        t.notices.c.employee == bindparam("b_employee"),
        t.notices.c.id <= bindparam("b_last"),
    )
    .values(gathered_at=bindparam("b_now", type_=Moment()))
)
_DROP = Query(
    update(t.notices)
    .where(_WAITING, among(t.notices.c.id, "ids"))
    .values(gathered_at=bindparam("now_", type_=Moment()))
    .returning(t.notices.c.id)
)
_EXPIRE = Query(
    update(t.notices)
    .where(_WAITING, t.notices.c.at < bindparam("before", type_=Moment()))
    .values(gathered_at=bindparam("now_", type_=Moment()))
    .returning(t.notices.c.unit, t.notices.c.employee)
)
_TOLD = Query(select(t.tellings).where(among(t.tellings.c.what, "whats")))
_tell = insert(t.tellings)
_TELL = Query(
    _tell.on_conflict_do_update(index_elements=["what"], set_={"at": _tell.excluded.at}),
    ["what", "at"],
)


class Notices:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    def note(
        self,
        appeal: Appeal,
        kind: str,
        now: datetime,
        *,
        unit: str = "",
        employee: str = "",
        once: str | None = None,
        **details: Any,
    ) -> None:
        """Note it for a unit's officers or for one employee; the same `once` is noted only once."""
        self._pending.change(
            _NOTE,
            id=new_id(),
            appeal=appeal.id,
            kind=kind,
            unit=unit,
            employee=employee,
            details=details,
            at=now,
            once=once,
            gathered_at=None,
        )

    async def addressees(self) -> list[Row]:
        """For whom something waits: unit or employee, and the id of the last notice."""
        return await self._pending.rows(_ADDRESSEES)

    async def waiting(self, unit: str, employee: str, limit: int) -> list[Notice]:
        """The oldest waiting notices of one addressee."""
        rows = await self._pending.rows(_NEWEST, unit=unit, employee=employee, limit=limit)
        return [Notice(**row) for row in rows]

    async def counts(self, unit: str, employee: str) -> dict[str, int]:
        """How many wait for one addressee, by kind."""
        rows = await self._pending.rows(_COUNT, unit=unit, employee=employee)
        return {row["kind"]: row["n"] for row in rows}

    def gathered(self, addressee: Row, now: datetime) -> None:
        """Everything up to the addressee's last notice has been put into a message."""
        self._pending.change(
            _GATHERED,
            b_unit=addressee["unit"],
            b_employee=addressee["employee"],
            b_last=addressee["last"],
            b_now=now,
        )

    async def drop(self, ids: Iterable[int], now: datetime) -> None:
        """These concern their addressee no longer, and are told to nobody."""
        await self._pending.rows(_DROP, ids=as_list(ids), now_=now)

    async def give_up(self, before: datetime, now: datetime) -> list[Row]:
        """Notices so old that they help nobody wait no longer; for whom each of them was."""
        return await self._pending.rows(_EXPIRE, before=before, now_=now)

    async def told(self, whats: Iterable[str]) -> dict[str, datetime]:
        """When each of these was last told."""
        rows = await self._pending.rows(_TOLD, whats=as_list(whats))
        return {row["what"]: row["at"] for row in rows}

    def tell(self, what: str, now: datetime) -> None:
        self._pending.change(_TELL, what=what, at=now)
