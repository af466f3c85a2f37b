"""Working time, exact to the microsecond, in a ministry's own hours, zone and days off.

All moments are aware datetimes, in any zone; what comes back is UTC, except the wall times
of `explain`, which people read. A working span holds its opening moment, not its closing one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.calendar_days import (
    KNOWN_YEARS,
    FederalYear,
    federal_year,
    region_days,
    region_gaps,
)
from domain.ministry import Schedule
from domain.walltime import Moments, instant, instants, shortened, utc

ZERO = timedelta()
DAY = timedelta(days=1)


class CalendarUnknown(Exception):
    """No production calendar is known for the year: nobody may guess a due moment in it."""

    def __init__(self, year: int, region: str) -> None:
        super().__init__(f"no production calendar for {year}")
        self.year = year
        self.region = region


class DayKind(StrEnum):
    """What a day is, and why it is off."""

    WORK = "work"
    #: one hour shorter, on the eve of a holiday or by the ministry's own order
    SHORT = "short"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    #: a day off moved here from a weekend
    MOVED = "moved"
    REGIONAL = "regional"
    #: off by the ministry's own order
    OWN = "own"

    @property
    def off(self) -> bool:
        return self not in (DayKind.WORK, DayKind.SHORT)


@dataclass(frozen=True, slots=True)
class Counted:
    """One line of an explanation: what of a day was counted, in wall time, and what was left."""

    day: date
    kind: DayKind
    spans: Moments
    counted: timedelta
    left: timedelta


class _Day(NamedTuple):
    kind: DayKind
    spans: Moments
    total: timedelta


class Calendar:
    """A ministry's working time.

    Federal and regional days off are the calendar's, `schedule.days_off` stand above all else,
    `schedule.working_days` above the calendar. A moved working Saturday has the hours of the
    weekday it was moved for; a working day by the ministry's own order on a weekday without
    hours has those of the last weekday before it that has some. Eves and moved days are those
    of a five-day week: a ministry that works on Saturdays names what differs for it in
    `schedule.short_days`, `working_days` and `days_off`.

    Reckoning in a year without a production calendar raises CalendarUnknown. The first
    reckoning costs about half a second (the federal days are read), later ones microseconds.
    """

    def __init__(self, schedule: Schedule) -> None:
        for hours in schedule.week:
            edges = [edge for span in hours.spans for edge in span]
            if any(later <= earlier for earlier, later in pairwise(edges)):
                raise ValueError(f"working hours must follow one another: {hours.spans}")
        if not any(hours.spans for hours in schedule.week):
            raise ValueError("a week without working hours")
        self.schedule = schedule
        self.zone = ZoneInfo(schedule.zone)
        self.gaps = region_gaps(schedule.region)
        self._days: dict[date, _Day] = {}
        self._years: dict[int, tuple[FederalYear, frozenset[date]]] = {}

    @cached_property
    def version(self) -> str:
        """Changes when any known day changes, by our data, a package, or the schedule."""
        digest = hashlib.sha256()
        for year in sorted(KNOWN_YEARS):
            for number in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()):
                day = date.fromordinal(number)
                edges = [edge.isoformat() for span in self.spans(day) for edge in span]
                digest.update(f"{day} {self.kind(day)} {edges}\n".encode())
        return digest.hexdigest()[:12]

    def unknown_years(self, from_year: int, to_year: int) -> tuple[int, ...]:
        """The years from `from_year` to `to_year`, both included, that cannot be reckoned in."""
        return tuple(year for year in range(from_year, to_year + 1) if year not in KNOWN_YEARS)

    def local_day(self, at: datetime) -> date:
        """The date on the ministry's wall at that moment."""
        return utc(at).astimezone(self.zone).date()

    def last_second(self, day: date) -> datetime:
        """23:59:59 of a local day: where a term counted in calendar days ends (Civil Code, 194)."""
        return instant(datetime.combine(day, time(23, 59, 59)), self.zone, fold=1)

    def kind(self, day: date) -> DayKind:
        return self._day(day).kind

    def spans(self, day: date) -> Moments:
        """The working spans of a local day, in UTC; () when nobody works."""
        return self._day(day).spans

    def is_open(self, at: datetime) -> bool:
        return any(opens <= at < closes for opens, closes in self.spans(self.local_day(at)))

    def next_open(self, at: datetime) -> datetime:
        """`at` itself in working time, else the next opening."""
        return self.add(at, ZERO)

    def end_of_day(self, at: datetime) -> datetime:
        """When the working day at hand ends; after its end or on a day off, the next one's."""
        return next(
            day.spans[-1][1]
            for _, day in self._from(self.local_day(at))
            if day.spans and at < day.spans[-1][1]
        )

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """The earliest moment when `amount` of working time has passed since `start`.

        An amount of zero gives `start` itself in working time, else the next opening. A negative
        one counts back: the latest moment from which `-amount` is left until `start`.
        """
        if amount < ZERO:
            return self._back(start, -amount)
        start = utc(start)
        for _, day in self._from(self.local_day(start)):
            for opens, closes in day.spans:
                begins = max(opens, start)
                if closes > begins:
                    if closes - begins >= amount:
                        return begins + amount
                    amount -= closes - begins
        raise AssertionError("days do not end")

    def between(self, a: datetime, b: datetime) -> timedelta:
        """Working time from `a` to `b`; negative when `b` is the earlier."""
        a, b = utc(a), utc(b)
        if b < a:
            return -self.between(b, a)
        first, last = self.local_day(a), self.local_day(b)
        total = ZERO
        for date_, day in self._from(first):
            if first < date_ < last:
                total += day.total
            else:
                total += sum((_overlap(span, a, b) for span in day.spans), ZERO)
            if date_ == last:
                break
        return total

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """The end of the `days`-th working day after the local day of `start`.

        The day of `start` itself does not count (Civil Code, art. 191); 0 is `end_of_day`.
        """
        if days < 0:
            raise ValueError(f"working days to add: {days}")
        if days == 0:
            return self.end_of_day(start)
        worked = (day for _, day in self._from(self.local_day(start) + DAY) if day.spans)
        return next(day.spans[-1][1] for number, day in enumerate(worked, 1) if number == days)

    def explain(self, start: datetime, amount: timedelta) -> tuple[Counted, ...]:
        """How `add` reckons, day by day from the day of `start`, days off included."""
        if amount < ZERO:
            raise ValueError("only time to come is explained")
        start, left, lines = utc(start), amount, []
        due = self.add(start, amount)
        for date_, day in self._from(self.local_day(start)):
            spans = tuple((max(a, start), min(b, due)) for a, b in day.spans if a < due)
            spans = tuple((a, b) for a, b in spans if a < b)
            counted = sum((b - a for a, b in spans), ZERO)
            left -= counted
            lines.append(Counted(date_, day.kind, self._on_the_wall(spans), counted, left))
            if date_ == self.local_day(due):
                break
        return tuple(lines)

    def _back(self, start: datetime, amount: timedelta) -> datetime:
        start = utc(start)
        for _, day in self._from(self.local_day(start), -DAY):
            for opens, closes in reversed(day.spans):
                ends = min(closes, start)
                if opens < ends:
                    if ends - opens >= amount:
                        return ends - amount
                    amount -= ends - opens
        raise AssertionError("days do not end")

    def _from(self, day: date, step: timedelta = DAY) -> Iterator[tuple[date, _Day]]:
        while True:
            yield day, self._day(day)
            day += step

    def _day(self, day: date) -> _Day:
        known = self._days.get(day)
        if known is None:
            kind, walls = self._reckon(day)
            spans = instants(walls, self.zone)
            total = sum((closes - opens for opens, closes in spans), ZERO)
            known = self._days[day] = _Day(kind, spans, total)
        return known

    def _year(self, year: int) -> tuple[FederalYear, frozenset[date]]:
        if year not in KNOWN_YEARS:
            raise CalendarUnknown(year, self.schedule.region)
        if year not in self._years:
            self._years[year] = federal_year(year), region_days(self.schedule.region, year)
        return self._years[year]

    def _reckon(self, day: date) -> tuple[DayKind, Moments]:
        """What the day is, and its spans on the wall."""
        federal, regional = self._year(day.year)
        spans = self._hours(day, federal)
        if why := self._why_off(day, federal, regional):
            return why, ()
        if not spans:
            return DayKind.WEEKEND, ()
        walls = tuple((datetime.combine(day, a), datetime.combine(day, b)) for a, b in spans)
        if day in federal.short or day in self.schedule.short_days:
            return DayKind.SHORT, shortened(walls)
        return DayKind.WORK, walls

    def _why_off(
        self, day: date, federal: FederalYear, regional: frozenset[date]
    ) -> DayKind | None:
        if day in self.schedule.days_off:
            return DayKind.OWN
        if day in self.schedule.working_days:
            return None
        if day in federal.off:
            return DayKind.MOVED if day in federal.moved else DayKind.HOLIDAY
        return DayKind.REGIONAL if day in regional else None

    def _hours(self, day: date, federal: FederalYear) -> tuple[tuple[time, time], ...]:
        week, weekday = self.schedule.week, day.weekday()
        if day in federal.worked:
            return week[federal.worked[day].weekday()].spans or week[weekday].spans
        if day in self.schedule.working_days:
            return next(s for n in range(7) if (s := week[(weekday - n) % 7].spans))
        return week[weekday].spans

    def _on_the_wall(self, spans: Moments) -> Moments:
        return tuple((a.astimezone(self.zone), b.astimezone(self.zone)) for a, b in spans)


def _overlap(span: tuple[datetime, datetime], a: datetime, b: datetime) -> timedelta:
    return max(min(span[1], b) - max(span[0], a), ZERO)
