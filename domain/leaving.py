"""How a reply leaves: who signs it, by which way it goes, and who takes the appeal off control."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from domain.ministry import Ministry, Role, Unit

#: ways on which an officer sends the finished document
BY_HAND = frozenset({"email", "post", "portal"})


def signatory(ministry: Ministry, unit: str, excluded: Collection[str]) -> str:
    """Who approves a reply of this unit; "" where nobody can (N-1052 §10).

    The unit's signatory, else its head. Nobody signs what they wrote themselves, nor a reply to
    their own appeal or to a complaint about them (`excluded`): then those of the default unit do,
    else any other signatory."""
    own, default = _unit(ministry, unit), ministry.default_unit
    names = [own.signatory, own.head, default.signatory, default.head]
    names += [employee.id for employee in ministry.with_role(Role.SIGNATORY)]
    for name in names:
        found = ministry.employees.get(name)
        signs = found and found.roles & {Role.SIGNATORY, Role.HEAD}
        if signs and name not in excluded:
            return name
    return ""


def controls(ministry: Ministry, unit: str, excluded: Collection[str]) -> str:
    """Who takes off control what nobody in particular has put under it (N-1052 §28): the unit's
    head, else the default unit's, else a controller."""
    names = [_unit(ministry, unit).head, ministry.default_unit.head]
    names += [employee.id for employee in ministry.controllers]
    known = (name for name in names if name in ministry.employees)
    return next((name for name in known if name not in excluded), "")


def without_signatory(ministry: Ministry) -> Iterator[tuple[str, str]]:
    """Each unit that answers clients, with somebody of it whose replies nobody could sign."""
    for unit in ministry.units.values():
        if unit.serves == "employees":
            continue
        authors = [*(officer.id for officer in ministry.officers_of(unit.id)), unit.head]
        alone = [author for author in authors if not signatory(ministry, unit.id, {author})]
        if alone:
            yield unit.id, alone[0]


def way(chosen: str, came_by: str, dialogue: bool) -> str:
    """By which way a reply goes: the one the client chose, else their dialogue; whoever has none
    is answered as they wrote, by e-mail or by post (N-1052 §10.3)."""
    if chosen in BY_HAND:
        return chosen
    if dialogue:
        return "chat"
    return "email" if came_by == "email" else "post"


def _unit(ministry: Ministry, unit: str) -> Unit:
    return ministry.units.get(unit, ministry.default_unit)
