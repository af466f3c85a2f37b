"""Lengths, reminders and stretches of days as people type them."""

from __future__ import annotations

from datetime import date

import pytest

from domain.refusal import Refused
from domain.typed import typed_days
from domain.typed_windows import as_file, typed_alerts, typed_length

pytestmark = pytest.mark.requirement("W11")

LENGTHS = {
    "8 рабочих часов": "8 working hours",
    "1 рабочий час": "1 working hours",
    "  3  Рабочих дня. ": "3 working days",
    "30 календарных дней": "30 calendar days",
    "24 часа подряд": "24 calendar hours",
    "7 дней подряд": "7 calendar days",
    "до конца рабочего дня": "end of day",
    "за 3 дня до срока ответа": "3 days before",
    "как обещано": "as promised",
}
REFUSED = {
    "": "typed-length",
    "скоро": "typed-length",
    "0 рабочих часов": "typed-length",
    "99999 рабочих часов": "typed-length",
    "8 рабочих": "typed-length",
    "за 3 часа до срока": "typed-length",
    "8 часов": "typed-length-vague",
    "3 дня": "typed-length-vague",
}
ALERTS = {
    "за 4 часа, за 2 часа, за 30 минут": ["4h", "2h", "30m"],
    "за 30 мин и за 1 ч 30 мин": ["1h30m", "30m"],
    "полчаса; час; 2ч": ["2h", "1h", "30m"],
    "за 4 часа, 4 часа": ["4h"],
    "нет": [],
}
TODAY = date(2026, 11, 24)
DAYS = {
    "31.12": ("2026-12-31", "2026-12-31"),
    "2026-12-31": ("2026-12-31", "2026-12-31"),
    "29.12–11.01": ("2026-12-29", "2027-01-11"),
    "29-31.12": ("2026-12-29", "2026-12-31"),
    "с 29 по 31 декабря": ("2026-12-29", "2026-12-31"),
    "с 29 декабря по 11 января": ("2026-12-29", "2027-01-11"),
    "1.11.2026 — 3.11.2026": ("2026-11-01", "2026-11-03"),
}


@pytest.mark.parametrize("text", LENGTHS)
def test_a_length_that_is_typed(text: str) -> None:
    found = typed_length(text)
    assert (f"{found.amount} {found.span}" if found.amount else str(found.span)) == LENGTHS[text]


@pytest.mark.parametrize("text", REFUSED)
def test_a_length_that_cannot_be_understood_is_asked_for_again(text: str) -> None:
    with pytest.raises(Refused) as no:
        typed_length(text)
    assert no.value.text == REFUSED[text]


@pytest.mark.parametrize("text", ALERTS)
def test_reminders_that_are_typed(text: str) -> None:
    assert as_file(typed_alerts(text)) == ALERTS[text]


@pytest.mark.parametrize("text", ["", "часто", "за 3 дня", "за 0 минут", "за 4", "1 ч 2"])
def test_reminders_that_cannot_be_understood(text: str) -> None:
    with pytest.raises(Refused) as no:
        typed_alerts(text)
    assert no.value.text == "typed-alerts"


@pytest.mark.parametrize("text", DAYS)
def test_a_stretch_of_days(text: str) -> None:
    found = typed_days(text, TODAY)
    assert found
    assert tuple(day.isoformat() for day in found) == DAYS[text]


@pytest.mark.parametrize("text", ["", "31.13", "5-3.12", "скоро", "1.12-2.12-3.12"])
def test_no_stretch_of_days(text: str) -> None:
    assert typed_days(text, TODAY) is None
