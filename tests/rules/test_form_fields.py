"""What a field of a process's form takes, and what each kind refuses by name."""

from __future__ import annotations

from datetime import date

import pytest

from domain.form_fields import KINDS, typed
from domain.ministry import Field
from domain.refusal import Refused

TODAY = date(2026, 11, 24)
CHOICES = ("Ежегодный", "Без сохранения оплаты")


def field(kind: str) -> Field:
    return Field("one", "Что", kind, choices=CHOICES if kind == "choice" else (), longest=20)


@pytest.mark.requirement("E6")
@pytest.mark.parametrize(
    ("kind", "said", "kept"),
    [
        ("text", "  кабинет 215\n", "кабинет 215"),
        ("number", "14", "14"),
        ("number", "1 500", "1500"),
        ("number", "12 345 678", "12345678"),
        ("number", "1500.50", "1500,50"),
        ("number", " 0,5 ", "0,5"),
        ("day", "15.12.2026", "15.12.2026"),
        ("day", "завтра", "25.11.2026"),
        ("day", "3 января", "03.01.2027"),
        ("phone", "12-34", "12-34"),
        ("phone", "+7 (383) 123-45-67", "+7 (383) 123-45-67"),
        ("phone", "8 383 1234567", "8 383 1234567"),
        ("email", "<a.b@example.org>", "a.b@example.org"),
        ("choice", " без  сохранения ОПЛАТЫ ", "Без сохранения оплаты"),
    ],
)
def test_what_is_understood(kind: str, said: str, kept: str) -> None:
    assert typed(field(kind), said, TODAY) == kept


@pytest.mark.requirement("E6")
@pytest.mark.parametrize(
    ("kind", "said", "name"),
    [
        ("text", "и" * 21, "field-too-long"),
        ("number", "две недели", "field-number"),
        ("number", "14 дней", "field-number"),
        ("number", "-3", "field-number"),
        ("number", "15 00", "field-number"),
        ("number", "1" * 16, "field-number"),
        ("number", "٣", "field-number"),
        ("day", "31.02.2026", "field-day"),
        ("day", "скоро", "field-day"),
        ("phone", "позвоните мне", "field-phone"),
        ("phone", "12", "field-phone"),
        ("phone", "123456789012", "field-phone"),
        ("phone", "12-34 доб. кадры", "field-phone"),
        ("email", "нет почты", "email-not-understood"),
        ("email", "a@b", "email-not-understood"),
        ("choice", "Учебный", "field-choice"),
    ],
)
def test_what_is_refused_and_how(kind: str, said: str, name: str) -> None:
    with pytest.raises(Refused) as no:
        typed(field(kind), said, TODAY)
    assert no.value.text == name


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("said", ["", " \n", "\u200b", "\u3164"])
def test_nothing_that_can_be_seen_is_no_answer(kind: str, said: str) -> None:
    with pytest.raises(Refused) as no:
        typed(field(kind), said, TODAY)
    assert no.value.text == "field-empty"
