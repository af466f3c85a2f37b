"""Queues: which open appeals somebody may see as theirs to work on, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, Text, literal, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from storage import tables as t

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

    officer: str = ""
    unit: str = ""
    sorting: bool = False
    signatory: str = ""
    control: str = ""
    #: whose eyes it is for: what complains about them is left out
    reader: str = ""
    #: by how many minutes the ministry's clock is ahead of UTC: which day something is due on
    ahead: int = 0

    def narrow(self, query: Select[Any]) -> Select[Any]:
        query = query.where(OPEN)
        if self.officer:
            query = query.where(t.appeals.c.officer == self.officer)
        if self.unit:
            query = query.where(t.appeals.c.unit == self.unit)
        if self.sorting:
            query = query.where(t.appeals.c.sorting)
        if self.signatory:
            query = query.where(
                text("appeals.signatory <> ''"), t.appeals.c.signatory == self.signatory
            )
        if self.control:
            query = query.where(text("appeals.control <> ''"), t.appeals.c.control == self.control)
        if self.reader:
            query = query.where(t.appeals.c.barred != self.reader)
        return query

    def ordered(self, query: Select[Any]) -> Select[Any]:
        """What goes first before what else is due the same day, then by time left: the order of
        `domain.priority.in_order`."""
        due = t.appeals.c.due_at
        day = _LocalDay(due, self.ahead)
        ordinary = t.appeals.c.priority == ""
        return self.narrow(query).order_by(due.is_(None), day, ordinary, due, t.appeals.c.id)
