"""The ministry as the house knows it: units, people, topics, windows, hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cached_property

from domain.talk import Channel
from domain.templates import Template


class Role(StrEnum):
    """What an employee may be; a client has no role."""

    EMPLOYEE = "employee"
    OFFICER = "officer"
    HEAD = "head"
    CONTROLLER = "controller"
    SIGNATORY = "signatory"
    ADMINISTRATOR = "administrator"


class Policy(StrEnum):
    """What a channel may be used for with an audience."""

    DIALOGUE = "dialogue"
    INFORM_ONLY = "inform_only"
    OFF = "off"


class Span(StrEnum):
    """The unit a window is counted in."""

    WORKING_HOURS = "working hours"
    WORKING_DAYS = "working days"
    CALENDAR_HOURS = "calendar hours"
    CALENDAR_DAYS = "calendar days"
    END_OF_DAY = "end of day"
    DAYS_BEFORE = "days before"
    PROMISED = "as promised"


@dataclass(frozen=True, slots=True)
class Length:
    """How long a window is, e.g. 8 working hours. END_OF_DAY and PROMISED have `amount` 0."""

    amount: int
    span: Span

    def __str__(self) -> str:
        """As the organisation file writes it."""
        return f"{self.amount} {self.span}" if self.amount else str(self.span)


@dataclass(frozen=True, slots=True)
class WindowRule:
    """One deadline the orders set. `alert_before` is working time left, longest first;
    `on_breach` names who hears of a breach: "officer", "head", "controller". `starts` is the event
    it runs from, `met_by` what it waits for. `pause_while` names what stops its time, "question"
    (one to the client waits for an answer): nothing, unless the ministry says so."""

    id: str
    clause: str
    within: Length
    alert_before: tuple[timedelta, ...]
    on_breach: tuple[str, ...]
    starts: str = "received"
    met_by: str = "reply"
    pause_while: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hours:
    """Working spans of a day in local time, e.g. 09:00–13:00 and 13:48–18:00; () is a day off."""

    spans: tuple[tuple[time, time], ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """The ministry's own working week (Monday first, seven days) in its zone, and its own days."""

    zone: str
    week: tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]
    region: str = ""
    days_off: frozenset[date] = frozenset()
    #: weekend days on which the ministry works by its own order, and shortened days of its own
    working_days: frozenset[date] = frozenset()
    short_days: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Contacts:
    address: str = ""
    phone: str = ""
    email: str = ""
    reception: str = ""
    state_portal: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the ministry. `serves` is "clients", "employees" or "both"."""

    id: str
    name: str
    head: str
    default: bool = False
    signatory: str = ""
    serves: str = "clients"


@dataclass(frozen=True, slots=True)
class Employee:
    id: str
    name: str
    post: str
    unit: str
    roles: frozenset[Role]
    phone: str = ""
    email: str = ""
    deputy: str = ""

    @property
    def short_name(self) -> str:
        """Surname and initials: «Петров О. И.»."""
        surname, *rest = self.name.split()
        return " ".join([surname, *(f"{part[0]}." for part in rest)])


@dataclass(frozen=True, slots=True)
class Topic:
    """What clients write about. `words` are matched by lemma; no unit claims "" topics."""

    id: str
    title: str
    unit: str
    classifier: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ministry:
    """Everything of the organisation file, validated. Look-ups by id raise KeyError."""

    name: str
    short_name: str
    schedule: Schedule
    contacts: Contacts
    channels: Mapping[Channel, Mapping[str, Policy]]
    appeals: Mapping[str, str]
    windows: Mapping[str, WindowRule]
    units: Mapping[str, Unit]
    employees: Mapping[str, Employee]
    topics: Mapping[str, Topic]
    #: employees' requests, kept as written until they are used
    processes: tuple[Mapping[str, object], ...] = field(default=())
    templates: Mapping[str, Template] = field(default_factory=dict)
    #: how long after a reply its client may send the appeal back to the head
    reopen_within: Length = Length(30, Span.CALENDAR_DAYS)

    @cached_property
    def default_unit(self) -> Unit:
        """The unit that takes what no topic claims."""
        return next(unit for unit in self.units.values() if unit.default)

    @cached_property
    def controllers(self) -> tuple[Employee, ...]:
        return self.with_role(Role.CONTROLLER)

    @cached_property
    def administrators(self) -> tuple[Employee, ...]:
        return self.with_role(Role.ADMINISTRATOR)

    def with_role(self, role: Role) -> tuple[Employee, ...]:
        return tuple(e for e in self.employees.values() if role in e.roles)

    def officers_of(self, unit: str) -> tuple[Employee, ...]:
        """Who works a unit's queue: its officers, in the file's order."""
        return tuple(
            e for e in self.employees.values() if e.unit == unit and Role.OFFICER in e.roles
        )
