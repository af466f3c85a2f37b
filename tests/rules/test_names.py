"""How people are addressed: the right name with the right ending, or nobody by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.names import LONGEST, Form, Gender, Greeting, Parts, greeting, taken_apart


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Иванов Иван Петрович", "Иван Петрович"),
        ("Иван Петрович Иванов", "Иван Петрович"),
        ("ИВАНОВ ИВАН ПЕТРОВИЧ", "Иван Петрович"),
        ("иван петрович", "Иван Петрович"),
        ("Иван", "Иван"),
        ("Пётр", "Пётр"),
        ("Никита", "Никита"),
        ("Илья Сергеевич", "Илья Сергеевич"),
        ("Фёдор Кузьмич", "Фёдор Кузьмич"),
        ("г-н Сидоров Олег Ильич", "Олег Ильич"),
        ("Абрамович Роман Аркадьевич", "Роман Аркадьевич"),
        ("Петров-Водкин Кузьма Сергеевич", "Кузьма Сергеевич"),
        ("Мамедов Али Гасан оглы", "Али Гасан оглы"),
        ("Магомедов Магомед Магомедович", "Магомед Магомедович"),
        ("Чингиз Торекулович Айтматов", "Чингиз Торекулович"),
        ("Кузнецов Павел", "Павел"),
        ("Павел Кузнецов", "Павел"),
        ("Женя Петров", "Женя"),
        ("Карен Мкртчян", "Карен"),
        ("Джон Смит", "Джон"),
    ],
)
def test_men(name: str, address: str) -> None:
    assert greeting(name) == Greeting(Form.DEAR_M, address)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Мария", "Мария"),
        ("ИВАНОВА МАРИЯ СЕРГЕЕВНА", "Мария Сергеевна"),
        ("Любовь Орлова", "Любовь"),
        ("Любовь Ильинична", "Любовь Ильинична"),
        ("Госпожа Петрова Анна", "Анна"),
        ("Анна Рабинович", "Анна"),
        ("Рабинович Анна Львовна", "Анна Львовна"),
        ("Алиева Лейла Вагиф кызы", "Лейла Вагиф кызы"),
        ("Патимат Магомедова", "Патимат"),
        ("Хадижат Алиева", "Хадижат"),
        ("Аминат", "Аминат"),
        ("Анна Мария Ивановна Шмидт", "Анна Мария Ивановна"),
        ("Анна-Мария Шмидт", "Анна-Мария"),
        ("Саша Иванова", "Саша"),
        ("Шевченко Александра", "Александра"),
        ("Ким Ольга", "Ольга"),
        ("Жук Вера", "Вера"),
        ("Ольга 🌸", "Ольга"),
        ("Тамара  Ивановна.", "Тамара Ивановна"),
    ],
)
def test_women(name: str, address: str) -> None:
    assert greeting(name) == Greeting(Form.DEAR_F, address)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Саша",
        "Женя",
        "Адель",
        "Слава",
        "Ким",
        "Иванова",
        "Петрович",
        "Иванов И. П.",
        "Ivan Petrov",
        "Нгуен Ван Тхань",
        "Гарсия Мария Хосе",
        "Максим Павел",
        "Солнышко",
        "ООО Ромашка",
        "Тимур и команда",
        "Мария 1961",
        "Павел I",
        "Мария Иванович Иванова",
        "пишу вам по поводу моей старой квартиры",
    ],
)
def test_nobody_is_guessed(name: str) -> None:
    assert greeting(name) == Greeting(Form.UNKNOWN)


def test_a_name_taken_apart() -> None:
    assert taken_apart("Иванова Мария Сергеевна") == Parts("Мария", "Сергеевна", Gender.WOMAN)
    assert taken_apart("Иванов") == Parts()


@given(st.text(st.characters(categories=["L", "M", "N", "P", "Zs"]), max_size=60))
def test_any_name_is_greeted_somehow(name: str) -> None:
    said = greeting(name)
    assert (said.form is Form.UNKNOWN) == (said.address == "")
    assert len(said.address.split()) <= LONGEST
