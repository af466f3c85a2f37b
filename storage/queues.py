"""Queues: which open appeals somebody may see as theirs to work on, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, Text, literal, or_, select, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from domain.appeals import INTERNAL, Kind
from storage import tables as t
from storage.trip import each

_INTERNAL = or_(*(t.appeals.c.kind == str(kind) for kind in sorted(INTERNAL)))
OPEN = text("appeals.closed_at IS NULL")  # as the partial indexes are written


class _LocalDay(FunctionElement[str]):
    """The day of a moment on a clock so many minutes ahead of UTC."""

    inherit_cache = True
    type = Text()

    def __init__(self, moment: ColumnElement[datetime], ahead: int) -> None:
        super().__init__(moment, literal(ahead, Integer()))


@compiles(_LocalDay, "sqlite")
def _day_on_sqlite(element: _LocalDay, compiler: Any, **kw: Any) -> str:
    moment, ahead = (compiler.process(part, **kw) for part in element.clauses)
    return f"date({moment}, {ahead} || ' minutes')"


@compiles(_LocalDay, "postgresql")
def _day_on_postgresql(element: _LocalDay, compiler: Any, **kw: Any) -> str:
    moment, ahead = (compiler.process(part, **kw) for part in element.clauses)
    return f"CAST({moment} AT TIME ZONE 'UTC' + make_interval(mins => {ahead}) AS date)"


@dataclass(frozen=True, slots=True)
class Queue:
    """Whose open appeals: of one officer, of one unit, of all, or what waits for sorting, for a
    signatory, or for whoever put it under control."""

    #: whoever works on them: an employee, and those they stand in for
    officers: tuple[str, ...] = ()
    unit: str = ""
    sorting: bool = False
    signatories: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    #: whoever they wait for as officer, signatory or controller
    held_by: str = ""
    #: units, all of them; () for any
    units: tuple[str, ...] = ()
    #: whose appeals as citizens are none of the reader's business
    not_filed_by: frozenset[str] = frozenset()
    #: whose eyes it is for: what complains about them is left out
    reader: str = ""
    #: by how many minutes the ministry's clock is ahead of UTC: which day something is due on
    ahead: int = 0

    def narrow(self, query: Select[Any]) -> Select[Any]:
        query = self._held(query.where(OPEN))
        if self.officers:
            query = query.where(_one_of(t.appeals.c.officer, self.officers))
        if self.unit:
            query = query.where(t.appeals.c.unit == self.unit)
        if self.units:
            query = query.where(_one_of(t.appeals.c.unit, self.units))
        if self.sorting:
            query = query.where(t.appeals.c.sorting)
        if self.signatories:
            query = query.where(
                text("appeals.signatory <> ''"), _one_of(t.appeals.c.signatory, self.signatories)
            )
        if self.controls:
            query = query.where(
                text("appeals.control <> ''"), _one_of(t.appeals.c.control, self.controls)
            )
        if self.not_filed_by:
            below = select(each("below", sorted(self.not_filed_by)).c.value)
            strangers = t.appeals.c.filer.not_in(below)
            query = query.where(or_(t.appeals.c.filer == "", _INTERNAL, strangers))
        if self.reader:
            query = query.where(t.appeals.c.barred != self.reader)
            if not (self.officers or self.signatories or self.controls):
                # a letter is read by whoever it was written to, and by nobody beside them
                known = or_(t.appeals.c.officer == "", t.appeals.c.officer == self.reader)
                query = query.where(or_(t.appeals.c.kind != str(Kind.LETTER), known))
        return query

    def _held(self, query: Select[Any]) -> Select[Any]:
        if not self.held_by:
            return query
        held = (t.appeals.c.officer, t.appeals.c.signatory, t.appeals.c.control)
        return query.where(or_(*(column == self.held_by for column in held)))

    def ordered(self, query: Select[Any]) -> Select[Any]:
        """What goes first before what else is due the same day, then by time left: the order of
        `domain.priority.in_order`."""
        due = t.appeals.c.due_at
        day = _LocalDay(due, self.ahead)
        ordinary = t.appeals.c.priority == ""
        return self.narrow(query).order_by(due.is_(None), day, ordinary, due, t.appeals.c.id)


def _one_of(column: ColumnElement[Any], values: tuple[str, ...]) -> ColumnElement[bool]:
    """Said as equality where it is one, so that an index gives the order, too."""
    return or_(*(column == value for value in values))
