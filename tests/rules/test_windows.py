"""Windows: when they are due, whom to remind when, and what downtime does to them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ministry import Length, Span
from domain.windows import (
    DEFAULT_RULES,
    Window,
    WindowState,
    advanced,
    alert_moments,
    arithmetic,
    closed,
    dropped,
    duration,
    left,
    length,
    open_window,
    reckoned_anew,
    rule_with,
    ruling,
    step_at,
)
from domain.worktime import Calendar, CalendarUnknown, Counted, DayKind
from tests.rules.ministries import CALENDARS, SCHEDULES

REPLY = DEFAULT_RULES["message_reply"]
MOSCOW = CALENDARS["moscow"]


def at(text: str) -> datetime:
    """A moment on Moscow's wall: "09.11 10:00" of 2026, or with the year, "09.11.2025 10:00"."""
    day, clock = text.split()
    day = day if day.count(".") == 2 else f"{day}.2026"
    return datetime.strptime(f"{day} {clock}", "%d.%m.%Y %H:%M").replace(
        tzinfo=ZoneInfo("Europe/Moscow")
    )


def wall(moment: datetime | None) -> str:
    return f"{moment.astimezone(ZoneInfo('Europe/Moscow')):%d.%m %H:%M}" if moment else ""


def said(window: Window, now: str) -> tuple[Window, str]:
    """What a tick at that time says, and the window after it."""
    step = step_at(REPLY, window, at(now), MOSCOW)
    name = "breach" if step.breach else str(step.before) if step.number else ""
    return advanced(window, step), name


@pytest.mark.requirement("W2")
@pytest.mark.parametrize(
    ("rule", "started", "due"),
    [
        ("message_reply", "09.11 10:00", "10.11 09:48"),
        ("message_reply", "13.11 16:50", "16.11 17:38"),
        ("coexecutor_part", "13.11 13:30", "16.11 09:48"),
        ("acknowledge", "13.11 16:50", "16.11 18:00"),
        ("official_reply", "09.11 10:00", "09.12 23:59"),
        ("official_reply", "10.10 23:50", "09.11 23:59"),
        ("redirect", "30.10 10:00", "06.11 23:59"),
        # 29 November 2026 is a Sunday: the law does not move the last day.
        ("unintelligible", "22.11 10:00", "29.11 23:59"),
        ("incomplete", "13.11 16:50", "14.11 16:50"),
        ("internal_written", "09.11 10:00", "09.12 23:59"),
        ("internal_oral", "09.11 10:00", "09.11 18:00"),
        ("internal_oral", "13.11 17:30", "16.11 18:00"),
    ],
)
def test_when_the_windows_of_the_orders_are_due(rule: str, started: str, due: str) -> None:
    window = open_window(DEFAULT_RULES[rule], at(started), MOSCOW)
    assert wall(window.due_at) == due
    assert (window.rule, window.clause) == (rule, DEFAULT_RULES[rule].clause)
    assert window.starts_at == at(started)
    assert window.calendar_version == MOSCOW.version


def test_an_extension_is_asked_for_three_days_before_the_main_window_is_due() -> None:
    main = open_window(DEFAULT_RULES["official_reply"], at("09.11 10:00"), MOSCOW)
    rule = DEFAULT_RULES["extension"]
    window = open_window(rule, at("09.11 10:00"), MOSCOW, before=main.due_at)
    # 6 December is a Sunday: what is to be done no later is done on Friday.
    assert wall(window.due_at) == "04.12 17:00"
    # 16 h before: Friday's 7:12, Thursday's 8:12, Wednesday's 0:36.
    assert wall(window.next_alert_at) == "02.12 17:24"
    with pytest.raises(ValueError, match="before what"):
        open_window(rule, at("09.11 10:00"), MOSCOW)


@pytest.mark.requirement("W2", "W14")
def test_alerts_come_at_four_hours_two_hours_and_half_an_hour_left() -> None:
    window = open_window(REPLY, at("13.11 14:00"), MOSCOW)
    # Friday 3 h, Monday 5 h: due Monday 14:48; two hours before that, Monday 12:00 (lunch is none).
    assert wall(window.due_at) == "16.11 14:48"
    moments = [wall(moment) for moment in alert_moments(REPLY, window.due_at, MOSCOW)]
    assert moments == ["16.11 10:00", "16.11 12:00", "16.11 14:18", "16.11 14:48"]
    assert wall(window.next_alert_at) == "16.11 10:00"
    spoken = []
    for now in ("13.11 16:59", "16.11 09:59", "16.11 10:00", "16.11 10:01", "16.11 12:00"):
        window, name = said(window, now)
        spoken.append(name)
    assert spoken == ["", "", "4:00:00", "", "2:00:00"]
    for now in ("16.11 14:17", "16.11 14:18", "16.11 14:47", "16.11 14:48", "16.11 16:00"):
        window, name = said(window, now)
        spoken.append(name)
    assert spoken[5:] == ["", "0:30:00", "", "breach", ""]
    assert window.state is WindowState.BROKEN
    assert window.next_alert_at is None


@pytest.mark.requirement("W14")
def test_an_alert_that_falls_on_closing_time_waits_for_the_morning() -> None:
    # Monday 14:00-18:00 and Tuesday 9:00-13:00: with 4 h left Monday is over.
    window = open_window(REPLY, at("09.11 14:00"), MOSCOW)
    assert wall(window.due_at) == "10.11 13:00"
    assert wall(window.next_alert_at) == "10.11 09:00"
    # Due at 13:00 sharp nobody is there to hear of a breach: after lunch.
    assert wall(alert_moments(REPLY, window.due_at, MOSCOW)[-1]) == "10.11 13:48"


@pytest.mark.requirement("W14")
def test_nothing_is_said_at_night_even_when_it_is_late() -> None:
    window = open_window(REPLY, at("13.11 14:00"), MOSCOW)
    window, name = said(window, "16.11 22:00")
    assert (name, wall(window.next_alert_at)) == ("", "17.11 09:00")
    assert window.state is WindowState.OPEN
    window, name = said(window, "17.11 09:00")
    assert name == "breach"


@pytest.mark.requirement("W2")
def test_three_days_of_downtime_yield_one_step() -> None:
    window = open_window(REPLY, at("09.11 09:30"), MOSCOW)
    late, name = said(window, "12.11 11:00")
    assert name == "breach"
    assert said(late, "12.11 11:01")[1] == ""
    assert said(window, "10.11 09:10")[1] == "0:30:00", "4 h and 2 h are passed over"


def test_alerts_that_would_come_before_the_window_opens_are_skipped() -> None:
    late_friday = open_window(DEFAULT_RULES["incomplete"], at("13.11 16:30"), MOSCOW)
    # Due on Saturday: only half an hour of work is left from the start on.
    assert late_friday.step == 2
    assert wall(late_friday.next_alert_at) == "16.11 09:00"
    # Asked at 16:00 for the end of the day: two hours are left, as the notice itself says.
    oral = open_window(DEFAULT_RULES["internal_oral"], at("09.11 16:00"), MOSCOW)
    assert (oral.step, wall(oral.next_alert_at)) == (1, "09.11 17:30")


def test_working_time_left_and_overdue() -> None:
    window = open_window(REPLY, at("13.11 16:50"), MOSCOW)
    assert left(window, at("13.11 16:50"), MOSCOW) == timedelta(hours=8)
    assert left(window, at("15.11 12:00"), MOSCOW) == timedelta(hours=7, minutes=50)
    assert left(window, at("16.11 17:38"), MOSCOW) == timedelta()
    assert left(window, at("17.11 09:30"), MOSCOW) == timedelta(minutes=-52)


@pytest.mark.parametrize(
    ("done", "state"),
    [("16.11 17:38", WindowState.MET), ("16.11 17:39", WindowState.LATE)],
)
def test_a_window_done_in_time_or_late_says_nothing_more(done: str, state: WindowState) -> None:
    window = closed(open_window(REPLY, at("13.11 16:50"), MOSCOW), at(done))
    assert (window.state, window.next_alert_at) == (state, None)
    assert step_at(REPLY, window, at("18.11 10:00"), MOSCOW).number == 0
    assert step_at(REPLY, dropped(window), at("18.11 10:00"), MOSCOW).next_alert_at is None


@pytest.mark.requirement("W11")
def test_a_changed_calendar_moves_an_open_window() -> None:
    window = open_window(REPLY, at("09.11 16:00"), MOSCOW)
    day_off = replace(SCHEDULES["moscow"], days_off=frozenset({date(2026, 11, 10)}))
    closed_tuesday = Calendar(day_off)
    moved = reckoned_anew(REPLY, window, at("09.11 17:00"), closed_tuesday)
    assert (wall(window.due_at), wall(moved.due_at)) == ("10.11 15:48", "11.11 15:48")
    assert wall(moved.next_alert_at) == "11.11 11:00"
    assert moved.calendar_version == closed_tuesday.version != window.calendar_version


@pytest.mark.requirement("W11")
def test_steps_said_are_not_said_again_unless_they_lie_ahead_once_more() -> None:
    window, name = said(open_window(REPLY, at("09.11 09:00"), MOSCOW), "09.11 15:50")
    assert (name, window.step) == ("2:00:00", 2)
    same = reckoned_anew(REPLY, window, at("09.11 16:00"), MOSCOW)
    assert same == window
    longer = rule_with(REPLY, within="12 working hours")
    later = reckoned_anew(longer, window, at("09.11 16:00"), MOSCOW)
    assert (later.step, wall(later.next_alert_at)) == (0, "09.11 17:48")
    shorter = rule_with(REPLY, within="5 working hours")
    broken = reckoned_anew(shorter, window, at("09.11 16:00"), MOSCOW)
    step = step_at(shorter, broken, at("09.11 16:00"), MOSCOW)
    assert step.breach


@pytest.mark.requirement("W11")
def test_a_rule_with_fewer_alerts_does_not_swallow_the_breach() -> None:
    window, _ = said(open_window(REPLY, at("09.11 09:00"), MOSCOW), "09.11 17:20")
    assert window.step == 3
    fewer = rule_with(REPLY, alert_before=["1h"])
    assert step_at(fewer, window, at("10.11 10:00"), MOSCOW).breach
    more = rule_with(REPLY, alert_before=["5h", "4h", "2h", "1h", "30m"])
    broken, _ = said(window, "10.11 10:00")
    assert step_at(more, broken, at("10.11 10:05"), MOSCOW).number == 0


@pytest.mark.requirement("W13")
def test_the_earliest_window_rules() -> None:
    reply = open_window(REPLY, at("09.11 10:00"), MOSCOW)
    official = open_window(DEFAULT_RULES["official_reply"], at("09.11 10:00"), MOSCOW)
    part = open_window(DEFAULT_RULES["coexecutor_part"], at("09.11 10:00"), MOSCOW)
    assert ruling([official, reply, part]) == part
    assert ruling([official, reply, closed(part, at("09.11 11:00"))]) == reply
    assert ruling([dropped(part)]) is None


@pytest.mark.requirement("W13")
def test_every_window_shows_its_arithmetic() -> None:
    reply = open_window(REPLY, at("13.11 16:50"), MOSCOW)
    lines = [line for line in arithmetic(reply, MOSCOW) if isinstance(line, Counted)]
    assert [(line.day.day, line.kind, str(line.counted)) for line in lines] == [
        (13, DayKind.WORK, "0:10:00"),
        (14, DayKind.WEEKEND, "0:00:00"),
        (15, DayKind.WEEKEND, "0:00:00"),
        (16, DayKind.WORK, "7:50:00"),
    ]
    for name in ("acknowledge", "official_reply"):
        assert arithmetic(open_window(DEFAULT_RULES[name], at("13.11 17:30"), MOSCOW), MOSCOW) == ()


def test_a_window_into_an_unknown_year_is_not_guessed() -> None:
    with pytest.raises(CalendarUnknown):
        open_window(REPLY, at("30.12.2027 17:00"), MOSCOW)
    with pytest.raises(CalendarUnknown):
        open_window(DEFAULT_RULES["official_reply"], at("10.12.2027 10:00"), MOSCOW)


@given(
    st.sampled_from(sorted(CALENDARS)),
    st.sampled_from(sorted(DEFAULT_RULES.keys() - {"extension", "promise"})),
    st.datetimes(datetime(2020, 3, 1), datetime(2027, 6, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
@pytest.mark.requirement("W14")
def test_alerts_lie_in_working_time_in_order_and_leave_what_they_say(
    who: str, rule_id: str, started: datetime
) -> None:
    calendar, rule = CALENDARS[who], DEFAULT_RULES[rule_id]
    window = open_window(rule, started, calendar)
    moments = alert_moments(rule, window.due_at, calendar)
    assert all(calendar.is_open(moment) for moment in moments)
    assert list(moments) == sorted(moments)
    for moment, before in zip(moments, (*rule.alert_before, timedelta()), strict=True):
        assert calendar.between(moment, max(window.due_at, moment)) == before
    assert window.next_alert_at is not None
    assert window.next_alert_at > window.starts_at or window.due_at <= window.starts_at
    spoken = []
    while window.next_alert_at:
        step = step_at(rule, window, window.next_alert_at, calendar)
        spoken.append(step.number)
        window = advanced(window, step)
    assert spoken == list(range(len(moments) + 1))[spoken[0] :]
    assert window.state is WindowState.BROKEN


# --- the organisation file ----------------------------------------------------------------------


@pytest.mark.requirement("W11")
@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("8 working hours", Length(8, Span.WORKING_HOURS)),
        ("1 working hour", Length(1, Span.WORKING_HOURS)),
        ("3 working days", Length(3, Span.WORKING_DAYS)),
        ("24 calendar hours", Length(24, Span.CALENDAR_HOURS)),
        (" 30  Calendar days", Length(30, Span.CALENDAR_DAYS)),
        ("3 days before", Length(3, Span.DAYS_BEFORE)),
        ("end of day", Length(0, Span.END_OF_DAY)),
    ],
)
def test_lengths_are_read(text: str, read: Length) -> None:
    assert length(text) == read


@pytest.mark.parametrize(
    "text", ["7 days", "24 hours", "0 working hours", "-1 working days", "", "soon"]
)
def test_lengths_that_say_nothing_clear_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f'"{text}"')):
        length(text)


@pytest.mark.requirement("W11")
def test_durations_are_read() -> None:
    assert duration("4h") == timedelta(hours=4)
    assert duration("30m") == timedelta(minutes=30)
    assert duration("1h30m") == duration("1h 30m") == timedelta(minutes=90)
    for wrong in ("", "0h", "1d", "4", "h", "-1h", "30m4h"):
        with pytest.raises(ValueError, match="write hours and minutes"):
            duration(wrong)


@pytest.mark.requirement("W11")
def test_a_rule_is_overridden_by_the_file() -> None:
    rule = rule_with(
        REPLY, within="6 working hours", alert_before=["30m", "3h", "30m"], on_breach=["head"]
    )
    assert rule.within == Length(6, Span.WORKING_HOURS)
    assert rule.alert_before == (timedelta(hours=3), timedelta(minutes=30))
    assert rule.on_breach == ("head",)
    assert (rule.id, rule.clause) == (REPLY.id, REPLY.clause)
    assert rule_with(REPLY) == REPLY


@pytest.mark.parametrize(
    ("overrides", "says"),
    [
        ({"withn": "8 working hours"}, "withn"),
        ({"within": 8}, "words are wanted"),
        ({"alert_before": "4h"}, "a list is wanted"),
        ({"alert_before": ["8h"]}, "before the window opens"),
        ({"on_breach": ["boss"]}, "boss"),
    ],
)
def test_overrides_that_make_no_sense_are_refused(overrides: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        rule_with(REPLY, **overrides)
