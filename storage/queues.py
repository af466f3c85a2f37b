"""Queues: which open appeals somebody may see as theirs to work on, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    TextClause,
    and_,
    literal,
    or_,
    select,
    text,
)
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
class Borrowed:
    """In whose place the reader sees a queue: nothing complains there about these colleagues, and
    nothing is of these people as citizens. What is the reader's own, or of units they see in their
    own right, stays theirs."""

    colleagues: frozenset[str]
    people: frozenset[str]
    own_units: frozenset[str] = frozenset()


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
    #: what is seen of it in the place of absent colleagues
    borrowed: Borrowed | None = None
    #: by how many minutes the ministry's clock is ahead of UTC: which day something is due on
    ahead: int = 0

    def narrow(self, query: Select[Any]) -> Select[Any]:
        return query.where(OPEN, *self._whose(), *self._for_whose_eyes())

    def _whose(self) -> Iterator[ColumnElement[bool] | TextClause]:
        appeals = t.appeals.c
        if self.officers:
            yield _one_of(appeals.officer, self.officers)
        if self.unit:
            yield appeals.unit == self.unit
        if self.units:
            yield _one_of(appeals.unit, self.units)
        if self.sorting:
            yield appeals.sorting
        if self.signatories:
            yield text("appeals.signatory <> ''")
            yield _one_of(appeals.signatory, self.signatories)
        if self.controls:
            yield text("appeals.control <> ''")
            yield _one_of(appeals.control, self.controls)
        if self.held_by:
            held = (appeals.officer, appeals.signatory, appeals.control)
            yield or_(*(column == self.held_by for column in held))

    def _for_whose_eyes(self) -> Iterator[ColumnElement[bool]]:
        """What complains about the reader is left out, what those below them wrote as citizens,
        and letters to somebody else."""
        appeals = t.appeals.c
        if self.not_filed_by:
            yield _not_of("below", self.not_filed_by)
        if self.borrowed:
            yield or_(*self._own(self.borrowed), and_(*_in_the_place_of(self.borrowed)))
        if self.reader:
            yield appeals.barred != self.reader
        if self.reader and not (self.officers or self.signatories or self.controls):
            # a letter is read by whoever it was written to, and by nobody beside them
            yield or_(appeals.kind != str(Kind.LETTER), appeals.officer == self.reader)

    def _own(self, borrowed: Borrowed) -> Iterator[ColumnElement[bool]]:
        appeals = t.appeals.c
        for column, whose in (
            (appeals.officer, self.officers),
            (appeals.signatory, self.signatories),
            (appeals.control, self.controls),
        ):
            if self.reader in whose:
                yield column == self.reader
        if borrowed.own_units:
            yield _one_of(appeals.unit, tuple(sorted(borrowed.own_units)))

    def ordered(self, query: Select[Any]) -> Select[Any]:
        """What goes first before what else is due the same day, then by time left: the order of
        `domain.priority.in_order`."""
        due = t.appeals.c.due_at
        day = _LocalDay(due, self.ahead)
        ordinary = t.appeals.c.priority == ""
        return self.narrow(query).order_by(due.is_(None), day, ordinary, due, t.appeals.c.id)


def _in_the_place_of(borrowed: Borrowed) -> Iterator[ColumnElement[bool]]:
    for absent in sorted(borrowed.colleagues):
        yield t.appeals.c.barred != absent
        yield t.appeals.c.filer != absent
    if borrowed.people:
        yield _not_of("theirs", borrowed.people)


def _not_of(name: str, people: frozenset[str]) -> ColumnElement[bool]:
    """What none of these people wrote as a citizen."""
    found = select(each(name, sorted(people)).c.value)
    filer = t.appeals.c.filer
    return or_(filer == "", _INTERNAL, filer.not_in(found))


def _one_of(column: ColumnElement[Any], values: tuple[str, ...]) -> ColumnElement[bool]:
    """Said as equality where it is one, so that an index gives the order, too."""
    return or_(*(column == value for value in values))
