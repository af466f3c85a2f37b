"""The staff list as it was changed: what stands now, and every change there was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from storage import tables as t
from storage.errors import Overtaken
from storage.ids import new_id
from storage.pending import Pending
from storage.trip import Query, Row

#: the counter that moves with every change
COUNTER = "staff"

_ALL = Query(select(t.amendments))
VERSION = Query(select(t.counters.c.value).where(t.counters.c.name == COUNTER))
_MOVE = Query(
    insert(t.counters)
    .values(name=bindparam("b_name"), value=1)
    .on_conflict_do_update(
        index_elements=["name"],
        set_={"value": t.counters.c.value + 1},
        where=t.counters.c.value == bindparam("b_from", type_=t.counters.c.value.type),
    )
    .returning(t.counters.c.value)
)
_new = insert(t.amendments)
_AMEND = Query(
    _new.on_conflict_do_update(index_elements=["kind", "id"], set_={"value": _new.excluded.value}),
    ["kind", "id", "value"],
)
_HISTORY = Query(
    select(t.staff_history)
    .where(
        t.staff_history.c.kind == bindparam("kind"),
        t.staff_history.c.subject == bindparam("subject"),
    )
    .order_by(t.staff_history.c.id.desc())
    .limit(bindparam("limit"))
)
_HAPPENED = Query(
    select(t.staff_history.c.id)
    .where(
        t.staff_history.c.kind == bindparam("kind"),
        t.staff_history.c.subject == bindparam("subject"),
        t.staff_history.c.what == bindparam("what"),
    )
    .limit(1)
)


class Staff:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending
        self._stands_on: int | None = None
        self._moved, self._amended = False, list[Row]()

    @property
    def moved(self) -> bool:
        """Whether the list is changed in this unit of work: whoever comes next needs the new one,
        and there is none before the commit."""
        return self._moved

    def stands_on(self, version: int) -> None:
        """Which version everything in this unit of work is decided over."""
        self._stands_on = version

    async def version(self) -> int:
        """A number that moves with every change; 0 while there was none."""
        row = await self._pending.row(VERSION)
        return int(row["value"]) if row else 0

    async def amendments(self) -> dict[tuple[str, str], dict[str, Any] | None]:
        """What stands over the organisation file: (kind, id) → value."""
        rows = await self._pending.rows(_ALL)
        return {(row["kind"], row["id"]): row["value"] for row in rows}

    def amend(
        self, kind: str, id_: str, value: Mapping[str, Any] | None, actor: str, now: datetime
    ) -> None:
        """The row stands so from the next event on, in every process; its history says so.

        When anybody has changed the list meanwhile, the unit of work ends with Overtaken: what
        was decided over the earlier list must not undo what they did."""
        if self._stands_on is None:
            raise RuntimeError("nobody changes a staff list they have not read: heed_staff first")
        self._moved = True
        self._amended.append({"kind": kind, "id": id_, "value": dict(value) if value else None})
        self.record("changed" if value else "removed", kind, id_, actor, now, value=value)

    def write_changes(self) -> None:
        """At the very end, and the version first: nobody waits for another who waits for them."""
        if self._amended:
            self._pending.expect(
                _MOVE, Overtaken("the staff list"), b_name=COUNTER, b_from=self._stands_on
            )
            for row in self._amended:
                self._pending.change(_AMEND, **row)
            self._amended = []

    def record(
        self, what: str, kind: str, subject: str, actor: str, now: datetime, **details: Any
    ) -> None:
        """A line of the staff history, which nothing ever rewrites."""
        self._pending.add(
            t.staff_history,
            id=new_id(),
            at=now,
            actor=actor,
            what=what,
            kind=kind,
            subject=subject,
            details=details,
        )

    async def happened(self, what: str, kind: str, subject: str) -> bool:
        """Whether this was ever done to it."""
        row = await self._pending.row(_HAPPENED, what=what, kind=kind, subject=subject)
        return row is not None

    async def history(self, kind: str, subject: str, limit: int = 20) -> list[Row]:
        """What happened to a unit, an employee …, newest first: at, actor, what, details."""
        return await self._pending.rows(_HISTORY, kind=kind, subject=subject, limit=limit)
