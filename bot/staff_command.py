"""python -m bot staff: a staff list from a file, its differences first; and who works here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import staff_files
from bot.organisation.hours import DAYS
from bot.service import CannotStart, Service
from domain.ministry import Role
from domain.people import Actor
from domain.staff import Unsound, employee_value, unit_value
from domain.staff_differences import Difference, steps
from domain.staff_import import Compared, compared
from domain.staff_lines import Lines, Wrong, lines_of
from handlers.administrator.settling import gone, settled
from handlers.house import House
from handlers.standing import heed_staff
from storage.errors import Overtaken
from storage.migrate import newest, revision
from storage.queues import Queue
from storage.unit import Unit

ACTOR = "command line"
#: more lines of one kind than anybody reads
SHOWN = 2000


class CannotImport(Exception):
    """Nothing was written; each finding says where, what, and how to mend it."""

    def __init__(self, findings: list[str]) -> None:
        super().__init__("\n".join(findings))
        self.findings = findings


async def imported(
    service: Service, file: Path, now: datetime, *, only_look: bool, whole: bool
) -> list[str]:
    """The staff list stands as the file has it; returns what changed, as it is printed.
    `only_look` changes nothing. With `whole` whoever is not in the file has left.

    Raises CannotImport when anything in the file is wrong."""
    try:
        lines = lines_of(staff_files.read(file))
    except staff_files.BadFile as bad:
        raise CannotImport([str(bad)]) from None
    try:
        await _tables(service)
        while True:
            try:
                async with service.units.begin() as unit:
                    await heed_staff(unit, service.house, await unit.staff.version())
                    how = {"only_look": only_look, "whole": whole}
                    return await _import(service, unit, lines, now, **how)
            except Overtaken:
                continue  # the service runs meanwhile: compared anew with what stands now
    finally:
        await service.close()


async def _import(
    service: Service, unit: Unit, lines: Lines, now: datetime, *, only_look: bool, whole: bool
) -> list[str]:
    house = service.house
    found = compared(house.ministry, lines, whole=whole)
    if found.wrong:
        raise CannotImport([str(wrong) for wrong in found.wrong])
    changes = [
        (one.kind, one.id, _value(house.value_of(one.kind, one.id), one))
        for one in found.differences
    ]
    would, unfit = house.with_changes(*changes)
    findings = [_place(found, one) for one in unfit]
    if house.ministry.administrators and not would.administrators:
        findings.append("the list: nobody would be administrator any more: give somebody the role")
    if findings:
        raise CannotImport(findings)
    told = [f"column not understood, passed over: {one}" for one in lines.unknown]
    told += list(_told(found.differences))
    for id_ in gone(house.ministry, would):
        told += await _left_by(unit, house, id_)
    if not only_look:
        for kind, id_, value in changes:
            unit.staff.amend(kind, id_, value, ACTOR, now)
        handed = await settled(unit, house, would, ACTOR, now)
        told += [f"  {id_}: handed on to others: {n}" for id_, n in handed.items() if n]
    return [*told, _sum(found.differences, only_look)]


async def _left_by(unit: Unit, house: House, employee: str) -> list[str]:
    """What is open of somebody who leaves."""
    _, theirs = await unit.appeals.queue(Queue(officers=(employee,)), 0, 1)
    _, to_sign = await unit.appeals.queue(Queue(signatories=(employee,)), 0, 1)
    by_name = replace(house.ministry.employees[employee], unit="")
    _, parts = await unit.parts.waiting(Actor(0, by_name), 0, 1)
    _, control = await unit.appeals.queue(Queue(controls=(employee,)), 0, 1)
    if not (theirs or to_sign or parts or control):
        return []
    return [
        f"  {employee} leaves open: appeals {theirs}, replies to approve {to_sign},"
        f" under control {control}, parts {parts}:"
        " they go to the deputy, else to whoever would have them if they came anew"
    ]


def _value(so_far: Mapping[str, Any], one: Difference) -> dict[str, Any]:
    """The amendment whole: what it was so far, and what is changed now."""
    value = {name: v for name, v in so_far.items() if name != "gone"}
    if one.what == "gone":
        return value | {"gone": True}
    return value | {name: after for name, (_, after) in one.changed.items()}


def _place(found: Compared, one: Unsound) -> str:
    """What would not fit together, at its row."""
    line = found.places.get((one.kind, one.id))
    return str(Wrong(line.place, line.row, "", sentence(one))) if line else sentence(one)


def sentence(one: Unsound) -> str:
    """What does not fit together, and the cure, for whoever sits at the command line."""
    return f"{one.kind} {one.id}: {_UNSOUND[one.what].format(named=one.named)}"


_UNSOUND = {
    "unit-unknown": "its unit {named!r} does not exist: add it",
    "parent-unknown": "the unit above it, {named!r}, does not exist: add it",
    "parent-circle": "the units above it turn in a circle: leave one of them without a parent",
    "head-unknown": "its head {named!r} is nobody who works here: name another",
    "head-elsewhere": "its head {named!r} must work in it and have the role head",
    "signatory-unknown": "its signatory {named!r} is nobody who works here: name another",
    "deputy-self": "nobody is their own deputy: name a colleague",
    "deputy-unknown": "the deputy {named!r} is nobody who works here: name another",
}


def _told(differences: tuple[Difference, ...]) -> Iterator[str]:
    for number, one in enumerate(differences):
        if number == SHOWN:
            yield f"… and {len(differences) - SHOWN} more"
            return
        yield f"{one.what} {one.kind} {one.id}: {one.name}"
        for name, (before, after) in one.changed.items():
            if one.what == "changed":
                yield f"  {name}: {_said(before)} -> {_said(after)}"
            elif after and name != "name":
                yield f"  {name}: {_said(after)}"


def _said(value: Any) -> str:
    """A field as people read it."""
    if isinstance(value, dict) and "week" not in value:
        return ", ".join(f"{name} {what}" for name, what in value.items())
    if isinstance(value, dict):
        days = [", ".join("-".join(span) for span in day) or "off" for day in value["week"]]
        told = (f"{day} {hours}" for day, hours in zip(DAYS, days, strict=True))
        return f"{value['zone']}: {'; '.join(told)}"
    if isinstance(value, list):
        return ", ".join(" to ".join(v) if isinstance(v, list) else v for v in value) or "none"
    return str(value) if value else "none"


def _sum(differences: tuple[Difference, ...], only_look: bool) -> str:
    if not differences:
        return "Nothing differs."
    count = Counter(one.what for one in differences)
    parts = ", ".join(f"{what} {n}" for what, n in sorted(count.items()))
    return f"{'Would be' if only_look else 'Done'}: {parts}." + (
        " Nothing was changed." if only_look else ""
    )


async def shown(service: Service, subject: str) -> list[str]:
    """The units with their people; with an id that unit or employee, and its history."""
    try:
        await _tables(service)
        async with service.units.begin() as unit:
            await heed_staff(unit, service.house, await unit.staff.version())
            return await _one(service, unit, subject) if subject else list(_all(service))
    finally:
        await service.close()


def _all(service: Service) -> Iterator[str]:
    ministry = service.house.ministry
    for unit in ministry.units.values():
        under = f", under {unit.parent}" if unit.parent else ""
        yield f"{unit.id}: {unit.name} (head {unit.head}{under})"
        for one in ministry.people_of(unit.id):
            roles = ", ".join(sorted(one.roles - {Role.EMPLOYEE}))
            yield f"  {one.id}: {one.name}, {one.post}{f' [{roles}]' if roles else ''}"
    yield f"{len(ministry.employees)} people in {len(ministry.units)} units."


async def _one(service: Service, unit: Unit, subject: str) -> list[str]:
    ministry, told = service.house.ministry, list[str]()
    zone = ZoneInfo(service.house.zone)
    for kind, value in (
        ("unit", unit_value(ministry.units[subject]) if subject in ministry.units else None),
        ("employee", _person(service, subject)),
    ):
        if value:
            told.append(f"{kind} {subject}")
            told += [f"  {name}: {_said(v)}" for name, v in value.items() if v]
        history = await unit.staff.history(kind, subject) if value else []
        kept = [row["details"].get("value") or {} for row in history if "value" in row["details"]]
        changed = iter(steps(kept))
        for row in history:
            what = next(changed) if "value" in row["details"] else {row["what"]: row["details"]}
            facts = "; ".join(f"{k}: {_said(v)}" for k, v in what.items())
            told.append(f"{row['at'].astimezone(zone):%Y-%m-%d %H:%M} {row['actor']}: {facts}")
    if not told:
        raise CannotImport([f"there is no unit or employee {subject}: python -m bot staff show"])
    return told


def _person(service: Service, subject: str) -> dict[str, Any] | None:
    ministry = service.house.ministry
    if found := ministry.employees.get(subject):
        return employee_value(found)
    if left := ministry.former.get(subject):
        return {**employee_value(left), "gone": "yes"}
    return None


async def _tables(service: Service) -> None:
    stands = await revision(service.settings.database_url)
    if stands != newest():
        raise CannotStart(
            f"DATABASE_URL: stands at revision {stands or 'none'}: run python -m bot migrate"
        )
