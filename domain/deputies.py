"""Who acts for whoever is away: the deputy, their deputy, and at the end the head (D-139 §6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from domain.ministry import Employee, Ministry


def is_away(employee: Employee, day: date) -> bool:
    return any(away.covers(day) for away in employee.away)


def acting(ministry: Ministry, employee: str, day: date) -> Employee | None:
    """Who acts as this employee on the day: themselves, while they are there; their deputy, and
    while that one is away, too, the next in the chain; where it ends or turns back on itself, the
    head of the unit, then of the one above. None when nobody at all is there."""
    known = ministry.employees.get(employee)
    if known is None:
        return None
    seen: set[str] = set()
    for one in _chain(ministry, known):
        if one.id in seen:
            continue
        seen.add(one.id)
        if not is_away(one, day):
            return one
    return None


def stands_in_for(ministry: Ministry, employee: str, day: date) -> tuple[Employee, ...]:
    """The absent colleagues this employee acts for on the day, in the file's order."""
    return tuple(
        absent
        for absent in ministry.absent
        if is_away(absent, day)
        and absent.id != employee
        and (found := acting(ministry, absent.id, day)) is not None
        and found.id == employee
    )


def _chain(ministry: Ministry, employee: Employee) -> Iterable[Employee]:
    yield from _deputies(ministry, employee)
    unit, seen = ministry.units.get(employee.unit), set()
    while unit and unit.id not in seen:
        seen.add(unit.id)
        head = ministry.employees.get(unit.head)
        if head:
            yield from _deputies(ministry, head)
        unit = ministry.units.get(unit.parent)


def _deputies(ministry: Ministry, employee: Employee) -> Iterable[Employee]:
    """They themselves, their deputy, the deputy's deputy …, each once."""
    seen: set[str] = set()
    one: Employee | None = employee
    while one and one.id not in seen:
        seen.add(one.id)
        yield one
        one = ministry.employees.get(one.deputy)
