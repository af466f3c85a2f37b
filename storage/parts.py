"""Co-executors' parts of replies: asked for, given, and found by who is asked and by time left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, not_, or_, select, text, update

from domain.appeals import INTERNAL, Appeal
from domain.life import RUNNING
from domain.parts import Part, PartState
from domain.people import Actor
from storage import tables as t
from storage.ids import new_id
from storage.pending import Pending
from storage.trip import Query, Row, among, as_list
from storage.types import Moment

_COLUMNS = tuple(t.parts.c[name] for name in Part.__slots__)
_WAITS = text("parts.state = 'asked'")  # as the partial index is written
_WITHOUT = text("parts.state = 'asked' AND parts.due_at IS NULL")
#: the client waits for a reply
_STATES = ", ".join(sorted(f"'{state}'" for state in RUNNING))
_KINDS = ", ".join(sorted(f"'{kind}'" for kind in INTERNAL))
_INTERNAL = text(f"appeals.kind IN ({_KINDS})")
_BY_IDS = Query(select(*_COLUMNS).where(among(t.parts.c.id, "ids")).order_by(t.parts.c.id))
_OF_APPEAL = Query(
    select(*_COLUMNS).where(t.parts.c.appeal == bindparam("appeal")).order_by(t.parts.c.id)
)
_WITHOUT_DUE = Query(
    select(*_COLUMNS)
    .where(_WITHOUT, t.parts.c.id > bindparam("after"))
    .order_by(t.parts.c.id)
    .limit(bindparam("limit"))
)
_DUE = Query(
    update(t.parts)
    .where(t.parts.c.id == bindparam("b_id"))
    .values(due_at=bindparam("b_due_at", type_=Moment()))
)
#: what is asked of one person, or of whom they stand in for: by name, or as one of a unit; not of
#: their own appeal, nor of one that complains about them
_ASKED = (
    or_(
        among(t.parts.c.employee, "employees"),
        and_(t.parts.c.employee == "", among(t.parts.c.unit, "units")),
    ),
    text(f"appeals.state IN ({_STATES})"),
    t.appeals.c.barred != bindparam("reader"),
    or_(t.appeals.c.chat.is_(None), t.appeals.c.chat != bindparam("chat")),
    or_(t.appeals.c.filer == "", _INTERNAL, not_(among(t.appeals.c.filer, "hidden"))),
)


def _asked(query: Select[Any]) -> Select[Any]:
    return query.select_from(t.parts.join(t.appeals)).where(_WAITS, *_ASKED)


_WAITING = Query(
    _asked(select(*_COLUMNS))
    .order_by(t.parts.c.due_at.is_(None), t.parts.c.due_at, t.parts.c.id)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_ASKED_OF = Query(
    select(*_COLUMNS)
    .where(_WAITS, t.parts.c.employee == bindparam("employee"))
    .order_by(t.parts.c.id)
)
_COUNT = Query(_asked(select(func.count().label("n"))))


class Parts:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    def ask(self, appeal: Appeal, now: datetime, **facts: Any) -> Part:
        """A part is asked for; facts: asked_by, unit, employee, question, its files, due_at."""
        part = Part(
            id=new_id(),
            appeal=appeal.id,
            text="",
            files=[],
            state=PartState.ASKED,
            asked_at=now,
            **facts,
        )
        row = {name: getattr(part, name) for name in Part.__slots__}
        self._pending.add(t.parts, **(row | {"state": str(part.state)}))
        return part

    async def change(self, part: Part, **values: Any) -> Part | None:
        """Change a part that still stands in the state the caller saw; None when somebody was
        first."""
        if "state" in values:
            values["state"] = str(values["state"])
        query = (
            update(t.parts)
            .where(t.parts.c.id == part.id, t.parts.c.state == str(part.state))
            .values(**values)
            .returning(*_COLUMNS)
        )
        row = await self._pending.row(Query(query))
        return _part(row) if row else None

    def due(self, part: int, due_at: datetime) -> None:
        """Its window was reckoned, or moved."""
        self._pending.change(_DUE, b_id=part, b_due_at=due_at)

    async def get(self, part: int) -> Part | None:
        return (await self.by_ids([part])).get(part)

    async def by_ids(self, ids: Iterable[int]) -> dict[int, Part]:
        wanted = as_list(ids)
        rows = await self._pending.rows(_BY_IDS, ids=wanted)
        return {row["id"]: _part(row) for row in rows}

    async def of_appeal(self, appeal: int) -> list[Part]:
        """Every part that was asked for, oldest first."""
        return [_part(row) for row in await self._pending.rows(_OF_APPEAL, appeal=appeal)]

    async def waiting(self, actor: Actor, page: int, size: int) -> tuple[list[Part], int]:
        """A page of what this employee is asked for, and whom they stand in for, without what those
        under them have written as citizens: what is due first stands first; and how many."""
        hidden = actor.own.people if actor.own else frozenset[str]()
        whose: dict[str, Any] = {
            "employees": as_list(actor.ids),
            "units": as_list(dict.fromkeys(one.employee.unit for one in actor.capacities)),
            "reader": actor.id,
            "chat": actor.chat,
            "hidden": as_list(sorted(hidden)),
        }
        rows = await self._pending.rows(_WAITING, **whose, limit=size, offset=page * size)
        count = await self._pending.rows(_COUNT, **whose)
        return [_part(row) for row in rows], int(count[0]["n"])

    async def asked_of(self, employee: str) -> list[Part]:
        """What this employee is asked for by name and has not given."""
        rows = await self._pending.rows(_ASKED_OF, employee=employee)
        return [_part(row) for row in rows]

    async def without_due(self, after: int, limit: int) -> list[Part]:
        """Waiting parts whose due moment could not be reckoned yet, from the id `after` on."""
        rows = await self._pending.rows(_WITHOUT_DUE, after=after, limit=limit)
        return [_part(row) for row in rows]


def _part(row: Row) -> Part:
    return Part(**(row | {"state": PartState(row["state"])}))
