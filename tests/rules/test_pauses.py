"""Windows that stand still or are extended, and what the file may say of it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain import extension
from domain.ministry import WindowRule
from domain.refusal import Refused
from domain.windows import (
    DEFAULT_RULES,
    WindowState,
    alert_moments,
    closed,
    extended,
    open_window,
    paused,
    reckoned_anew,
    resumed,
    rule_with,
    step_at,
)
from tests.rules.ministries import CALENDARS

MOSCOW = CALENDARS["moscow"]
REPLY, OFFICIAL = DEFAULT_RULES["message_reply"], DEFAULT_RULES["official_reply"]


def at(text: str) -> datetime:
    """A moment on Moscow's wall in 2026."""
    moment = datetime.strptime(f"{text}.2026", "%H:%M %d.%m.%Y")  # noqa: DTZ007 - and here it is
    return moment.replace(tzinfo=ZoneInfo("Europe/Moscow"))


def wall(moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo('Europe/Moscow')):%H:%M %d.%m}"


def within(length: str) -> WindowRule:
    return rule_with(DEFAULT_RULES["internal_written"], within=length)


@pytest.mark.requirement("W11")
@pytest.mark.parametrize(
    ("rule", "due"),
    [
        # from Monday 10:00; stopped from Tuesday 10:00 to Thursday 12:00
        (within("12 working hours"), "16:36 12.11"),  # 8 h 12 min gone, 3 h 48 min left
        (within("3 working days"), "18:00 16.11"),  # two left on Tuesday: Friday and Monday
        (within("48 calendar hours"), "12:00 13.11"),
        (within("5 calendar days"), "23:59 16.11"),  # four left on Tuesday
        (within("30 calendar days"), "23:59 11.12"),
    ],
)
def test_what_was_left_is_left_when_time_goes_on(rule: WindowRule, due: str) -> None:
    window = paused(open_window(rule, at("10:00 09.11"), MOSCOW), at("10:00 10.11"))
    assert window.next_alert_at is None
    assert step_at(rule, window, at("10:00 30.12"), MOSCOW).number == 0
    running = resumed(rule, window, at("12:00 12.11"), MOSCOW)
    assert wall(running.due_at) == due
    assert running.paused_at is None
    assert running.next_alert_at in alert_moments(rule, running.due_at, MOSCOW)
    assert reckoned_anew(rule, running, at("12:00 12.11"), MOSCOW) == running


@pytest.mark.requirement("W11")
def test_looked_at_in_between_it_is_due_the_same() -> None:
    start = paused(open_window(REPLY, at("10:00 09.11"), MOSCOW), at("15:00 09.11"))
    once = resumed(REPLY, start, at("16:30 11.11"), MOSCOW)
    looked = start
    for now in (at("17:59 09.11"), at("03:00 10.11"), at("13:10 11.11")):
        looked = paused(resumed(REPLY, looked, now, MOSCOW), now)
    assert resumed(REPLY, looked, at("16:30 11.11"), MOSCOW) == once


def test_what_is_done_while_time_stands_still_is_done_in_time() -> None:
    window = paused(open_window(REPLY, at("10:00 09.11"), MOSCOW), at("15:00 09.11"))
    assert closed(window, at("15:00 20.11")).state is WindowState.MET


@pytest.mark.requirement("W8", "W4")
def test_an_extended_window_keeps_its_start_and_its_new_day() -> None:
    window = open_window(OFFICIAL, at("10:00 09.11"), MOSCOW)
    until = MOSCOW.last_second(date(2026, 12, 25))
    longer = extended(OFFICIAL, window, until, at("10:00 01.12"), MOSCOW)
    assert (longer.starts_at, longer.due_at) == (window.starts_at, until)
    assert longer.state is WindowState.OPEN
    assert reckoned_anew(OFFICIAL, longer, at("10:00 02.12"), MOSCOW) == longer


@pytest.mark.requirement("W8")
def test_days_an_extension_may_have() -> None:
    """Due on 9 December; thirty days beyond is 8 January."""
    window = open_window(OFFICIAL, at("10:00 09.11"), MOSCOW)
    for day, refusal in ((date(2026, 12, 9), "too-soon"), (date(2027, 1, 9), "too-far")):
        with pytest.raises(Refused) as no:
            extension.check_day(window, day, MOSCOW)
        assert no.value.text == f"extend-{refusal}"
    extension.check_day(window, date(2027, 1, 8), MOSCOW)
    last = extension.last_moment(DEFAULT_RULES["extension"], window, MOSCOW)
    assert wall(last) == "17:00 04.12"  # 6 December is a Sunday
    longer = extended(OFFICIAL, window, MOSCOW.last_second(date(2026, 12, 25)), last, MOSCOW)
    assert extension.last_day(longer, MOSCOW) == date(2027, 1, 8), "however often"


@pytest.mark.requirement("W11")
@pytest.mark.parametrize(
    ("rule", "overrides", "says"),
    [
        ("message_reply", {"within": "as promised"}, "for promise alone"),
        ("redirect", {"within": "3 days before"}, "for extension alone"),
        ("promise", {"within": "8 working hours"}, 'write "as promised"'),
        ("extension", {"within": "3 working days"}, "3 days before"),
        ("incomplete", {"pause_while": ["question"]}, "its time cannot stop"),
        ("message_reply", {"pause_while": ["lunch"]}, "nothing called 'lunch'"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_cure(
    rule: str, overrides: dict[str, object], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        rule_with(DEFAULT_RULES[rule], **overrides)


@pytest.mark.requirement("W11")
def test_nothing_stops_by_itself() -> None:
    assert not any(rule.pause_while for rule in DEFAULT_RULES.values())
