"""Working time against tables worked out by hand, a counter of minutes, and its own laws."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ministry import Schedule
from domain.worktime import Calendar, CalendarUnknown, DayKind
from tests.rules.ministries import CALENDARS, SCHEDULES, USUAL, ZONES, hours, week

TABLE = Path(__file__).with_name("due_moments.txt")
ROW = re.compile(
    r"(?P<who>\S+) +(?P<start>\w{3} \S+ \S+) +(?P<amount>\d\S*) +"
    r"(?P<due>\w{3} \d{4}-\S+ \S+|\d{4})(?: {2,}.*)?"
)
ROWS = [line for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]


def amount_of(text: str) -> timedelta:
    h, m, s = (re.search(rf"(\d+){unit}", text) for unit in "hms")
    return timedelta(
        hours=int(h[1]) if h else 0, minutes=int(m[1]) if m else 0, seconds=int(s[1]) if s else 0
    )


def on_the_wall(text: str, zone: ZoneInfo) -> datetime:
    """Reads "Mon 2026-11-09 09:00" and holds the weekday to the date."""
    weekday, moment = text.split(" ", 1)
    at = datetime.fromisoformat(moment).replace(tzinfo=zone)
    assert at.strftime("%a") == weekday, text
    return at


def test_the_table_is_whole() -> None:
    assert len(ROWS) >= 200
    assert len(set(ROWS)) == len(ROWS)


@pytest.mark.requirement("W2", "W10")
@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join(row.split()[:5]))
def test_due_moments_worked_out_by_hand(row: str) -> None:
    found = ROW.fullmatch(row)
    assert found, row
    calendar, zone = CALENDARS[found["who"]], ZONES[found["who"]]
    start, amount = on_the_wall(found["start"], zone), amount_of(found["amount"])
    if found["due"].isdigit():
        with pytest.raises(CalendarUnknown) as unknown:
            calendar.add(start, amount)
        assert unknown.value.year == int(found["due"])
        return
    due = calendar.add(start, amount)
    assert due == on_the_wall(found["due"], zone), due.astimezone(zone)
    assert due.tzinfo is UTC
    assert calendar.between(start, due) == amount


# --- days ---------------------------------------------------------------------------------------


@pytest.mark.requirement("W10")
@pytest.mark.parametrize(
    ("who", "day", "kind", "ends"),
    [
        ("moscow", date(2026, 11, 9), DayKind.WORK, "18:00"),
        ("moscow", date(2026, 11, 13), DayKind.WORK, "17:00"),
        ("moscow", date(2026, 11, 14), DayKind.WEEKEND, ""),
        ("moscow", date(2026, 11, 3), DayKind.SHORT, "17:00"),
        ("moscow", date(2026, 11, 4), DayKind.HOLIDAY, ""),
        ("moscow", date(2025, 3, 8), DayKind.HOLIDAY, ""),
        ("moscow", date(2026, 1, 9), DayKind.MOVED, ""),
        ("moscow", date(2026, 12, 31), DayKind.MOVED, ""),
        ("moscow", date(2026, 3, 9), DayKind.MOVED, ""),
        ("moscow", date(2024, 4, 27), DayKind.WORK, "18:00"),
        ("moscow", date(2024, 11, 2), DayKind.SHORT, "17:00"),
        ("moscow", date(2023, 11, 3), DayKind.SHORT, "16:00"),
        ("makhachkala", date(2026, 9, 15), DayKind.REGIONAL, ""),
        ("makhachkala", date(2026, 11, 4), DayKind.HOLIDAY, ""),
        ("moscow", date(2026, 9, 15), DayKind.WORK, "18:00"),
        ("mordovia", date(2026, 8, 5), DayKind.REGIONAL, ""),
        ("own", date(2026, 12, 8), DayKind.OWN, ""),
        ("own", date(2026, 12, 26), DayKind.WORK, "17:00"),
        ("own", date(2026, 12, 29), DayKind.SHORT, "17:00"),
        ("saturday", date(2026, 11, 14), DayKind.WORK, "14:00"),
        ("saturday", date(2025, 3, 8), DayKind.HOLIDAY, ""),
    ],
)
def test_what_a_day_is(who: str, day: date, kind: DayKind, ends: str) -> None:
    calendar = CALENDARS[who]
    assert calendar.kind(day) is kind
    assert kind.off is (calendar.spans(day) == ())
    if ends:
        assert f"{calendar.spans(day)[-1][1].astimezone(ZONES[who]):%H:%M}" == ends


@pytest.mark.requirement("W10")
def test_every_day_of_eight_years_is_as_published(published_calendar: dict[str, set[date]]) -> None:
    calendar = CALENDARS["moscow"]
    day, wrong = date(2020, 1, 1), []
    while day < date(2028, 1, 1):
        works = day in published_calendar["work_weekend"] or (
            day.weekday() < 5 and day not in published_calendar["off"]
        )
        kind = calendar.kind(day)
        if works is kind.off or (day in published_calendar["short"]) is not (kind == "short"):
            wrong.append((day, kind))
        day += timedelta(days=1)
    assert wrong == []


@pytest.mark.requirement("W10")
def test_every_regional_day_is_as_published(published_regions: dict[str, set[date]]) -> None:
    for region, days in published_regions.items():
        calendar = Calendar(Schedule("Europe/Moscow", USUAL, region=region))
        ours = {
            day
            for n in range(date(2020, 1, 1).toordinal(), date(2028, 1, 1).toordinal())
            if calendar.kind(day := date.fromordinal(n)) is DayKind.REGIONAL
        }
        assert ours == {day for day in days if 2020 <= day.year <= 2027}, region


def test_a_short_day_may_lose_its_hour_on_both_sides_of_lunch() -> None:
    calendar = Calendar(Schedule("Europe/Moscow", week(hours("09:00-13:00", "14:00-14:30"))))
    (span,) = calendar.spans(date(2026, 11, 3))
    assert f"{span[1].astimezone(calendar.zone):%H:%M}" == "12:30"


def test_hours_that_make_no_sense_are_refused() -> None:
    for wrong in (hours("13:00-09:00"), hours("09:00-13:00", "12:00-18:00"), hours("09:00-09:00")):
        with pytest.raises(ValueError, match="follow one another"):
            Calendar(Schedule("Europe/Moscow", week(wrong)))
    with pytest.raises(ValueError, match="without working hours"):
        Calendar(Schedule("Europe/Moscow", week(hours())))


@pytest.mark.requirement("W10")
def test_what_is_not_known_is_said() -> None:
    assert any("2027" in gap for gap in CALENDARS["makhachkala"].gaps)
    assert len(CALENDARS["novosibirsk"].gaps) == 1
    assert CALENDARS["moscow"].gaps == ()
    stranger = Calendar(Schedule("Asia/Yakutsk", USUAL, region="RU-SA"))
    assert [gap.split(":")[0] for gap in stranger.gaps] == ["RU-SA"]
    assert stranger.kind(date(2026, 4, 27)) is DayKind.WORK
    assert stranger.unknown_years(2026, 2029) == (2028, 2029)
    assert stranger.unknown_years(2020, 2027) == ()
    with pytest.raises(CalendarUnknown) as unknown:
        stranger.kind(date(2028, 2, 29))
    assert (unknown.value.year, unknown.value.region) == (2028, "RU-SA")


@pytest.mark.requirement("W11")
def test_the_version_follows_the_days_and_nothing_else() -> None:
    usual = SCHEDULES["moscow"]
    versions = {
        Calendar(schedule).version
        for schedule in (
            usual,
            replace(usual, zone="Asia/Novosibirsk"),
            replace(usual, region="RU-DA"),
            replace(usual, days_off=frozenset({date(2026, 12, 30)})),
            replace(usual, short_days=frozenset({date(2026, 12, 29)})),
            SCHEDULES["no-lunch"],
        )
    }
    assert len(versions) == 6
    assert Calendar(replace(usual, region="RU-NVS")).version == Calendar(usual).version
    assert (
        Calendar(replace(usual, days_off=frozenset({date(2026, 11, 15)}))).version not in versions
    )


# --- moments ------------------------------------------------------------------------------------


def moscow(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Moscow"))


@pytest.mark.requirement("W10")
@pytest.mark.parametrize(
    ("at", "open_", "ends"),
    [
        ("2026-11-09T08:59:59", False, "2026-11-09T18:00"),
        ("2026-11-09T09:00", True, "2026-11-09T18:00"),
        ("2026-11-09T13:00", False, "2026-11-09T18:00"),
        ("2026-11-09T13:48", True, "2026-11-09T18:00"),
        ("2026-11-09T17:59:59", True, "2026-11-09T18:00"),
        ("2026-11-09T18:00", False, "2026-11-10T18:00"),
        ("2026-11-12T18:00", False, "2026-11-13T17:00"),
        ("2026-11-13T17:30", False, "2026-11-16T18:00"),
        ("2026-11-03T16:00", True, "2026-11-03T17:00"),
        ("2025-12-30T19:00", False, "2026-01-12T18:00"),
    ],
)
def test_open_or_not_and_when_the_day_ends(at: str, open_: bool, ends: str) -> None:
    calendar = CALENDARS["moscow"]
    assert calendar.is_open(moscow(at)) is open_
    assert calendar.end_of_day(moscow(at)) == moscow(ends)
    assert calendar.is_open(calendar.next_open(moscow(at)))


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-11-09T10:00", 0, "2026-11-09T18:00"),
        ("2026-11-09T10:00", 1, "2026-11-10T18:00"),
        ("2026-11-13T10:00", 1, "2026-11-16T18:00"),
        ("2026-11-14T10:00", 1, "2026-11-16T18:00"),
        ("2026-11-12T23:00", 1, "2026-11-13T17:00"),
        ("2026-11-02T10:00", 3, "2026-11-06T17:00"),
        ("2025-12-30T10:00", 5, "2026-01-16T17:00"),
    ],
)
def test_working_days(start: str, days: int, due: str) -> None:
    assert CALENDARS["moscow"].add_working_days(moscow(start), days) == moscow(due)


@pytest.mark.parametrize(
    ("until", "amount", "start"),
    [
        ("2026-11-09T17:48", "4h", "2026-11-09T13:48"),
        ("2026-11-09T17:48", "8h", "2026-11-09T09:00"),
        ("2026-11-10T12:48", "4h", "2026-11-09T17:48"),
        ("2026-11-10T13:00", "4h", "2026-11-10T09:00"),
        ("2026-11-16T09:30", "30m", "2026-11-16T09:00"),
        ("2026-11-16T09:30", "31m", "2026-11-13T16:59"),
        ("2026-11-15T12:00", "1h", "2026-11-13T16:00"),
        ("2026-01-12T10:00", "2h", "2025-12-30T17:00"),
    ],
)
def test_counting_back_gives_the_latest_moment(until: str, amount: str, start: str) -> None:
    assert CALENDARS["moscow"].add(moscow(until), -amount_of(amount)) == moscow(start)


@pytest.mark.requirement("W13")
def test_the_arithmetic_is_shown_day_by_day() -> None:
    lines = CALENDARS["moscow"].explain(moscow("2026-11-02T16:00"), timedelta(hours=16))
    shown = [
        (
            f"{line.day:%d.%m}",
            str(line.kind),
            " ".join(f"{a:%H:%M}-{b:%H:%M}" for a, b in line.spans),
            str(line.counted),
            str(line.left),
        )
        for line in lines
    ]
    assert shown == [
        ("02.11", "work", "16:00-18:00", "2:00:00", "14:00:00"),
        ("03.11", "short", "09:00-13:00 13:48-17:00", "7:12:00", "6:48:00"),
        ("04.11", "holiday", "", "0:00:00", "6:48:00"),
        ("05.11", "work", "09:00-13:00 13:48-16:36", "6:48:00", "0:00:00"),
    ]


def test_a_moment_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        CALENDARS["moscow"].add(datetime(2026, 11, 9, 10), timedelta(hours=8))  # noqa: DTZ001


# --- clocks set forth and back ------------------------------------------------------------------


def berlin(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin"), fold=fold)


@pytest.mark.requirement("W10")
def test_a_working_day_is_as_long_in_summer_time_as_in_winter_time() -> None:
    # Germany's clocks changed on Sunday 29 March and Sunday 25 October 2026.
    calendar = CALENDARS["berlin"]
    for before, after in (("2026-03-27", "2026-03-30"), ("2026-10-23", "2026-10-26")):
        due = calendar.add(berlin(f"{before}T13:00"), timedelta(hours=8))
        assert due == berlin(f"{after}T13:00")


@pytest.mark.requirement("W10")
def test_hours_jumped_over_are_not_worked_and_hours_shown_twice_are_worked_once_through() -> None:
    calendar = CALENDARS["night"]
    # 01:00-02:30 on the Sunday when 02:00 becomes 03:00: one hour.
    assert calendar.spans(date(2026, 3, 29)) == (
        (datetime(2026, 3, 29, 0, tzinfo=UTC), datetime(2026, 3, 29, 1, tzinfo=UTC)),
    )
    # The same span when 03:00 becomes 02:00 again: two hours and a half.
    assert calendar.spans(date(2026, 10, 25)) == (
        (berlin("2026-10-25T01:00").astimezone(UTC), berlin("2026-10-25T02:30", 1).astimezone(UTC)),
    )
    assert calendar.between(berlin("2026-10-25T00:00"), berlin("2026-10-25T05:00")) == timedelta(
        hours=2, minutes=30
    )


# --- laws ---------------------------------------------------------------------------------------

moments = st.integers(0, 3_860_000 * 60).map(
    lambda seconds: datetime(2020, 2, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
amounts = st.timedeltas(timedelta(), timedelta(hours=300))
calendars = st.sampled_from(sorted(CALENDARS)).map(CALENDARS.__getitem__)
zones = st.sampled_from(["Asia/Kamchatka", "America/St_Johns", "Europe/Berlin", "UTC"]).map(
    ZoneInfo
)


@pytest.mark.requirement("W10")
@given(calendars, moments, amounts)
def test_adding_and_measuring_are_inverse(
    calendar: Calendar, start: datetime, amount: timedelta
) -> None:
    due = calendar.add(start, amount)
    assert due >= start
    assert calendar.between(start, due) == amount
    assert calendar.between(due, start) == -amount
    back = calendar.add(due, -amount)
    assert calendar.between(back, due) == amount
    assert back >= start or amount == timedelta()


@given(calendars, moments, amounts, amounts)
def test_adding_in_two_goes_is_adding_at_once(
    calendar: Calendar, start: datetime, first: timedelta, second: timedelta
) -> None:
    once = calendar.add(start, first + second)
    twice = calendar.add(calendar.add(start, first), second)
    # A moment on a span's end and the next span's opening are the same working time.
    assert calendar.next_open(once) == calendar.next_open(twice)
    assert calendar.between(once, twice) == timedelta()


@given(calendars, moments, moments, amounts, amounts)
def test_later_starts_and_longer_windows_are_never_due_sooner(
    calendar: Calendar, a: datetime, b: datetime, less: timedelta, more: timedelta
) -> None:
    (a, b), (less, more) = sorted((a, b)), sorted((less, more))
    assert calendar.add(a, more) <= calendar.add(b, more)
    if less:
        assert calendar.add(a, less) <= calendar.add(a, more)
    assert timedelta() <= calendar.between(a, b) <= b - a


@given(calendars, moments, moments, moments)
def test_measures_add_up(calendar: Calendar, a: datetime, b: datetime, c: datetime) -> None:
    assert calendar.between(a, b) + calendar.between(b, c) == calendar.between(a, c)


@pytest.mark.requirement("W10")
@given(calendars, moments, amounts, zones)
def test_the_same_moment_told_in_another_zone_is_the_same_moment(
    calendar: Calendar, start: datetime, amount: timedelta, zone: ZoneInfo
) -> None:
    abroad = start.astimezone(zone)
    due = calendar.add(start, amount)
    assert calendar.add(abroad, amount) == due
    assert calendar.between(abroad, due.astimezone(zone)) == amount
    assert calendar.is_open(abroad) is calendar.is_open(start)
    assert calendar.end_of_day(abroad) == calendar.end_of_day(start)
    assert calendar.add_working_days(abroad, 3) == calendar.add_working_days(start, 3)


@given(calendars, moments, amounts)
def test_an_explanation_ends_where_the_reckoning_ends(
    calendar: Calendar, start: datetime, amount: timedelta
) -> None:
    lines, due = calendar.explain(start, amount), calendar.add(start, amount)
    assert sum((line.counted for line in lines), timedelta()) == amount
    assert lines[-1].left == timedelta()
    assert (lines[0].day, lines[-1].day) == (calendar.local_day(start), calendar.local_day(due))
    assert all(b.day - a.day == timedelta(days=1) for a, b in pairwise(lines))
    spans = [span for line in lines for span in line.spans]
    assert all(a < b for a, b in spans)
    if spans:
        assert spans[-1][1] == due


# --- minute by minute ---------------------------------------------------------------------------


def worked_minutes(calendar: Calendar, start: datetime) -> Iterator[datetime]:
    """Every minute from `start` on that the wall clock shows within working hours."""
    while True:
        if any(
            opens <= start < closes
            for opens, closes in calendar.spans(start.astimezone(calendar.zone).date())
        ):
            yield start
        start += timedelta(minutes=1)


@pytest.mark.requirement("W10")
@pytest.mark.parametrize("who", sorted(SCHEDULES))
def test_minute_by_minute(who: str) -> None:
    calendar, chance = CALENDARS[who], random.Random(who)
    for _ in range(12):
        start = datetime(2020, 2, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(3_800_000))
        wanted = chance.randrange(1, 700)
        minutes = worked_minutes(calendar, start)
        for _ in range(wanted - 1):
            next(minutes)
        due = next(minutes) + timedelta(minutes=1)
        assert calendar.add(start, timedelta(minutes=wanted)) == due
        assert calendar.between(start, due) == timedelta(minutes=wanted)


def test_spans_are_what_the_wall_clock_says() -> None:
    """The minutes of a year, read off the wall clock of three zones, fall into the spans."""
    chance = random.Random(7)
    for who in ("novosibirsk", "kaliningrad", "berlin"):
        calendar, zone = CALENDARS[who], ZONES[who]
        schedule = SCHEDULES[who]
        for _ in range(3000):
            at = datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(minutes=chance.randrange(510_000))
            local = at.astimezone(zone)
            if calendar.kind(local.date()) is not DayKind.WORK:
                continue
            on = any(a <= local.time() < b for a, b in schedule.week[local.weekday()].spans)
            assert calendar.is_open(at) is on, local
