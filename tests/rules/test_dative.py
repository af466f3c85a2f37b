"""To whom a letter goes: declined where that is certain, and never wrongly."""

from __future__ import annotations

import pytest

from domain.dative import dative


@pytest.mark.requirement("T7")
@pytest.mark.parametrize(
    ("name", "to"),
    [
        ("Ахметова Гульнара Рашидовна", "Ахметовой Гульнаре Рашидовне"),
        ("Гульнара Рашидовна Ахметова", "Гульнаре Рашидовне Ахметовой"),
        ("ПЕТРОВ АНДРЕЙ НИКОЛАЕВИЧ", "Петрову Андрею Николаевичу"),
        ("петров пётр ильич", "Петрову Петру Ильичу"),
        ("Шевчук Ольга Ивановна", "Шевчук Ольге Ивановне"),
        ("Шевчук Пётр Ильич", "Шевчуку Петру Ильичу"),
        ("Толстая Наталья Ильинична", "Толстой Наталье Ильиничне"),
        ("Достоевский Фёдор Михайлович", "Достоевскому Фёдору Михайловичу"),
        ("Мицкевич Лев Яковлевич", "Мицкевичу Льву Яковлевичу"),
    ],
)
def test_a_certain_name_is_declined(name: str, to: str) -> None:
    assert dative(name) == to


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Ольга",
        "Иванов Иван",
        "Сорока Павел Петрович",
        "Заяц Мария Петровна",
        "Горная Инна Юрьевна",
        "Кузьмина-Орлова Нина Юрьевна",
        "Гогия Илья Кузьмич",
        "Ким Юрий Черсанович",
        "John Smith Junior",
        "ООО «Ромашка»",
        "Иванов И. И.",
        "Рашид Гасан оглы",
        "Петрова Андрей Николаевич",
    ],
)
def test_a_doubtful_name_stays_as_it_is_written(name: str) -> None:
    assert dative(name) == ""
