"""At which moments a promise can be kept, and which are nearest to one that cannot."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import organisation
from domain.promises import moment, nearest
from domain.worktime import Calendar, CalendarUnknown

ROOT = Path(__file__).parents[2]
MOSCOW = ZoneInfo("Europe/Moscow")
#: Mondays to Thursdays 9:00–13:00 and 13:45–18:00, Fridays till 16:45
CALENDAR = Calendar(organisation.load(ROOT / "organisation.yaml").schedule)
TUESDAY = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


@pytest.mark.requirement("W15")
@pytest.mark.parametrize(
    ("at", "better"),
    [
        ("2026-11-25 15:00", []),
        ("2026-11-25 18:00", []),
        ("2026-11-25 13:00", []),
        ("2026-11-25 09:00", ["2026-11-24 18:00", "2026-11-25 10:00"]),
        ("2026-11-25 13:20", ["2026-11-25 13:00", "2026-11-25 14:45"]),
        ("2026-11-25 13:45", ["2026-11-25 13:00", "2026-11-25 14:45"]),
        ("2026-11-25 18:01", ["2026-11-25 18:00", "2026-11-26 10:00"]),
        ("2026-11-27 17:00", ["2026-11-27 16:45", "2026-11-30 10:00"]),
        ("2026-11-28 15:00", ["2026-11-27 16:45", "2026-11-30 10:00"]),
        ("2027-01-01 12:00", ["2026-12-30 18:00", "2027-01-11 10:00"]),
    ],
)
def test_the_nearest_working_moments(at: str, better: list[str]) -> None:
    found = nearest(wall(at), TUESDAY, CALENDAR)
    assert [f"{one.astimezone(MOSCOW):%Y-%m-%d %H:%M}" for one in found] == better


@pytest.mark.requirement("W15")
def test_nothing_is_offered_that_lies_behind() -> None:
    evening = wall("2026-11-24 19:00")
    assert nearest(wall("2026-11-24 20:00"), evening, CALENDAR) == (wall("2026-11-25 10:00"),)


def test_an_hour_on_the_wall_is_a_moment() -> None:
    assert moment(date(2026, 11, 25), time(15, 0), CALENDAR) == wall("2026-11-25 15:00")


def test_a_year_without_a_calendar_promises_nothing() -> None:
    with pytest.raises(CalendarUnknown):
        nearest(wall("2040-11-24 15:00"), TUESDAY, CALENDAR)
