"""After a change of the staff list: nothing lies with somebody who may do it no longer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from domain.ministry import Employee, Ministry, Role
from handlers.administrator.handing_on import Leaving
from handlers.employee import access
from handlers.house import House
from storage.unit import Unit
from texts import say

#: who is in charge of people, and invites them
_INVITE = frozenset({Role.HEAD, Role.ADMINISTRATOR})


async def settled(
    unit: Unit, house: House, would: Ministry, by: str, now: datetime
) -> dict[str, int]:
    """The change from `house` to `would` with what follows from it: whoever leaves has neither
    access nor PIN, and what somebody had and may not have any more is handed on, that alone.
    Returns how many appeals and parts of whom went on."""
    after = house.supposing(would)
    for id_ in gone(house.ministry, would):
        await access.ended(unit, id_, by, "dismissed", now, told=say("access-dismissed"))
        await unit.pins.forget(id_)
    for id_ in _no_longer_invite(house, after):
        await access.invite_nobody(unit, id_, by, now)
    # an appeal's history names people or the house itself
    hands = by if by in house.ministry.employees else "clock"
    return {
        person.id: await Leaving(unit, after, person, hands, now).hand_on()
        for person in touched(house, after)
    }


def gone(before: Ministry, would: Ministry) -> list[str]:
    """Who works here no longer."""
    return [id_ for id_ in before.employees if id_ not in would.employees]


def touched(before: House, after: House) -> Iterator[Employee]:
    """Whoever leaves, has lost a role, or may have come to be a head over others: what those wrote
    as citizens is not for them from now on (D-139 §1.4)."""
    over = {
        head for one in _moved(before.ministry, after.ministry) for head in after.heads_over(one)
    }
    for one in before.ministry.employees.values():
        then = after.employee(one.id)
        if then is None or one.roles - then.roles or one.id in over or _leads_anew(one, then):
            yield one


def _no_longer_invite(before: House, after: House) -> list[str]:
    """Whoever was in charge of people and is so no longer, or of fewer or others: whom they have
    invited meanwhile is invited by nobody."""
    moved = _moved(before.ministry, after.ministry)
    found = {head for one in moved for head in before.heads_over(one) - after.heads_over(one)}
    for one in before.ministry.employees.values():
        then = after.employee(one.id)
        if then and one.roles & _INVITE - then.roles:
            found.add(one.id)
        if then and Role.HEAD in one.roles & then.roles and then.unit != one.unit:
            found.add(one.id)
    return sorted(id_ for id_ in found if after.employee(id_))


def _leads_anew(one: Employee, then: Employee) -> bool:
    return Role.HEAD in then.roles and (Role.HEAD not in one.roles or then.unit != one.unit)


def _moved(before: Ministry, would: Ministry) -> set[str]:
    """Whose unit is another, or stands under another. Whoever is new has written nothing here."""
    was, then = _units_of(before), _units_of(would)
    known = {one.id: one.parent for one in before.units.values()}
    moved = [u.id for u in would.units.values() if known.get(u.id, u.parent) != u.parent]
    units = {*moved, *(one for unit in moved for one in would.below(unit))}
    return {id_ for id_, unit in was.items() if then.get(id_) != unit or unit in units}


def _units_of(ministry: Ministry) -> dict[str, str]:
    people = (*ministry.former.values(), *ministry.employees.values())
    return {one.id: one.unit for one in people}
