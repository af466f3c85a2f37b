"""PINs of those who sign and control: a salted hash of each, and wrong tries."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from storage import tables as t
from storage.pending import Pending
from storage.trip import Query, Row
from storage.types import Moment

_GET = Query(select(t.pins).where(t.pins.c.employee == bindparam("employee")))
_SET = Query(
    update(t.pins)
    .where(t.pins.c.employee == bindparam("b_employee"))
    .values(set_at=bindparam("b_now", type_=Moment()))
)
_TRIED = Query(
    update(t.pins)
    .where(t.pins.c.employee == bindparam("b_employee"))
    .values(tries=bindparam("b_tries"), locked_until=bindparam("b_until", type_=Moment()))
)
_FORGET = Query(
    delete(t.pins).where(t.pins.c.employee == bindparam("employee")).returning(t.pins.c.employee)
)


class Pins:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    async def get(self, employee: str) -> Row | None:
        """salt, hash, tries, locked_until, and set_at: None until it was typed twice."""
        return await self._pending.row(_GET, employee=employee)

    def begin(self, employee: str, salt: str, hash_: str) -> None:
        """The first of the two times it is typed."""
        self._pending.add(
            t.pins,
            employee=employee,
            salt=salt,
            hash=hash_,
            tries=0,
            locked_until=None,
            set_at=None,
        )

    def confirm(self, employee: str, now: datetime) -> None:
        """It was typed a second time, and holds from now on."""
        self._pending.change(_SET, b_employee=employee, b_now=now)

    def tried(self, employee: str, tries: int, locked_until: datetime | None) -> None:
        """So many wrong tries since the last right one; None while it may be tried."""
        values = {"b_employee": employee, "b_tries": tries, "b_until": locked_until}
        self._pending.change(_TRIED, **values)

    async def forget(self, employee: str) -> bool:
        """A new one is chosen at the next need. False when there was none."""
        return bool(await self._pending.rows(_FORGET, employee=employee))
