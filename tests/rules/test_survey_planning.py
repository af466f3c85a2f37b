"""When a survey begins, is reminded of and ends, by what people type."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from domain.ministry import Hours, Schedule
from domain.refusal import Refused
from domain.surveys.planning import (
    TODAY,
    Dates,
    dates,
    longer,
    months_before,
    typed_begin,
    typed_end,
)
from domain.surveys.quarterly import quarter, quarterly_day
from domain.surveys.questionnaire import Audience, Questionnaire
from domain.surveys.waves import Chosen, Quarterly, Wave, WaveState
from domain.worktime import Calendar

pytestmark = pytest.mark.requirement("S3")

DAY = Hours(((time(9), time(13)), (time(14), time(18))))
CALENDAR = Calendar(Schedule("Europe/Moscow", (DAY, DAY, DAY, DAY, DAY, Hours(()), Hours(()))))
TUESDAY = date(2026, 11, 24)
AT_TEN = datetime(2026, 11, 24, 7, tzinfo=UTC)


def moscow(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour - 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("сегодня", TODAY), ("24.11", TODAY), ("завтра", "2026-11-25"), ("1 декабря", "2026-12-01")],
)
def test_a_typed_beginning(typed: str, kept: str) -> None:
    assert typed_begin(typed, TUESDAY) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("23.11", "run-past"),
        ("23 ноября", "run-past"),
        ("23.11.2026", "run-past"),
        ("23.11.2027", "run-far"),
        ("31.02.2026", "run-day"),
        ("скоро", "run-day"),
    ],
)
def test_a_beginning_that_cannot_be(typed: str, why: str) -> None:
    with pytest.raises(Refused) as no:
        typed_begin(typed, TUESDAY)
    assert no.value.text == why


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("7", "7"), ("7 дней", "7"), ("1 день", "1"), ("60", "60"), ("4 декабря", "2026-12-04")],
)
def test_a_typed_end(typed: str, kept: str) -> None:
    assert typed_end(typed, "2026-12-01", TUESDAY) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("0", "run-length"),
        ("61", "run-length"),
        ("2 недели", "run-length"),
        ("31.01.2027", "run-length"),
        ("30.11", "run-backwards"),
        ("30.11.2026", "run-backwards"),
    ],
)
def test_an_end_that_cannot_be(typed: str, why: str) -> None:
    with pytest.raises(Refused) as no:
        typed_end(typed, "2026-12-01", TUESDAY)
    assert no.value.text == why


def test_it_opens_and_ends_with_working_days_and_is_reminded_of_half_way() -> None:
    at_once = dates(TODAY, "10", CALENDAR, AT_TEN)
    assert at_once == Dates(AT_TEN, moscow(30, 9), moscow(4, 18, 12))
    evening = dates(TODAY, "3", CALENDAR, moscow(24, 20))
    assert (evening.opens_at, evening.closes_at) == (moscow(25, 9), moscow(30, 18))
    saturday = dates("2026-11-28", "1", CALENDAR, AT_TEN)
    assert (saturday.opens_at, saturday.closes_at) == (moscow(30, 9), moscow(1, 18, 12))
    same_day = dates(TODAY, "2026-11-24", CALENDAR, AT_TEN)
    assert same_day == Dates(AT_TEN, None, moscow(24, 18))


@pytest.mark.parametrize(
    ("begins", "lasts", "why"),
    [
        ("2026-11-23", "3", "run-past"),
        ("2026-11-30", "2026-11-27", "run-backwards"),
        ("2026-11-25", "2027-02-25", "run-length"),
    ],
)
def test_what_was_kept_and_does_not_fit_any_more(begins: str, lasts: str, why: str) -> None:
    with pytest.raises(Refused) as no:
        dates(begins, lasts, CALENDAR, AT_TEN)
    assert no.value.text == why


def test_an_end_is_put_off_by_thirty_days_in_all() -> None:
    questionnaire = Questionnaire("q", "Q", "", Audience.EMPLOYEES)
    wave = Wave(
        1,
        questionnaire,
        Chosen(Audience.EMPLOYEES),
        "fomin",
        "it",
        WaveState.OPEN,
        AT_TEN,
        moscow(27, 18),
        "2026-Q4",
        AT_TEN,
    )
    assert longer(wave, 7, CALENDAR) == moscow(4, 18, 12)
    assert longer(replace(wave, extended=23), 7, CALENDAR) == moscow(4, 18, 12)
    for days, extended in ((8, 23), (31, 0), (0, 0)):
        with pytest.raises(Refused):
            longer(replace(wave, extended=extended), days, CALENDAR)


def test_the_day_of_the_quarter() -> None:
    held = Quarterly("interaction", day=10)
    assert quarterly_day(held, date(2026, 10, 1)) == date(2026, 12, 10)
    assert quarterly_day(held, date(2026, 3, 31)) == date(2026, 3, 10)
    new_year = datetime(2026, 12, 31, 21, 30, tzinfo=UTC)
    assert quarter(CALENDAR, new_year) == "2027-Q1", "by the ministry's own clock"
    assert months_before(datetime(2027, 3, 31, tzinfo=UTC), 1) == datetime(2027, 2, 28, tzinfo=UTC)
    assert months_before(datetime(2026, 1, 5, tzinfo=UTC), 3).date() == date(2025, 10, 5)
