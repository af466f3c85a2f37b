"""The days the law sets apart: Russia's production calendar and the regions' own days.

Days off and moved working Saturdays come from the `holidays` package, which had no wrong day in
2020-2027 against three published calendars (a test holds it to them); what it does not know
stands here: which years are decreed, shortened eves, and regional days. Sources: the yearly
government decrees on moving days off; regional laws and decrees (Dagestan, Mordovia).

The President's "non-working days with pay kept" of 2020 and 2021 are working days here, as in
the production calendar: state bodies worked on by their own orders. A ministry that did not
names those days in `days_off`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

#: The eves shortened by one hour (Labour Code, art. 95), in a week of five days. The keys are
#: the years whose calendar is decreed: there is nothing to reckon by in any other year.
SHORT_DAYS: Mapping[int, tuple[str, ...]] = {
    2020: ("06-11", "11-03", "12-31"),
    2021: ("02-20", "04-30", "06-11"),
    2022: ("02-22", "03-05", "11-03"),
    2023: ("02-22", "03-07", "11-03"),
    2024: ("02-22", "03-07", "05-08", "06-11", "11-02"),
    2025: ("03-07", "04-30", "06-11", "11-01"),
    2026: ("04-30", "05-08", "06-11", "11-03"),
    2027: ("02-20", "04-30", "06-11", "11-03"),
}
KNOWN_YEARS = frozenset(SHORT_DAYS)


@dataclass(frozen=True, slots=True)
class Region:
    """A region's own non-working days. `gaps` says in plain words what is not known of them."""

    yearly: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()


REGIONS: Mapping[str, Region] = {
    "RU-DA": Region(
        #: Constitution Day of Dagestan. On a weekend it is moved only by a decree of its own.
        yearly=("07-26",),
        days=(
            *("2023-04-20", "2023-04-21"),
            *("2024-04-10", "2024-04-11", "2024-04-12", "2024-06-17", "2024-09-15", "2024-09-16"),
            *("2025-03-31", "2025-04-01", "2025-06-06", "2025-09-15"),
            *("2026-03-19", "2026-03-20", "2026-05-27", "2026-05-28", "2026-05-29", "2026-09-15"),
        ),
        gaps=(
            "2020-2022: only 26 July is known",
            "2023: Kurban Bairam and Unity Day (15 September) are not known",
            "2027: only 26 July is known, the other days are not decreed yet",
            "days of remembrance the government declares year by year are not known",
        ),
    ),
    "RU-MO": Region(
        days=("2026-08-05",),
        gaps=("2026: 5 August is taken from a list, the decree itself was not read",),
    ),
    "RU-NVS": Region(gaps=("no regional days were found, none are reckoned with",)),
}
UNKNOWN_REGION = Region(gaps=("nothing is known of its own days, only federal ones are used",))


@dataclass(frozen=True, slots=True)
class FederalYear:
    """One year of the production calendar.

    `off` holds the public holidays and the days off moved to a weekday (also in `moved`);
    `worked` maps a working Saturday to the day whose hours it has (Labour Code, art. 112).
    """

    off: frozenset[date]
    moved: frozenset[date]
    worked: Mapping[date, date]
    short: frozenset[date]


def federal_year(year: int) -> FederalYear:
    """The year's calendar; `year` is one of KNOWN_YEARS, else KeyError.

    The first call costs half a second: the package takes that long to import.
    """
    from holidays.countries.russia import Russia

    short = frozenset(date.fromisoformat(f"{year}-{day}") for day in SHORT_DAYS[year])
    calendar = Russia(years=year, language="en_US", expand=False)  # type: ignore[no-untyped-call]
    off = {day: name for day, name in calendar.items() if not calendar.is_working_day(day)}
    moved = {day: name for day, name in off.items() if "substituted" in name or "observed" in name}
    worked = {source: day for day, name in moved.items() if (source := _moved_from(name))}
    return FederalYear(
        off=frozenset(off),
        moved=frozenset(moved),
        worked={day: worked[day] for day in calendar.weekend_workdays},
        short=short,
    )


def region_days(region: str, year: int) -> frozenset[date]:
    """The region's non-working days of a year; federal ones are not among them."""
    known = REGIONS.get(region, UNKNOWN_REGION)
    days = [f"{year}-{day}" for day in known.yearly]
    days += [day for day in known.days if day.startswith(f"{year}-")]
    return frozenset(date.fromisoformat(day) for day in days)


def region_gaps(region: str) -> tuple[str, ...]:
    """What is not known of the region's days, a line each; none for a ministry without one."""
    if not region:
        return ()
    return tuple(f"{region}: {gap}" for gap in REGIONS.get(region, UNKNOWN_REGION).gaps)


def _moved_from(name: str) -> date | None:
    """The package tells the day moved from by name: "Day off (substituted from 04/27/2024)"."""
    found = re.search(r"(\d\d)/(\d\d)/(\d{4})", name)
    return date(int(found[3]), int(found[1]), int(found[2])) if found else None
