"""The ministry as it stands: the organisation file, and over it what was changed since.

An amendment says what of a row is different (`value`), that the row is new, or that it is gone
(None). What an amendment does not name stays as the file has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from types import MappingProxyType
from typing import Any

from domain.ministry import (
    Away,
    Employee,
    Hours,
    Ministry,
    Role,
    Schedule,
    Topic,
    Unit,
    WindowRule,
)
from domain.surveys.questionnaire import Questionnaire, read_back
from domain.window_rules import DEFAULT_RULES, rule_with

#: what may be amended: (kind, id) → the value
Amendments = Mapping[tuple[str, str], Mapping[str, Any] | None]
KINDS = ("unit", "employee", "topic", "day", "window", "questionnaire")
#: what a day may be made by the ministry's own order
DAYS = ("off", "working", "short", "usual")


@dataclass(frozen=True, slots=True)
class Unsound:
    """What does not fit together: `what` is a word for the sentence, `named` what it names."""

    kind: str
    id: str
    what: str
    named: str = ""


def amended(ministry: Ministry, amendments: Amendments) -> Ministry:
    """The ministry of the file with the amendments. What names nothing known is let pass here and
    told by `unsound`: nobody's change ever stops the service."""
    if not amendments:
        return ministry
    employees, former = _employees(ministry, _of(amendments, "employee"))
    topics, former_topics = _topics(ministry, _of(amendments, "topic"))
    return replace(
        ministry,
        employees=employees,
        former=former,
        units=_units(ministry, amendments),
        topics=topics,
        former_topics=former_topics,
        windows=_windows(ministry.windows, _of(amendments, "window")),
        schedule=_schedule(ministry.schedule, _of(amendments, "day")),
        questionnaires=_questionnaires(ministry, _of(amendments, "questionnaire")),
    )


def unsound(ministry: Ministry) -> Iterator[Unsound]:
    """What does not fit together in a staff list."""
    for unit in ministry.units.values():
        yield from _unit_unsound(ministry, unit)
    for one in ministry.employees.values():
        if one.unit not in ministry.units:
            yield Unsound("employee", one.id, "unit-unknown", one.unit)
        if one.deputy == one.id:
            yield Unsound("employee", one.id, "deputy-self", one.deputy)
        elif one.deputy and one.deputy not in ministry.employees:
            yield Unsound("employee", one.id, "deputy-unknown", one.deputy)
    for topic in ministry.topics.values():
        if topic.unit not in ministry.units:
            yield Unsound("topic", topic.id, "unit-unknown", topic.unit)


def _unit_unsound(ministry: Ministry, unit: Unit) -> Iterator[Unsound]:
    if unit.parent and unit.parent not in ministry.units:
        yield Unsound("unit", unit.id, "parent-unknown", unit.parent)
    elif unit.id in _above(ministry, unit):
        yield Unsound("unit", unit.id, "parent-circle", unit.parent)
    head = ministry.employees.get(unit.head)
    if head is None:
        yield Unsound("unit", unit.id, "head-unknown", unit.head)
    elif head.unit != unit.id or Role.HEAD not in head.roles:
        yield Unsound("unit", unit.id, "head-elsewhere", unit.head)
    if unit.signatory and unit.signatory not in ministry.employees:
        yield Unsound("unit", unit.id, "signatory-unknown", unit.signatory)


def employee_value(employee: Employee) -> dict[str, Any]:
    """An employee as an amendment keeps them."""
    value: dict[str, Any] = {
        name: getattr(employee, name) for name in ("name", "post", "unit", "phone", "email")
    }
    away = [[one.since.isoformat(), one.until.isoformat()] for one in employee.away]
    roles = sorted(map(str, employee.roles - {Role.EMPLOYEE}))
    return value | {"deputy": employee.deputy, "roles": roles, "away": away}


def unit_value(unit: Unit) -> dict[str, Any]:
    """A unit as an amendment keeps it; which one is the default is the file's alone."""
    names = ("name", "head", "signatory", "serves", "parent")
    value: dict[str, Any] = {name: getattr(unit, name) for name in names}
    return value | {"schedule": schedule_value(unit.schedule)}


def schedule_value(schedule: Schedule | None) -> dict[str, Any] | None:
    """A working time of a unit's own as an amendment keeps it, None for the ministry's."""
    if schedule is None:
        return None
    week = [[[f"{edge:%H:%M}" for edge in span] for span in day.spans] for day in schedule.week]
    return {"zone": schedule.zone, "week": week}


def _above(ministry: Ministry, unit: Unit) -> set[str]:
    """The units above this one; with itself among them where they turn in a circle."""
    found: set[str] = set()
    one = ministry.units.get(unit.parent)
    while one and one.id not in found:
        found.add(one.id)
        one = ministry.units.get(one.parent)
    return found


def _of(amendments: Amendments, kind: str) -> dict[str, Mapping[str, Any] | None]:
    return {id_: value for (named, id_), value in amendments.items() if named == kind}


def _units(ministry: Ministry, amendments: Amendments) -> Mapping[str, Unit]:
    """The units; those with a working time of their own have the ministry's changed days, too."""
    changes = {id_: dict(v) if v else None for id_, v in _of(amendments, "unit").items()}
    for id_, value in changes.items():
        if value and value.get("schedule"):
            known = ministry.units.get(id_)
            usual = known.schedule if known and known.schedule else ministry.schedule
            value["schedule"] = _own_time(usual, value["schedule"])
    rows = _rows(ministry.units, changes, Unit)
    days = _of(amendments, "day")
    if not days:
        return rows
    return MappingProxyType(
        {
            id_: replace(unit, schedule=_schedule(unit.schedule, days)) if unit.schedule else unit
            for id_, unit in rows.items()
        }
    )


def _own_time(usual: Schedule, value: Mapping[str, Any]) -> Schedule:
    days = (
        Hours(tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in spans))
        for spans in value["week"]
    )
    mon, tue, wed, thu, fri, sat, sun = days
    return replace(usual, zone=value["zone"], week=(mon, tue, wed, thu, fri, sat, sun))


def _rows(known: Mapping[str, Any], changes: Mapping[str, Any], kind: type) -> Mapping[str, Any]:
    rows = dict(known)
    for id_, value in changes.items():
        if value is None:
            rows.pop(id_, None)
            continue
        given = {name: tuple(v) if isinstance(v, list) else v for name, v in value.items()}
        if id_ in rows:
            rows[id_] = replace(rows[id_], **given)
        elif kind is not Unit or {"name", "head"} <= given.keys():
            rows[id_] = kind(id=id_, **given)
    return MappingProxyType(rows)


def _topics(
    ministry: Ministry, changes: Mapping[str, Mapping[str, Any] | None]
) -> tuple[Mapping[str, Topic], Mapping[str, Topic]]:
    """The topics, new ones before those at the end that have no words ("something else"), and
    those that were taken out."""
    plain = {
        id_: {name: v for name, v in value.items() if name != "gone"} if value else None
        for id_, value in changes.items()
    }
    known = _rows(ministry.topics, {i: v for i, v in plain.items() if v is not None}, Topic)
    gone = {i for i, value in changes.items() if value is None or value.get("gone")}
    here = [one for id_, one in known.items() if id_ not in gone]
    new = [one for one in here if one.id not in ministry.topics]
    filed = [one for one in here if one.id in ministry.topics]
    end = len(filed)
    while end and not filed[end - 1].words:
        end -= 1
    ordered = [*filed[:end], *new, *filed[end:]]
    former = {**ministry.former_topics, **{i: known[i] for i in gone if i in known}}
    return MappingProxyType({one.id: one for one in ordered}), MappingProxyType(former)


def _employees(
    ministry: Ministry, changes: Mapping[str, Mapping[str, Any] | None]
) -> tuple[Mapping[str, Employee], Mapping[str, Employee]]:
    here, gone = dict(ministry.employees), dict(ministry.former)
    for id_, value in changes.items():
        if value is None:
            if left := here.pop(id_, None):
                gone[id_] = left
            continue
        if value.get("gone"):
            here.pop(id_, None)
            gone[id_] = _employee(id_, ministry.employees.get(id_), value)
            continue
        here[id_] = _employee(id_, ministry.employees.get(id_), value)
        gone.pop(id_, None)
    return MappingProxyType(here), MappingProxyType(gone)


def _employee(id_: str, known: Employee | None, value: Mapping[str, Any]) -> Employee:
    given = {name: v for name, v in value.items() if name != "gone"}
    if "roles" in given:
        given["roles"] = frozenset(map(Role, given["roles"])) | {Role.EMPLOYEE}
    if "away" in given:
        days = [tuple(map(date.fromisoformat, one)) for one in given["away"]]
        given["away"] = tuple(Away(since, until) for since, until in days)
    if known:
        return replace(known, **given)
    empty = {"name": id_, "post": "", "unit": "", "roles": frozenset({Role.EMPLOYEE})}
    return Employee(**{"id": id_, **empty, **given})


def _windows(
    rules: Mapping[str, WindowRule], changes: Mapping[str, Mapping[str, Any] | None]
) -> Mapping[str, WindowRule]:
    changed = dict(rules)
    for id_, value in changes.items():
        rule = changed.get(id_) or DEFAULT_RULES.get(id_)
        if rule and value:
            changed[id_] = rule_with(rule, **value)
    return MappingProxyType(changed)


def _questionnaires(
    ministry: Ministry, changes: Mapping[str, Mapping[str, Any] | None]
) -> Mapping[str, Questionnaire]:
    """What was sent in the chat stands for the one of the file with the same id."""
    known = {id_: one for id_, one in ministry.questionnaires.items() if id_ not in changes}
    sent = {id_: read_back(value) for id_, value in changes.items() if value}
    return MappingProxyType(known | sent)


def _schedule(schedule: Schedule, changes: Mapping[str, Mapping[str, Any] | None]) -> Schedule:
    off, work, short = (set(d) for d in _own_days(schedule))
    for id_, value in changes.items():
        day, is_ = date.fromisoformat(id_), (value or {}).get("is", "usual")
        for days, name in ((off, "off"), (work, "working"), (short, "short")):
            days.discard(day)
            if is_ == name:
                days.add(day)
    return replace(
        schedule,
        days_off=frozenset(off),
        working_days=frozenset(work),
        short_days=frozenset(short),
    )


def _own_days(schedule: Schedule) -> tuple[frozenset[date], ...]:
    return schedule.days_off, schedule.working_days, schedule.short_days
