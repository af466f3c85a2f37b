"""What becomes of a unit or a person, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.ministry import Employee, Ministry, Role, Schedule, Unit


@dataclass(frozen=True, slots=True)
class Difference:
    """What becomes of one row. `what` is "new", "back" (somebody who had left), "changed" or
    "gone"; `changed` tells each field, before and after, as amendments keep it."""

    kind: str
    id: str
    name: str
    what: str
    changed: Mapping[str, tuple[Any, Any]]


def unit_after(ministry: Ministry, id_: str, known: Unit | None, facts: Mapping[str, Any]) -> Unit:
    given = {k: v for k, v in facts.items() if k not in {"hours", "zone"}}
    unit = replace(known, **given) if known else Unit(id_, **given)
    if not {"hours", "zone"} & facts.keys():
        return unit
    return replace(unit, schedule=own_schedule(ministry, unit, facts))


def own_schedule(ministry: Ministry, unit: Unit, facts: Mapping[str, Any]) -> Schedule | None:
    """A unit's working time with these `hours` and `zone`, None in either for the ministry's; one
    that is not named stays. None when nothing of it is its own."""
    usual, own = ministry.schedule, unit.schedule or ministry.schedule
    week = facts.get("hours", own.week) or usual.week
    zone = facts.get("zone", own.zone) or usual.zone
    found = replace(own, week=week, zone=zone)
    return None if found == usual else found


def employee_after(id_: str, known: Employee | None, facts: Mapping[str, Any]) -> Employee:
    given = dict(facts)
    if (away := given.pop("away", None)) and not (known and away in known.away):
        given["away"] = (*(known.away if known else ()), away)
    if known:
        return replace(known, **given)
    return Employee(**{"id": id_, "roles": frozenset({Role.EMPLOYEE}), "post": "", **given})


def difference(
    kind: str,
    id_: str,
    name: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    *,
    back: bool = False,
) -> Iterator[Difference]:
    changed = {k: (old.get(k), v) for k, v in new.items() if old.get(k) != v or not old}
    if changed:
        what = "changed" if old else "back" if back else "new"
        yield Difference(kind, id_, name, what, changed)


def steps(values: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What each amendment of a row changed, from all of them as kept, newest first."""
    older = [*values[1:], {}][: len(values)]
    return [
        {name: v for name, v in value.items() if name not in before or before[name] != v}
        for value, before in zip(values, older, strict=True)
    ]
