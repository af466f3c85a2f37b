"""Where what employees ask of their colleagues goes, and who sorts what fits no process (E7)."""

from __future__ import annotations

from domain.ministry import Ministry, Process, Unit

#: the kinds of processes the orders name (D-139 §2.3, N-2138 §1); a ministry may have its own
GROUPS = (
    "it",
    "facilities",
    "accounting",
    "procurement",
    "supplies",
    "personnel",
    "records",
    "legal",
    "reporting",
)
#: a question asked in passing is short; anything longer is a request
LONGEST_QUESTION = 1_000


def desk(ministry: Ministry) -> Unit:
    """The unit that sorts what employees ask and no process claims: the default one where it
    serves them, else the first that does."""
    if ministry.default_unit.serves != "clients":
        return ministry.default_unit
    return next(iter(serving(ministry)), ministry.default_unit)


def sorts(ministry: Ministry, unit: str) -> bool:
    """Whether this unit sorts what nobody claims, of citizens or of colleagues."""
    return unit in {ministry.default_unit.id, desk(ministry).id}


def serving(ministry: Ministry) -> tuple[Unit, ...]:
    """The units that employees may ask, in the file's order."""
    return tuple(unit for unit in ministry.units.values() if unit.serves != "clients")


def goes_to(ministry: Ministry, unit: str, asker: str) -> tuple[str, bool]:
    """The unit a request goes to, and whether it is to be sorted there: where nobody but its asker
    works in the unit, or the unit is gone, somebody else finds who can help."""
    wanted = ministry.units.get(unit)
    if wanted and any(answers(ministry, wanted, asker)):
        return unit, False
    return desk(ministry).id, True


def answers(ministry: Ministry, unit: Unit, asker: str) -> tuple[str, ...]:
    """Who of a unit could answer this asker."""
    people = {officer.id for officer in ministry.officers_of(unit.id)}
    if unit.head in ministry.employees:
        people.add(unit.head)
    return tuple(sorted(people - {asker}))


def grouped(ministry: Ministry) -> dict[str, tuple[Process, ...]]:
    """The register of processes by kind: the orders' kinds first, then the ministry's own."""
    found: dict[str, list[Process]] = {}
    for process in ministry.processes.values():
        found.setdefault(process.group, []).append(process)
    order = [*GROUPS, *(group for group in found if group not in GROUPS)]
    return {group: tuple(found[group]) for group in order if group in found}
