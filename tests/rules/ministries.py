"""The ministries the rules are tried on: their hours, zones and days."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

from domain.ministry import Hours, Schedule
from domain.worktime import Calendar

Week = tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]


def hours(*spans: str) -> Hours:
    """Hours as the organisation file writes them: hours("09:00-13:00", "13:48-18:00")."""
    edges = (span.split("-") for span in spans)
    return Hours(tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in edges))


def week(day: Hours, friday: Hours | None = None, saturday: Hours | None = None) -> Week:
    off = hours()
    return (day, day, day, day, friday or day, saturday or off, off)


LONG, FRIDAY = hours("09:00-13:00", "13:48-18:00"), hours("09:00-13:00", "13:48-17:00")
USUAL = week(LONG, FRIDAY)
NIGHT = hours("00:30-02:30", "02:45-06:00")

SCHEDULES = {
    "moscow": Schedule("Europe/Moscow", USUAL),
    "novosibirsk": Schedule("Asia/Novosibirsk", USUAL, region="RU-NVS"),
    "kamchatka": Schedule("Asia/Kamchatka", USUAL),
    "kaliningrad": Schedule("Europe/Kaliningrad", USUAL),
    "makhachkala": Schedule("Europe/Moscow", USUAL, region="RU-DA"),
    "mordovia": Schedule("Europe/Moscow", USUAL, region="RU-MO"),
    "own": Schedule(
        "Europe/Moscow",
        USUAL,
        days_off=frozenset({date(2026, 12, 8), date(2026, 12, 30)}),
        working_days=frozenset({date(2026, 12, 26)}),
        short_days=frozenset({date(2026, 12, 29)}),
    ),
    "no-lunch": Schedule("Europe/Moscow", week(hours("09:00-18:00"))),
    "saturday": Schedule("Europe/Moscow", week(LONG, FRIDAY, hours("10:00-14:00"))),
    "morning": Schedule("Europe/Moscow", week(hours("09:00-13:00"))),
    # A zone that still changes its clocks, with a night shift across the change.
    "berlin": Schedule("Europe/Berlin", week(hours("09:00-17:00"))),
    "night": Schedule(
        "Europe/Berlin",
        (NIGHT, NIGHT, NIGHT, NIGHT, NIGHT, NIGHT, hours("01:00-02:30")),
    ),
}
CALENDARS = {name: Calendar(schedule) for name, schedule in SCHEDULES.items()}
ZONES = {name: ZoneInfo(schedule.zone) for name, schedule in SCHEDULES.items()}
