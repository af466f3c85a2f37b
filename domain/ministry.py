"""The ministry as the house knows it: units, people, topics, windows, hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cached_property

from domain.lengths import THIRTY_DAYS
from domain.lengths import Length as Length  # noqa: PLC0414 - the ministry is spelt with these
from domain.lengths import Span as Span  # noqa: PLC0414
from domain.surveys.questionnaire import Questionnaire
from domain.surveys.waves import Quarterly
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
    """A unit of the ministry, or a subordinate institution. `serves` is "clients", "employees" or
    "both"; `parent` the unit above it, "" at the top. `schedule` is its own working time where it
    has one, None for the ministry's."""

    id: str
    name: str
    head: str
    default: bool = False
    signatory: str = ""
    serves: str = "clients"
    parent: str = ""
    schedule: Schedule | None = None


@dataclass(frozen=True, slots=True)
class Away:
    """An absence, from its first day to its last, both included."""

    since: date
    until: date

    def covers(self, day: date) -> bool:
        return self.since <= day <= self.until


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
    away: tuple[Away, ...] = ()

    @property
    def short_name(self) -> str:
        """Surname and initials: «Петров О. И.»."""
        surname, *rest = self.name.split()
        return " ".join([surname, *(f"{part[0]}." for part in rest)])

    def heads(self, unit: str) -> bool:
        """Whether they are a head of this unit; it may have several."""
        return Role.HEAD in self.roles and self.unit == unit


@dataclass(frozen=True, slots=True)
class Topic:
    """What clients write about. `words` are matched by lemma; no unit claims "" topics."""

    id: str
    title: str
    unit: str
    classifier: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a process's form. `kind` is "text", "number", "day", "phone", "email" or
    "choice" (one of `choices`); `hint` says how to answer."""

    id: str
    ask: str
    kind: str = "text"
    required: bool = True
    choices: tuple[str, ...] = ()
    hint: str = ""
    longest: int = 1000


@dataclass(frozen=True, slots=True)
class Process:
    """What employees may ask of another unit (N-2138 §2, §8): where it goes, what is to be said,
    and how long it may take. `instead` names the other way for what cannot be done here, and there
    is no unit then. `group` is the kind of process ("facilities", "accounting" …), `words` are
    matched by lemma, `template` is the reply offered for it."""

    id: str
    title: str
    unit: str = ""
    within: Length | None = None
    form: tuple[Field, ...] = ()
    words: tuple[str, ...] = ()
    group: str = ""
    template: str = ""
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """A page of the knowledge base. `audience` is "all" or "employees"."""

    id: str
    title: str
    audience: str
    text: str
    topics: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    owner: str = ""
    review: date | None = None


@dataclass(frozen=True, slots=True)
class Security:
    """How long an account may be silent before its person proves anew who they are, and who types
    a PIN after `pin_after`; None where the ministry asks for neither."""

    silent_for: timedelta | None = None
    pin_for: frozenset[Role] = frozenset()
    pin_after: timedelta = timedelta(hours=8)


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
    #: what employees may ask of other units
    processes: Mapping[str, Process] = field(default_factory=dict)
    templates: Mapping[str, Template] = field(default_factory=dict)
    #: how long after a reply its client may send the appeal back to the head
    reopen_within: Length = THIRTY_DAYS
    #: to whom employees may write upward, beside their own head, in this order
    letters: tuple[str, ...] = ()
    #: pages of the knowledge base, by id
    articles: Mapping[str, Article] = field(default_factory=dict)
    security: Security = Security()
    #: what may be asked in surveys, by id
    questionnaires: Mapping[str, Questionnaire] = field(default_factory=dict)
    quarterly: Quarterly | None = None
    #: who has left: history still names them
    former: Mapping[str, Employee] = field(default_factory=dict)
    #: topics that were taken out: what is there still has their name
    former_topics: Mapping[str, Topic] = field(default_factory=dict)

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

    @cached_property
    def absent(self) -> tuple[Employee, ...]:
        """Whoever has an absence on record, past or to come."""
        return tuple(e for e in self.employees.values() if e.away)

    def with_role(self, role: Role) -> tuple[Employee, ...]:
        return tuple(e for e in self.employees.values() if role in e.roles)

    def officers_of(self, unit: str) -> tuple[Employee, ...]:
        """Who works a unit's queue: its officers, in the file's order."""
        return tuple(e for e in self.people_of(unit) if Role.OFFICER in e.roles)

    def people_of(self, unit: str) -> tuple[Employee, ...]:
        """Everybody of a unit, in the file's order."""
        return self._people.get(unit, ())

    def below(self, unit: str) -> frozenset[str]:
        """The units under this one, however deep."""
        found: set[str] = set()
        wanted = [unit]
        while wanted:
            inner = self._inner.get(wanted.pop(), ())
            wanted += [one for one in inner if one not in found]
            found.update(inner)
        return frozenset(found - {unit})

    @cached_property
    def _people(self) -> Mapping[str, tuple[Employee, ...]]:
        found: dict[str, list[Employee]] = {}
        for one in self.employees.values():
            found.setdefault(one.unit, []).append(one)
        return {unit: tuple(people) for unit, people in found.items()}

    @cached_property
    def _inner(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for one in self.units.values():
            if one.parent:
                found.setdefault(one.parent, []).append(one.id)
        return {unit: tuple(inner) for unit, inner in found.items()}
