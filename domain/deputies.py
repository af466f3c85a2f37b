"""Who acts for whoever is away: the deputy, their deputy, and at the end the head (D-139 §6)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from domain.ministry import Away, Employee, Ministry, Role

#: whoever answers appeals
_AT_WORK = frozenset({Role.OFFICER, Role.HEAD})
#: what nobody hands to themselves
_TRUSTED = frozenset({Role.HEAD, Role.CONTROLLER, Role.SIGNATORY, Role.ADMINISTRATOR})
#: no absence lasts longer, in days
LONGEST = 366


def is_away(employee: Employee, day: date) -> bool:
    return any(away.covers(day) for away in employee.away)


def away_until(employee: Employee, day: date) -> date | None:
    """The last day of an absence that covers the day, with what follows it without a break; None
    for whoever is there."""
    last = None
    while is_away(employee, day):
        last = max(away.until for away in employee.away if away.covers(day))
        day = last + timedelta(days=1)
    return last


def can_stand_in(absent: Employee, deputy: Employee) -> bool:
    """Whether the deputy can do this work at all: an officer's or a head's only who answers
    appeals, anybody's with a duty only who has one."""
    duties = absent.roles - {Role.EMPLOYEE}
    if absent.id == deputy.id:
        return False
    if duties & _AT_WORK:
        return bool(deputy.roles & _AT_WORK)
    return not duties or bool(deputy.roles - {Role.EMPLOYEE})


def falls_to(absent: Employee, deputy: Employee) -> tuple[Role, ...]:
    """What the deputy does meanwhile and otherwise never does."""
    return tuple(role for role in Role if role in absent.roles - deputy.roles)


def falls_to_more(setter: Collection[Role], absent: Employee) -> bool:
    """Whether this absence would hand out rights which whoever sets it has not in their own right,
    and so might come by themselves; an administrator hands out any."""
    return Role.ADMINISTRATOR not in setter and bool(absent.roles & _TRUSTED - set(setter))


def comes_to_more(now: Ministry, would: Ministry, employee: str) -> bool:
    """Whether a change names this employee the deputy, or a deputy's deputy, of a colleague who
    may do more than they: nobody changes that for themselves."""
    return bool(_behind(would, employee) - _behind(now, employee))


def _behind(ministry: Ministry, employee: str) -> set[str]:
    known = ministry.employees.get(employee)
    return {
        one.id
        for one in ministry.employees.values()
        if known
        and one.id != employee
        and one.roles & _TRUSTED - known.roles
        and known in _deputies(ministry, one)
    }


def acting(ministry: Ministry, employee: str, day: date) -> Employee | None:
    """Who acts as this employee on the day: themselves, while they are there; their deputy, and
    while that one is away, too, the next in the chain; where it ends or turns back on itself, the
    head of the unit, then of the one above. None when nobody at all is there."""
    known = ministry.employees.get(employee)
    if known is None:
        return None
    for one in _chain(ministry, known):
        if not is_away(one, day) and (one.id == known.id or can_stand_in(known, one)):
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


def acting_through(ministry: Ministry, employee: str, away: Away) -> list[Employee | None]:
    """Everybody who acts for them during an absence, each once, in the order they begin; None for
    days on which nobody does."""
    days = range(min((away.until - away.since).days, LONGEST) + 1)
    found = (acting(ministry, employee, away.since + timedelta(days=day)) for day in days)
    return list(dict.fromkeys(found))


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
