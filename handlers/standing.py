"""The ministry as it stands now: the file, what was changed since, and who acts for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Self

from domain.appeals import Appeal
from domain.deputies import acting, stands_in_for
from domain.knowledge import EVERYBODY, Shelf
from domain.ministry import Employee, Ministry, Role, Schedule
from domain.people import Actor, Capacity, Chat, Led
from domain.refusal import Refused
from domain.reply_check.internal import guarded
from domain.routing import Router
from domain.staff import Amendments, Unsound, amended, unsound
from domain.talk import Channel
from domain.worktime import Calendar
from storage.unit import Unit

#: the hat of an employee who speaks as a citizen
CLIENT = "client"


class Standing:
    """The ministry as it stands now, with its calendars and router. The router is replaced when
    people teach it, the ministry when its staff list is changed."""

    def __init__(self, ministry: Ministry, calendar: Calendar, router: Router) -> None:
        self.calendar, self.router = calendar, router
        #: of each channel, what makes a link that hands a code over; "" while it is not known
        self.links: Mapping[Channel, Callable[[str], str]] = {}
        #: which version of the staff list this is; see `storage.staff`
        self.version = 0
        self._file, self._amendments = ministry, dict[tuple[str, str], Any]()
        self._ministry = ministry
        self._calendars: dict[Schedule, Calendar] = {}
        self._capacities: dict[str, Capacity] = {}
        self._names: list[tuple[str, Employee]] = []
        self._shelve()

    @property
    def ministry(self) -> Ministry:
        """The organisation file with everything that was changed since."""
        return self._ministry

    @ministry.setter
    def ministry(self, file: Ministry) -> None:
        self._file = file
        self.adopt(self._amendments, self.version)

    def adopt(self, amendments: Amendments, version: int) -> None:
        """From now on the ministry stands so."""
        before = self._ministry
        self._amendments, self.version = dict(amendments), version
        self._ministry = amended(self._file, self._amendments)
        self._capacities, self._names = {}, []
        if self._ministry.schedule != before.schedule:
            self.calendar = Calendar(self._ministry.schedule)
        if self._ministry.topics != before.topics:
            self.router = self.router.with_topics(list(self._ministry.topics.values()))
        if self._ministry.articles is not before.articles:
            self._shelve()

    def _shelve(self) -> None:
        """The knowledge base as clients may read it, and as employees may; what clients may not
        read is guarded in everything that goes to them."""
        ministry = self._ministry
        articles = ministry.articles.values()
        public = [one for one in articles if one.audience == EVERYBODY]
        hidden = [one for one in articles if one.audience != EVERYBODY]
        self.public, self.whole = Shelf(public), Shelf(articles)
        open_ = [text for one in public for text in (one.title, one.text)]
        # no templates: one that quotes what is hidden would open it
        open_ += [ministry.name, *(one.name for one in ministry.units.values())]
        self.guarded = guarded((text for one in hidden for text in (one.title, one.text)), open_)

    def tried(self, *changes: tuple[str, str, Mapping[str, Any] | None]) -> Ministry:
        """The ministry as it would stand after these changes, (kind, id, value) each; the first
        thing that would not fit together any more is refused by name."""
        would, wrong = self.with_changes(*changes)
        for one in wrong:
            raise Refused(
                f"unsound-{one.what}", of=self._called(one.id), named=self._called(one.named)
            )
        return would

    def _called(self, id_: str) -> str:
        """A unit or a person as people call them, for a sentence; an unknown id as it is."""
        known = self._ministry.units.get(id_) or self._ministry.employees.get(id_)
        return known.name if known else id_

    def with_changes(
        self, *changes: tuple[str, str, Mapping[str, Any] | None]
    ) -> tuple[Ministry, list[Unsound]]:
        """The same, with everything that would not fit together any more and does so now."""
        wanted = dict(self._amendments)
        for kind, id_, value in changes:
            # who or what is changed is here again, unless the change says that it goes
            so_far = {n: v for n, v in (wanted.get((kind, id_)) or {}).items() if n != "gone"}
            wanted[kind, id_] = {**so_far, **value} if value else None
        would = amended(self._file, wanted)
        known = set(unsound(self._ministry))
        return would, [one for one in unsound(would) if one not in known]

    def supposing(self, would: Ministry) -> Self:
        """The house as it will be with this staff list, to ask who may have what then."""
        house = copy(self)
        house._ministry, house._capacities, house._names = would, {}, []
        return house

    def value_of(self, kind: str, id_: str) -> dict[str, Any]:
        """What is amended of a row so far: a change adds to it."""
        return dict(self._amendments.get((kind, id_)) or {})

    def calendar_of(self, unit: str) -> Calendar:
        """The working time of a unit: its own where it has one, else the ministry's."""
        found = self.ministry.units.get(unit)
        if found is None or found.schedule is None:
            return self.calendar
        if found.schedule not in self._calendars:
            self._calendars[found.schedule] = Calendar(found.schedule)
        return self._calendars[found.schedule]

    @property
    def has_own_times(self) -> bool:
        """Whether a unit has a working time of its own."""
        return any(unit.schedule for unit in self.ministry.units.values())

    @property
    def times(self) -> tuple[str, frozenset[tuple[str, Schedule]]]:
        """Moves with every change of a working time, the ministry's or a unit's."""
        own = {(one.id, one.schedule) for one in self.ministry.units.values() if one.schedule}
        return self.calendar.version, frozenset(own)

    def zone_of(self, unit: str) -> str:
        """The zone a unit lives in."""
        found = self.ministry.units.get(unit)
        return found.schedule.zone if found and found.schedule else self.zone

    def actor(self, chat: Chat, now: datetime) -> Actor:
        """Who speaks in a dialogue, and what they may act as today."""
        employee = self.employee(chat.employee) if chat.employee else None
        if employee is None:
            return Actor(chat.id)
        if chat.hat == CLIENT:
            return Actor(chat.id, behind=employee.id)
        absent = stands_in_for(self.ministry, employee.id, self.today(now))
        standing_in = tuple(self._capacity(one) for one in absent)
        return Actor(chat.id, employee, self._capacity(employee), standing_in)

    def called(self, text: str) -> tuple[Employee, ...]:
        """Everybody one of whose names begins with each of the words, as people type them: in
        small letters, and the letter yo without its dots."""
        if not self._names:
            people = self.ministry.employees.values()
            self._names = [(" " + " ".join(_as_typed(one.name)), one) for one in people]
        found = self._names if text.split() else []
        for word in _as_typed(text):
            found = [one for one in found if f" {word}" in one[0]]
        return tuple(employee for _, employee in found)

    def past(self, appeal: Appeal) -> frozenset[str]:
        """Whom the appeal goes past, whatever they are in charge of: whom it complains about
        (N-1052 §7), whoever filed it, and of what an employee wrote as a citizen the heads above
        them (D-139 §1.4)."""
        passed = {appeal.barred, appeal.filer}
        if not appeal.kind.internal:
            passed |= self.heads_over(appeal.filer)
        return frozenset(passed - {""})

    def heads_over(self, employee: str) -> frozenset[str]:
        """Every head an employee is under, up to the minister; those of the unit they left, too."""
        found: set[str] = set()
        known = self.employee(employee) or self.ministry.former.get(employee)
        unit, seen = self.ministry.units.get(known.unit if known else ""), set[str]()
        while unit and unit.id not in seen:
            seen.add(unit.id)
            people = self.ministry.people_of(unit.id)
            found |= {one.id for one in people if Role.HEAD in one.roles}
            unit = self.ministry.units.get(unit.parent)
        return frozenset(found - {employee})

    def today(self, now: datetime) -> date:
        return self.calendar.local_day(now)

    def acting(self, employee: str, now: datetime) -> str:
        """Who acts as this employee today: themselves, or whoever stands in for them; the same
        employee when nobody is there at all, so that what is theirs waits for them."""
        found = acting(self.ministry, employee, self.today(now))
        return found.id if found else employee

    def _capacity(self, employee: Employee) -> Capacity:
        if employee.id not in self._capacities:
            ministry = self.ministry
            if Role.HEAD in employee.roles:
                below = ministry.below(employee.unit)
                units = {employee.unit, *below}
                of = [one.id for u in units for one in ministry.people_of(u)]
                # what they wrote as citizens does not become a head's business when they leave
                of += [one.id for one in ministry.former.values() if one.unit in units]
                people = frozenset(of) - {employee.id}
                self._capacities[employee.id] = Capacity(employee, below, people)
            else:
                self._capacities[employee.id] = Capacity(employee)
            if Role.CONTROLLER in employee.roles:
                known = self._capacities[employee.id]
                self._capacities[employee.id] = replace(known, heads=self._heads())
        return self._capacities[employee.id]

    def _heads(self) -> Mapping[str, Led]:
        """Of each unit, who heads it and everybody under them."""
        ministry, of = self.ministry, defaultdict[str, set[str]](set)
        for one in (*ministry.employees.values(), *ministry.former.values()):
            of[one.unit].add(one.id)
        found = {}
        for unit in ministry.units:
            under = {id_ for one in (unit, *ministry.below(unit)) for id_ in of[one]}
            heads = {one.id for one in ministry.people_of(unit) if Role.HEAD in one.roles}
            found[unit] = Led(frozenset(heads), frozenset(under))
        return found

    @property
    def zone(self) -> str:
        return self.ministry.schedule.zone

    def employee(self, employee: str) -> Employee | None:
        return self.ministry.employees.get(employee)


async def heed_staff(unit: Unit, house: Standing, version: int | None) -> None:
    """The house with the newest staff list, where this one is older; None while nobody has ever
    changed it. What the unit of work changes of the list is kept only while this is the newest.

    The house is everybody's: another unit of work may have it newer already, and never older."""
    version = version or 0
    unit.staff.stands_on(version)
    if version > house.version:
        amendments = await unit.staff.amendments()
        if version > house.version:
            house.adopt(amendments, version)


def _as_typed(text: str) -> list[str]:
    return text.lower().translate({0x0451: 0x0435}).split()
