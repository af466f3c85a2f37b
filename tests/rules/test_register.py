"""What people type for the register: names, addresses, numbers of the document system."""

from __future__ import annotations

from datetime import date

import pytest

from domain.refusal import Refused
from domain.register import typed_address, typed_email, typed_line, typed_name, typed_number

TODAY = date(2026, 11, 24)


@pytest.mark.requirement("A9")
@pytest.mark.parametrize("name", ["Иванова Анна Петровна", " мамед  оглы алиев ", "Li Wei", "Анна"])
def test_names(name: str) -> None:
    assert typed_name(name) == " ".join(name.split())


@pytest.mark.requirement("A9")
@pytest.mark.parametrize("name", ["", "Анна 1980", "a@b.ru", "что? как", "я " * 7, "а" * 130])
def test_what_is_no_name(name: str) -> None:
    with pytest.raises(Refused, match="name-not-understood"):
        typed_name(name)


@pytest.mark.requirement("R21")
def test_addresses() -> None:
    assert typed_email(" <anna.k@mail.example.org> ") == "anna.k@mail.example.org"
    assert typed_email("инфо@почта.рф") == "инфо@почта.рф"
    for wrong in ("anna", "anna@", "anna@example", "a b@example.org", "a@b.c, d@e.org"):
        with pytest.raises(Refused, match="email-not-understood"):
            typed_email(wrong)
    assert typed_address("630000, Новосибирск,\n ул. Мира, 1") == "630000, Новосибирск, ул. Мира, 1"
    for wrong in ("дома", "а" * 300):
        with pytest.raises(Refused, match="address-not-understood"):
            typed_address(wrong)
    with pytest.raises(Refused, match="line-too-long"):
        typed_line("а" * 300)


@pytest.mark.requirement("R19")
@pytest.mark.parametrize(
    ("text", "number", "day"),
    [
        ("А-123/26 от 24.11.2026", "А-123/26", TODAY),
        ("01-15/7 от 3 ноября", "01-15/7", date(2026, 11, 3)),
        ("77 от 25.12", "77", date(2025, 12, 25)),
        ("А-123/26", "А-123/26", TODAY),
        ("№ 5 20.11.26", "№ 5", date(2026, 11, 20)),
    ],
)
def test_numbers_of_the_document_system(text: str, number: str, day: date) -> None:
    assert typed_number(text, TODAY) == (number, day)


@pytest.mark.requirement("R19")
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("без номера", "register-number-not-understood"),
        ("1" * 80, "register-number-not-understood"),
        ("А-1 от 25.11.2026", "register-day-ahead"),
        ("А-1 от 31.02.2026", "day-not-understood"),
    ],
)
def test_numbers_that_are_refused(text: str, name: str) -> None:
    with pytest.raises(Refused, match=name):
        typed_number(text, TODAY)
