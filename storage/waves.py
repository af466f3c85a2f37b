"""Waves of surveys: what was asked of whom, from when to when. Never who answered what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any
from zlib import crc32

from sqlalchemy import bindparam, or_, select, text, update

from domain.surveys.questionnaire import as_document, read_back
from domain.surveys.waves import Wave, WaveState, chosen_back, chosen_document
from storage import tables as t
from storage.ids import new_id
from storage.pending import Pending
from storage.trip import Query, Row, among, as_list
from storage.types import Moment

#: two who start the same survey at once are heard one after the other; SQLite does so by itself
_ALONE = Query(text(f"SELECT pg_advisory_xact_lock({crc32(b'waves')})"))
_GET = Query(select(t.waves).where(t.waves.c.id == bindparam("id")))
_WHEN = bindparam("when", type_=Moment())
_ALL = Query(select(t.waves).order_by(t.waves.c.id.desc()).limit(bindparam("limit")))
_OF_UNITS = Query(
    select(t.waves)
    .where(among(t.waves.c.unit, "units"))
    .order_by(t.waves.c.id.desc())
    .limit(bindparam("limit"))
)
_SINCE = Query(
    select(t.waves)
    .where(or_(t.waves.c.closed_at.is_(None), t.waves.c.closed_at > _WHEN))
    .order_by(t.waves.c.id)
)
_LAST_CLOSED = Query(
    select(t.waves.c.closed_at)
    .where(t.waves.c.closed_at.is_not(None))
    .order_by(t.waves.c.closed_at.desc())
    .limit(1)
)
_UNDER_WAY = Query(
    select(t.waves).where(text("state IN ('planned', 'open')")).order_by(t.waves.c.id)
)
_SERIES = Query(
    select(t.waves)
    .where(
        t.waves.c.questionnaire == bindparam("questionnaire"),
        t.waves.c.unit == bindparam("unit"),
        t.waves.c.state == "closed",
    )
    .order_by(t.waves.c.id)
)
_ASKED = Query(
    select(t.waves)
    .where(
        t.waves.c.questionnaire == bindparam("questionnaire"),
        text("state IN ('open', 'closed')"),
    )
    .order_by(t.waves.c.id)
)
#: what of a wave changes once it is made
_LIVE = (
    "state",
    "opens_at",
    "closes_at",
    "remind_at",
    "reminded_at",
    "opened_at",
    "closed_at",
    "groups",
    "invited",
    "extended",
)


@cache
def _move(names: tuple[str, ...]) -> Query:
    values = {name: bindparam(f"b_{name}", type_=t.waves.c[name].type) for name in names}
    return Query(
        update(t.waves)
        .where(t.waves.c.id == bindparam("b_id"), t.waves.c.state == bindparam("b_was"))
        .values(values)
        .returning(t.waves.c.id)
    )


class Waves:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    def make(self, wave: Wave) -> Wave:
        """A new wave under an id of its own; everything else as given."""
        made = replace(wave, id=new_id())
        self._pending.add(t.waves, **_row(made))
        return made

    async def one_by_one(self) -> None:
        """Nobody else makes a wave until the end of this unit of work."""
        if not self._pending.on_sqlite:
            await self._pending.rows(_ALONE)

    async def get(self, wave: int) -> Wave | None:
        row = await self._pending.row(_GET, id=wave)
        return _wave(row) if row else None

    async def all(self, limit: int) -> list[Wave]:
        """The newest first."""
        return [_wave(row) for row in await self._pending.rows(_ALL, limit=limit)]

    async def since(self, when: datetime) -> list[Wave]:
        """Those not closed by then, the oldest first."""
        return [_wave(row) for row in await self._pending.rows(_SINCE, when=when)]

    async def last_closed(self) -> datetime | None:
        """When one was closed last; None for never."""
        row = await self._pending.row(_LAST_CLOSED)
        return row["closed_at"] if row else None

    async def of_units(self, units: Iterable[str], limit: int) -> list[Wave]:
        """Those put to the clients of these units, the newest first."""
        rows = await self._pending.rows(_OF_UNITS, units=as_list(units), limit=limit)
        return [_wave(row) for row in rows]

    async def under_way(self) -> list[Wave]:
        """Planned and open, the oldest first."""
        return [_wave(row) for row in await self._pending.rows(_UNDER_WAY)]

    async def series(self, questionnaire: str, unit: str) -> list[Wave]:
        """The closed waves of one questionnaire put to one unit's clients, the oldest first."""
        rows = await self._pending.rows(_SERIES, questionnaire=questionnaire, unit=unit)
        return [_wave(row) for row in rows]

    async def asked(self, questionnaire: str) -> list[Wave]:
        """Every wave of a questionnaire that was ever opened, whoever's it is, the oldest first."""
        rows = await self._pending.rows(_ASKED, questionnaire=questionnaire)
        return [_wave(row) for row in rows]

    async def move(self, wave: Wave, was: WaveState, **facts: Any) -> bool:
        """Change these of what may change (see _LIVE), if the wave still stands at `was`: of two
        that move it on at once only one gets True. What is not named stays as somebody else may
        just have made it."""
        row, names = _row(replace(wave, **facts)), tuple(n for n in _LIVE if n in facts)
        given = {f"b_{name}": row[name] for name in names}
        return bool(await self._pending.row(_move(names), b_id=wave.id, b_was=str(was), **given))


def _row(wave: Wave) -> Row:
    names = (*_LIVE, "id", "owner", "unit", "quarter", "created_at", "key")
    row: Row = {name: getattr(wave, name) for name in names}
    return row | {
        "questionnaire": wave.questionnaire.id,
        "document": as_document(wave.questionnaire),
        "chosen": chosen_document(wave.chosen),
        "state": str(wave.state),
        "groups": dict(wave.groups),
    }


def _wave(row: Row) -> Wave:
    given = {name: value for name, value in row.items() if name not in {"document"}}
    given["questionnaire"] = read_back(row["document"])
    given["chosen"] = chosen_back(row["chosen"])
    given["state"] = WaveState(row["state"])
    return Wave(**given)
