"""What is masked in people's words, and what stays."""

from __future__ import annotations

import pytest

from domain.masking import KINDS, masked

PEOPLE = ("Петров Андрей Николаевич", "Иванова Ольга Дмитриевна", "Морозов Павел Сергеевич")

MASKED = [
    ("Мой телефон +7 (913) 456-78-90, звоните", "Мой телефон <phone>, звоните"),
    ("звоните 8 913 4567890", "звоните <phone>"),
    ("номер 9134567890", "номер <phone>"),
    ("тел. 223-45-67", "тел. <phone>"),
    ("пишите ivan.petrov+1@mail.example.org.", "пишите <mail>."),
    ("я @ivan_petrov, vk.com/id123456", "я <page>, <page>"),
    ("СНИЛС 112-233-445 95", "СНИЛС <snils>"),
    ("СНИЛС 11223344595", "СНИЛС <snils>"),
    ("ИНН 500100732259", "ИНН <inn>"),
    ("карта 4111 1111 1111 1111", "карта <card>"),
    ("счёт 40817810099910004312", "счёт <account>"),
    ("у меня 50 04 123456", "у меня <passport>"),
    ("Петров Андрей Николаевич грубит", "<employee> грубит"),
    ("Петрову Андрею Николаевичу спасибо", "<employee> спасибо"),
    ("спасибо Андрею Николаевичу", "спасибо <employee>"),
    ("с Ивановой О. Д. приятно работать", "с <employee> приятно работать"),
    ("О.Д. Иванова ответила", "<employee> ответила"),
    ("Ольга Иванова и Морозов ответили", "<employee> и <employee> ответили"),
    ("Сидорову Ивану Петровичу отказали", "<person> отказали"),
    ("Каибов М. Х. нагрубил", "<person> нагрубил"),
]

KEPT = [
    "Приказ от 27.09.2024 № 2137",
    "номер обращения 2024-001234",
    "горячая линия 8-800-250-02-01",
    "карта 4111 1111 1111 1112",
    "ИНН 500100732250",
    "с 01.10.2024 по 31.12.2024",
    "150 000 рублей, кабинет 104",
    "Министерство Труда России",
    "на ул. Зорге",
    "Иван ответил быстро",
]


@pytest.mark.requirement("S5")
@pytest.mark.parametrize(("text", "shown"), MASKED)
def test_what_tells_of_a_person_is_masked(text: str, shown: str) -> None:
    assert masked(text, PEOPLE, lambda kind: f"<{kind}>") == shown


@pytest.mark.requirement("S5")
@pytest.mark.parametrize("text", KEPT)
def test_what_tells_of_nobody_stays(text: str) -> None:
    assert masked(text, PEOPLE, lambda kind: f"<{kind}>") == text


def test_every_kind_of_mask_is_used() -> None:
    used: set[str] = set()
    for text, _ in MASKED:
        masked(text, PEOPLE, lambda kind: used.add(kind) or kind)  # type: ignore[func-returns-value]
    assert used == {*KINDS}


def test_without_employees_nobody_is_one() -> None:
    assert masked("Петров пришёл", (), str) == "Петров пришёл"
